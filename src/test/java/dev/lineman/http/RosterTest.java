package dev.lineman.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RosterTest {
    private static final Limits LIMITS =
            Limits.standard().withTimes(Duration.ofNanos(10), Duration.ofNanos(20), Duration.ofNanos(30));

    private final Roster roster = new Roster(LIMITS);

    private static final class Someone extends Roster.Entry {}

    @Test
    void theLongestInAPhaseExpiresFirst() {
        Someone first = new Someone();
        Someone second = new Someone();
        roster.enter(first, Phase.HEAD, 0);
        roster.enter(second, Phase.HEAD, 5);
        assertThat(roster.nanosToNext(5)).isEqualTo(5);
        assertThat(roster.expired(9)).isNull();
        assertThat(roster.expired(10)).isSameAs(first);
        roster.leave(first);
        assertThat(roster.expired(14)).isNull();
        assertThat(roster.nanosToNext(20)).isZero();
        assertThat(roster.expired(15)).isSameAs(second);
    }

    @Test
    void enteringAgainBeginsAgain() {
        Someone first = new Someone();
        Someone second = new Someone();
        roster.enter(first, Phase.IDLE, 0);
        roster.enter(second, Phase.IDLE, 1);
        roster.enter(first, Phase.IDLE, 2);
        assertThat(roster.oldest(Phase.IDLE)).isSameAs(second);
        assertThat(roster.expired(21)).isSameAs(second);
    }

    @Test
    void whoMovesToAnotherPhaseIsOnlyThere() {
        Someone someone = new Someone();
        roster.enter(someone, Phase.IDLE, 0);
        roster.enter(someone, Phase.ANSWER, 1);
        assertThat(roster.oldest(Phase.IDLE)).isNull();
        assertThat(roster.expired(30)).isNull();
        assertThat(roster.expired(31)).isSameAs(someone);
        roster.enter(someone, Phase.DONE, 2);
        assertThat(roster.holds(someone)).isFalse();
        assertThat(roster.nanosToNext(3)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aClockThatOverflowsDoesNoHarm() {
        Someone someone = new Someone();
        roster.enter(someone, Phase.HEAD, Long.MAX_VALUE - 3);
        assertThat(roster.expired(Long.MIN_VALUE)).isNull();
        assertThat(roster.expired(Long.MIN_VALUE + 6)).isSameAs(someone);
    }

    @Test
    void anyoneMayLeaveFromTheMiddle() {
        Someone[] all = {new Someone(), new Someone(), new Someone()};
        for (Someone someone : all) {
            roster.enter(someone, Phase.IDLE, 0);
        }
        roster.leave(all[1]);
        roster.leave(all[1]);
        roster.leave(all[0]);
        assertThat(roster.oldest(Phase.IDLE)).isSameAs(all[2]);
        roster.leave(all[2]);
        assertThat(roster.oldest(Phase.IDLE)).isNull();
    }
}
