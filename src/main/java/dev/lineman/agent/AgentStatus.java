package dev.lineman.agent;

import dev.lineman.cycle.State;
import dev.lineman.impact.UnitKey;
import dev.lineman.report.Activity;
import dev.lineman.report.Count;
import dev.lineman.report.Waiting;
import dev.lineman.report.Waiting.Cause;
import dev.lineman.report.Waiting.Reason;
import dev.lineman.report.Watching;
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
final class AgentStatus implements Activity {
    private static final Logger LOG = LoggerFactory.getLogger(AgentStatus.class);

    /** Shorter waits are part of the work, and not written to the log: each commit of Git locks the index. */
    private static final Duration LONG = Duration.ofSeconds(1);

    /** The other reasons are a problem or a removal as well, which the log has anyway. */
    private static final Set<Reason> LOGGED =
            EnumSet.of(Reason.GIT_LOCK, Reason.FILE_BEING_WRITTEN, Reason.FILE_CUT_SHORT, Reason.LARGE_FILE);

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<Cause, Wait> waits = new HashMap<>();
    private List<String> locks = List.of();
    private @Nullable String heap;
    private @Nullable State state;
    private @Nullable State first;
    private Set<String> unfinished = Set.of();
    private volatile List<Waiting> waiting = List.of();
    private volatile boolean ready;
    private volatile boolean applied;
    private volatile Supplier<Watching> watching = () -> Watching.STARTING;

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
    void watch(Supplier<Watching> how) {
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
            Instant due = now.removals().next();
            if (due != null) {
                LOG.info(
                        "keeping {} that no input makes any more until {}: an input may be half written while Lineman starts",
                        Count.of(now.removals().unclaimed().size(), "file"),
                        due.truncatedTo(ChronoUnit.SECONDS));
            }
            unfinished = new LinkedHashSet<>(now.pending().scheduled());
        } else {
            Set<String> scheduled = now.pending().scheduled();
            unfinished.removeIf(unit -> !scheduled.contains(unit)
                    || now.ledger().unit(unit) != before.ledger().unit(unit)
                    || !now.findings().of(unit).equals(before.findings().of(unit)));
        }
        applied = unfinished.stream().allMatch(UnitKey::isSite);
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
        Set<Cause> causes = new LinkedHashSet<>();
        locks.forEach(lock -> causes.add(new Cause(Reason.GIT_LOCK, lock)));
        if (heap != null) {
            causes.add(new Cause(Reason.HEAP, heap));
        }
        if (state != null) {
            causes.addAll(state.waiting());
        }
        long now = nanos.getAsLong();
        waits.entrySet().removeIf(each -> {
            boolean over = !causes.contains(each.getKey());
            if (over && each.getValue().logged) {
                Cause cause = each.getKey();
                long seconds = Duration.ofNanos(now - each.getValue().began).toSeconds();
                LOG.info("no longer {} {} (after {} s)", cause.reason().text(), cause.what(), seconds);
            }
            return over;
        });
        List<Waiting> all = new ArrayList<>(causes.size());
        for (Cause cause : causes) {
            Wait wait = waits.computeIfAbsent(
                    cause, begun -> new Wait(clock.instant().truncatedTo(ChronoUnit.MILLIS), now));
            Waiting told = new Waiting(cause.reason(), cause.what(), wait.since);
            all.add(told);
            if (!wait.logged && LOGGED.contains(cause.reason()) && now - wait.began >= LONG.toNanos()) {
                wait.logged = true;
                LOG.info("{} since {}", told.message(), told.since());
            }
        }
        all.sort(Comparator.comparing(Waiting::reason).thenComparing(Waiting::what));
        waiting = List.copyOf(all);
    }

    @Override
    public Watching watching() {
        return watching.get();
    }

    @Override
    public List<Waiting> waiting() {
        return waiting;
    }

    @Override
    public boolean ready() {
        return ready;
    }
}
