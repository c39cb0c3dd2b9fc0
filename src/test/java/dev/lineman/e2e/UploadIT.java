package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs upload firmware slowly into the folder of static files. Phones get all of it or the earlier version. */
@SystemTest
class UploadIT {
    private static final int SIZE = 3_000_000;

    @TempDir
    Path folder;

    private FixtureRoot root;
    private Path source;
    private Path target;

    @BeforeEach
    void firmware() throws IOException {
        root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        source = folder.resolve("fw.bin");
        target = root.resolve("templates/static/fw.bin");
        Files.createDirectories(target.resolveSibling(""));
        byte[] bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        Files.write(source, bytes);
    }

    @Test
    void rsyncInPlaceOverOlderFirmwareIsServedWhole() throws Exception {
        Files.write(target, new byte[1000]);
        assertUploaded(
                Set.of(1000, SIZE),
                Debian.program("rsync", "rsync").toString(),
                "--inplace",
                "--whole-file",
                "--bwlimit=1000",
                source.toString(),
                target.toString());
    }

    @Test
    void rsyncWithARenameIsServedWhole() throws Exception {
        assertUploaded(
                Set.of(SIZE),
                Debian.program("rsync", "rsync").toString(),
                "-a",
                "--bwlimit=1000",
                source.toString(),
                target.toString());
    }

    @Test
    void aShellThatPausesBetweenPiecesIsServedWhole() throws Exception {
        assertUploaded(
                Set.of(SIZE),
                "/bin/sh",
                "-c",
                "for i in 1 2 3 4 5 6; do head -c 500000 /dev/urandom; sleep 0.7; done > " + target);
    }

    @Test
    void wgetFromASlowServerIsServedWhole() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, SIZE);
            Files.copy(source, exchange.getResponseBody());
            exchange.close();
        });
        server.start();
        try {
            assertUploaded(
                    Set.of(SIZE),
                    Debian.program("wget", "wget").toString(),
                    "-q",
                    "--limit-rate=1m",
                    "-O",
                    target.toString(),
                    "http://127.0.0.1:" + server.getAddress().getPort() + "/fw.bin");
        } finally {
            server.stop(0);
        }
    }

    /** Runs an upload, and requests the firmware repeatedly until it is complete. */
    private void assertUploaded(Set<Integer> sizes, String... upload) throws Exception {
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            Process process = new ProcessBuilder(List.of(upload)).inheritIO().start();
            Set<Integer> served = new TreeSet<>();
            Deadline.await(() -> {
                HttpResponse<String> answer = agent.request("GET", "/provisioning/fw.bin");
                if (answer.statusCode() == 200) {
                    served.add(Integer.parseInt(
                            answer.headers().firstValue("Content-Length").orElseThrow()));
                }
                assertThat(served).contains(SIZE);
            });
            assertThat(process.waitFor()).isZero();
            assertThat(sizes).containsAll(served);
            assertThat(agent.adminRequest("api/problems").body()).contains("\"total\":0");
        }
    }
}
