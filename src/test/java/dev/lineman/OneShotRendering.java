package dev.lineman;

import dev.lineman.build.ProgressListener;
import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.command.CommandResult;
import dev.lineman.command.OneShotCommands;
import dev.lineman.fs.FileMode;
import dev.lineman.template.builtin.BuiltInTemplates;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The command {@code render} with its defaults, for a root of a test. */
public final class OneShotRendering {
    private OneShotRendering() {}

    /** Renders a root that has its own templates into its folder {@code out}. */
    public static CommandResult of(Path root) throws Exception {
        return of(root, BuiltInTemplates.NONE);
    }

    /** Renders a root with the built-in templates into its folder {@code out}. */
    public static CommandResult withBuiltInTemplates(Path root) throws Exception {
        return of(root, ProjectTemplates.BUILT_IN);
    }

    /** The files of single phones, whose MACs begin with six zeros. */
    public static List<Path> phoneFiles(Path root) throws IOException {
        try (Stream<Path> made = Files.walk(root.resolve("out/provisioning"))) {
            return made.filter(file -> file.getFileName().toString().matches(".*(?!0{12})0{6}[0-9a-fA-F]{6}.*"))
                    .toList();
        }
    }

    private static CommandResult of(Path root, BuiltInTemplates builtInTemplates) throws Exception {
        return OneShotCommands.render(
                new Settings(root, root.resolve("secrets.yaml"), FileMode.DEFAULT, Duration.ZERO, RemovalLimit.DEFAULT),
                new RuntimeContext(
                        InstantSource.system(), System::nanoTime, Map.of(), builtInTemplates, ProgressListener.NONE),
                "");
    }
}
