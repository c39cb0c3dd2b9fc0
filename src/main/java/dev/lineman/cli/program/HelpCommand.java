package dev.lineman.cli.program;

import dev.lineman.cli.option.CandidateKind;
import dev.lineman.cli.option.Completes;
import dev.lineman.problem.NearestName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lineman help}: prints the same text as {@code --help} of the program or of one command. */
@Command(
        name = "help",
        description = "Lists all commands, or explains one with its options and examples.",
        footer = {"  lineman help", "  lineman help init"})
public final class HelpCommand extends AbstractCommand {
    /** Null for the list of all commands. */
    @Completes(CandidateKind.COMMANDS)
    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command to explain (default: list all).")
    private @Nullable String command;

    @Override
    public Integer call() {
        CommandLine explained = root().commandLine();
        if (command != null) {
            explained = root().subcommands().get(command);
            if (explained == null) {
                String hint = NearestName.hint(command, root().subcommands().keySet());
                throw usageError("unknown command " + command + (hint.isEmpty() ? "; 'lineman help' lists all" : hint));
            }
        }
        explained.usage(environment().out());
        environment().out().flush();
        return ExitCode.OK;
    }
}
