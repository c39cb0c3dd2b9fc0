package dev.lineman.zerotouch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.IpAddress;
import dev.lineman.access.IpNetwork;
import dev.lineman.zerotouch.SourceLimits.LimitResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static IpAddress ip(String text) {
        return requireNonNull(IpAddress.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.9, true",
        "172.16.0.1, true",
        "172.31.255.1, true",
        "172.32.0.1, false",
        "192.168.1.1, true",
        "169.254.1.1, true",
        "8.8.8.8, false",
        "127.0.0.1, false",
        "100.64.0.1, false",
        "fe80::1, true",
        "fd00::1, true",
        "2001:db8::1, false",
        "203.0.113.7, true"
    })
    void privateAddressesAndPermittedNetworksAreAnswered(String address, boolean answered) {
        SourceNetworks networks = SourceNetworks.privateAnd(List.of(requireNonNull(IpNetwork.parse("203.0.113.0/24"))));
        assertThat(networks.contains(ip(address))).isEqualTo(answered);
    }

    @Test
    void aBucketHasABurstAndThenASteadyRate() {
        // The clock may have any value, and overflow.
        for (long start : new long[] {0, Long.MAX_VALUE - SECOND, Long.MIN_VALUE}) {
            TokenBucket bucket = new TokenBucket(3, SECOND, start);
            assertThat(taken(bucket, start, 10)).isEqualTo(3);
            assertThat(taken(bucket, start + SECOND - 1, 10)).isZero();
            assertThat(taken(bucket, start + SECOND, 10)).isEqualTo(1);
            assertThat(taken(bucket, start + 3 * SECOND + SECOND / 2, 10)).isEqualTo(2);
            assertThat(taken(bucket, start + 4 * SECOND, 10)).isEqualTo(1);
            assertThat(taken(bucket, start + 1000 * SECOND, 10)).isEqualTo(3);
        }
    }

    private static int taken(TokenBucket bucket, long now, int wanted) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += bucket.take(now) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void aClientAboveItsLimitTakesNothingFromOthers() {
        SourceLimits limits = new SourceLimits(2, SECOND, new TokenBucket(4, SECOND, 0));
        for (int i = 0; i < 100; i++) {
            assertThat(limits.check(ip("10.0.0.1"), 0))
                    .isEqualTo(i < 2 ? LimitResult.ACCEPTED : LimitResult.ABOVE_SOURCE_LIMIT);
        }
        assertThat(limits.check(ip("2001:db8::1"), 0)).isEqualTo(LimitResult.ACCEPTED);
        assertThat(limits.check(ip("2001:db8::2"), 0)).isEqualTo(LimitResult.ACCEPTED);
        assertThat(limits.check(ip("2001:db8::3"), 0)).as("the same /64").isEqualTo(LimitResult.ABOVE_SOURCE_LIMIT);
        assertThat(limits.check(ip("10.0.0.2"), 0)).isEqualTo(LimitResult.ABOVE_TOTAL_LIMIT);
    }

    @Test
    void aMessageIsLoggedOnceADayAndAllAtALimitedRate() {
        OncePerDay once = new OncePerDay(0);
        assertThat(once.due("a", "first", 0)).isEqualTo("first");
        assertThat(once.due("a", "second", SECOND)).isNull();
        for (int i = 0; i < 1000; i++) {
            assertThat(once.due("key" + i, "text", SECOND) != null).isEqualTo(i < 99);
        }
        assertThat(once.due("b", "later", 61 * SECOND))
                .isEqualTo("later (901 other messages were left out of the log)");
        assertThat(once.due("a", "the next day", 86_401 * SECOND)).isEqualTo("the next day");
    }
}
