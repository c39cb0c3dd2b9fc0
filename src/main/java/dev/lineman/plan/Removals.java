package dev.lineman.plan;

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
 * @param unclaimed their names (folded), and since when
 * @param held why they stay, when they are too many to go unasked; null when they are not
 * @param next when there is something to decide, if nothing changes; null when there will not be
 */
public record Removals(
        PMap<String, Instant> unclaimed,
        @Nullable Held held,
        @Nullable Instant next) {
    /** There are none. */
    public static final Removals NONE = new Removals(HashTreePMap.empty(), null, null);

    /**
     * When such files go.
     *
     * @param settle how long nobody must have claimed them
     * @param guard how many may go at once
     * @param confirmed whether somebody has said that the removals of this digest are meant
     */
    public record Rule(Duration settle, Guard guard, Predicate<String> confirmed) {
        /** A rule that asks nobody. */
        public static Rule unguarded(Duration settle) {
            return new Rule(settle, new Guard(Integer.MAX_VALUE, false), digest -> false);
        }

        /** This rule, applied at a time. */
        public RuleAt at(Instant now) {
            return new RuleAt(this, now);
        }
    }

    /** A rule, and the time at which it is applied. */
    public record RuleAt(Rule rule, Instant now) {}

    /** Since when a name has been unclaimed that is to go at once: somebody has said so. */
    private static final Instant MEANT = Instant.EPOCH;

    /** These, and names (folded) that go as soon as nobody claims them, without another question. */
    public Removals meaning(Set<String> names) {
        PMap<String, Instant> all = unclaimed;
        for (String name : names) {
            all = all.plus(name, MEANT);
        }
        return new Removals(all, held, next);
    }

    /**
     * What becomes of the names that are unclaimed by now: those that go are no longer among them.
     *
     * @param files how many files there are in all
     */
    static Removals decided(PMap<String, Instant> all, RuleAt applied, int files) {
        Rule rule = applied.rule();
        PMap<String, Instant> unclaimed = all;
        for (Map.Entry<String, Instant> name : all.entrySet()) {
            unclaimed = name.getValue().equals(MEANT) ? unclaimed.minus(name.getKey()) : unclaimed;
        }
        Instant latest = applied.now().minus(rule.settle());
        Instant first = null;
        Instant last = null;
        PMap<String, Instant> waiting = unclaimed;
        for (Map.Entry<String, Instant> name : unclaimed.entrySet()) {
            Instant since = name.getValue();
            last = last == null || since.isAfter(last) ? since : last;
            if (!since.isAfter(latest)) {
                waiting = waiting.minus(name.getKey());
            } else if (first == null || since.isBefore(first)) {
                first = since;
            }
        }
        if (!rule.guard().holds(unclaimed.size(), files)) {
            return new Removals(waiting, null, first == null ? null : first.plus(rule.settle()));
        }
        if (last != null && last.isAfter(latest)) {
            // What belongs together may take several looks to see.
            return new Removals(unclaimed, null, last.plus(rule.settle()));
        }
        Held held = Held.of(unclaimed.keySet(), files, rule.guard());
        return rule.confirmed().test(held.digest()) ? NONE : new Removals(unclaimed, held, null);
    }
}
