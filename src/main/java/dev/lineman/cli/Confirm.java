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
        description =
                "Approves removals that wait for a person: more than --max-removals, or of files whose file system is"
                        + " not mounted. A running agent removes them at once, else the next run or render does.",
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
                        + "'; the problems that 'run' or 'render' reported last name what is held");
        return Lineman.PROBLEMS;
    }
}
