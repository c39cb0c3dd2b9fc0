package dev.lineman.command.adopt;

import dev.lineman.build.DryRunStore;
import dev.lineman.build.PendingWork.PendingReason;
import dev.lineman.build.ProgressListener;
import dev.lineman.build.State;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.report.CountPhrase;
import dev.lineman.command.PlanDiffs;
import dev.lineman.command.csv.CsvImport;
import dev.lineman.command.csv.ExtensionFilePath;
import dev.lineman.command.diff.DiffSummary;
import dev.lineman.command.diff.FileDiff;
import dev.lineman.command.exchange.ImportCheck;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.ValueText;
import dev.lineman.operator.explain.FileMasking;
import dev.lineman.operator.unknown.AdoptionInput;
import dev.lineman.operator.unknown.AdoptionProposal;
import dev.lineman.operator.unknown.AdoptionStep;
import dev.lineman.operator.unknown.AdoptionStep.StepKind;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.Workspace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the proposal of an adoption on top of the state of a running agent: the file, and the diffs of what it would publish.
 * It renders only what the file affects. For one thread.
 */
final class AdoptionPreview {
    /** The keys of an extension that a request can give, in the order of the options. */
    static final List<String> DETAILS = List.of("first_name", "last_name", "auth_id", "pbx_ip", "site");

    /** Lines of a plan on the page. */
    private static final int MAX_PLAN_LINES = 1000;

    private static final String FIRST_NAME = "first_name";
    private static final String LAST_NAME = "last_name";

    private final Settings settings;
    private final RuntimeContext runtimeContext;
    private final Publisher publisher;
    private final VisitLog visits;
    private final @Nullable String operator;

    /**
     * @param operator the name of the user that logs in at the page; null if the page needs no password
     */
    AdoptionPreview(
            Settings settings,
            RuntimeContext runtimeContext,
            Publisher publisher,
            VisitLog visits,
            @Nullable String operator) {
        this.settings = settings;
        this.runtimeContext = runtimeContext.withProgress(ProgressListener.NONE);
        this.publisher = publisher;
        this.visits = visits;
        this.operator = operator;
    }

    /** Returns whether an agent has published all that its state has read, so that a plan shows the adoption alone. */
    static boolean isSettled(State state) {
        return state.reconciled()
                && state.pending().targets(PendingReason.SITE).isEmpty()
                && state.pending().targets(PendingReason.COSTLY_TEMPLATE).isEmpty();
    }

    /** Returns the state of the agent as the base of a preview. */
    PlanDiffs.PlanBase base(State state) {
        Publication publication = publisher.current();
        return new PlanDiffs.PlanBase(
                state.assumingSecrets(true),
                DryRunStore.over(publication),
                output ->
                        PlanDiffs.version(state.outputIndex(), output, publication.find(output.path()), this::content));
    }

    /**
     * Returns the inputs as they are on the disk now as the base of a preview. It reads what changed since the state of the
     * agent.
     *
     * @throws CannotStartException if the inputs cannot be read
     */
    PlanDiffs.PlanBase scannedBase(State state) throws CannotStartException, IOException {
        PlanDiffs.PlanBase last = base(state);
        State now = Workspace.dryRun(
                settings,
                runtimeContext,
                Workspace.scanner(settings, runtimeContext)::scan,
                last.store(),
                last.state());
        return new PlanDiffs.PlanBase(now, last.store().next(), output -> {
            byte[] fresh = last.store().rendered(output.body());
            return fresh == null
                    ? last.versions().of(output)
                    : new FileDiff.FileVersion(
                            fresh, FileMasking.masks(now.outputIndex(), output.path(), output.body()));
        });
    }

    private byte[] content(PublishedFile file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.length());
        while (bytes.hasRemaining() && publisher.read(file, bytes.position(), bytes) > 0) {
            // Bodies are read in pieces.
        }
        return bytes.array();
    }

    /** Makes the proposal for the values of a form. */
    AdoptionStep of(PlanDiffs.PlanBase base, AdoptionInput input) throws IOException {
        String objection = objection(input);
        if (objection != null) {
            return AdoptionStep.of(StepKind.FAILED, objection);
        }
        UnknownPhone phone = visits.unknownPhone(input.mac());
        AdoptionRequest request = request(base.state(), input, phone);
        ImportCheck check = ImportCheck.onTopOf(base.state(), base.store(), settings, runtimeContext);
        AdoptionDraft draft = PhoneAdoption.draft(settings, check, request, phone, AdoptionForms.LABELS);
        CsvImport.NewFile file = draft.file();
        AdoptionDraft.ManualEdit edit = draft.manualEdit();
        List<FileDiff> fileDiffs = draft.checked() == null
                ? List.of()
                : PlanDiffs.of(base, draft.checked().after(), runtimeContext.environment()).stream()
                        .filter(fileDiff -> !isPendingRemoval(base.state(), fileDiff))
                        // The files of the phone come first.
                        .sorted(Comparator.comparing(
                                fileDiff -> !fileDiff.identity().mac().equals(input.mac())))
                        .toList();
        List<String> plan = DiffSummary.of(fileDiffs, false);
        String path = file == null ? null : file.path();
        String yaml = file == null ? "" : file.content();
        return new AdoptionStep(
                StepKind.PROPOSED,
                "",
                new AdoptionProposal(
                        path,
                        yaml,
                        draft.notes(),
                        draft.problems(),
                        edit == null ? null : edit.where(),
                        edit == null ? List.of() : edit.lines(),
                        shown(plan),
                        DiffSummary.totals(fileDiffs),
                        AdoptCommandLine.of(settings, request),
                        path == null
                                ? null
                                : WriteObstacle.of(settings, operator, path.substring(0, path.lastIndexOf('/'))),
                        digest(path, yaml, plan, draft.notes())));
    }

    /** Returns the lines of a plan that the page shows. The phonebooks of a large site have many. */
    private static List<String> shown(List<String> plan) {
        if (plan.size() <= MAX_PLAN_LINES) {
            return plan;
        }
        List<String> shown = new ArrayList<>(plan.subList(0, MAX_PLAN_LINES));
        shown.add("# and " + CountPhrase.of(plan.size() - MAX_PLAN_LINES, "more line"));
        return shown;
    }

    /** Whether a file is removed anyway, without the adoption. */
    private static boolean isPendingRemoval(State state, FileDiff fileDiff) {
        String name = FileNames.fold(fileDiff.path().substring("out/".length()));
        return state.pendingRemovals().unclaimed().containsKey(name);
    }

    /** Returns why the values of a form cannot be those of an adoption; null when they can. */
    private static @Nullable String objection(AdoptionInput input) {
        for (Map.Entry<String, String> value : input.values().entrySet()) {
            if (ValueText.hasControlCharacter(value.getValue())) {
                return AdoptionForms.LABELS.of(value.getKey()) + " has a control character; write it without.";
            }
        }
        String into = input.text(AdoptionInput.INTO);
        if (!into.isEmpty() && ExtensionFilePath.refusesFolder(into)) {
            return "'" + into + "' is not a folder for extensions; name " + FolderNames.EXTENSIONS
                    + " or a folder below it, such as " + FolderNames.EXTENSIONS + "/berlin.";
        }
        String objection = PhoneAdoption.numberObjection(input.text(AdoptionInput.EXTENSION));
        return objection == null ? null : objection + '.';
    }

    /** Returns the request that the values of a form stand for. A field that is left empty gives nothing. */
    private static AdoptionRequest request(State state, AdoptionInput input, @Nullable UnknownPhone phone) {
        Map<String, String> details = new LinkedHashMap<>();
        for (String key : DETAILS) {
            if (!input.text(key).isEmpty()) {
                details.put(key, input.text(key));
            }
        }
        String model = emptyAsNull(input.text("model"));
        String into = emptyAsNull(input.text(AdoptionInput.INTO));
        SiteChoice siteChoice =
                SiteChoice.of(state.inputs().inventory(), details.get("site"), into, phone, AdoptionForms.LABELS);
        LayerStack defaults = state.inputs().inventory().defaultsOf(siteChoice.folder());
        // A person or a room with one name: the other name is empty on purpose.
        if (details.containsKey(FIRST_NAME) && defaults.get(LAST_NAME) == null) {
            details.putIfAbsent(LAST_NAME, "");
        } else if (details.containsKey(LAST_NAME) && defaults.get(FIRST_NAME) == null) {
            details.putIfAbsent(FIRST_NAME, "");
        }
        return new AdoptionRequest(input.mac(), input.text(AdoptionInput.EXTENSION), model, into, details);
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String digest(@Nullable String path, String yaml, List<String> plan, List<String> notes) {
        String all = String.join("\n", String.valueOf(path), yaml, String.join("\n", plan), String.join("\n", notes));
        return Digest.of(all.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
