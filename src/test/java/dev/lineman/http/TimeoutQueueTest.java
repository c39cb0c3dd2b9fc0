package dev.lineman.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.http.message.HttpLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TimeoutQueueTest {
    private static final HttpLimits LIMITS =
            HttpLimits.standard().withTimeouts(Duration.ofNanos(10), Duration.ofNanos(20), Duration.ofNanos(30));

    private final TimeoutQueue timeoutQueue = new TimeoutQueue(LIMITS);

    private static final class TestEntry extends TimeoutQueue.TimeoutEntry {}

    @Test
    void theOldestEntryOfAPhaseExpiresFirst() {
        TestEntry first = new TestEntry();
        TestEntry second = new TestEntry();
        timeoutQueue.put(first, ConnectionPhase.HEAD, 0);
        timeoutQueue.put(second, ConnectionPhase.HEAD, 5);
        assertThat(timeoutQueue.nanosToNext(5)).isEqualTo(5);
        assertThat(timeoutQueue.expired(9)).isNull();
        assertThat(timeoutQueue.expired(10)).isSameAs(first);
        timeoutQueue.remove(first);
        assertThat(timeoutQueue.expired(14)).isNull();
        assertThat(timeoutQueue.nanosToNext(20)).isZero();
        assertThat(timeoutQueue.expired(15)).isSameAs(second);
    }

    @Test
    void addingAnEntryAgainRestartsItsTimeout() {
        TestEntry first = new TestEntry();
        TestEntry second = new TestEntry();
        timeoutQueue.put(first, ConnectionPhase.IDLE, 0);
        timeoutQueue.put(second, ConnectionPhase.IDLE, 1);
        timeoutQueue.put(first, ConnectionPhase.IDLE, 2);
        assertThat(timeoutQueue.oldest(ConnectionPhase.IDLE)).isSameAs(second);
        assertThat(timeoutQueue.expired(21)).isSameAs(second);
    }

    @Test
    void anEntryIsInOnePhaseOnly() {
        TestEntry entry = new TestEntry();
        timeoutQueue.put(entry, ConnectionPhase.IDLE, 0);
        timeoutQueue.put(entry, ConnectionPhase.RESPONSE, 1);
        assertThat(timeoutQueue.oldest(ConnectionPhase.IDLE)).isNull();
        assertThat(timeoutQueue.expired(30)).isNull();
        assertThat(timeoutQueue.expired(31)).isSameAs(entry);
        timeoutQueue.put(entry, ConnectionPhase.DONE, 2);
        assertThat(timeoutQueue.contains(entry)).isFalse();
        assertThat(timeoutQueue.nanosToNext(3)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anOverflowOfTheClockDoesNotExpireEntriesEarly() {
        TestEntry entry = new TestEntry();
        timeoutQueue.put(entry, ConnectionPhase.HEAD, Long.MAX_VALUE - 3);
        assertThat(timeoutQueue.expired(Long.MIN_VALUE)).isNull();
        assertThat(timeoutQueue.expired(Long.MIN_VALUE + 6)).isSameAs(entry);
    }

    @Test
    void entriesCanBeRemovedInAnyOrder() {
        TestEntry[] all = {new TestEntry(), new TestEntry(), new TestEntry()};
        for (TestEntry entry : all) {
            timeoutQueue.put(entry, ConnectionPhase.IDLE, 0);
        }
        timeoutQueue.remove(all[1]);
        timeoutQueue.remove(all[1]);
        timeoutQueue.remove(all[0]);
        assertThat(timeoutQueue.oldest(ConnectionPhase.IDLE)).isSameAs(all[2]);
        timeoutQueue.remove(all[2]);
        assertThat(timeoutQueue.oldest(ConnectionPhase.IDLE)).isNull();
    }
}
