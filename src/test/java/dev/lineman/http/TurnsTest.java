package dev.lineman.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns<String> turns = new Turns<>();

    private List<String> all() {
        List<String> all = new ArrayList<>();
        for (String one = turns.next(); one != null; one = turns.next()) {
            all.add(one);
        }
        return all;
    }

    @Test
    void sourcesTakeTurnsAndEachKeepsItsOrder() {
        for (int i = 0; i < 4; i++) {
            turns.add("a", "a" + i);
        }
        turns.add("b", "b0");
        turns.add("c", "c0");
        turns.add("c", "c1");
        assertThat(all()).containsExactly("a0", "b0", "c0", "a1", "c1", "a2", "a3");
        assertThat(turns.isEmpty()).isTrue();
    }

    @Test
    void whoIsTakenOutIsPassedOver() {
        turns.add("a", "a0");
        turns.add("a", "a1");
        turns.add("b", "b0");
        turns.remove("a", "a0");
        turns.remove("b", "b0");
        turns.remove("b", "b0");
        turns.remove("c", "c0");
        assertThat(all()).containsExactly("a1");
    }

    @Test
    void theLighterOfTheTwoWhoseTurnIsNextGoesFirstAndTheHeavierKeepsItsTurn() {
        turns.add("heavy", "h0");
        turns.add("a", "a0");
        turns.add("a", "a1");
        turns.add("b", "b0");
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(turns.next(source -> source.equals("heavy") ? 9 : 0));
        }
        assertThat(all).containsExactly("a0", "b0", "a1", "h0");
    }
}
