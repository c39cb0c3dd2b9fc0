package dev.lineman.input.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits end when they must. No wait here ends by a clock before its deadline of minutes. */
@Timeout(60)
class DebouncerTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Hint ONE = new Hint.PathHint(Path.of("/one"));
    private static final Hint TWO = new Hint.PathHint(Path.of("/two"));

    @Test
    void aHintEndsAWaitThatBeganWithoutHints() throws Exception {
        Debouncer debouncer = new Debouncer(System::nanoTime, Duration.ofMillis(1), LONG);
        CompletableFuture<List<Hint>> taken = CompletableFuture.supplyAsync(() -> await(debouncer, LONG));
        debouncer.accept(ONE);
        assertThat(taken.get(30, TimeUnit.SECONDS)).containsExactly(ONE);
    }

    @Test
    void hintsThatArriveTogetherAreTakenTogetherAndOnce() {
        AtomicLong now = new AtomicLong();
        Debouncer debouncer = new Debouncer(now::get, Duration.ofNanos(10), LONG);
        debouncer.accept(ONE);
        debouncer.accept(TWO);
        debouncer.accept(ONE);
        now.set(10);
        assertThat(await(debouncer, LONG)).containsExactly(ONE, TWO);
        assertThat(await(debouncer, Duration.ZERO)).isEmpty();
    }

    @Test
    void aBurstWithoutAnEndIsTakenAfterTheLongestWait() {
        AtomicLong now = new AtomicLong();
        Debouncer debouncer = new Debouncer(now::get, LONG, Duration.ofNanos(10));
        debouncer.accept(ONE);
        now.set(10);
        debouncer.accept(TWO);
        assertThat(await(debouncer, LONG)).containsExactly(ONE, TWO);
    }

    @Test
    void aPauseKeepsItsHintsAndTheirBurstBeginsAtItsEnd() throws Exception {
        AtomicLong now = new AtomicLong();
        Debouncer debouncer = new Debouncer(now::getAndIncrement, Duration.ofNanos(10), Duration.ofNanos(20));
        debouncer.accept(ONE);
        now.set(100);
        debouncer.pause(Duration.ZERO);
        long end = now.get();
        assertThat(await(debouncer, LONG)).containsExactly(ONE);
        assertThat(now.get() - end).isGreaterThanOrEqualTo(10);
    }

    @Test
    void aStopEndsEachWait() throws Exception {
        Debouncer debouncer = new Debouncer(System::nanoTime, LONG, LONG);
        CompletableFuture<List<Hint>> taken = CompletableFuture.supplyAsync(() -> {
            pause(debouncer);
            return await(debouncer, LONG);
        });
        debouncer.accept(ONE);
        debouncer.stop();
        assertThat(taken.get(30, TimeUnit.SECONDS)).isEmpty();
        assertThat(debouncer.stopped()).isTrue();
    }

    private static void pause(Debouncer debouncer) {
        try {
            debouncer.pause(LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Hint> await(Debouncer debouncer, Duration timeout) {
        try {
            return debouncer.await(timeout);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
