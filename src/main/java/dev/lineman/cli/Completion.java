package dev.lineman.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lineman completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script that completes commands and options in bash and zsh.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(lineman completion)                          # in this shell",
            "  lineman completion > /etc/bash_completion.d/lineman   # for everybody"
        })
final class Completion implements Callable<Integer> {
    private final Edge edge;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    Completion(Edge edge) {
        this.edge = edge;
    }

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        edge.out().print(AutoComplete.bash(root.name(), root.commandLine()));
        edge.out().flush();
        return Lineman.FINE;
    }
}
