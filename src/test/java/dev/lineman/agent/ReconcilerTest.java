package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.Reconciler;
import dev.lineman.build.State;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.report.CycleReport;
import dev.lineman.input.scan.Exposure;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports between cycles. */
class ReconcilerTest {
    @TempDir
    Path folder;

    @Test
    void aSolvedProblemOutsideTheInputsIsReportedWithoutACycle() {
        Problem first = Problem.warning(Position.of("--exec"), "the command failed");
        Problem second = Problem.warning(Position.of("tls"), "the certificate cannot be read");
        List<Problem> besides = new ArrayList<>(List.of(first, second));
        Reconciler reconciler = new Reconciler(
                Cycles.of(folder, new MemoryStore()),
                new Exposure(folder.resolve("secrets.yaml"), "secrets.yaml"),
                null,
                () -> List.copyOf(besides),
                State.of(OutputIndex.empty()));
        assertThat(reconciler.updateOperationProblems().appeared()).containsExactlyInAnyOrder(first, second);
        besides.remove(first);
        CycleReport report = reconciler.updateOperationProblems();
        assertThat(report.appeared()).isEmpty();
        assertThat(report.solved()).containsExactly(first);
        assertThat(report.left()).isEqualTo(1);
    }
}
