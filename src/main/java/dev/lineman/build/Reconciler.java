package dev.lineman.build;

import dev.lineman.build.PendingWork.PendingReason;
import dev.lineman.build.plan.Output;
import dev.lineman.build.report.CycleReport;
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

/** Runs cycles one after the other and says what each did. For one thread; the state may be read by others. */
public final class Reconciler {
    /** What the problems of the operator's command after publications are about. */
    public static final String ON_CHANGE = "--exec";

    /** What these and other problems beside the inputs are kept under: no subject, so that messages name none. */
    private static final String BESIDES = "";

    /** How soon to try again to store what did not fit: somebody may have made room. */
    private static final Duration ROOM = Duration.ofSeconds(10);

    private final Cycle cycle;
    private final Exposure exposure;
    private final @Nullable RemovalApproval removalApproval;
    private final Supplier<List<Problem>> besides;
    private final InstantSource clock;
    private volatile State state;
    private Set<Problem> known = Set.of();
    private List<String> cause = List.of();

    /**
     * @param exposure of the file of secrets
     * @param removalApproval of removals that are held; null when nothing is ever removed in earnest
     * @param besides problems of what goes on beside the cycles
     */
    public Reconciler(
            Cycle cycle,
            Exposure exposure,
            @Nullable RemovalApproval removalApproval,
            Supplier<List<Problem>> besides,
            State start) {
        this.cycle = cycle;
        this.exposure = exposure;
        this.removalApproval = removalApproval;
        this.besides = besides;
        this.state = start;
        this.clock = cycle.clock();
    }

    /** What is known now. */
    public State state() {
        return state;
    }

    /** Where to look again soon, since it moved while it was looked at. */
    public List<Hint> moving() {
        return state.pending().moving();
    }

    /** Whether the file of secrets lies more open, or less, than the last cycle said. */
    public boolean exposureDiffers() {
        return !exposure.problems().equals(state.problemIndex().of(exposure.name()));
    }

    /** Whether somebody has confirmed removals that are held. */
    public boolean confirmed() {
        return removalApproval != null && removalApproval.waits();
    }

    /** How long until there is something to do without any hint, if there will be. */
    public Optional<Duration> nextDue() {
        if (removalApproval != null
                && !state.snapshot()
                        .mounts()
                        .confirmedPaths(removalApproval::of)
                        .isEmpty()) {
            return Optional.of(Duration.ZERO);
        }
        PendingWork pending = state.pending();
        if ((!pending.units(PendingReason.SITE).isEmpty() && !cycle.sites().working())
                || !pending.units(PendingReason.COSTLY_TEMPLATE).isEmpty()
                || (state.reconciled() && cycle.store().unfinished())) {
            return Optional.of(Duration.ZERO);
        }
        Optional<Duration> removal = Optional.ofNullable(state.pendingRemovals().next())
                .map(due -> positive(Duration.between(clock.instant(), due)));
        return cycle.store().refusing() && removal.orElse(ROOM).compareTo(ROOM) >= 0 ? Optional.of(ROOM) : removal;
    }

    /**
     * One cycle.
     *
     * @throws IOException when nothing could be published; the old state holds, and the hints are to be given again
     */
    public CycleReport run(Collection<Hint> hints) throws IOException {
        Instant began = clock.instant();
        State before = state;
        Cycle.CycleStep step = cycle.run(before, hints);
        state = step.state().finding(exposure.name(), exposure.problems()).finding(BESIDES, besides.get());
        if (removalApproval != null) {
            removalApproval.note(
                    state.pendingRemovals(),
                    state.snapshot().mounts().confirmationDigests().keySet());
        }
        Set<Problem> last = known;
        known = state.hasTheProblemsOf(before) ? last : state.problems();
        List<String> changed = step.changes().stream().map(FileChange::path).toList();
        // What sites have comes after the phones' files, and because of what those came of.
        cause = changed.isEmpty() && !before.pending().scheduled().isEmpty() ? cause : changed;
        Instant ended = clock.instant();
        return new CycleReport(
                ended,
                Duration.between(began, ended),
                step.stages(),
                step.counters(),
                cause,
                step.plan().writes().stream().map(Output::path).toList(),
                step.plan().drops(),
                state.described(difference(known, last)),
                difference(last, known),
                known.size());
    }

    /** Takes note of what is wrong besides the inputs, and runs no cycle. */
    public CycleReport noteBesides() {
        state = state.finding(BESIDES, besides.get());
        Set<Problem> last = known;
        known = state.problems();
        return CycleReport.of(clock.instant(), difference(known, last), difference(last, known), known.size());
    }

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
