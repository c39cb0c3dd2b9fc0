package dev.lineman.cli;

import dev.lineman.agent.CannotStart;
import dev.lineman.agent.OneShot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lineman render}. */
@Command(
        name = "render",
        description = "Renders once into out, and removes what is obsolete.",
        footer = {
            "  lineman render                                        # then copy out/provisioning where it is served",
            "  lineman render --confirm 07079563b1e7                 # the removals that were held are meant"
        })
final class Render extends LinemanCommand {
    @Mixin
    private InputOptions inputs;

    @Mixin
    private OutputOptions outputs;

    @Option(
            names = "--confirm",
            paramLabel = "DIGEST",
            defaultValue = "",
            description = "Removes what is held under this digest.")
    private String confirm;

    @Override
    public Integer call() throws CannotStart, InterruptedException {
        Console console = inputs.console(edge());
        return outcome(console, OneShot.render(outputs.settings(inputs), edge().world(), confirm));
    }
}
