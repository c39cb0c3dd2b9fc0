package dev.lineman.cli.completion;

import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import picocli.CommandLine.Command;

/** {@code lineman completion}: prints a completion script for all commands, see {@link CompletionScript}. */
@Command(
        name = "completion",
        description = "Prints a script that completes commands, options and values in bash and zsh.",
        footer = {
            "  source <(lineman completion)                          # in this shell",
            "  lineman completion > /etc/bash_completion.d/lineman   # for all users"
        })
public final class CompletionCommand extends AbstractCommand {
    @Override
    public Integer call() {
        environment().out().print(CompletionScript.of(root()));
        environment().out().flush();
        return ExitCode.OK;
    }
}
