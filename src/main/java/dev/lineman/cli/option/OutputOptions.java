package dev.lineman.cli.option;

import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.fs.FileMode;
import dev.lineman.workspace.Settings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How outputs are written: for the commands that write any. */
public final class OutputOptions {
    @Option(
            names = "--max-wait",
            paramLabel = "D",
            defaultValue = "2s",
            description = "How long a burst of changes may last before it is taken all the same, and how long a"
                    + " removal must hold before it takes effect (default: ${DEFAULT-VALUE}).")
    private Duration maxWait;

    @Option(
            names = "--file-mode",
            paramLabel = "MODE",
            defaultValue = "0640",
            description = "Permissions of the files below out, in octal (default: ${DEFAULT-VALUE}).")
    private FileMode fileMode;

    @Option(
            names = "--max-removals",
            paramLabel = "N",
            defaultValue = "50%",
            description = "How many files, or which part of all files in percent, may be removed at once before a"
                    + " person confirms it; ten always may when it is a part (default: ${DEFAULT-VALUE}).")
    private RemovalLimit maxRemovals;

    /** For commands that write. */
    public Settings settings(InputOptions inputs) {
        return inputs.settings(fileMode, maxWait, maxRemovals);
    }
}
