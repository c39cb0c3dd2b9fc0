package dev.lineman.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.access.AccessRule;
import dev.lineman.serve.http.AccessLog;
import dev.lineman.serve.upload.UploadLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law: whatever clients send as uploads, files appear only in the folders of known phones, within all limits, and no
 * temporary file stays.
 */
class UploadsLawTest {
    private static final List<String> MACS = List.of("0004f2aabbcc", "0004f2aabbdd", "805ec0010203");
    private static final int FILE = 3_000;
    private static final int TOTAL = 30_000;

    /** The most heap that hostile uploads may add. The limit for guesses keeps up to 10,000 clients. */
    private static final long HEAP = 8 << 20;

    private static final List<String> NAMES = List.of(
            "M-app.log",
            "logs/M-boot.log",
            "M-phone.cfg",
            "M-web.cfg",
            "M-local.cfg",
            "M-directory.xml",
            "report-M.xml",
            "spaM.xml",
            "../M-app.log",
            "%2e%2e/%2e%2e/M-app.log",
            "M/../../x-M.xml",
            "M-app.log%00.xml",
            "\\..\\M.xml",
            "M-core.tar",
            ".lineman/uploads/M/M-app.log",
            "//M-calls.xml",
            "M-M.xml",
            "~M.xml",
            "CON-M.xml",
            "M.xml?x=/../y",
            "%2fetc%2fM.xml",
            "cfgM",
            ".M.xml",
            "M-app.log.");
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\r",
            "0\r\n\r\n",
            "ffffffff\r\n",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Expect: 100-continue\r\n",
            "Content-Range: bytes 0-1/2\r\n",
            "../",
            "%00",
            "\0",
            " ",
            ":",
            "/",
            "..",
            "PUT ",
            "HTTP/1.1",
            "Connection: close\r\n",
            "Authorization: Digest x\r\n",
            "User-Agent: x 0004f2aabbff\r\n");

    @TempDir
    Path out;

    @Test
    @Timeout(3600)
    void nothingIsWrittenOutsideTheFoldersOfKnownPhones() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ServedFiles served = new ServedFiles(out, "basic", AccessLog.Form.OFF, new UploadLimits(FILE, TOTAL));
        try (served) {
            MACS.forEach(mac -> served.phone(mac, AccessRule.OPEN));
            int rounds = Rounds.of(2_500);
            long early = 0;
            for (int i = 0; i < rounds; i++) {
                send(served, request(random).getBytes(ISO_8859_1), random);
                if (i % 250 == 249 || i == rounds - 1) {
                    check("seed " + seed + ", case " + i);
                }
                early = i == rounds / 5 ? usedHeap() : early;
            }
            assertThat(usedHeap() - early).as("more bytes of heap").isLessThan(HEAP);
            served.put("203.0.113.7", MACS.get(0) + "-app.log", "x");
            assertThat(served.uploads().files(MACS.get(0))).anyMatch(file -> file.size() == 1);
        }
        check("seed " + seed + ", after the end");
        try (Stream<Path> files = Files.list(out.resolve(".lineman/uploads"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))).isSubsetOf(MACS);
        }
    }

    private static long usedHeap() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void check(String description) throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        Path uploads = out.resolve(".lineman/uploads");
        try (Stream<Path> files = Files.walk(uploads)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = uploads.relativize(file).toString();
                if (path.startsWith(".lineman-")) {
                    continue;
                }
                assertThat(path).as(description).matches("[0-9a-f]{12}/[a-z0-9][a-z0-9._-]{0,99}");
                assertThat(MACS).as(description).contains(path.substring(0, 12));
                assertThat(Files.size(file)).as(description).isLessThanOrEqualTo(FILE);
                sizes.merge(path.substring(0, 12), Files.size(file), Long::sum);
            }
        }
        assertThat(sizes).as(description).isNotEmpty();
        assertThat(sizes.values()).as(description).allMatch(size -> size <= 4 * FILE);
        assertThat(sizes.values().stream().mapToLong(size -> size).sum())
                .as(description)
                .isLessThanOrEqualTo(TOTAL);
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .as(description)
                    .isSubsetOf(".lineman", "provisioning");
        }
    }

    private static String request(Random random) {
        StringBuilder all = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String mac = pick(random, MACS);
            mac = random.nextInt(8) == 0 ? "0004f2%06x".formatted(random.nextInt(40)) : mac;
            String name = pick(random, NAMES).replace("M", random.nextBoolean() ? mac : mac.toUpperCase(Locale.ROOT));
            // Of another source each time, so that the limit for guesses does not end the test.
            String from = "10.%d.%d.%d".formatted(random.nextInt(256), random.nextInt(256), random.nextInt(256));
            String body = "b".repeat(random.nextInt(10) == 0 ? random.nextInt(5_000) : random.nextInt(300));
            String framing = random.nextInt(3) == 0
                    ? "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
                            + (body.isEmpty() ? "\r\n" : "\r\n0\r\n\r\n")
                    : "Content-Length: " + body.length() + "\r\n\r\n" + body;
            all.append(random.nextBoolean() ? "PUT" : "POST")
                    .append(" /provisioning/")
                    .append(name)
                    .append(" HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ")
                    .append(from)
                    .append("\r\n")
                    .append(framing);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(all.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> all.insert(at, pick(random, PIECES));
                case 1 -> all.replace(at, Math.min(all.length(), at + 1), Character.toString(random.nextInt(256)));
                case 2 -> all.delete(at, Math.min(all.length(), at + 1 + random.nextInt(5)));
                default -> all.setLength(at);
            }
        }
        return all.toString();
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Sends bytes and waits until the server has closed, or cuts the connection off. */
    private static void send(ServedFiles served, byte[] bytes, Random random) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            socket.setSoTimeout(30_000);
            socket.setSoLinger(true, 0);
            int split = random.nextInt(bytes.length + 1);
            socket.getOutputStream().write(bytes, 0, split);
            socket.getOutputStream().write(bytes, split, bytes.length - split);
            if (random.nextInt(20) > 0) {
                socket.shutdownOutput();
                byte[] unused = socket.getInputStream().readAllBytes();
            }
        } catch (SocketException e) {
            // The server has closed the connection with unread input.
        }
    }
}
