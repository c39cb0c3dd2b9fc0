package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.disk.FileMode;
import dev.lineman.plan.Guard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashLoopGuardTest {
    @TempDir
    Path root;

    private long inputs = 1;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(root.resolve("out/.lineman"));
    }

    /** A start of the process. */
    private CrashLoopGuard start() {
        return new CrashLoopGuard(new Settings(
                root, root.resolve("secrets.yaml"), FileMode.DEFAULT, Duration.ofSeconds(2), Guard.parse("50%")));
    }

    private boolean holds(CrashLoopGuard guard) {
        return guard.holds(() -> inputs);
    }

    private boolean holds() {
        return holds(start());
    }

    @Test
    void theThirdStartWithTheSameInputsHoldsThemBack() {
        assertThat(holds()).isFalse();
        assertThat(holds()).isFalse();
        CrashLoopGuard third = start();
        assertThat(holds(third)).isTrue();
        assertThat(third.problems()).hasSize(1);
        assertThat(holds(third)).isTrue();
        third.end();
        assertThat(holds()).as("after an end in order").isTrue();
    }

    @Test
    void otherInputsAreAppliedAtOnceAndCountedAnew() {
        holds();
        holds();
        CrashLoopGuard third = start();
        assertThat(holds(third)).isTrue();
        inputs = 2;
        assertThat(holds(third)).isFalse();
        assertThat(third.problems()).isEmpty();
        assertThat(holds()).isFalse();
        assertThat(holds()).isTrue();
    }

    @Test
    void anEndWhileItRunsCountsForNothing() {
        for (int i = 0; i < 4; i++) {
            CrashLoopGuard guard = start();
            assertThat(holds(guard)).isFalse();
            guard.applied();
        }
        assertThat(holds()).as("the first start after it").isFalse();
        assertThat(holds()).as("the second start after it").isFalse();
        assertThat(holds()).isTrue();
    }

    @Test
    void anEndInOrderLeavesNothing() {
        holds();
        CrashLoopGuard second = start();
        assertThat(holds(second)).isFalse();
        second.end();
        assertThat(root.resolve("out/.lineman/start")).doesNotExist();
    }

    @Test
    void oneThatNeverBeganLeavesTheFileOfTheOther() {
        holds();
        start().end();
        assertThat(root.resolve("out/.lineman/start")).exists();
    }

    @Test
    void aDamagedFileIsNone() throws IOException {
        for (String content : new String[] {"", "lineman-start 2\n2\n", "lineman-start 1\n", "lineman-start 1\nx\n"}) {
            Files.writeString(root.resolve("out/.lineman/start"), content);
            assertThat(holds()).isFalse();
        }
    }
}
