package dev.lineman.cli;

import dev.lineman.agent.CannotStart;
import dev.lineman.agent.OneShot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lineman check}. */
@Command(
        name = "check",
        description = "Reports all problems of the inputs, and writes nothing.",
        footer = {"  lineman check", "  lineman check --format json                           # for a CI"})
final class Check extends LinemanCommand {
    @Mixin
    private InputOptions inputs;

    @Override
    public Integer call() throws CannotStart {
        Console console = inputs.console(edge());
        return outcome(console, OneShot.check(inputs.settings(), edge().world()));
    }
}
