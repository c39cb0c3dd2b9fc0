package dev.lineman.build;

import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.FolderNames;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.inventory.Phone;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.List;

/** Problems of targets that do not come from a template. */
final class TargetProblems {
    private TargetProblems() {}

    /**
     * A target could not be made because of a defect in Lineman.
     *
     * @param e the exception; the problem shows its class and the place where it was thrown
     */
    static Problem defect(String key, Throwable e) {
        Position at = Position.of(TargetKey.isSite(key) ? TargetKey.path(key) : FolderNames.EXTENSIONS);
        StackTraceElement[] trace = e.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        return Problem.blocking(
                at,
                "the agent failed to make the files of " + TargetKey.shown(key) + " ("
                        + e.getClass().getSimpleName() + where + "): this is a bug, please report it");
    }

    /**
     * Returns the problem of a phone that gets no files because an input with its access rule may be unreadable; none
     * while that input is still being written.
     *
     * @param input the path of the unreadable file
     * @param snapshot the input files of this cycle
     */
    static List<Problem> unreadableRule(Phone phone, String input, Snapshot snapshot) {
        // A file that is still being written is no problem.
        if (snapshot.beingWritten().containsKey(input)) {
            return List.of();
        }
        return List.of(Problem.blocking(
                        phone.accounts().get(0).phonePosition(),
                        "this phone gets no files until Lineman can read " + input
                                + ", because that file can limit who may fetch them: correct that file")
                .expectedIn(List.of(input)));
    }
}
