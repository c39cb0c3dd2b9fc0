package dev.lineman.http.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private final FairQueue<String> fairQueue = new FairQueue<>();

    private List<String> all() {
        List<String> all = new ArrayList<>();
        for (String one = fairQueue.next(); one != null; one = fairQueue.next()) {
            all.add(one);
        }
        return all;
    }

    @Test
    void sourcesTakeTurnsAndEachKeepsItsOrder() {
        for (int i = 0; i < 4; i++) {
            fairQueue.add("a", "a" + i);
        }
        fairQueue.add("b", "b0");
        fairQueue.add("c", "c0");
        fairQueue.add("c", "c1");
        assertThat(all()).containsExactly("a0", "b0", "c0", "a1", "c1", "a2", "a3");
        assertThat(fairQueue.isEmpty()).isTrue();
    }

    @Test
    void aRemovedItemIsSkipped() {
        fairQueue.add("a", "a0");
        fairQueue.add("a", "a1");
        fairQueue.add("b", "b0");
        fairQueue.remove("a", "a0");
        fairQueue.remove("b", "b0");
        fairQueue.remove("b", "b0");
        fairQueue.remove("c", "c0");
        assertThat(all()).containsExactly("a1");
    }

    @Test
    void theLighterOfTheNextTwoSourcesGoesFirstAndTheHeavierKeepsItsTurn() {
        fairQueue.add("heavy", "h0");
        fairQueue.add("a", "a0");
        fairQueue.add("a", "a1");
        fairQueue.add("b", "b0");
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(fairQueue.next(source -> source.equals("heavy") ? 9 : 0));
        }
        assertThat(all).containsExactly("a0", "b0", "a1", "h0");
    }
}
