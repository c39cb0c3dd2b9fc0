package dev.lineman.build.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cycle that did something, as it is remembered: lists of names are cut short.
 *
 * @param commit what the inputs' work tree had checked out then; null when there is none
 * @param inputs the changed inputs
 * @param changed the published paths that were new or differed
 * @param removed the paths that were published and were no longer
 * @param appeared how many problems were new
 * @param solved how many problems were gone
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

    /** Some names of many. */
    public record ShortNameList(int count, List<String> some) {
        private static final int MAX_NAMES = 10;

        static ShortNameList of(List<String> all) {
            return new ShortNameList(all.size(), List.copyOf(all.subList(0, Math.min(MAX_NAMES, all.size()))));
        }
    }

    /** What is worth remembering of a cycle. */
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
