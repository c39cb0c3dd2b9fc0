package dev.lineman.crew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiecesTest {
    /** Notes when it is at work twice at the same time. */
    private static final class Single implements Pieces.Hand<Integer, String> {
        private static final AtomicBoolean SHARED = new AtomicBoolean();
        private final AtomicBoolean busy = new AtomicBoolean();

        @Override
        public @Nullable String work(Integer thing) {
            if (busy.getAndSet(true)) {
                SHARED.set(true);
            }
            String made = thing % 7 == 0 ? null : "made of " + thing;
            Thread.onSpinWait();
            busy.set(false);
            return made;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allComeInTheirOrderWhoeverWorks(boolean together) {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            int count = random.nextInt(500);
            List<Integer> asked = new ArrayList<>();
            Set<Thread> askers =
                    Collections.synchronizedSet(Collections.newSetFromMap(new java.util.IdentityHashMap<>()));
            Pieces<Integer, String> pieces = new Pieces<>(
                    count,
                    i -> {
                        asked.add(i);
                        askers.add(Thread.currentThread());
                        return i;
                    },
                    1 + random.nextInt(64),
                    together,
                    Single::new);
            List<@Nullable String> all = new ArrayList<>();
            for (List<@Nullable String> piece = pieces.take(); !piece.isEmpty(); piece = pieces.take()) {
                all.addAll(piece);
                assertThat(pieces.next()).isEqualTo(all.size());
            }
            List<@Nullable String> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                expected.add(i % 7 == 0 ? null : "made of " + i);
            }
            assertThat(all).isEqualTo(expected);
            assertThat(asked).isEqualTo(IntStream.range(0, count).boxed().toList());
            assertThat(askers).isSubsetOf(Thread.currentThread());
        }
        assertThat(Single.SHARED).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAHandThrowsComesToWhoeverAsks(boolean together) {
        for (Throwable fault : List.of(new IllegalStateException("a"), new OutOfMemoryError("b"))) {
            Set<Integer> done = Collections.synchronizedSet(new TreeSet<>());
            Pieces<Integer, Integer> pieces = new Pieces<>(100, i -> i, 100, together, () -> thing -> {
                if (thing == 42) {
                    sneak(fault);
                }
                done.add(thing);
                return thing;
            });
            assertThatThrownBy(pieces::take).isSameAs(fault);
            assertThat(done).contains(0, 41);
        }
    }

    private static void sneak(Throwable fault) {
        if (fault instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) fault;
    }
}
