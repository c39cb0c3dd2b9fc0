package dev.lineman.build.usage;

import dev.lineman.render.content.VariableReads;
import java.util.Map;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** What {@link UsageCheck} keeps between two cycles. Immutable and persistent. */
public final class UsageIndex {
    /** Before the first cycle. */
    public static final UsageIndex EMPTY =
            new UsageIndex(HashTreePMap.empty(), HashTreePMap.empty(), Map.of(), Set.of(), Set.of());

    private final PMap<DefaultsPlace, PMap<PhoneCounts.PhoneGroup, Integer>> scopes;
    private final PMap<String, Set<String>> found;
    private final Map<String, VariableReads> reads;
    private final Set<String> unknown;
    private final Set<String> siteTemplates;

    UsageIndex(
            PMap<DefaultsPlace, PMap<PhoneCounts.PhoneGroup, Integer>> scopes,
            PMap<String, Set<String>> found,
            Map<String, VariableReads> reads,
            Set<String> unknown,
            Set<String> siteTemplates) {
        this.scopes = scopes;
        this.found = found;
        this.reads = Map.copyOf(reads);
        this.unknown = Set.copyOf(unknown);
        this.siteTemplates = Set.copyOf(siteTemplates);
    }

    /** How many phones of which group see a layer of a {@code _defaults.yaml}. */
    PMap<DefaultsPlace, PMap<PhoneCounts.PhoneGroup, Integer>> scopes() {
        return scopes;
    }

    /** The numbers of the extensions with problems, by the path of their file. */
    PMap<String, Set<String>> found() {
        return found;
    }

    /** What the examined templates read, by path. */
    Map<String, VariableReads> reads() {
        return reads;
    }

    /** The input files and folders with unknown content. */
    Set<String> unknown() {
        return unknown;
    }

    /** The paths of the site templates that at least one site has. */
    Set<String> siteTemplates() {
        return siteTemplates;
    }
}
