package dev.lineman.cli;

import dev.lineman.agent.CannotStart;
import dev.lineman.agent.Preview;
import dev.lineman.agent.Settings;
import dev.lineman.plan.Patch;
import dev.lineman.source.NoSuchRevision;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lineman plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows what would change in out, as a unified diff with secrets masked, and writes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lineman plan                                          # before it ships",
            "  lineman plan --against origin/main                    # what a branch changes",
            "  lineman plan --all --color always | less -R"
        })
final class PlanCommand implements Callable<Integer> {
    private final Edge edge;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
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
    @SuppressWarnings("NullAway.Init")
    private Colour colour;

    PlanCommand(Edge edge) {
        this.edge = edge;
    }

    @Override
    public Integer call() throws CannotStart {
        Console console = inputs.console(edge);
        Preview.Result result = preview(inputs.settings());
        console.tell(result.problems());
        boolean coloured = colour.on(edge);
        Patch.of(result.differences(), all).forEach(line -> console.say(coloured ? Colour.painted(line) : line));
        console.say(Patch.totals(result.differences()) + "; nothing was written");
        return result.problems().isEmpty() ? Lineman.FINE : Lineman.PROBLEMS;
    }

    private Preview.Result preview(Settings settings) throws CannotStart {
        if (against == null || against.isBlank()) {
            return Preview.againstOut(settings, edge.world());
        }
        try {
            return Preview.againstRevision(settings, edge.world(), against);
        } catch (NoSuchRevision e) {
            throw new ParameterException(spec.commandLine(), "'" + against + "': " + e.getMessage(), e);
        }
    }
}
