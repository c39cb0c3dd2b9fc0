package dev.lineman.cli;

import dev.lineman.agent.CannotStart;
import dev.lineman.agent.Preview;
import dev.lineman.agent.Settings;
import dev.lineman.plan.Patch;
import dev.lineman.source.NoSuchRevision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lineman plan}. */
@Command(
        name = "plan",
        description = "Shows what would change in out, as a unified diff with secrets masked, and writes nothing.",
        footer = {
            "  lineman plan                                          # before it ships",
            "  lineman plan --against origin/main                    # what a branch changes",
            "  lineman plan --all --color always | less -R"
        })
final class PlanCommand extends LinemanCommand {
    @Mixin
    private InputOptions inputs;

    @Option(
            names = "--against",
            paramLabel = "GIT-REF",
            description = "Compares with what the inputs of this commit make, instead of with out.")
    private @Nullable String against;

    @Option(names = "--all", description = "Names every file of a group, and shows all files that come or go.")
    private boolean all;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "Whether lines are coloured: auto (on a terminal, unless NO_COLOR is set), always or never"
                    + " (default: ${DEFAULT-VALUE}).")
    private Colour colour;

    @Override
    public Integer call() throws CannotStart {
        Console console = inputs.console(edge());
        Preview.Result result = preview(inputs.settings());
        console.tell(result.problems());
        boolean coloured = colour.on(edge());
        Patch.of(result.differences(), all).forEach(line -> console.say(coloured ? Colour.painted(line) : line));
        console.say(Patch.totals(result.differences()) + "; nothing was written");
        return result.problems().isEmpty() ? Lineman.FINE : Lineman.PROBLEMS;
    }

    private Preview.Result preview(Settings settings) throws CannotStart {
        if (against == null || against.isBlank()) {
            return Preview.againstOut(settings, edge().world());
        }
        try {
            return Preview.againstRevision(settings, edge().world(), against);
        } catch (NoSuchRevision e) {
            throw wrong("'" + against + "': " + e.getMessage());
        }
    }
}
