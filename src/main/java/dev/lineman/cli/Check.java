package dev.lineman.cli;

import dev.lineman.agent.CannotStart;
import dev.lineman.agent.OneShot;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lineman check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Reports all problems of the inputs, and writes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {"  lineman check", "  lineman check --format json                           # for a CI"})
final class Check implements Callable<Integer> {
    private final Edge edge;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private InputOptions inputs;

    Check(Edge edge) {
        this.edge = edge;
    }

    @Override
    public Integer call() throws CannotStart {
        Console console = inputs.console(edge);
        OneShot.Result result = OneShot.check(inputs.settings(), edge.world());
        console.tell(result.problems());
        result.needs().forEach(console::say);
        console.say(result.summary());
        return result.problems().isEmpty() ? Lineman.FINE : Lineman.PROBLEMS;
    }
}
