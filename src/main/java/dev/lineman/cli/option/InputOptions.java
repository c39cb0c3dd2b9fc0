package dev.lineman.cli.option;

import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.cli.console.CommandEnvironment;
import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.console.ProblemFormat;
import dev.lineman.cli.log.JsonLogLayout;
import dev.lineman.fs.FileMode;
import dev.lineman.input.SymlinkPolicy;
import dev.lineman.resolve.url.ServingPath;
import dev.lineman.workspace.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that almost all commands have: the inputs, and the format of problems. */
public final class InputOptions {
    /** Relative paths are relative to the current folder. */
    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The folder with extensions.d, templates and out (default: the current folder).")
    private Path root;

    /** Null for {@code secrets.yaml} below the root. Its values are never printed. */
    @Option(
            names = "--secrets",
            paramLabel = "FILE",
            description = "The values for !secret (default: secrets.yaml below the root).")
    private @Nullable Path secrets;

    /** Folders separated by commas; null for none. */
    @Option(
            names = "--allow-links-to",
            paramLabel = "DIR,...",
            description = "Folders outside the root that input folders can link to; their subfolders too.")
    private @Nullable String linkTargets;

    /** Null for the default of {@code run}. */
    @Option(
            names = "--path",
            paramLabel = "P",
            description = "The path below which 'run' serves the provisioning files (default: /provisioning/).")
    private @Nullable String path;

    /** {@code github} applies to problems only; the log then stays text. */
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "The format of problems and the log: text, json, or github for annotations in its workflows"
                    + " (default: ${DEFAULT-VALUE}).")
    private ProblemFormat format;

    /** Returns the output of the command. Also switches the log to the format of {@code --format}. */
    public CommandOutput openOutput(CommandEnvironment commandEnvironment) {
        if (format == ProblemFormat.json) {
            JsonLogLayout.install();
        }
        return new CommandOutput(commandEnvironment.out(), commandEnvironment.err(), format);
    }

    /** Returns the settings of a command that writes no outputs. */
    public Settings settings() {
        return settings(FileMode.DEFAULT, Duration.ZERO, RemovalLimit.DEFAULT);
    }

    /** Returns the settings of a command that writes outputs, see {@link OutputOptions}. */
    Settings settings(FileMode fileMode, Duration maxWait, RemovalLimit maxRemovals) {
        return new Settings(
                root,
                secrets == null ? root.resolve("secrets.yaml") : secrets,
                fileMode,
                maxWait,
                maxRemovals,
                new SymlinkPolicy(List.of(), linkTargets()),
                path == null ? ServingPath.ASSUMED : ServingPath.of(path));
    }

    /** Returns the folders of {@code --allow-links-to}. */
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
