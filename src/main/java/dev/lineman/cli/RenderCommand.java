package dev.lineman.cli;

import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.option.OutputOptions;
import dev.lineman.cli.option.StrictOption;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.command.OneShotCommands;
import dev.lineman.workspace.CannotStartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code lineman render}: renders once and ends, for cron jobs and pipelines without an agent.
 * {@link OneShotCommands#render} does the work.
 */
@Command(
        name = "render",
        description = "Renders once into out, and removes obsolete files.",
        footer = {
            "  lineman render                                        # then copy out/provisioning to your server",
            "  lineman render --confirm 07079563b1e7                 # approves these removals"
        })
final class RenderCommand extends AbstractCommand {
    @Mixin
    private InputOptions inputs;

    @Mixin
    private OutputOptions outputs;

    @Mixin
    private StrictOption strictOption;

    /** Empty for none. */
    @Option(
            names = "--confirm",
            paramLabel = "DIGEST",
            defaultValue = "",
            description = "Approves the pending removals with this digest.")
    private String confirm;

    @Override
    public Integer call() throws CannotStartException, InterruptedException {
        CommandOutput commandOutput = inputs.openOutput(environment());
        return report(
                commandOutput,
                OneShotCommands.render(outputs.settings(inputs), environment().runtimeContext(), confirm),
                strictOption);
    }
}
