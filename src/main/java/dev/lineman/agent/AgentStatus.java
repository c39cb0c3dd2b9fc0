package dev.lineman.agent;

import dev.lineman.build.State;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.report.AgentActivity;
import dev.lineman.build.report.CountPhrase;
import dev.lineman.build.report.WaitReason;
import dev.lineman.build.report.WaitReason.WaitCause;
import dev.lineman.build.report.WaitReason.WaitKind;
import dev.lineman.build.report.WatchMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what the agent waits for, from the states and from the loop, and writes long waits to the log. Thread-safe. */
final class AgentStatus implements AgentActivity {
    private static final Logger LOG = LoggerFactory.getLogger(AgentStatus.class);

    /** Shorter waits are part of the work, and not written to the log: each commit of Git locks the index. */
    private static final Duration LONG = Duration.ofSeconds(1);

    /** The other reasons are a problem or a removal as well, which the log has anyway. */
    private static final Set<WaitKind> LOGGED =
            EnumSet.of(WaitKind.GIT_LOCK, WaitKind.FILE_BEING_WRITTEN, WaitKind.FILE_CUT_SHORT, WaitKind.LARGE_FILE);

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<WaitCause, Wait> waits = new HashMap<>();
    private List<String> locks = List.of();
    private @Nullable String heap;
    private @Nullable State state;
    private @Nullable State first;
    private Set<String> unfinished = Set.of();
    private volatile List<WaitReason> waiting = List.of();
    private volatile boolean ready;
    private volatile boolean applied;
    private volatile Supplier<WatchMode> watching = () -> WatchMode.STARTING;

    /**
     * @param clock for the times that people see
     * @param nanos a clock of nanoseconds that never goes back, for how long a wait lasts
     */
    AgentStatus(InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    private static final class Wait {
        private final Instant since;
        private final long began;
        private boolean logged;

        Wait(Instant since, long began) {
            this.since = since;
            this.began = began;
        }
    }

    /** Sets how changes are noticed. */
    void watch(Supplier<WatchMode> how) {
        watching = how;
    }

    /** Takes note of the index locks that the loop waits for now. */
    synchronized void locks(List<String> paths) {
        locks = List.copyOf(paths);
        collect();
    }

    /** Takes note of the heap with which the inputs are held back; null when they are not. */
    synchronized void hold(@Nullable String small) {
        heap = small;
        collect();
    }

    /** Takes note of the state after a cycle. */
    synchronized void note(State now) {
        state = now;
        collect();
        if (!ready) {
            ready = finished(now);
        }
    }

    /**
     * Whether all that was due after the first cycle was made once. Site files may be due again by then: under constant edits
     * they always are.
     */
    @SuppressWarnings("ReferenceEquality") // a unit that was made again is another object, with the same files or not
    private boolean finished(State now) {
        State before = first;
        if (before == null) {
            first = now;
            Instant due = now.pendingRemovals().next();
            if (due != null) {
                LOG.info(
                        "keeping {} that no input makes any more until {}: an input may be half written while Lineman starts",
                        CountPhrase.of(now.pendingRemovals().unclaimed().size(), "file"),
                        due.truncatedTo(ChronoUnit.SECONDS));
            }
            unfinished = new LinkedHashSet<>(now.pending().scheduled());
        } else {
            Set<String> scheduled = now.pending().scheduled();
            unfinished.removeIf(unit -> !scheduled.contains(unit)
                    || now.outputIndex().target(unit) != before.outputIndex().target(unit)
                    || !now.problemIndex().of(unit).equals(before.problemIndex().of(unit)));
        }
        applied = unfinished.stream().allMatch(TargetKey::isSite);
        if (unfinished.isEmpty() && now.largeFiles().isEmpty()) {
            first = null;
            return true;
        }
        return false;
    }

    /** Whether the inputs were applied once to all phones. Site files and large files take longer, and are not waited for. */
    boolean applied() {
        return applied;
    }

    private void collect() {
        Set<WaitCause> causes = new LinkedHashSet<>();
        locks.forEach(lock -> causes.add(new WaitCause(WaitKind.GIT_LOCK, lock)));
        if (heap != null) {
            causes.add(new WaitCause(WaitKind.HEAP, heap));
        }
        if (state != null) {
            causes.addAll(state.waiting());
        }
        long now = nanos.getAsLong();
        waits.entrySet().removeIf(each -> {
            boolean over = !causes.contains(each.getKey());
            if (over && each.getValue().logged) {
                WaitCause cause = each.getKey();
                long seconds = Duration.ofNanos(now - each.getValue().began).toSeconds();
                LOG.info("no longer {} {} (after {} s)", cause.reason().text(), cause.what(), seconds);
            }
            return over;
        });
        List<WaitReason> all = new ArrayList<>(causes.size());
        for (WaitCause cause : causes) {
            Wait wait = waits.computeIfAbsent(
                    cause, begun -> new Wait(clock.instant().truncatedTo(ChronoUnit.MILLIS), now));
            WaitReason told = new WaitReason(cause.reason(), cause.what(), wait.since);
            all.add(told);
            if (!wait.logged && LOGGED.contains(cause.reason()) && now - wait.began >= LONG.toNanos()) {
                wait.logged = true;
                LOG.info("{} since {}", told.message(), told.since());
            }
        }
        all.sort(Comparator.comparing(WaitReason::reason).thenComparing(WaitReason::what));
        waiting = List.copyOf(all);
    }

    @Override
    public WatchMode watchMode() {
        return watching.get();
    }

    @Override
    public List<WaitReason> waiting() {
        return waiting;
    }

    @Override
    public boolean isReady() {
        return ready;
    }
}
