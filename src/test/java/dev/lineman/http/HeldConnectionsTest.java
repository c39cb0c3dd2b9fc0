package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** One phone is served while another client keeps thousands of connections open. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
final class HeldConnectionsTest {
    private static final int SLOW = 5_000;
    private static final int IDLE = 10_000;
    private static final int FILES = SLOW + IDLE + 1_000;
    private static final long MOST_MEGABYTES = 192;
    private static final byte[] FILE = "x".repeat(5_000).getBytes(UTF_8);

    /** The server process: prints its port. Each line of input moves its clock by an hour. */
    public static void main(String[] arguments) throws IOException {
        AtomicLong passed = new AtomicLong();
        Duration half = Duration.ofMinutes(30);
        try (Listener listener = LoopbackListener.open(
                HttpLimits.standard().withTimeouts(half, half, half),
                Endpoint.of(request -> Response.of(200, "text/plain", FILE)),
                LoopbackListener.context(() -> System.nanoTime() + passed.get(), Throwable::printStackTrace))) {
            System.out.println(listener.port());
            while (System.in.read() >= 0) {
                passed.addAndGet(TimeUnit.HOURS.toNanos(1));
                System.out.println("later");
            }
        }
    }

    @Test
    void aPhoneIsServedWhileThousandsOfConnectionsAreOpenAndAllOfThemTimeOut() throws Exception {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
        assumeTrue(files >= FILES, "needs " + FILES + " open files, and may have " + files + ": raise ulimit -n");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeldConnectionsTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<SocketChannel> held = new ArrayList<>();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            int port = Integer.parseInt(out.readLine());
            for (int i = 0; i < SLOW; i++) {
                held.add(connect(port, "GET /cfg HTTP/1.1\r\nHost: x\r\nX-Slow: "));
            }
            for (int i = 0; i < IDLE; i++) {
                SocketChannel idle = connect(port, "GET /cfg HTTP/1.1\r\nHost: x\r\n\r\n");
                held.add(idle);
                if (i % 100 == 99) {
                    held.subList(held.size() - 100, held.size()).forEach(HeldConnectionsTest::answered);
                }
            }
            for (int i = 0; i < 100; i++) {
                fetch(port);
            }
            assertThat(peakMegabytes(process)).isLessThan(MOST_MEGABYTES);
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            assertThat(out.readLine()).isEqualTo("later");
            // Only input wakes a loop: its next timeout was half an hour away when it began to wait. Any loop can have
            // any
            // of the connections.
            held.forEach(HeldConnectionsTest::sendOneByte);
            held.forEach(HeldConnectionsTest::awaitEnd);
            fetch(port);
            assertThat(process.isAlive()).isTrue();
        } finally {
            for (SocketChannel each : held) {
                each.close();
            }
            process.destroyForcibly();
        }
    }

    private static void fetch(int port) throws IOException {
        try (HttpTestClient phone = new HttpTestClient(port, "127.0.0.2")) {
            assertThat(phone.get("/cfg").readResponse())
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("xxx");
        }
    }

    private static void sendOneByte(SocketChannel channel) {
        try {
            channel.write(ByteBuffer.wrap("a".getBytes(ISO_8859_1)));
        } catch (IOException e) {
            // The server has closed it already.
        }
    }

    /** Reads until the server has closed the connection, with a reset if it had not read all input. */
    private static void awaitEnd(SocketChannel channel) {
        try {
            while (channel.read(ByteBuffer.allocate(1 << 10)) >= 0) {
                Thread.onSpinWait();
            }
        } catch (ClosedByInterruptException e) {
            throw new IllegalStateException("the connection is still open", e);
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
    }

    private static SocketChannel connect(int port, String text) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
        return channel;
    }

    private static void answered(SocketChannel channel) {
        ByteBuffer answer = ByteBuffer.allocate(FILE.length + 1_000);
        try {
            while (answer.position() < FILE.length
                    || answer.get(answer.position() - 1) != 'x'
                    || !new String(answer.array(), 0, answer.position(), ISO_8859_1)
                            .endsWith("\r\n\r\n" + "x".repeat(FILE.length))) {
                assertThat(channel.read(answer)).isPositive();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long peakMegabytes(Process process) throws IOException {
        String peak = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(peak.replaceAll("\\D", "")) / 1024;
    }
}
