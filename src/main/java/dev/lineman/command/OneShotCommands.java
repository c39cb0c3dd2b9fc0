package dev.lineman.command;

import dev.lineman.build.DryRunStore;
import dev.lineman.build.Reconciler;
import dev.lineman.build.RemovalApproval;
import dev.lineman.build.State;
import dev.lineman.build.make.SiteOutputSource;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.report.CountPhrase;
import dev.lineman.build.report.CycleReport;
import dev.lineman.build.report.ProblemReport;
import dev.lineman.command.template.RootTemplates;
import dev.lineman.fs.FileOperations;
import dev.lineman.input.scan.SnapshotScanner;
import dev.lineman.input.watch.Debouncer;
import dev.lineman.input.watch.Hint;
import dev.lineman.operator.explain.Explainer;
import dev.lineman.operator.explain.MissExplainer;
import dev.lineman.operator.explain.MissingValues;
import dev.lineman.operator.explain.SubjectLookup;
import dev.lineman.operator.view.Explanation;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.render.Renderer;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.serve.visits.VisitStore;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.GitLockGate;
import dev.lineman.workspace.RootCheck;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Commands that run once and end: render, confirm, check and explain. Package {@code cli} parses their options and
 * prints their results. Stateless.
 */
public final class OneShotCommands {
    /** The scan looks at all inputs. */
    private static final List<Hint> FULL_SCAN = List.of(new Hint.FullScanHint());

    /** The time between two scans while a file is still being written. */
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    /** How long a command waits for files that are being written. */
    private static final Duration MAX_FILE_WAIT = Duration.ofSeconds(60);

    private OneShotCommands() {}

    /**
     * Renders into {@code out/} and removes obsolete files. Repeats the cycle while a removal waits, and for at most
     * {@link #MAX_FILE_WAIT} while a file is being written.
     *
     * @param confirmed the digest of removals that a person approves although they are many; empty for none
     * @throws CannotStartException if another process writes there, or if writing fails
     */
    public static CommandResult render(Settings settings, RuntimeContext runtimeContext, String confirmed)
            throws CannotStartException, InterruptedException {
        try (Workspace workspace = new Workspace(settings, runtimeContext, Duration.ZERO, () -> false, null)) {
            GitLockGate gate = workspace.gitLockGate(locks -> {});
            Reconciler reconciler = workspace.reconciler(confirmed, gate, SiteOutputSource.IN_CYCLE, gate::problems);
            Debouncer debouncer = new Debouncer(runtimeContext.nanos(), Duration.ZERO, Duration.ZERO);
            List<Hint> hints = FULL_SCAN;
            long startedAt = runtimeContext.nanos().getAsLong();
            int written = 0;
            int removed = 0;
            while (true) {
                hints = gate.awaitUnlocked(hints, debouncer);
                CycleReport report;
                try {
                    report = reconciler.run(hints);
                } catch (GitLockGate.WorkingTreeChangedException e) {
                    continue;
                }
                written += report.counters().written();
                removed += report.counters().removed();
                Optional<Duration> due = reconciler.nextDue();
                // No file watcher runs here. Only a full scan shows whether a pending removal still holds.
                hints = reconciler.state().pendingRemovals().next() == null ? reconciler.rescanHints() : FULL_SCAN;
                boolean withinTime = runtimeContext.nanos().getAsLong() - startedAt < MAX_FILE_WAIT.toNanos();
                if ((hints.isEmpty() || !withinTime) && due.isEmpty()) {
                    State state = reconciler.state();
                    List<Problem> problems = new ArrayList<>(state.report().problems());
                    state.snapshot()
                            .beingWritten()
                            .keySet()
                            .forEach(path -> problems.add(Problem.blocking(
                                    Position.of(path),
                                    "is still being written, and was not read: render again when it is complete")));
                    String summary =
                            CountPhrase.of(workspace.publisher().current().size(), "file") + ": " + written
                                    + " written, " + removed + " removed";
                    return new CommandResult(problems, List.of(summary));
                }
                debouncer.await(due.orElse(RETRY_DELAY));
            }
        } catch (IOException e) {
            throw new CannotStartException("the outputs cannot be written: " + FileOperations.reason(e), e);
        }
    }

    /**
     * Approves held removals. A running agent removes the files at once, otherwise the next run or render does.
     *
     * @param digest the digest of the removals, as the problem names it
     * @return whether removals with this digest are held
     * @throws CannotStartException if the approval cannot be saved
     */
    public static boolean confirm(Settings settings, String digest) throws CannotStartException {
        try {
            return new RemovalApproval(new FileOperations(settings.fileMode()), settings.out(), "").confirm(digest);
        } catch (IOException e) {
            throw new CannotStartException(
                    "the approval cannot be saved in " + settings.out() + ": " + FileOperations.reason(e), e);
        }
    }

    /**
     * Reads and renders everything, and writes nothing.
     *
     * @param assumeSecrets whether missing secrets and environment variables get placeholders
     */
    public static CommandResult check(Settings settings, RuntimeContext runtimeContext, boolean assumeSecrets)
            throws CannotStartException {
        return checked(
                dryRun(settings, runtimeContext, State.of(OutputIndex.empty()).assumingSecrets(assumeSecrets)),
                settings,
                runtimeContext);
    }

    /** Returns what {@link #check} says about a state without outputs. */
    public static CommandResult checked(State state, Settings settings, RuntimeContext runtimeContext)
            throws CannotStartException {
        List<Problem> problems = new ArrayList<>(state.report().problems());
        // No listener is known here, so it counts as open to the network.
        problems.addAll(state.outputIndex().openPhones().problems());
        problems.sort(ProblemReport.ORDER);
        List<String> lines = new ArrayList<>();
        lines.addAll(AssumedReferences.describe(state, runtimeContext.environment()));
        int contacts = state.inputs().inventory().contactCount();
        lines.add(CountPhrase.of(state.inputs().inventory().extensions(), "extension") + ", "
                + CountPhrase.of(state.inputs().inventory().macs().size(), "phone") + ", "
                + (contacts == 0 ? "" : CountPhrase.of(contacts, "contact") + ", ")
                + ProblemCounts.of(problems));
        List<String> notes = new ArrayList<>(MissingValues.describe(state));
        notes.addAll(RootTemplates.outdatedCopies(settings, runtimeContext.builtInTemplates(), state.snapshot()));
        return new CommandResult(problems, lines, notes);
    }

    /**
     * The answer to {@code explain}.
     *
     * @param explanations the explanations of the subject; empty when there is no such subject
     * @param more the number of further phones that have the same file for the same reasons, or of further contacts
     * @param suggestions similar names, if there is no such subject
     * @param unknownPhone the requests for this MAC if it is not in the inventory; null when there are none
     * @param unreadable problems of unreadable files, which may contain the subject
     */
    public record Explained(
            List<Explanation> explanations,
            int more,
            List<String> suggestions,
            @Nullable UnknownPhone unknownPhone,
            List<Problem> unreadable) {
        public Explained {
            explanations = List.copyOf(explanations);
            suggestions = List.copyOf(suggestions);
            unreadable = List.copyOf(unreadable);
        }
    }

    /**
     * Explains why a file is as it is, and writes nothing.
     *
     * @param asked a file, a MAC, an extension or a contact
     */
    public static Explained explain(Settings settings, RuntimeContext runtimeContext, String asked)
            throws CannotStartException {
        State state = dryRun(settings, runtimeContext);
        VisitLog visits = VisitStore.load(settings.visitsFolder());
        SubjectLookup subjectLookup = new SubjectLookup(
                state,
                new Explainer(state, runtimeContext.environment(), visits, new MissExplainer(visits), new Renderer()));
        SubjectLookup.FoundSubjects answer = subjectLookup.find(asked);
        String mac = SubjectLookup.mac(asked);
        UnknownPhone unknownPhone = mac == null ? null : visits.unknownPhone(mac);
        boolean found = !answer.explanations().isEmpty();
        List<Problem> unread =
                found ? List.of() : state.report().of(state.snapshot().problems());
        return new Explained(
                answer.explanations(),
                answer.more(),
                found ? List.of() : subjectLookup.suggestions(asked),
                unknownPhone,
                unread);
    }

    /** Returns the state after a first cycle over all inputs, without publishing anything. */
    public static State dryRun(Settings settings, RuntimeContext runtimeContext) throws CannotStartException {
        return dryRun(settings, runtimeContext, State.of(OutputIndex.empty()));
    }

    private static State dryRun(Settings settings, RuntimeContext runtimeContext, State start)
            throws CannotStartException {
        RootCheck.requireExtensions(settings);
        SnapshotScanner source = Workspace.scanner(settings, runtimeContext);
        try {
            return Workspace.dryRun(settings, runtimeContext, source::scan, DryRunStore.empty(), start);
        } catch (IOException e) {
            throw new IllegalStateException("a dry run writes no file", e);
        }
    }
}
