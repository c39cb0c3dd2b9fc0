package dev.lineman.plan;

import dev.lineman.disk.Digest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The outputs that claim one name (without regard to case). Mostly that is one; many phones may share one file, so
 * long as all make the same bytes. Immutable.
 */
final class Claims {
    private final @Nullable Output only;
    private final TreePMap<Variant, TreePSet<Output>> variants;

    private Claims(@Nullable Output only, TreePMap<Variant, TreePSet<Output>> variants) {
        this.only = only;
        this.variants = variants;
    }

    /** One way to fill the name; two of them are a collision. */
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

    static Claims plus(@Nullable Claims claims, Output output) {
        return claims == null ? new Claims(output, TreePMap.empty()) : new Claims(null, claims.spread(output));
    }

    static @Nullable Claims minus(Claims claims, Output output) {
        if (claims.only != null) {
            return claims.only.isVersionOf(output) ? null : claims;
        }
        Variant variant = Variant.of(output);
        TreePSet<Output> holders = claims.variants.getOrDefault(variant, TreePSet.empty());
        TreePSet<Output> rest = holders.minus(output);
        TreePMap<Variant, TreePSet<Output>> variants =
                rest.isEmpty() ? claims.variants.minus(variant) : claims.variants.plus(variant, rest);
        return variants.isEmpty() ? null : new Claims(null, variants);
    }

    /** One output for each way to fill the name. */
    List<Output> distinct() {
        if (only != null) {
            return List.of(only);
        }
        List<Output> distinct = new ArrayList<>();
        variants.values().forEach(holders -> distinct.add(holders.first()));
        return distinct;
    }

    private TreePMap<Variant, TreePSet<Output>> spread(Output output) {
        TreePMap<Variant, TreePSet<Output>> all =
                only == null ? variants : TreePMap.singleton(Variant.of(only), TreePSet.singleton(only));
        Variant variant = Variant.of(output);
        TreePSet<Output> holders = all.getOrDefault(variant, TreePSet.empty());
        return all.plus(variant, holders.plus(output));
    }
}
