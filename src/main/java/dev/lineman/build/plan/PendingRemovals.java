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
 * The files that nobody claims any more and that are still there.
 *
 * @param unclaimed their names (folded), and when they may go
 * @param held why they stay, when they are too many to go unasked; null when they are not
 * @param next when there is something to decide, if nothing changes; null when there will not be
 */
public record PendingRemovals(
        PMap<String, Instant> unclaimed,
        @Nullable HeldRemovals held,
        @Nullable Instant next) {
    /** There are none. */
    public static final PendingRemovals NONE = new PendingRemovals(HashTreePMap.empty(), null, null);

    /**
     * When such files go.
     *
     * @param settle how long nobody must have claimed them
     * @param atStart how long, where it is not known what an input said before: it may be half written; not less than {@code settle}
     * @param removalLimit how many may go at once
     * @param confirmed whether somebody has said that the removals of this digest are meant
     */
    public record RemovalRule(
            Duration settle, Duration atStart, RemovalLimit removalLimit, Predicate<String> confirmed) {
        /** A rule that asks nobody. */
        public static RemovalRule unguarded(Duration settle) {
            return new RemovalRule(settle, settle, new RemovalLimit(Integer.MAX_VALUE, false), digest -> false);
        }

        /**
         * This rule, applied at a time.
         *
         * @param first whether some input is looked at for the first time since the start
         */
        public TimedRemovalRule at(Instant now, boolean first) {
            return new TimedRemovalRule(this, now, first);
        }
    }

    /** A rule, and the time at which it is applied. */
    public record TimedRemovalRule(RemovalRule rule, Instant now, boolean firstScan) {
        /**
         * When a name may go that is unclaimed now.
         *
         * @param known when it may, by what was found before; null when it was claimed
         */
        Instant due(@Nullable Instant known) {
            Instant latest = now.plus(rule.atStart());
            if (known == null) {
                return firstScan ? latest : now.plus(rule.settle());
            }
            // A clock that was set back must not make this wait for the time that it has lost.
            return known.isAfter(latest) ? latest : known;
        }
    }

    /** When a name may go that is to go at once: somebody has said so. */
    private static final Instant CONFIRMED = Instant.EPOCH;

    /** These, and names (folded) that go as soon as nobody claims them, without another question. */
    public PendingRemovals withConfirmed(Set<String> names) {
        PMap<String, Instant> all = unclaimed;
        for (String name : names) {
            all = all.plus(name, CONFIRMED);
        }
        return new PendingRemovals(all, held, next);
    }

    /**
     * What becomes of the names that are unclaimed by now: those that go are no longer among them.
     *
     * @param files how many files there are in all
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
            // What belongs together may take several looks to see.
            return new PendingRemovals(unclaimed, null, last);
        }
        HeldRemovals heldRemovals = HeldRemovals.of(unclaimed.keySet(), files, rule.removalLimit());
        return rule.confirmed().test(heldRemovals.digest()) ? NONE : new PendingRemovals(unclaimed, heldRemovals, null);
    }
}
