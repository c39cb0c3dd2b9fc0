package dev.lineman.build;

import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.FolderNames;
import dev.lineman.inventory.Phone;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;

/** Problems of units that have nothing to do with their templates. */
final class TargetProblems {
    private TargetProblems() {}

    /** A unit that could not be made, since making it failed. */
    static Problem failure(String key, Throwable e) {
        Position at = Position.of(TargetKey.isSite(key) ? TargetKey.path(key) : FolderNames.EXTENSIONS);
        StackTraceElement[] trace = e.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        return Problem.error(
                at,
                "the agent failed to make the files of " + TargetKey.shown(key) + " ("
                        + e.getClass().getSimpleName() + where + "): this is a bug, please report it");
    }

    /** A phone that gets no files before an input can be read. */
    static Problem waiting(Phone phone, String input) {
        return Problem.error(
                phone.accounts().get(0).phonePosition(),
                "this phone gets its files when " + input
                        + " can be read, which may say who may fetch them: mend that file");
    }
}
