package dev.lineman.operator.fleet;

import dev.lineman.build.State;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.operator.view.PhoneFile;
import dev.lineman.operator.view.PhoneState;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.store.Publication;
import dev.lineman.serve.visits.Visit;
import dev.lineman.serve.visits.VisitLog;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts the phones of the fleet in each state. It counts only on request, and at most a twentieth of the time, so
 * that large fleets do not slow down cycles and requests. {@link LiveFleetView} uses it. Thread-safe.
 */
final class PhoneStateCounter {
    /** After a count, the counter waits this many times as long as the count took. */
    private static final int WAIT_FACTOR = 20;

    /** The quantiles of the age of the last request. */
    private static final List<Double> QUANTILES = List.of(0.5, 0.9, 1.0);

    private final Supplier<State> states;
    private final Publisher publisher;
    private final VisitLog visits;

    /** A monotonic clock, in nanoseconds. */
    private final LongSupplier nanos;

    private PhoneStateCounts last = new PhoneStateCounts(new String[0], new PhoneState[0], new long[0]);

    /** The state of the last count. Weak, since a state is large. */
    private WeakReference<State> countedState = new WeakReference<>(null);

    /** The version of the log of visits at the last count. */
    private long countedVisits = -1;

    /** The earliest time of the next count, on the monotonic clock. */
    private long nextCount;

    /** @param nanos a monotonic clock, in nanoseconds */
    PhoneStateCounter(Supplier<State> states, Publisher publisher, VisitLog visits, LongSupplier nanos) {
        this.states = states;
        this.publisher = publisher;
        this.visits = visits;
        this.nanos = nanos;
        this.nextCount = nanos.getAsLong();
    }

    /**
     * The result of a count. The arrays are parallel and ordered by site and number.
     *
     * @param macs 12 lower-case hex digits each
     * @param states the state of each phone
     * @param served when each phone was last served, in seconds since 1970; 0 for never
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; arrays, since there are many phones
    record PhoneStateCounts(String[] macs, PhoneState[] states, long[] served) {

        /** The number of phones in a state. */
        int count(PhoneState state) {
            return (int) Arrays.stream(states).filter(state::equals).count();
        }

        /**
         * The quantiles of the age of the last served request, in seconds. Phones that were never served do not
         * count. Empty if there are no others.
         */
        Map<Double, Long> age(Instant now) {
            long[] seconds =
                    Arrays.stream(served).filter(second -> second > 0).sorted().toArray();
            Map<Double, Long> age = new TreeMap<>();
            for (double quantile : seconds.length == 0 ? List.<Double>of() : QUANTILES) {
                int older = (int) Math.ceil(quantile * seconds.length);
                age.put(quantile, Math.max(0, now.getEpochSecond() - seconds[seconds.length - older]));
            }
            return age;
        }
    }

    /** The states of all phones, now or a moment ago. */
    synchronized PhoneStateCounts count() {
        State state = states.get();
        long version = visits.version();
        long now = nanos.getAsLong();
        // Without a change of the state or the visits, the last count is still right.
        boolean same = countedState.refersTo(state) && version == countedVisits;
        if (!same && now - nextCount >= 0) {
            last = count(state);
            countedState = new WeakReference<>(state);
            countedVisits = version;
            nextCount = now + WAIT_FACTOR * (nanos.getAsLong() - now);
        }
        return last;
    }

    private PhoneStateCounts count(State state) {
        Publication publication = publisher.current();
        String[] macs = macs(state).toArray(String[]::new);
        PhoneState[] states = new PhoneState[macs.length];
        long[] served = new long[macs.length];
        for (int i = 0; i < macs.length; i++) {
            BuildTarget buildTarget = state.outputIndex().target(macs[i]);
            List<Visit> asked = visits.of(macs[i]);
            List<PhoneFile> files = PhoneFileStatus.of(macs[i], buildTarget, publication, visits);
            states[i] = PhoneFileStatus.state(files);
            for (Visit visit : asked) {
                served[i] = visit.served() ? Math.max(served[i], visit.second()) : served[i];
            }
        }
        return new PhoneStateCounts(macs, states, served);
    }

    /** All phones in order: those that extensions name, then those that only have published files. */
    private static Set<String> macs(State state) {
        Inventory inventory = state.inputs().inventory();
        Set<String> macs = new LinkedHashSet<>();
        // Sorted, so that the pages of a list do not depend on the order of the index.
        for (String site : new TreeSet<>(inventory.sites())) {
            for (String number : inventory.numbers(site)) {
                macs.addAll(new TreeSet<>(inventory.macsOf(new ExtensionKey(site, number))));
            }
        }
        // A phone without a readable extension may still have files from before.
        List<String> others = new ArrayList<>();
        for (BuildTarget buildTarget : state.outputIndex().targets()) {
            String key = buildTarget.key();
            if (TargetKey.isPhone(key) && !macs.contains(key)) {
                others.add(key);
            }
        }
        others.sort(null);
        macs.addAll(others);
        return macs;
    }
}
