package dev.lineman.cli.program;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** {@code lineman completion}: prints a completion script, which picocli makes from all commands. */
@Command(
        name = "completion",
        description = "Prints a script that completes commands and options in bash and zsh.",
        footer = {
            "  source <(lineman completion)                          # in this shell",
            "  lineman completion > /etc/bash_completion.d/lineman   # for all users"
        })
public final class CompletionCommand extends AbstractCommand {
    @Override
    public Integer call() {
        CommandSpec root = root();
        environment().out().print(AutoComplete.bash(root.name(), root.commandLine()));
        environment().out().flush();
        return ExitCode.OK;
    }
}
