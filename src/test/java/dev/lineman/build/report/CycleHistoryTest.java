package dev.lineman.build.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CycleHistoryTest {
    private static final Problem PROBLEM = Problem.blocking(Position.of("a.yaml"), "no");

    @Test
    void theNewestCycleComesFirstAndOldOnesAreDropped() {
        CycleHistory history = new CycleHistory();
        for (int i = 0; i < 100; i++) {
            history.add(report(List.of("file" + i), List.of()), new CheckedOutCommit("c" + i, null));
        }
        assertThat(history.entries()).hasSize(30);
        assertThat(history.entries().get(0).changed().some()).containsExactly("file99");
        assertThat(history.entries().get(0).commit()).isEqualTo(new CheckedOutCommit("c99", null));
    }

    @Test
    void anEntryKeepsTenFileNames() {
        CycleHistory history = new CycleHistory();
        List<String> many = IntStream.range(0, 5000).mapToObj(Integer::toString).toList();
        history.add(report(many, List.of()), null);
        CycleEntry.ShortNameList changed = history.entries().get(0).changed();
        assertThat(changed.count()).isEqualTo(5000);
        assertThat(changed.some()).containsExactlyElementsOf(many.subList(0, 10));
    }

    @Test
    void aCycleWithAProblemIsKeptAndOneWithoutEffectIsNot() {
        assertThat(CycleHistory.isNotable(report(List.of(), List.of(PROBLEM)))).isTrue();
        assertThat(CycleHistory.isNotable(report(List.of("x"), List.of()))).isTrue();
        assertThat(CycleHistory.isNotable(report(List.of(), List.of()))).isFalse();
    }

    private static CycleReport report(List<String> changed, List<Problem> appeared) {
        return new CycleReport(
                Instant.EPOCH,
                Duration.ZERO,
                StageTimes.none(),
                new CycleCounters(0, 0, 0, 0, 0, 0, 0, 0),
                List.of(),
                changed,
                List.of(),
                appeared,
                List.of(),
                0);
    }
}
