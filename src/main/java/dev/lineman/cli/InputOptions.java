package dev.lineman.cli;

import dev.lineman.agent.Settings;
import dev.lineman.disk.FileMode;
import dev.lineman.plan.Guard;
import dev.lineman.source.LinkPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the inputs are, and how problems are told: the same for all commands. */
final class InputOptions {
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
    private Format format;

    /** Where to tell problems; from here on the log is told the same way. */
    Console console(Edge edge) {
        if (format == Format.json) {
            JsonLog.begin();
        }
        return new Console(edge.out(), edge.err(), format);
    }

    /** For commands that write nothing below out. */
    Settings settings() {
        return settings(FileMode.DEFAULT, Duration.ZERO, Guard.DEFAULT);
    }

    Settings settings(FileMode fileMode, Duration maxWait, Guard maxRemovals) {
        return new Settings(
                root,
                secrets == null ? root.resolve("secrets.yaml") : secrets,
                fileMode,
                maxWait,
                maxRemovals,
                new LinkPolicy(List.of(), linkTargets()));
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
