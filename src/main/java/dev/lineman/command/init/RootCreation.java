package dev.lineman.command.init;

import dev.lineman.build.Cycle;
import dev.lineman.build.DryRunStore;
import dev.lineman.build.State;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.command.CommandResult;
import dev.lineman.command.InputSchemas;
import dev.lineman.command.OneShotCommands;
import dev.lineman.command.exchange.ProposedInputs;
import dev.lineman.command.init.AnswerValues.FoundValue;
import dev.lineman.command.init.RootFolder.GitPlace;
import dev.lineman.command.schema.SchemaGenerator;
import dev.lineman.input.ScanWork;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.problem.Problem;
import dev.lineman.template.header.OptionOffer;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes a root for {@code lineman init}: it says what is missing in a folder, checks each answer as {@code check} would
 * check the whole root, and writes the files. It replaces no file but its own schemas. Not thread-safe.
 */
public final class RootCreation {
    private final Settings settings;
    private final RuntimeContext runtimeContext;
    private final RootFolder folder;
    private final RootFiles files;
    private final MachineValues machine;

    /** Scans the folder as it is now; of a missing folder, nothing. */
    private final Cycle.InputScanner scanner;

    /** The problems that the folder has without the new files. */
    private final Set<Problem> knownProblems;

    private final AnswerValues values;

    /** Whether the folder had them before. */
    private final boolean hadSecrets;

    private final boolean hadWorkflow;

    /** The outputs of the root with the written files, by path below {@code out/}. */
    private List<String> outputs = List.of();

    private RootCreation(Settings settings, RuntimeContext runtimeContext, RootFolder folder, MachineValues machine)
            throws CannotStartException {
        this.settings = settings;
        this.runtimeContext = runtimeContext;
        this.folder = folder;
        this.machine = machine;
        this.scanner = Files.isDirectory(folder.path())
                ? Workspace.scanner(settings, runtimeContext)::scan
                : (last, hints) -> new ScanResult(last, List.of(), List.of(), new ScanWork(0, 0, 0, 0));
        State present = run(scanner);
        this.knownProblems = Set.copyOf(present.report().problems());
        SchemaGenerator schemas = InputSchemas.of(present);
        this.files = new RootFiles(folder, kind -> schemas.schema(kind).toIndentedText());
        this.values = new AnswerValues(present.inputs().catalog());
        this.hadSecrets = folder.has(RootFiles.SECRETS);
        this.hadWorkflow = folder.has(RootFiles.WORKFLOW);
    }

    /**
     * What the machine suggests.
     *
     * @param timezone its time zone, such as {@code Europe/Berlin}
     * @param language the English name of its language
     */
    public record MachineValues(String timezone, String language) {}

    /**
     * Looks at the root of the settings.
     *
     * @throws CannotStartException if it cannot become a root, or cannot be written
     */
    public static RootCreation open(Settings settings, RuntimeContext runtimeContext, MachineValues machine)
            throws CannotStartException {
        RootFolder folder = RootFolder.read(settings.root());
        folder.requireWritable();
        return new RootCreation(settings, runtimeContext, folder, machine);
    }

    /** Whether the folder is missing, or empty except for Git's own folder. */
    public boolean isEmptyFolder() {
        return folder.empty();
    }

    /** Whether the folder has extensions or defaults, so that no answer has an effect. */
    public boolean hasExtensions() {
        return folder.hasExtensions();
    }

    /** Whether to ask a question: not if it is about a choice that the chosen model does not offer. */
    public boolean isAsked(RootAnswers answers, RootQuestion question) {
        return question.choice().isEmpty() || values.offer(answers, question) != null;
    }

    /** Returns the answer if none is given: a value of the machine if the template has it, or one for documentation. */
    public String suggestion(RootAnswers answers, RootQuestion question) {
        if (question == RootQuestion.MODEL) {
            FoundValue model = values.value(answers, question, question.fallback());
            return model.value() == null ? values.firstModel() : model.value();
        }
        if (question == RootQuestion.SITE_TEMPLATES) {
            return values.requiredSiteTemplate(answers);
        }
        OptionOffer offer = values.offer(answers, question);
        if (offer == null) {
            return question.fallback();
        }
        for (String wanted : List.of(machineValue(question), "UTC", "English")) {
            FoundValue found = values.value(answers, question, wanted);
            if (found.value() != null) {
                return found.value();
            }
        }
        return offer.defaultValue();
    }

    private String machineValue(RootQuestion question) {
        return question == RootQuestion.TIMEZONE ? machine.timezone() : machine.language();
    }

    /**
     * Checks an answer: whether the root that it gives has a problem.
     *
     * @param answers the answers so far
     * @param typed the answer as a person types it
     */
    public CheckedAnswer check(RootAnswers answers, RootQuestion question, String typed) {
        // Without a model, the values are those of the suggested one.
        RootAnswers known = answers.has(RootQuestion.MODEL)
                ? answers
                : answers.with(RootQuestion.MODEL, suggestion(answers, RootQuestion.MODEL));
        FoundValue found = values.value(known, question, typed);
        if (found.value() == null) {
            return CheckedAnswer.refused(found.reason(), found.choices());
        }
        RootAnswers more = answers.with(question, found.value());
        List<String> reasons =
                problems(complete(more)).stream().map(Problem::text).distinct().toList();
        return new CheckedAnswer(reasons.isEmpty() ? more : null, reasons, List.of());
    }

    /** Returns answers to all questions: those given, and suggestions. */
    public RootAnswers complete(RootAnswers answers) {
        RootAnswers all = answers;
        for (RootQuestion question : RootQuestion.values()) {
            if (!all.has(question)) {
                all = all.with(question, suggestion(all, question));
            }
        }
        return all;
    }

    /** Returns the problems of the root with the new files that it does not have without them. */
    private Set<Problem> problems(RootAnswers answers) {
        Map<String, byte[]> proposed = new LinkedHashMap<>();
        missing(answers).forEach((path, text) -> {
            if (path.equals(RootFiles.SECRETS) || path.startsWith(FolderNames.EXTENSIONS)) {
                proposed.put(path, text.getBytes(StandardCharsets.UTF_8));
            }
        });
        State state =
                run(new ProposedInputs(scanner, Workspace.reader(settings, runtimeContext, () -> false), proposed));
        Set<Problem> problems = new TreeSet<>(state.report().problems());
        problems.addAll(state.outputIndex().openPhones().problems());
        problems.removeAll(knownProblems);
        return problems;
    }

    /** Runs a cycle without publishing. A file of secrets that is there may lack the new names: they are reported later. */
    private State run(Cycle.InputScanner inputScanner) {
        try {
            return Workspace.dryRun(
                    settings,
                    runtimeContext,
                    inputScanner,
                    DryRunStore.empty(),
                    State.of(OutputIndex.empty()).assumingSecrets(true));
        } catch (IOException e) {
            throw new IllegalStateException("a dry run writes no file", e);
        }
    }

    private Map<String, String> missing(RootAnswers answers) {
        return files.missing(answers, values.offers(answers));
    }

    /** Returns the paths of the files that {@link #write} writes, below the root: missing files and outdated schemas. */
    public List<String> additions(RootAnswers answers) {
        return List.copyOf(missing(answers).keySet());
    }

    /** Returns the paths of generated schemas that are there and differ from those of this version and root. */
    public Set<String> outdatedSchemas() {
        return files.outdatedSchemas();
    }

    /**
     * Returns what Lineman leaves out although another new root has it, with the reason: one line each.
     *
     * @throws CannotStartException if a file cannot be read
     */
    public List<String> omissions() throws CannotStartException {
        List<String> lines = new ArrayList<>();
        if (folder.hasExtensions() && !folder.has(RootFiles.DEFAULTS)) {
            lines.add("extensions.d has files: Lineman adds no first extension, no secrets.yaml, and no _defaults.yaml,"
                    + " which would change phones that are there");
        } else if (folder.hasExtensions() && !hadSecrets) {
            lines.add("extensions.d has files: Lineman adds no first extension and no secrets.yaml");
        }
        if (folder.git() == GitPlace.BELOW && !folder.has(RootFiles.WORKFLOW)) {
            lines.add("no workflow for GitHub: it must be at the top of the repository");
        }
        List<String> unignored = folder.unignored();
        if (!unignored.isEmpty()) {
            lines.add("to do: add " + String.join(" and ", unignored)
                    + " to .gitignore before you commit, so that git keeps no password");
        }
        return lines;
    }

    /**
     * Writes the missing files, and checks the root.
     *
     * @param answers answers to all questions
     * @return the problems of the root with the counts of {@code check}
     * @throws CannotStartException if a file cannot be written; then none is
     */
    public CommandResult write(RootAnswers answers) throws CannotStartException {
        files.write(missing(answers));
        State state = OneShotCommands.dryRun(settings, runtimeContext);
        outputs = List.copyOf(state.outputIndex().names());
        return OneShotCommands.checked(state, settings, runtimeContext);
    }

    /**
     * Returns what to do after the files are written, one line each.
     *
     * @param named the folder as the user names it, relative to the current folder
     * @param hasGit whether this machine has the program git
     * @throws CannotStartException if {@code .gitignore} cannot be read
     */
    public List<String> nextSteps(RootAnswers answers, String named, boolean hasGit) throws CannotStartException {
        NextSteps steps = new NextSteps(folder, answers, named);
        if (!folder.hasExtensions()) {
            steps.addCorrections(hadSecrets, secretsElsewhere());
        }
        return steps.finish(hasGit, !hadWorkflow, outputs);
    }

    /** Returns the file of secrets that other commands read because of the environment; empty if it is the new one. */
    private String secretsElsewhere() {
        String named = runtimeContext.environment().getOrDefault(NextSteps.SECRETS_VARIABLE, "");
        return named.isEmpty() || Path.of(named).toAbsolutePath().normalize().equals(settings.secrets()) ? "" : named;
    }
}
