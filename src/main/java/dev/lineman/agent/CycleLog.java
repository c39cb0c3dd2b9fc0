package dev.lineman.agent;

import dev.lineman.build.report.CycleReport;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log tells of cycles: one line for each that people want to know of, and the same in pieces for programs that
 * read the log as JSON.
 */
final class CycleLog {
    private static final Logger LOG = LoggerFactory.getLogger(CycleLog.class);

    /** A template may change ten thousand files; a line of a log names no more than these. */
    private static final int NAMED = 20;

    private CycleLog() {}

    /** Tells of a cycle if it changed or solved something. */
    static void note(CycleReport report) {
        if (report.hasChanges()) {
            LOG.atInfo()
                    .addKeyValue("changed", report.changed().size())
                    .addKeyValue("removed", report.removed().size())
                    .addKeyValue("solved", report.solved().size())
                    .addKeyValue("problems", report.left())
                    .addKeyValue("took_ms", report.took().toMillis())
                    .addKeyValue("files", some(report.changed().isEmpty() ? report.removed() : report.changed()))
                    .addKeyValue("inputs", some(report.inputs()))
                    .log(report.summary());
        }
    }

    private static List<String> some(List<String> names) {
        return names.subList(0, Math.min(NAMED, names.size()));
    }
}
