package dev.lineman.cli;

import dev.lineman.cli.option.InputOptions;
import dev.lineman.command.OneShotCommands;
import dev.lineman.workspace.CannotStartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lineman confirm}. */
@Command(
        name = "confirm",
        description =
                "Approves removals that wait for a person: more than --max-removals, or of files whose file system is"
                        + " not mounted. A running agent removes them at once, else the next run or render does.",
        footer = {"  lineman confirm 07079563b1e7"})
final class ConfirmCommand extends AbstractCommand {
    @Parameters(paramLabel = "DIGEST", description = "Which removals: as the problem names them.")
    private String digest;

    @Mixin
    private InputOptions inputs;

    @Override
    public Integer call() throws CannotStartException {
        if (OneShotCommands.confirm(inputs.settings(), digest)) {
            inputs.openOutput(environment()).printLine("confirmed");
            return Lineman.OK;
        }
        environment()
                .err()
                .println("lineman: no removals are held as '" + digest
                        + "'; the problems that 'run' or 'render' reported last name what is held");
        return Lineman.PROBLEMS;
    }
}
