package dev.lineman.cli.option;

import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.fs.FileMode;
import dev.lineman.workspace.Settings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of commands that write outputs: {@code run} and {@code render}. */
public final class OutputOptions {
    /** The upper bound of the debounce, see {@code --quiet-period}. */
    @Option(
            names = "--max-wait",
            paramLabel = "D",
            defaultValue = "2s",
            description = "The longest delay of a publication by a burst of changes; also the delay of a removal"
                    + " (default: ${DEFAULT-VALUE}).")
    private Duration maxWait;

    /** Files contain passwords: others than owner and group have no access by default. */
    @Option(
            names = "--file-mode",
            paramLabel = "MODE",
            defaultValue = "0640",
            description = "The permissions of files below out, in octal (default: ${DEFAULT-VALUE}).")
    private FileMode fileMode;

    /** Protects phones from a mistake such as an empty folder. */
    @Option(
            names = "--max-removals",
            paramLabel = "N",
            defaultValue = "50%",
            description = "How many files, or what percentage of them, can be removed at once without your"
                    + " approval; with a percentage, ten are always allowed (default: ${DEFAULT-VALUE}).")
    private RemovalLimit maxRemovals;

    /** Returns the settings of a command that writes outputs. */
    public Settings settings(InputOptions inputs) {
        return inputs.settings(fileMode, maxWait, maxRemovals);
    }
}
