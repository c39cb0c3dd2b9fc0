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

/**
 * What the agent waits for, and whether its first build is complete. The loop of {@link Agent} and the Git lock gate
 * report here. The status page and the health check read it. {@link Agent} reads {@link #applied} for {@link
 * CrashLoopGuard}. It also logs waits that last long. Thread-safe.
 */
final class AgentStatus implements AgentActivity {
    private static final Logger LOG = LoggerFactory.getLogger(AgentStatus.class);

    /** Shorter waits are normal and are not logged. Each commit of Git locks the index for a moment. */
    private static final Duration LOG_AFTER = Duration.ofSeconds(1);

    /** The log has the other kinds already, as a problem or as a removal. */
    private static final Set<WaitKind> LOGGED_KINDS =
            EnumSet.of(WaitKind.GIT_LOCK, WaitKind.FILE_BEING_WRITTEN, WaitKind.FILE_CUT_SHORT, WaitKind.LARGE_FILE);

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<WaitCause, OngoingWait> ongoingWaits = new HashMap<>();
    private List<String> gitLocks = List.of();
    private @Nullable String smallHeap;
    private @Nullable State state;

    /**
     * The state after the first cycle, to compare with later ones. Null before it, and when the first build is
     * complete.
     */
    private @Nullable State stateAfterFirstCycle;

    /** The keys of the targets that were due after the first cycle and are not made yet. */
    private Set<String> unfinished = Set.of();

    /** The newest list of waits, sorted. Readers do not need the lock. */
    private volatile List<WaitReason> waiting = List.of();

    private volatile boolean ready;
    private volatile boolean applied;
    private volatile @Nullable String tls;
    private volatile Supplier<WatchMode> watchMode = () -> WatchMode.STARTING;

    /**
     * Creates a status without waits.
     *
     * @param clock the time of day, for the times that people see
     * @param nanos a clock in nanoseconds that never goes back, for the length of a wait
     */
    AgentStatus(InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /** When a wait began, and whether the log has it. */
    private static final class OngoingWait {
        private final Instant since;
        private final long startNanos;
        private boolean logged;

        OngoingWait(Instant since, long startNanos) {
            this.since = since;
            this.startNanos = startNanos;
        }
    }

    /** Sets the source of the watch mode: how the agent notices changes. */
    void setWatchMode(Supplier<WatchMode> mode) {
        watchMode = mode;
    }

    /** Sets the provider of TLS; null if TLS is off. */
    void setTls(@Nullable String provider) {
        tls = provider;
    }

    /** Sets the index locks of Git that the loop waits for. */
    synchronized void setGitLocks(List<String> paths) {
        gitLocks = List.copyOf(paths);
        updateWaits();
    }

    /** Sets the heap size that is too small for the inputs; null when the inputs are applied. */
    synchronized void setSmallHeap(@Nullable String heap) {
        smallHeap = heap;
        updateWaits();
    }

    /** Takes the state after a cycle. */
    synchronized void cycleEnded(State now) {
        state = now;
        updateWaits();
        if (!ready) {
            ready = isFirstBuildComplete(now);
        }
    }

    /**
     * Returns whether everything that was due after the first cycle has been made once. Site outputs may be due again
     * by then, because each edit makes them due again.
     */
    @SuppressWarnings("ReferenceEquality") // a target that was made again is another object, even with equal files
    private boolean isFirstBuildComplete(State now) {
        State before = stateAfterFirstCycle;
        if (before == null) {
            stateAfterFirstCycle = now;
            Instant due = now.pendingRemovals().next();
            if (due != null) {
                LOG.info(
                        "until {}, keeping {} that no input makes any more: an input may be half written while Lineman"
                                + " starts",
                        due.truncatedTo(ChronoUnit.SECONDS),
                        CountPhrase.of(now.pendingRemovals().unclaimed().size(), "file"));
            }
            unfinished = new LinkedHashSet<>(now.pending().scheduled());
        } else {
            Set<String> scheduled = now.pending().scheduled();
            unfinished.removeIf(targetKey -> !scheduled.contains(targetKey)
                    || now.outputIndex().target(targetKey)
                            != before.outputIndex().target(targetKey)
                    || !now.problemIndex()
                            .of(targetKey)
                            .equals(before.problemIndex().of(targetKey)));
        }
        applied = unfinished.stream().allMatch(TargetKey::isSite);
        if (unfinished.isEmpty() && now.pendingLargeFiles().isEmpty()) {
            stateAfterFirstCycle = null;
            return true;
        }
        return false;
    }

    /**
     * Returns whether the inputs have been applied to all phones once. Site outputs and large files take longer and
     * do not count.
     */
    boolean applied() {
        return applied;
    }

    /**
     * Compares the current causes with the waits that are known. Adds new waits, removes the others, and logs both
     * when a wait lasts long.
     */
    private void updateWaits() {
        Set<WaitCause> causes = new LinkedHashSet<>();
        gitLocks.forEach(lock -> causes.add(new WaitCause(WaitKind.GIT_LOCK, lock)));
        if (smallHeap != null) {
            causes.add(new WaitCause(WaitKind.HEAP, smallHeap));
        }
        if (state != null) {
            causes.addAll(state.waitCauses());
        }
        long now = nanos.getAsLong();
        ongoingWaits.entrySet().removeIf(each -> {
            boolean over = !causes.contains(each.getKey());
            if (over && each.getValue().logged) {
                WaitCause cause = each.getKey();
                long seconds =
                        Duration.ofNanos(now - each.getValue().startNanos).toSeconds();
                LOG.info("no longer {} {} (after {} s)", cause.reason().text(), cause.what(), seconds);
            }
            return over;
        });
        List<WaitReason> all = new ArrayList<>(causes.size());
        for (WaitCause cause : causes) {
            OngoingWait wait = ongoingWaits.computeIfAbsent(
                    cause, begun -> new OngoingWait(clock.instant().truncatedTo(ChronoUnit.MILLIS), now));
            WaitReason reason = new WaitReason(cause.reason(), cause.what(), wait.since);
            all.add(reason);
            if (!wait.logged && LOGGED_KINDS.contains(cause.reason()) && now - wait.startNanos >= LOG_AFTER.toNanos()) {
                wait.logged = true;
                LOG.info("{} since {}", reason.message(), reason.since());
            }
        }
        all.sort(Comparator.comparing(WaitReason::reason).thenComparing(WaitReason::what));
        waiting = List.copyOf(all);
    }

    @Override
    public WatchMode watchMode() {
        return watchMode.get();
    }

    @Override
    public @Nullable String tls() {
        return tls;
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
