package dev.lineman.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Response;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole process pauses for longer than the timeouts, as when a virtual machine is moved or the heap is
 * collected.
 */
@Timeout(60)
final class PauseTest {
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
}
