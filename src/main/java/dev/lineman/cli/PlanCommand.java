package dev.lineman.cli;

import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.option.AssumeSecretsOption;
import dev.lineman.cli.option.ColorOption;
import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.option.StrictOption;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.command.PlanPreview;
import dev.lineman.command.diff.DiffSummary;
import dev.lineman.input.revision.NoSuchRevisionException;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code lineman plan}: shows the changes that a render would make, as grouped diffs. See {@link PlanPreview} and
 * {@link DiffSummary}.
 */
@Command(
        name = "plan",
        description = "Shows what would change in out, as a unified diff with masked secrets. Writes nothing.",
        footer = {
            "  lineman plan                                          # before you publish",
            "  lineman plan --against origin/main --assume-secrets   # in a CI job",
            "  lineman plan --all --color always | less -R"
        })
final class PlanCommand extends AbstractCommand {
    @Mixin
    private InputOptions inputs;

    @Mixin
    private StrictOption strictOption;

    @Mixin
    private AssumeSecretsOption assumeSecretsOption;

    /** Null to compare with {@code out/}. */
    @Option(
            names = "--against",
            paramLabel = "GIT-REF",
            description = "Compares with the outputs of this commit instead of with out.")
    private @Nullable String against;

    @Option(names = "--all", description = "Names every file of a group, and shows all new and removed files.")
    private boolean all;

    @Mixin
    private ColorOption colorOption;

    @Override
    public Integer call() throws CannotStartException {
        CommandOutput commandOutput = inputs.openOutput(environment());
        PlanPreview.PlanResult result = preview(inputs.settings());
        commandOutput.printProblems(result.problems());
        colorOption
                .apply(DiffSummary.of(result.fileDiffs(), all), environment())
                .forEach(commandOutput::printLine);
        int uncompared = result.uncompared().count();
        result.uncompared().lines().forEach(commandOutput::printLine);
        result.assumed().forEach(line -> commandOutput.printLine("# " + line));
        commandOutput.printLine(DiffSummary.totals(result.fileDiffs())
                + (uncompared == 0 ? "" : ", " + uncompared + " not compared") + "; nothing was written");
        return uncompared > 0 || strictOption.fails(result.problems()) ? ExitCode.PROBLEMS : ExitCode.OK;
    }

    /** Runs the comparison that the options ask for. */
    private PlanPreview.PlanResult preview(Settings settings) throws CannotStartException {
        if (against == null || against.isBlank()) {
            return PlanPreview.againstOut(settings, environment().runtimeContext(), assumeSecretsOption.isSet());
        }
        try {
            return PlanPreview.againstRevision(
                    settings, environment().runtimeContext(), against, assumeSecretsOption.isSet());
        } catch (NoSuchRevisionException e) {
            throw usageError("'" + against + "': " + e.getMessage());
        }
    }
}
