package dev.lineman.agent;

import dev.lineman.build.report.CycleReport;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one log line for each cycle that changed files or solved problems. New problems have their own lines. The
 * line also carries key-value pairs for programs that read the log as JSON. Thread-safe.
 */
final class CycleLog {
    private static final Logger LOG = LoggerFactory.getLogger(CycleLog.class);

    /** A template can change ten thousand files. A log line names at most this many. */
    private static final int MAX_NAMES = 20;

    private CycleLog() {}

    /** Logs a cycle, unless it did nothing of interest. */
    static void log(CycleReport report) {
        if (report.hasChanges()) {
            LOG.atInfo()
                    .addKeyValue("changed", report.changed().size())
                    .addKeyValue("removed", report.removed().size())
                    .addKeyValue("solved", report.solved().size())
                    .addKeyValue("problems", report.left())
                    .addKeyValue("took_ms", report.took().toMillis())
                    .addKeyValue("files", firstNames(report.changed().isEmpty() ? report.removed() : report.changed()))
                    .addKeyValue("inputs", firstNames(report.inputs()))
                    .log(report.summary());
        }
    }

    /** Returns the first names, at most {@link #MAX_NAMES}. */
    private static List<String> firstNames(List<String> names) {
        return names.subList(0, Math.min(MAX_NAMES, names.size()));
    }
}
