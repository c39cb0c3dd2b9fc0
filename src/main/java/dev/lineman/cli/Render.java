package dev.lineman.cli;

import dev.lineman.agent.CannotStart;
import dev.lineman.agent.OneShot;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lineman render}. */
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Renders once into out, and removes what is obsolete.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lineman render                                        # then copy out/provisioning where it is served",
            "  lineman render --confirm 07079563b1e7                 # the removals that were held are meant"
        })
final class Render implements Callable<Integer> {
    private final Edge edge;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private InputOptions inputs;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions outputs;

    @Option(
            names = "--confirm",
            paramLabel = "DIGEST",
            defaultValue = "",
            description = "Removes what is held under this digest.")
    @SuppressWarnings("NullAway.Init")
    private String confirm;

    Render(Edge edge) {
        this.edge = edge;
    }

    @Override
    public Integer call() throws CannotStart, InterruptedException {
        Console console = inputs.console(edge);
        OneShot.Result result = OneShot.render(inputs.settings(outputs), edge.world(), confirm);
        console.tell(result.problems());
        console.say(result.summary());
        return result.problems().isEmpty() ? Lineman.FINE : Lineman.PROBLEMS;
    }
}
