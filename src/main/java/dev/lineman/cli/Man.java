package dev.lineman.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lineman man}. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        description = "Prints the manual page, for man(1).",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lineman man | man -l -                                # read it",
            "  lineman man > /usr/local/share/man/man1/lineman.1     # install it"
        })
final class Man implements Callable<Integer> {
    private final Edge edge;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    Man(Edge edge) {
        this.edge = edge;
    }

    @Override
    public Integer call() {
        edge.out().print(ManualPage.of(spec.root()));
        edge.out().flush();
        return Lineman.FINE;
    }
}
