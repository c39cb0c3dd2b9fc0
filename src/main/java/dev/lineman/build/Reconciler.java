package dev.lineman.build;

import dev.lineman.build.PendingWork.PendingReason;
import dev.lineman.build.plan.Output;
import dev.lineman.build.report.CycleReport;
import dev.lineman.build.report.ProblemReport;
import dev.lineman.input.scan.Exposure;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.input.watch.Hint;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs cycles one after the other, keeps the newest {@link State}, and reports each cycle. The agent and the one-shot
 * commands use it. {@link #run} is for one thread; any thread may read the state.
 */
public final class Reconciler {
    /** The option that problems of the operator's hook refer to. */
    public static final String EXEC_OPTION = "--exec";

    /** The subject of problems that do not come from the inputs. It is empty, so messages name no subject. */
    private static final String OPERATION = "";

    /** When to try again to store static files that did not fit on the disk. */
    private static final Duration STORAGE_RETRY = Duration.ofSeconds(10);

    private final Cycle cycle;
    private final Exposure exposure;
    private final @Nullable RemovalApproval removalApproval;
    private final Supplier<List<Problem>> operationProblems;
    private final InstantSource clock;
    private volatile State state;

    /** The problems after the last cycle, to find new ones. */
    private Set<Problem> lastProblems = Set.of();

    /** The keys of the problems that users saw after the last cycle, to find new and solved ones. */
    private Set<Problem> lastShown = Set.of();

    /** The input files of the last change. Later cycles that finish its work report them too. */
    private List<String> lastChangedInputs = List.of();

    /**
     * Creates a reconciler.
     *
     * @param exposure checks the permissions of the secrets file
     * @param removalApproval the confirmations of held removals; null in a dry run
     * @param operationProblems supplies the problems that do not come from the inputs
     * @param state the state to start from
     */
    public Reconciler(
            Cycle cycle,
            Exposure exposure,
            @Nullable RemovalApproval removalApproval,
            Supplier<List<Problem>> operationProblems,
            State state) {
        this.cycle = cycle;
        this.exposure = exposure;
        this.removalApproval = removalApproval;
        this.operationProblems = operationProblems;
        this.state = state;
        this.clock = cycle.clock();
    }

    /** Returns the newest state. For any thread. */
    public State state() {
        return state;
    }

    /** Returns hints for inputs that changed during the last cycle. Run the next cycle soon with them. */
    public List<Hint> rescanHints() {
        return state.pending().rescanHints();
    }

    /** Returns whether the permissions of the secrets file changed since the last cycle. */
    public boolean exposureDiffers() {
        return !exposure.problems().equals(state.problemIndex().of(exposure.name()));
    }

    /** Returns whether the operator has confirmed held removals since the last cycle. */
    public boolean hasNewApproval() {
        return removalApproval != null && removalApproval.hasNewApproval();
    }

    /**
     * Returns how long until a cycle is due without any hint; empty when none is. Reasons are approved removals,
     * pending targets, repairs, removals with a due time, and refused static files.
     */
    public Optional<Duration> nextDue() {
        if (removalApproval != null
                && !state.snapshot()
                        .mounts()
                        .confirmedPaths(removalApproval::isApproved)
                        .isEmpty()) {
            return Optional.of(Duration.ZERO);
        }
        PendingWork pending = state.pending();
        if ((!pending.targets(PendingReason.SITE).isEmpty()
                        && !cycle.siteOutputSource().isWorking())
                || !pending.targets(PendingReason.COSTLY_TEMPLATE).isEmpty()
                || (state.reconciled() && cycle.store().hasRepairsLeft())) {
            return Optional.of(Duration.ZERO);
        }
        Optional<Duration> removal = Optional.ofNullable(state.pendingRemovals().next())
                .map(due -> positive(Duration.between(clock.instant(), due)));
        return cycle.store().hasRefusedFiles() && removal.orElse(STORAGE_RETRY).compareTo(STORAGE_RETRY) >= 0
                ? Optional.of(STORAGE_RETRY)
                : removal;
    }

    /**
     * Runs one cycle.
     *
     * @param hints where the inputs may have changed
     * @return what the cycle did
     * @throws IOException if nothing was published; the old state stays, and the caller must pass the hints again
     */
    public CycleReport run(Collection<Hint> hints) throws IOException {
        Instant began = clock.instant();
        State before = state;
        Cycle.CycleRun step = cycle.run(before, hints);
        state = step.state()
                .withProblems(exposure.name(), exposure.problems())
                .withProblems(OPERATION, operationProblems.get());
        if (removalApproval != null) {
            removalApproval.recordHeld(
                    state.pendingRemovals(),
                    state.snapshot().mounts().confirmationDigests().keySet());
        }
        ProblemChanges problemChanges = state.hasSameProblemsAs(before) ? ProblemChanges.NONE : recordProblems();
        List<String> changed = step.changes().stream().map(FileChange::path).toList();
        // A cycle without changes finishes the work of the change before it, and reports the same cause.
        lastChangedInputs = changed.isEmpty() && !before.pending().scheduled().isEmpty() ? lastChangedInputs : changed;
        Instant ended = clock.instant();
        return new CycleReport(
                ended,
                Duration.between(began, ended),
                step.stages(),
                step.counters(),
                lastChangedInputs,
                step.plan().writes().stream().map(Output::path).toList(),
                step.plan().drops(),
                problemChanges.appeared(),
                problemChanges.solved(),
                lastShown.size());
    }

    /** Updates the problems that do not come from the inputs, without a cycle. */
    public CycleReport updateOperationProblems() {
        state = state.withProblems(OPERATION, operationProblems.get());
        ProblemChanges problemChanges = recordProblems();
        return CycleReport.of(clock.instant(), problemChanges.appeared(), problemChanges.solved(), lastShown.size());
    }

    /** The problems that appeared and that are solved, as users see them. */
    private record ProblemChanges(List<Problem> appeared, List<Problem> solved) {
        static final ProblemChanges NONE = new ProblemChanges(List.of(), List.of());
    }

    /** Compares the problems of the newest state with those after the last cycle, and keeps them. */
    private ProblemChanges recordProblems() {
        Set<Problem> problems = state.problems();
        ProblemReport report = state.report();
        Set<Problem> shown = report.keys();
        ProblemChanges problemChanges = new ProblemChanges(
                report.since(lastShown, difference(problems, lastProblems)), difference(lastShown, shown));
        lastProblems = problems;
        lastShown = shown;
        return problemChanges;
    }

    /** Returns the problems in {@code one} that are not in {@code other}, sorted. */
    private static List<Problem> difference(Set<Problem> one, Set<Problem> other) {
        return one.equals(other)
                ? List.of()
                : one.stream()
                        .filter(problem -> !other.contains(problem))
                        .sorted()
                        .toList();
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
