package dev.lineman.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real process with few file descriptors, and a client that opens as many connections as it can. */
@EnabledOnOs(OS.LINUX)
class FewDescriptorsIT {
    private static final String FILE = "/provisioning/cfg000413246672";

    @TempDir
    Path folder;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static RunningProcess agent(FixtureRoot root, int descriptors) throws Exception {
        return RunningProcess.start(
                root.path(),
                Map.of(),
                List.of(
                        "sh",
                        "-c",
                        "ulimit -n " + descriptors + "; exec \"$@\"",
                        "sh",
                        Jar.JAVA.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        Jar.FILE.toString(),
                        "run",
                        "--bind",
                        "127.0.0.1",
                        "--idle-timeout",
                        "5m",
                        "--head-timeout",
                        "5m"));
    }

    private Socket connect(int port, String from) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(15_000);
        sockets.add(socket);
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        socket.getOutputStream()
                .write(("GET " + FILE + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    @Test
    void newClientsAreServedAndChangesPublishedWhileOneClientOpensAllConnections() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder);
        for (int descriptors : new int[] {96, 160}) {
            root.write("extensions.d/100.yaml", FixtureRoot.extension(246672, "Start"));
            try (RunningProcess agent = agent(root, descriptors)) {
                Deadline.await(() -> assertThat(agent.get("cfg000413246672")).contains("Start Doe"));
                for (int round = 0; round < 3; round++) {
                    for (int i = 0; i < 2 * descriptors; i++) {
                        Socket idle = connect(i % 3 == 0 ? agent.adminPort() : agent.port(), "127.0.0.1");
                        idle.getOutputStream()
                                .write("GET /half".substring(0, i % 9).getBytes(ISO_8859_1));
                    }
                    String name = "Round" + round;
                    root.write("extensions.d/100.yaml", FixtureRoot.extension(246672, name));
                    Deadline.await(() -> assertThat(answer(connect(agent.port(), "127.0.0.2")))
                            .startsWith("HTTP/1.1 200 ")
                            .contains(name + " Doe"));
                    Deadline.await(() -> assertThat(agent.adminRequest("readyz").statusCode())
                            .isEqualTo(200));
                }
                assertThat(String.join("\n", agent.out())).contains("few file descriptors are left");
                assertThat(agent.err()).isEmpty();
            }
            close();
            sockets.clear();
        }
    }
}
