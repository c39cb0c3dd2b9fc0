package dev.lineman.cli;

import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.command.OneShotCommands;
import dev.lineman.workspace.CannotStartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code lineman confirm}: approves removals that Lineman holds back. It only saves the approval; the agent or the next
 * render removes the files.
 */
@Command(
        name = "confirm",
        description = "Approves pending removals: more than --max-removals, or of files whose file system is not"
                + " mounted. A running agent removes the files at once, otherwise the next run or render.",
        footer = {"  lineman confirm 07079563b1e7"})
final class ConfirmCommand extends AbstractCommand {
    /** A digest confirms exactly the listed files: others that come later need another approval. */
    @Parameters(paramLabel = "DIGEST", description = "The digest of the removals, as the problem names it.")
    private String digest;

    @Mixin
    private InputOptions inputs;

    @Override
    public Integer call() throws CannotStartException {
        if (OneShotCommands.confirm(inputs.settings(), digest)) {
            inputs.openOutput(environment()).printLine("confirmed");
            return ExitCode.OK;
        }
        environment()
                .err()
                .println("lineman: no removals are held under the digest '" + digest
                        + "'; take it from the last problems of 'run' or 'render'");
        return ExitCode.PROBLEMS;
    }
}
