package dev.lineman.build.plan;

import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/** The targets that wait for unreadable inputs, by input and by target. Immutable. */
final class WaitingTargets {
    static final WaitingTargets NONE = new WaitingTargets(HashTreePMap.empty(), HashTreePMap.empty());

    private final PMap<String, PSet<String>> keysByInput;

    /** How many inputs each target waits for. */
    private final PMap<String, Integer> counts;

    private WaitingTargets(PMap<String, PSet<String>> keysByInput, PMap<String, Integer> counts) {
        this.keysByInput = keysByInput;
        this.counts = counts;
    }

    /** Returns these targets and another one. */
    WaitingTargets with(String input, String key) {
        PSet<String> keys = keysByInput.getOrDefault(input, HashTreePSet.empty());
        return keys.contains(key)
                ? this
                : new WaitingTargets(
                        keysByInput.plus(input, keys.plus(key)), counts.plus(key, counts.getOrDefault(key, 0) + 1));
    }

    /** Returns these targets without those that wait only for one input. */
    WaitingTargets without(String input) {
        PMap<String, Integer> rest = counts;
        for (String key : waitingFor(input)) {
            int count = rest.getOrDefault(key, 1);
            rest = count == 1 ? rest.minus(key) : rest.plus(key, count - 1);
        }
        return new WaitingTargets(keysByInput.minus(input), rest);
    }

    /** The paths of the inputs that targets wait for. */
    Set<String> inputs() {
        return keysByInput.keySet();
    }

    /** Whether a target waits for any input. */
    boolean contains(String key) {
        return counts.containsKey(key);
    }

    /** The keys of the targets that wait for an input. */
    Set<String> waitingFor(String input) {
        return keysByInput.getOrDefault(input, HashTreePSet.empty());
    }
}
