package dev.lineman;

import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.command.CommandResult;
import dev.lineman.command.OneShotCommands;
import dev.lineman.fs.FileMode;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** The command {@code render} with its defaults, for a root of a test. */
public final class OneShotRendering {
    private OneShotRendering() {}

    /** Renders a root into its folder {@code out}. */
    public static CommandResult of(Path root) throws Exception {
        return OneShotCommands.render(
                new Settings(root, root.resolve("secrets.yaml"), FileMode.DEFAULT, Duration.ZERO, RemovalLimit.DEFAULT),
                new RuntimeContext(InstantSource.system(), System::nanoTime, Map.of()),
                "");
    }
}
