package dev.lineman.cli;

import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.console.ProblemFormat;
import dev.lineman.cli.option.CandidateKind;
import dev.lineman.cli.option.ColorOption;
import dev.lineman.cli.option.Completes;
import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.cli.table.TemplateTable;
import dev.lineman.command.template.RootTemplates;
import dev.lineman.command.template.RootTemplates.TemplateRequestException;
import dev.lineman.command.template.TemplateComparison;
import dev.lineman.command.template.TemplateCopier;
import dev.lineman.command.template.TemplateDetails;
import dev.lineman.command.template.TemplateFile;
import dev.lineman.command.template.TemplateJson;
import dev.lineman.command.template.TemplateUses;
import dev.lineman.workspace.CannotStartException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code lineman templates}: lists the templates of the program and of a root, explains one, and copies or compares
 * built-in ones.
 */
@Command(
        name = "templates",
        description = "Lists the built-in templates and those of the root. With a NAME, shows what one offers. 'diff'"
                + " compares files of the root with the built-in ones. 'copy' puts a built-in file into the root, to be"
                + " edited.",
        customSynopsis = {
            "lineman templates [NAME] [--json] [--root=DIR]",
            "       lineman templates diff [NAME] [--color=WHEN] [--root=DIR]",
            "       lineman templates copy NAME [--as=NAME] [--with-fragments] [--root=DIR]"
        },
        footer = {
            "  lineman templates",
            "  lineman templates yealink/yealink-t",
            "  lineman templates copy yealink/yealink-t",
            "  lineman templates copy yealink/yealink-t --as variants/reception",
            "  lineman templates diff yealink/yealink-t"
        })
final class TemplatesCommand extends AbstractCommand {
    private static final String DIFF = "diff";
    private static final String COPY = "copy";

    /** The actions, for the completion of a shell. */
    static final class TemplateActions implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(DIFF, COPY).iterator();
        }
    }

    /** What to do, then the name; or only the name. */
    @Completes(CandidateKind.TEMPLATES)
    @Parameters(
            completionCandidates = TemplateActions.class,
            paramLabel = "[diff|copy] NAME",
            arity = "0..2",
            description = "A template, such as yealink/yealink-t, site/phonebooks, lib/common-sip.vm or"
                    + " models/yealink-t; paths are accepted too (default: all).")
    private List<String> words = List.of();

    @Mixin
    private InputOptions inputs;

    @Option(names = "--json", description = "Prints the templates as a JSON array, or the named one as an object.")
    private boolean json;

    /** Whether {@code --json} or {@code --format json} is given. */
    private boolean asJson;

    /** Null for the same path. */
    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "'copy': the name of the copy, such as variants/reception (default: the same).")
    private @Nullable String as;

    @Option(
            names = "--with-fragments",
            description = "'copy': copies the fragments that the template reads too, if the root does not have them.")
    private boolean withFragments;

    @Mixin
    private ColorOption colorOption;

    @Override
    public Integer call() throws CannotStartException {
        String action = words.isEmpty() ? "" : words.get(0);
        boolean acts = action.equals(DIFF) || action.equals(COPY);
        String name = acts ? (words.size() > 1 ? words.get(1) : null) : words.isEmpty() ? null : action;
        if (!acts && words.size() > 1) {
            throw usageError(
                    "unexpected argument " + words.get(1) + "; name one template, or write 'diff' or 'copy' before it");
        }
        if (words.size() > 2) {
            throw usageError("unexpected argument " + words.get(2) + "; '" + action + "' takes one name");
        }
        if (action.equals(COPY) && name == null) {
            throw usageError("'copy' needs the name of a template; 'lineman templates' lists all");
        }
        if (!action.equals(COPY) && (as != null || withFragments)) {
            throw usageError((as == null ? "--with-fragments" : "--as") + " belongs to 'lineman templates copy NAME'");
        }
        CommandOutput commandOutput = inputs.openOutput(environment());
        asJson = json || commandOutput.format() == ProblemFormat.json;
        if (acts && asJson) {
            throw usageError("JSON belongs to the list, and to 'lineman templates NAME'; leave it out");
        }
        try {
            lines(action, name).forEach(commandOutput::printLine);
            return ExitCode.OK;
        } catch (TemplateRequestException e) {
            environment().err().println("lineman: " + e.getMessage());
            environment().err().flush();
            return ExitCode.PROBLEMS;
        }
    }

    private List<String> lines(String action, @Nullable String name)
            throws TemplateRequestException, CannotStartException {
        RootTemplates templates =
                RootTemplates.read(inputs.settings(), environment().runtimeContext());
        if (action.equals(COPY) && name != null) {
            return new TemplateCopier(inputs.settings(), templates).copy(name, as, withFragments);
        }
        if (action.equals(DIFF)) {
            List<String> diff = name == null
                    ? TemplateComparison.all(templates)
                    : TemplateComparison.one(templates.find(name), templates.version());
            return colorOption.apply(diff, environment());
        }
        TemplateFile file = name == null ? null : templates.find(name);
        TemplateUses uses = new TemplateUses(templates);
        if (asJson) {
            return List.of(file == null ? TemplateJson.list(templates, uses) : TemplateJson.one(templates, uses, file));
        }
        return file == null
                ? TemplateTable.list(templates, uses)
                : TemplateTable.details(TemplateDetails.of(templates, uses, file));
    }
}
