package dev.lineman.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Response;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The whole process pauses for longer than the timeouts, as when a virtual machine is moved or the heap is
 * collected.
 */
@Timeout(60)
final class PauseTest {
    /** More than the 4096 connections that one listening socket queues. */
    private static final int PHONES = 5_000;

    private final AtomicLong passed = new AtomicLong();
    private final AtomicBoolean pausing = new AtomicBoolean();
    private final CountDownLatch paused = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    private long nanos() {
        if (pausing.get() && Thread.currentThread().getName().startsWith("http-")) {
            paused.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return System.nanoTime() + passed.get();
    }

    @Test
    void requestsSentDuringAPauseOfTheProcessGetTheirResponses() throws Exception {
        Duration half = Duration.ofMinutes(30);
        try (Listener listener = LoopbackListener.open(
                        LoopbackListener.withLoops(HttpLimits.standard(), 1).withTimeouts(half, half, half),
                        Endpoint.of(request ->
                                Response.of(200, "text/plain", request.path().getBytes(UTF_8))),
                        LoopbackListener.context(this::nanos, fault -> {}));
                HttpTestClient one = new HttpTestClient(listener.port());
                HttpTestClient other = new HttpTestClient(listener.port())) {
            assertThat(one.get("/a").readResponse()).endsWith("/a");
            assertThat(other.get("/b").readResponse()).endsWith("/b");
            pausing.set(true);
            one.get("/c");
            assertThat(paused.await(20, TimeUnit.SECONDS)).isTrue();
            other.get("/d");
            passed.addAndGet(TimeUnit.HOURS.toNanos(1));
            pausing.set(false);
            over.countDown();
            assertThat(one.readResponse()).endsWith("/c");
            assertThat(other.readResponse()).endsWith("/d");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void allClientsThatConnectDuringAPauseOfTheProcessAreServed() throws Exception {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
        assumeTrue(files >= 2 * PHONES + 1_000, "may have only " + files + " open files: raise ulimit -n");
        List<SocketChannel> phones = new ArrayList<>();
        try (Listener listener = LoopbackListener.open(
                        LoopbackListener.withLoops(HttpLimits.standard(), 1),
                        Endpoint.of(request ->
                                Response.of(200, "text/plain", request.path().getBytes(UTF_8))),
                        LoopbackListener.context(this::nanos, fault -> {}));
                HttpTestClient first = new HttpTestClient(listener.port())) {
            pausing.set(true);
            first.get("/first");
            assertThat(paused.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < PHONES; i++) {
                SocketChannel phone = SocketChannel.open();
                phones.add(phone);
                phone.socket().connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()), 900);
                phone.write(ByteBuffer.wrap("GET /a HTTP/1.0\r\n\r\n".getBytes(UTF_8)));
            }
            pausing.set(false);
            over.countDown();
            for (SocketChannel phone : phones) {
                String response = new String(phone.socket().getInputStream().readAllBytes(), UTF_8);
                assertThat(response).startsWith("HTTP/1.1 200 ").endsWith("/a");
            }
        } finally {
            for (SocketChannel phone : phones) {
                phone.close();
            }
        }
    }
}
