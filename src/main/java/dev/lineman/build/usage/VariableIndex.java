package dev.lineman.build.usage;

import dev.lineman.render.content.VariableReads;
import java.util.Map;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** What {@link VariableCheck} keeps between two cycles. Immutable and persistent. */
public final class VariableIndex {
    /** Before the first cycle. */
    public static final VariableIndex EMPTY = new VariableIndex(HashTreePMap.empty(), Map.of(), Set.of());

    private final PMap<VariablePlace, PMap<ModelChoice, Integer>> scopes;
    private final Map<String, VariableReads> reads;
    private final Set<String> unknown;

    VariableIndex(
            PMap<VariablePlace, PMap<ModelChoice, Integer>> scopes,
            Map<String, VariableReads> reads,
            Set<String> unknown) {
        this.scopes = scopes;
        this.reads = Map.copyOf(reads);
        this.unknown = Set.copyOf(unknown);
    }

    /** How many phones with which choice see the variables of a {@code _defaults.yaml}. */
    PMap<VariablePlace, PMap<ModelChoice, Integer>> scopes() {
        return scopes;
    }

    /** What the examined templates read, by path. */
    Map<String, VariableReads> reads() {
        return reads;
    }

    /** The input files and folders with unknown content. */
    Set<String> unknown() {
        return unknown;
    }
}
