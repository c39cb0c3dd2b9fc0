package dev.lineman.cli.option;

import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.cli.console.CommandEnvironment;
import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.console.ProblemFormat;
import dev.lineman.cli.log.JsonLogLayout;
import dev.lineman.fs.FileMode;
import dev.lineman.input.SymlinkPolicy;
import dev.lineman.workspace.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the inputs are, and how problems are told: the same for all commands. */
public final class InputOptions {
    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The folder that holds extensions.d, templates and out (default: the current folder).")
    private Path root;

    @Option(
            names = "--secrets",
            paramLabel = "FILE",
            description = "The values behind !secret (default: secrets.yaml below the root).")
    private @Nullable Path secrets;

    @Option(
            names = "--allow-links-to",
            paramLabel = "DIR,...",
            description =
                    "Folders outside the root that input folders may be symbolic links to, or to folders below them.")
    private @Nullable String linkTargets;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How problems and the log are told: text, json, or github for annotations in its workflows"
                    + " (default: ${DEFAULT-VALUE}).")
    private ProblemFormat format;

    /** Where to tell problems; from here on the log is told the same way. */
    public CommandOutput openOutput(CommandEnvironment commandEnvironment) {
        if (format == ProblemFormat.json) {
            JsonLogLayout.install();
        }
        return new CommandOutput(commandEnvironment.out(), commandEnvironment.err(), format);
    }

    /** For commands that write nothing below out. */
    public Settings settings() {
        return settings(FileMode.DEFAULT, Duration.ZERO, RemovalLimit.DEFAULT);
    }

    Settings settings(FileMode fileMode, Duration maxWait, RemovalLimit maxRemovals) {
        return new Settings(
                root,
                secrets == null ? root.resolve("secrets.yaml") : secrets,
                fileMode,
                maxWait,
                maxRemovals,
                new SymlinkPolicy(List.of(), linkTargets()));
    }

    private List<Path> linkTargets() {
        return linkTargets == null
                ? List.of()
                : Stream.of(linkTargets.split(",", -1))
                        .map(String::strip)
                        .filter(folder -> !folder.isEmpty())
                        .map(Path::of)
                        .toList();
    }
}
