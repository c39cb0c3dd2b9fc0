package dev.lineman.build.plan;

import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.fs.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The outputs that claim one name, without regard to case. Mostly that is one. Many phones may share a file, as long
 * as all make the same bytes. Part of {@link OutputIndex}. Immutable.
 */
final class NameClaims {
    /** Shared, since each empty map of pcollections is a new object, and a fleet has one for each file. */
    private static final TreePMap<Variant, TreePMap<String, TreePSet<Output>>> NO_VARIANTS = TreePMap.empty();

    /** The only claim, the usual case; null if {@link #variants} has the claims. */
    private final @Nullable Output single;
    /** The outputs of each variant, by access rule. Mostly all have one rule. */
    private final TreePMap<Variant, TreePMap<String, TreePSet<Output>>> variants;

    private NameClaims(@Nullable Output single, TreePMap<Variant, TreePMap<String, TreePSet<Output>>> variants) {
        this.single = single;
        this.variants = variants;
    }

    /** One content for the name; two variants are a collision. */
    private record Variant(String path, Digest body) implements Comparable<Variant> {
        static Variant of(Output output) {
            return new Variant(output.path(), output.body());
        }

        @Override
        public int compareTo(Variant other) {
            int byPath = path.compareTo(other.path);
            int byHigh = byPath != 0 ? byPath : Long.compare(body.high(), other.body.high());
            return byHigh != 0 ? byHigh : Long.compare(body.low(), other.body.low());
        }
    }

    /** Returns the claims with one more output. */
    static NameClaims plus(@Nullable NameClaims claims, Output output) {
        return claims == null ? new NameClaims(output, NO_VARIANTS) : new NameClaims(null, claims.add(output));
    }

    /** Returns the claims without an output; null if none is left. */
    static @Nullable NameClaims minus(NameClaims claims, Output output) {
        if (claims.single != null) {
            return claims.single.isVersionOf(output) ? null : claims;
        }
        Variant variant = Variant.of(output);
        TreePMap<String, TreePSet<Output>> rules = claims.variants.getOrDefault(variant, TreePMap.empty());
        TreePSet<Output> rest =
                rules.getOrDefault(output.access(), TreePSet.empty()).minus(output);
        TreePMap<String, TreePSet<Output>> left =
                rest.isEmpty() ? rules.minus(output.access()) : rules.plus(output.access(), rest);
        TreePMap<Variant, TreePMap<String, TreePSet<Output>>> variants =
                left.isEmpty() ? claims.variants.minus(variant) : claims.variants.plus(variant, left);
        return variants.isEmpty() ? null : new NameClaims(null, variants);
    }

    /** Returns one output for each variant. */
    List<Output> distinct() {
        if (single != null) {
            return List.of(single);
        }
        List<Output> distinct = new ArrayList<>();
        for (TreePMap<String, TreePSet<Output>> rules : variants.values()) {
            distinct.add(
                    Collections.min(rules.values().stream().map(TreePSet::first).toList()));
        }
        return distinct;
    }

    /** Returns the access rule of the file as text, merged from all claims. Needs claims of one variant. */
    String access() {
        if (single != null) {
            return FileAccess.text(single.path(), Map.of(single.access(), List.of(mac(single))));
        }
        Map<String, Set<String>> claims = new TreeMap<>();
        variants.values().iterator().next().forEach((rule, holders) -> {
            Set<String> macs = new LinkedHashSet<>();
            // The text names only a few phones; the others are counted there.
            for (Output holder : holders) {
                macs.add(mac(holder));
                if (macs.size() > FileAccess.MAX_LISTED_MACS) {
                    break;
                }
            }
            claims.put(rule, macs);
        });
        return FileAccess.text(distinct().get(0).path(), claims);
    }

    /** Whether phones with different tokens claim the name, or some phones without a token. */
    boolean hasSeveralTokens() {
        String first = null;
        for (TreePMap<String, TreePSet<Output>> rules : variants.values()) {
            for (String rule : rules.keySet()) {
                String token = AccessRule.tokenOf(rule);
                first = first == null ? token : first;
                if (!first.equals(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the keys of all targets that claim the name. */
    Set<String> targetKeys() {
        Set<String> keys = new LinkedHashSet<>();
        if (single != null) {
            keys.add(single.targetKey());
        }
        variants.values()
                .forEach(rules ->
                        rules.values().forEach(holders -> holders.forEach(output -> keys.add(output.targetKey()))));
        return keys;
    }

    /** Returns the MAC of a phone's output; empty for other outputs. */
    private static String mac(Output output) {
        String key = output.targetKey();
        return TargetKey.isStatic(key) || TargetKey.isSite(key) ? "" : key;
    }

    /** Returns the variants with one more output. */
    private TreePMap<Variant, TreePMap<String, TreePSet<Output>>> add(Output output) {
        TreePMap<Variant, TreePMap<String, TreePSet<Output>>> all = single == null
                ? variants
                : TreePMap.singleton(
                        Variant.of(single), TreePMap.singleton(single.access(), TreePSet.singleton(single)));
        Variant variant = Variant.of(output);
        TreePMap<String, TreePSet<Output>> rules = all.getOrDefault(variant, TreePMap.empty());
        TreePSet<Output> holders = rules.getOrDefault(output.access(), TreePSet.empty());
        return all.plus(variant, rules.plus(output.access(), holders.plus(output)));
    }
}
