package dev.lineman.access.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DigestNoncesTest {
    private final AtomicLong nanos = new AtomicLong();
    private final DigestNonces nonces = new DigestNonces(new byte[] {1}, nanos::get);

    /** Law: every recent count of a nonce is accepted once, in any order. */
    @Test
    void everyNonceCountCanBeUsedOnce() {
        Random random = new Random(4);
        String[] given = new String[50];
        for (int i = 0; i < given.length; i++) {
            given[i] = nonces.create();
        }
        Set<String> used = new HashSet<>();
        int[] highest = new int[given.length];
        for (int round = 0; round < Rounds.of(25_000); round++) {
            int which = random.nextInt(given.length);
            int count = Math.max(1, highest[which] + 3 - random.nextInt(90));
            boolean fresh = used.add(which + "/" + count);
            boolean recent = highest[which] - count < Long.SIZE;
            assertThat(nonces.use(given[which], count)).isEqualTo(fresh && recent);
            highest[which] = Math.max(highest[which], count);
        }
    }

    @Test
    void aNonceBecomesStaleAfterManyNewerOnes() {
        String first = nonces.create();
        assertThat(nonces.use(first, 1)).isTrue();
        for (int i = 0; i < 65_000; i++) {
            assertThat(nonces.use(nonces.create(), 1)).isTrue();
        }
        assertThat(nonces.use(first, 1)).isFalse();
        assertThat(nonces.use(first, 2)).isTrue();
        for (int i = 0; i < 1_000; i++) {
            nonces.create();
        }
        assertThat(nonces.use(first, 3)).isFalse();
    }

    @Test
    void aForeignOrExpiredNonceIsStale() {
        String nonce = nonces.create();
        assertThat(new DigestNonces(new byte[] {2}, nanos::get).use(nonce, 1)).isFalse();
        for (String other : new String[] {"", "=", "AAAA", nonce + "A", nonce.substring(1), 'B' + nonce.substring(1)}) {
            assertThat(nonces.use(other, 1)).as(other).isFalse();
        }
        assertThat(nonces.use(nonce, 0)).isFalse();
        assertThat(nonces.use(nonce, -1)).isFalse();
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(5));
        assertThat(nonces.use(nonce, 1)).isTrue();
        nanos.addAndGet(1);
        assertThat(nonces.use(nonce, 2)).isFalse();
    }
}
