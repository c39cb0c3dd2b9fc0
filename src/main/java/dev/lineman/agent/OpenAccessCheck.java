package dev.lineman.agent;

import dev.lineman.build.State;
import dev.lineman.problem.Problem;
import dev.lineman.workspace.Settings;
import java.util.List;

/**
 * Warns while clients of other machines can fetch secrets of phones, because no access rule covers the files. A listener
 * on a loopback address gives no warning. For the thread of the cycles.
 */
final class OpenAccessCheck {
    private final boolean openToNetwork;
    private final Runnable onProblemsChanged;
    private List<Problem> problems = List.of();

    /**
     * Creates a check without problems.
     *
     * @param onProblemsChanged runs each time that {@link #problems} change
     */
    OpenAccessCheck(Settings.ServingSettings serving, Runnable onProblemsChanged) {
        this.openToNetwork = serving.isOpenToNetwork();
        this.onProblemsChanged = onProblemsChanged;
    }

    /** Returns the problems after the last publication. */
    List<Problem> problems() {
        return problems;
    }

    /**
     * Checks the rules again.
     *
     * @param state the state after a cycle that published
     */
    void cycleEnded(State state) {
        List<Problem> now = openToNetwork ? state.outputIndex().openPhones().problems() : List.of();
        if (!now.equals(problems)) {
            problems = now;
            onProblemsChanged.run();
        }
    }
}
