package dev.lineman.cli;

import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.option.OutputOptions;
import dev.lineman.command.OneShotCommands;
import dev.lineman.workspace.CannotStartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lineman render}. */
@Command(
        name = "render",
        description = "Renders once into out, and removes what is obsolete.",
        footer = {
            "  lineman render                                        # then copy out/provisioning where it is served",
            "  lineman render --confirm 07079563b1e7                 # the removals that were held are meant"
        })
final class RenderCommand extends AbstractCommand {
    @Mixin
    private InputOptions inputs;

    @Mixin
    private OutputOptions outputs;

    @Option(
            names = "--confirm",
            paramLabel = "DIGEST",
            defaultValue = "",
            description = "Removes what is held under this digest.")
    private String confirm;

    @Override
    public Integer call() throws CannotStartException, InterruptedException {
        CommandOutput commandOutput = inputs.openOutput(environment());
        return report(
                commandOutput,
                OneShotCommands.render(outputs.settings(inputs), environment().runtimeContext(), confirm));
    }
}
