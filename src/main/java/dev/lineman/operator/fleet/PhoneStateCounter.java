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
 * Which state each phone of the fleet is in. Counted when somebody asks, and in no more than a twentieth of the time, so that
 * no cycle and no phone pays for it. Thread-safe.
 */
final class PhoneStateCounter {
    private static final int TIME_DIVISOR = 20;
    private static final List<Double> QUANTILES = List.of(0.5, 0.9, 1.0);

    private final Supplier<State> states;
    private final Publisher publisher;
    private final VisitLog visits;
    private final LongSupplier nanos;
    private PhoneStateCounts last = new PhoneStateCounts(new String[0], new PhoneState[0], new long[0]);
    private WeakReference<State> countedState = new WeakReference<>(null);
    private long countedVisits = -1;
    private long nextCount;

    PhoneStateCounter(Supplier<State> states, Publisher publisher, VisitLog visits, LongSupplier nanos) {
        this.states = states;
        this.publisher = publisher;
        this.visits = visits;
        this.nanos = nanos;
        this.nextCount = nanos.getAsLong();
    }

    /**
     * What was counted: phones by site and number, each with its state and when it was last served.
     *
     * @param served in seconds since 1970; 0 for a phone that never was
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and there are many
    record PhoneStateCounts(String[] macs, PhoneState[] states, long[] served) {

        int count(PhoneState state) {
            return (int) Arrays.stream(states).filter(state::equals).count();
        }

        /** How many seconds ago, by share of the phones that were ever served, these were served last. */
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

    /** As it was a moment ago. */
    synchronized PhoneStateCounts count() {
        State state = states.get();
        long version = visits.version();
        long now = nanos.getAsLong();
        boolean same = countedState.refersTo(state) && version == countedVisits;
        if (!same && now - nextCount >= 0) {
            last = count(state);
            countedState = new WeakReference<>(state);
            countedVisits = version;
            nextCount = now + TIME_DIVISOR * (nanos.getAsLong() - now);
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
            List<PhoneFile> files = PhoneFileStatus.of(macs[i], buildTarget, publication, asked);
            states[i] = PhoneFileStatus.state(files);
            for (Visit visit : asked) {
                served[i] = visit.served() ? Math.max(served[i], visit.second()) : served[i];
            }
        }
        return new PhoneStateCounts(macs, states, served);
    }

    /** Those that extensions name, and those that are only known by what was made for them. */
    private static Set<String> macs(State state) {
        Inventory inventory = state.inputs().inventory();
        Set<String> macs = new LinkedHashSet<>();
        for (String site : new TreeSet<>(inventory.sites())) {
            for (String number : inventory.numbers(site)) {
                macs.addAll(new TreeSet<>(inventory.macsOf(new ExtensionKey(site, number))));
            }
        }
        List<String> others = new ArrayList<>();
        for (BuildTarget buildTarget : state.outputIndex().targets()) {
            String key = buildTarget.key();
            if (!TargetKey.isSite(key) && !TargetKey.isStatic(key) && !macs.contains(key)) {
                others.add(key);
            }
        }
        others.sort(null);
        macs.addAll(others);
        return macs;
    }
}
