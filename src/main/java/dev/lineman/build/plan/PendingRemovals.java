package dev.lineman.build.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The published files that no target claims any more and that still exist. They settle first, and a removal of too
 * many waits for a person. Immutable; part of the agent's state.
 *
 * @param unclaimed their folded names, with the time at which each may be removed
 * @param held why they stay although they have settled; null if they are not too many
 * @param next when a decision is due if nothing else changes; null if none is
 */
public record PendingRemovals(
        PMap<String, Instant> unclaimed,
        @Nullable HeldRemovals held,
        @Nullable Instant next) {
    /** No pending removals. */
    public static final PendingRemovals NONE = new PendingRemovals(HashTreePMap.empty(), null, null);

    /**
     * When unclaimed files are removed.
     *
     * @param settle how long a file must be unclaimed
     * @param atStart the same while it is unknown what an input said before, since it may be half written; at least
     *     {@code settle}
     * @param removalLimit how many files may be removed at once
     * @param confirmed whether a person has confirmed the removals with this digest
     */
    public record RemovalRule(
            Duration settle, Duration atStart, RemovalLimit removalLimit, Predicate<String> confirmed) {
        /** Returns a rule without a limit. */
        public static RemovalRule unguarded(Duration settle) {
            return new RemovalRule(settle, settle, new RemovalLimit(Integer.MAX_VALUE, false), digest -> false);
        }

        /**
         * Returns this rule at a time.
         *
         * @param first whether this scan sees some input for the first time since the start
         */
        public TimedRemovalRule at(Instant now, boolean first) {
            return new TimedRemovalRule(this, now, first);
        }
    }

    /**
     * A rule at a time.
     *
     * @param firstScan whether this scan sees some input for the first time since the start
     */
    public record TimedRemovalRule(RemovalRule rule, Instant now, boolean firstScan) {
        /**
         * Returns when an unclaimed name may be removed.
         *
         * @param known the time that an earlier cycle found; null if the name was claimed then
         */
        Instant due(@Nullable Instant known) {
            Instant latest = now.plus(rule.atStart());
            if (known == null) {
                return firstScan ? latest : now.plus(rule.settle());
            }
            // A clock that was set back must not prolong the wait by the lost time.
            return known.isAfter(latest) ? latest : known;
        }
    }

    /** The time of a confirmed removal: at once. */
    private static final Instant CONFIRMED = Instant.EPOCH;

    /**
     * Returns the removals with confirmed names, which are removed without a question once they are unclaimed.
     *
     * @param names folded
     */
    public PendingRemovals withConfirmed(Set<String> names) {
        PMap<String, Instant> all = unclaimed;
        for (String name : names) {
            all = all.plus(name, CONFIRMED);
        }
        return new PendingRemovals(all, held, next);
    }

    /**
     * Decides which names are removed now: those that the result no longer has. All names that have settled go, or
     * all stay.
     *
     * @param all the unclaimed names, with the time at which each may be removed
     * @param files how many files are published
     */
    static PendingRemovals decide(PMap<String, Instant> all, TimedRemovalRule applied, int files) {
        RemovalRule rule = applied.rule();
        PMap<String, Instant> unclaimed = all;
        for (Map.Entry<String, Instant> name : all.entrySet()) {
            unclaimed = name.getValue().equals(CONFIRMED) ? unclaimed.minus(name.getKey()) : unclaimed;
        }
        Instant first = null;
        Instant last = null;
        PMap<String, Instant> waiting = unclaimed;
        for (Map.Entry<String, Instant> name : unclaimed.entrySet()) {
            Instant due = name.getValue();
            if (due.isAfter(applied.now())) {
                first = first == null || due.isBefore(first) ? due : first;
                last = last == null || due.isAfter(last) ? due : last;
            } else {
                waiting = waiting.minus(name.getKey());
            }
        }
        if (!rule.removalLimit().isExceeded(unclaimed.size(), files)) {
            return new PendingRemovals(waiting, null, first);
        }
        if (last != null) {
            // Too many: wait until all have settled. A large change may take several scans to appear.
            return new PendingRemovals(unclaimed, null, last);
        }
        HeldRemovals heldRemovals = HeldRemovals.of(unclaimed.keySet(), files, rule.removalLimit());
        return rule.confirmed().test(heldRemovals.digest()) ? NONE : new PendingRemovals(unclaimed, heldRemovals, null);
    }
}
