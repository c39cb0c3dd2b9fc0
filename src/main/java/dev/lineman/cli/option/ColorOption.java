package dev.lineman.cli.option;

import dev.lineman.cli.console.ColorMode;
import dev.lineman.cli.console.CommandEnvironment;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that colours a diff, for commands that print one. */
public final class ColorOption {
    /** The same values as for {@code git diff}. */
    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "When to use colours: auto (on a terminal, unless NO_COLOR is set), always or never"
                    + " (default: ${DEFAULT-VALUE}).")
    private ColorMode mode;

    /** Returns the lines of a diff as the option says: in colours, or as they are. */
    public List<String> apply(List<String> diff, CommandEnvironment commandEnvironment) {
        return mode.isEnabled(commandEnvironment)
                ? diff.stream().map(ColorMode::colorize).toList()
                : diff;
    }
}
