package dev.lineman.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process that may open few files, and far more clients than that. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
final class ExhaustionTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    /** The process: tells its port, answers until its input ends, then tells how many faults it saw. */
    public static void main(String[] arguments) throws IOException {
        Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
        try (Listener listener = Listener.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Limits.standard().withTimes(LONG, LONG, LONG),
                Staff.of(request -> Answer.plain(200)),
                System::nanoTime,
                InstantSource.system(),
                faults::add)) {
            System.out.println(listener.port());
            while (System.in.read() >= 0) {
                System.out.println(faults.size());
            }
        }
    }

    @Test
    void aProcessWithoutFileDescriptorsGoesOnAnsweringNewcomers() throws Exception {
        String java = ProcessHandle.current().info().command().orElse("java");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 200; exec \"$@\"",
                        "sh",
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExhaustionTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Client> clients = new ArrayList<>();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            int port = Integer.parseInt(out.readLine());
            for (int i = 0; i < 600; i++) {
                Client client = new Client(port);
                clients.add(client);
                if (i % 50 == 0) {
                    assertThat(client.get("/").hear()).startsWith("HTTP/1.1 200 ");
                }
            }
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            assertThat(Integer.parseInt(out.readLine())).isBetween(1, 6);
            process.getOutputStream().close();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            for (Client client : clients) {
                client.close();
            }
            process.destroyForcibly();
        }
    }
}
