package dev.lineman.build.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CycleReportTest {
    private static final Problem PROBLEM = Problem.blocking(Position.of("a.yaml"), "no");

    @Test
    void theSummaryNamesTheChangeAndItsCause() {
        CycleReport report = report(List.of("a.yaml"), List.of("p/1"), List.of(), List.of(), 0);
        assertThat(report.hasChanges()).isTrue();
        assertThat(report.summary()).isEqualTo("1 file changed: p/1, because of a.yaml (7 ms)");
    }

    @Test
    void theSummaryNamesThreeOfManyFiles() {
        CycleReport report = report(List.of(), List.of("1", "2", "3", "4", "5"), List.of("6", "7"), List.of(), 0);
        assertThat(report.summary()).isEqualTo("5 files changed: 1, 2, 3 and 2 more, 2 files removed: 6, 7 (7 ms)");
    }

    @Test
    void aSolvedProblemIsReportedEvenIfNoFileChanges() {
        assertThat(report(List.of("a.yaml"), List.of(), List.of(), List.of(PROBLEM), 0)
                        .summary())
                .isEqualTo("1 problem solved, none left, because of a.yaml (7 ms)");
        assertThat(report(List.of(), List.of(), List.of(), List.of(PROBLEM), 2).summary())
                .isEqualTo("1 problem solved, 2 left (7 ms)");
    }

    @Test
    void aCycleWithoutEffectIsNotReported() {
        assertThat(report(List.of("a.yaml"), List.of(), List.of(), List.of(), 3).hasChanges())
                .isFalse();
    }

    private static CycleReport report(
            List<String> inputs, List<String> changed, List<String> removed, List<Problem> solved, int left) {
        return new CycleReport(
                Instant.EPOCH,
                Duration.ofMillis(7),
                StageTimes.none(),
                new CycleCounters(0, 0, 0, 0, 0, 0, 0, 0),
                inputs,
                changed,
                removed,
                List.of(),
                solved,
                left);
    }
}
