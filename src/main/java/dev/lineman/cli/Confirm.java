package dev.lineman.cli;

import dev.lineman.agent.CannotStart;
import dev.lineman.agent.OneShot;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lineman confirm}. */
@Command(
        name = "confirm",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says that removals which --max-removals holds are meant. An agent that runs takes it up at once,"
                + " else the next run or render does.",
        footerHeading = "%nExamples:%n",
        footer = {"  lineman confirm 07079563b1e7"})
final class Confirm implements Callable<Integer> {
    private final Edge edge;

    @Parameters(paramLabel = "DIGEST", description = "Which removals: as the problem names them.")
    @SuppressWarnings("NullAway.Init")
    private String digest;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private InputOptions inputs;

    Confirm(Edge edge) {
        this.edge = edge;
    }

    @Override
    public Integer call() throws CannotStart {
        if (OneShot.confirm(inputs.settings(), digest)) {
            inputs.console(edge).say("confirmed");
            return Lineman.FINE;
        }
        edge.err()
                .println("lineman: no removals are held as '" + digest
                        + "'; what is held now, the last problem about out tells");
        return Lineman.PROBLEMS;
    }
}
