package dev.lineman.build.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cycle in the history of the status page, with lists of names cut short. Immutable.
 *
 * @param at when the cycle ended
 * @param took how long it ran
 * @param commit what the inputs had checked out; null without Git
 * @param inputs the changed inputs
 * @param changed the published paths that were new or differed
 * @param removed the paths that were no longer published
 * @param appeared how many problems were new
 * @param solved how many problems were solved
 */
public record CycleEntry(
        Instant at,
        Duration took,
        @Nullable CheckedOutCommit commit,
        ShortNameList inputs,
        ShortNameList changed,
        ShortNameList removed,
        int appeared,
        int solved) {

    /**
     * The first names of a list.
     *
     * @param count the length of the list
     * @param some up to ten names
     */
    public record ShortNameList(int count, List<String> some) {
        private static final int MAX_NAMES = 10;

        static ShortNameList of(List<String> all) {
            return new ShortNameList(all.size(), List.copyOf(all.subList(0, Math.min(MAX_NAMES, all.size()))));
        }
    }

    /** Returns the entry of a cycle. */
    static CycleEntry of(CycleReport report, @Nullable CheckedOutCommit commit) {
        return new CycleEntry(
                report.at(),
                report.took(),
                commit,
                ShortNameList.of(report.inputs()),
                ShortNameList.of(report.changed()),
                ShortNameList.of(report.removed()),
                report.appeared().size(),
                report.solved().size());
    }
}
