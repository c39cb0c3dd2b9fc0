package dev.lineman.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.http.message.HttpLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TimeoutQueueTest {
    private static final HttpLimits LIMITS =
            HttpLimits.standard().withTimeouts(Duration.ofNanos(10), Duration.ofNanos(20), Duration.ofNanos(30));

    private final TimeoutQueue timeoutQueue = new TimeoutQueue(LIMITS);

    private static final class Someone extends TimeoutQueue.TimeoutEntry {}

    @Test
    void theLongestInAPhaseExpiresFirst() {
        Someone first = new Someone();
        Someone second = new Someone();
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
    void enteringAgainBeginsAgain() {
        Someone first = new Someone();
        Someone second = new Someone();
        timeoutQueue.put(first, ConnectionPhase.IDLE, 0);
        timeoutQueue.put(second, ConnectionPhase.IDLE, 1);
        timeoutQueue.put(first, ConnectionPhase.IDLE, 2);
        assertThat(timeoutQueue.oldest(ConnectionPhase.IDLE)).isSameAs(second);
        assertThat(timeoutQueue.expired(21)).isSameAs(second);
    }

    @Test
    void whoMovesToAnotherPhaseIsOnlyThere() {
        Someone someone = new Someone();
        timeoutQueue.put(someone, ConnectionPhase.IDLE, 0);
        timeoutQueue.put(someone, ConnectionPhase.RESPONSE, 1);
        assertThat(timeoutQueue.oldest(ConnectionPhase.IDLE)).isNull();
        assertThat(timeoutQueue.expired(30)).isNull();
        assertThat(timeoutQueue.expired(31)).isSameAs(someone);
        timeoutQueue.put(someone, ConnectionPhase.DONE, 2);
        assertThat(timeoutQueue.contains(someone)).isFalse();
        assertThat(timeoutQueue.nanosToNext(3)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aClockThatOverflowsDoesNoHarm() {
        Someone someone = new Someone();
        timeoutQueue.put(someone, ConnectionPhase.HEAD, Long.MAX_VALUE - 3);
        assertThat(timeoutQueue.expired(Long.MIN_VALUE)).isNull();
        assertThat(timeoutQueue.expired(Long.MIN_VALUE + 6)).isSameAs(someone);
    }

    @Test
    void anyoneMayLeaveFromTheMiddle() {
        Someone[] all = {new Someone(), new Someone(), new Someone()};
        for (Someone someone : all) {
            timeoutQueue.put(someone, ConnectionPhase.IDLE, 0);
        }
        timeoutQueue.remove(all[1]);
        timeoutQueue.remove(all[1]);
        timeoutQueue.remove(all[0]);
        assertThat(timeoutQueue.oldest(ConnectionPhase.IDLE)).isSameAs(all[2]);
        timeoutQueue.remove(all[2]);
        assertThat(timeoutQueue.oldest(ConnectionPhase.IDLE)).isNull();
    }
}
