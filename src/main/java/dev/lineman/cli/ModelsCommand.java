package dev.lineman.cli;

import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.option.CandidateKind;
import dev.lineman.cli.option.Completes;
import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.cli.table.ModelSummary;
import dev.lineman.cli.table.ModelTable;
import dev.lineman.operator.view.JsonObject;
import dev.lineman.operator.view.ModelJson;
import dev.lineman.template.TemplateMatch;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.TemplateInputs;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code lineman models}: lists the models that phones can have, with those of the root. It reads templates and models,
 * and no extension.
 */
@Command(
        name = "models",
        description = "Lists the models of phones: template, number of accounts and keys, expansion modules, and what"
                + " they support. Writes nothing.",
        footer = {
            "  lineman models",
            "  lineman models t54",
            "  lineman models yealink srtp --json",
            "  lineman models --summary"
        })
final class ModelsCommand extends AbstractCommand {
    @Completes(CandidateKind.MODELS)
    @Parameters(
            paramLabel = "WORDS",
            arity = "0..*",
            description = "Only models that match all words: parts of a name, the family or the template, or srtp, tls,"
                    + " firmware, modules or expansion.")
    private List<String> words = List.of();

    @Mixin
    private InputOptions inputs;

    @Option(names = "--summary", description = "Prints how many models each vendor has, with the families.")
    private boolean summary;

    @Option(names = "--json", description = "Prints the models, or with --summary the vendors, as a JSON array.")
    private boolean json;

    @Override
    public Integer call() throws CannotStartException {
        CommandOutput commandOutput = inputs.openOutput(environment());
        TemplateInputs templates =
                TemplateInputs.read(inputs.settings(), environment().runtimeContext());
        commandOutput.printProblems(templates.problems());
        ModelTable found = new ModelTable(templates.catalog().models()).matching(words);
        ModelSummary counts = ModelSummary.of(found.models());
        if (json) {
            commandOutput.printLine(
                    JsonObject.array(summary ? counts.json() : JsonObject.all(found.models(), ModelJson::of)));
        } else if (!found.models().isEmpty()) {
            (summary ? counts.lines() : found.lines()).forEach(commandOutput::printLine);
        }
        if (found.models().isEmpty()) {
            environment().err().println("lineman: " + notFoundMessage(templates));
            return ExitCode.PROBLEMS;
        }
        return ExitCode.OK;
    }

    /** Returns the message for words that match no model, with the nearest ones. */
    private String notFoundMessage(TemplateInputs templates) {
        if (words.isEmpty()) {
            return "there are no models; add templates below templates/phones";
        }
        String wanted = String.join(" ", words);
        List<String> nearest =
                templates.catalog().find(wanted) instanceof TemplateMatch.NoMatch none ? none.nearest() : List.of();
        return "no model matches '" + wanted + "'"
                + (nearest.isEmpty()
                        ? "; see all with: lineman models"
                        : "; the nearest are " + String.join(", ", nearest));
    }
}
