package dev.lineman.cli;

import dev.lineman.agent.CannotStart;
import dev.lineman.agent.Preview;
import dev.lineman.agent.Settings;
import dev.lineman.plan.Patch;
import dev.lineman.source.NoSuchRevision;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
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
        description = "Shows what would change in out, as a unified diff with secrets masked, and writes nothing.")
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

    PlanCommand(Edge edge) {
        this.edge = edge;
    }

    @Override
    public Integer call() throws CannotStart {
        Console console = inputs.console(edge);
        Preview.Result result = preview(inputs.settings());
        console.tell(result.problems());
        List<String> lines = Patch.of(result.differences());
        Ansi ansi = Ansi.AUTO;
        lines.forEach(line -> console.say(ansi.enabled() ? coloured(line) : line));
        console.say(Patch.totals(result.differences()) + "; nothing was written");
        return result.problems().isEmpty() ? Lineman.FINE : Lineman.PROBLEMS;
    }

    private Preview.Result preview(Settings settings) throws CannotStart {
        if (against == null) {
            return Preview.againstOut(settings, edge.world());
        }
        try {
            return Preview.againstRevision(settings, edge.world(), against);
        } catch (NoSuchRevision e) {
            throw new ParameterException(spec.commandLine(), "'" + against + "': " + e.getMessage(), e);
        }
    }

    /** Colours as git diff has them (ECMA-48, SGR). */
    private static String coloured(String line) {
        int colour = line.startsWith("+++") || line.startsWith("---")
                ? 1
                : line.startsWith("+") ? 32 : line.startsWith("-") ? 31 : line.startsWith("@@") ? 36 : 0;
        return colour == 0 ? line : "\u001b[" + colour + 'm' + line + "\u001b[0m";
    }
}
