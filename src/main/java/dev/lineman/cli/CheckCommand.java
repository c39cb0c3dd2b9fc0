package dev.lineman.cli;

import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.option.AssumeSecretsOption;
import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.option.StrictOption;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.command.OneShotCommands;
import dev.lineman.workspace.CannotStartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code lineman check}: prints all problems of the inputs. The exit code is 1 if one of them is an error, so that it can
 * guard a commit.
 */
@Command(
        name = "check",
        description = "Reports all problems of the inputs, and writes nothing.",
        footer = {"  lineman check", "  lineman check --format json --assume-secrets          # in a CI job"})
final class CheckCommand extends AbstractCommand {
    @Mixin
    private InputOptions inputs;

    @Mixin
    private StrictOption strictOption;

    @Mixin
    private AssumeSecretsOption assumeSecretsOption;

    @Override
    public Integer call() throws CannotStartException {
        CommandOutput commandOutput = inputs.openOutput(environment());
        return report(
                commandOutput,
                OneShotCommands.check(inputs.settings(), environment().runtimeContext(), assumeSecretsOption.isSet()),
                strictOption);
    }
}
