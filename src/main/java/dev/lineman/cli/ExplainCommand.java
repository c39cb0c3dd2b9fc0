package dev.lineman.cli;

import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.console.ProblemFormat;
import dev.lineman.cli.option.CandidateKind;
import dev.lineman.cli.option.Completes;
import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.option.StrictOption;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.command.OneShotCommands;
import dev.lineman.operator.view.Explanation;
import dev.lineman.operator.view.ExplanationJson;
import dev.lineman.operator.view.ExplanationText;
import dev.lineman.operator.view.JsonObject;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.workspace.CannotStartException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code lineman explain}: explains a file, a phone or an extension from the inputs, without an agent. The agent gives
 * the same explanation over its API.
 */
@Command(
        name = "explain",
        description = "Explains the file of a phone: its template, the source of each value, the conditions that"
                + " held, and its last fetch. Writes nothing.",
        footer = {
            "  lineman explain 100",
            "  lineman explain 00:04:13:24:66:72",
            "  lineman explain out/provisioning/cfg000413246672"
        })
final class ExplainCommand extends AbstractCommand {
    @Completes(CandidateKind.SUBJECTS)
    @Parameters(
            paramLabel = "FILE|MAC|EXTENSION",
            description = "A file below out or as phones request it, a MAC in any spelling, or an extension: 100,"
                    + " or berlin/100 for one of a site. Also a contact: its name or number, or the path of its file.")
    private String subject;

    @Mixin
    private InputOptions inputs;

    @Mixin
    private StrictOption strictOption;

    @Override
    public Integer call() throws CannotStartException {
        OneShotCommands.Explained explained =
                OneShotCommands.explain(inputs.settings(), environment().runtimeContext(), subject);
        CommandOutput commandOutput = inputs.openOutput(environment());
        if (commandOutput.format() == ProblemFormat.json) {
            commandOutput.printLine(json(explained));
        } else {
            text(explained).forEach(commandOutput::printLine);
        }
        if (explained.explanations().isEmpty()) {
            commandOutput.printProblems(explained.unreadable());
            environment().err().println("lineman: " + notFoundMessage(explained));
            return ExitCode.PROBLEMS;
        }
        // The exit code shows whether the subject itself has problems.
        boolean failed = explained.explanations().stream().anyMatch(one -> strictOption.fails(one.problems()));
        return failed ? ExitCode.PROBLEMS : ExitCode.OK;
    }

    /** Returns the explanations as text, separated by empty lines. */
    private static List<String> text(OneShotCommands.Explained explained) {
        List<String> lines = new ArrayList<>();
        for (Explanation about : explained.explanations()) {
            if (!lines.isEmpty()) {
                lines.addAll(List.of("", ""));
            }
            lines.addAll(ExplanationText.of(about));
        }
        if (explained.more() > 0) {
            boolean contacts = explained.explanations().get(0) instanceof Explanation.ContactExplanation;
            lines.addAll(List.of(
                    "", "and " + explained.more() + (contacts ? " more contacts" : " more phones have the same file")));
        }
        return lines;
    }

    /** Returns all explanations as one JSON object, in the form of the API. */
    private static String json(OneShotCommands.Explained explained) {
        return new JsonObject()
                .with("explanations", JsonObject.all(explained.explanations(), ExplanationJson::of))
                .with("more", explained.more())
                .toString();
    }

    /** Returns the message for an unknown subject: the requests for its MAC, or similar names. */
    private String notFoundMessage(OneShotCommands.Explained explained) {
        UnknownPhone unknownPhone = explained.unknownPhone();
        if (unknownPhone != null) {
            return "no extension has the MAC " + unknownPhone.mac() + "; " + unknownPhone.from()
                    + (unknownPhone.name().isEmpty()
                            ? " asked for its configuration over "
                            : " asked for its file over ")
                    + unknownPhone.channel().label() + ", last at "
                    + unknownPhone.lastSeen() + (unknownPhone.model().isEmpty() ? "" : ", as a " + unknownPhone.model())
                    + "; add it with 'lineman adopt'";
        }
        String near = explained.suggestions().isEmpty()
                ? ""
                : "; the nearest are " + String.join(", ", explained.suggestions());
        return "no file, MAC, extension or contact is called '" + subject + "'" + near
                + (explained.unreadable().isEmpty() ? "" : "; it may be in a file that cannot be read");
    }
}
