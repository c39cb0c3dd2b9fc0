package dev.lineman.inventory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePSet;

/**
 * Who claims one thing, in order. Mostly that is one, and a fleet holds very many of these, so one claimant is
 * stored as itself. Immutable.
 */
final class Claims<T extends Comparable<T>> {
    private final Object one;

    private Claims(Object one) {
        this.one = one;
    }

    static <T extends Comparable<T>> Claims<T> plus(@Nullable Claims<T> claims, T claimant) {
        if (claims == null) {
            return new Claims<>(claimant);
        }
        return new Claims<>(claims.set().plus(claimant));
    }

    static <T extends Comparable<T>> @Nullable Claims<T> minus(@Nullable Claims<T> claims, T claimant) {
        if (claims == null) {
            return null;
        }
        TreePSet<T> rest = claims.set().minus(claimant);
        return switch (rest.size()) {
            case 0 -> null;
            case 1 -> new Claims<>(rest.first());
            default -> new Claims<>(rest);
        };
    }

    /** The claimants, smallest first. */
    @SuppressWarnings("unchecked")
    Iterable<T> all() {
        return one instanceof TreePSet<?> ? (TreePSet<T>) one : List.of((T) one);
    }

    boolean contested() {
        return one instanceof TreePSet<?>;
    }

    @SuppressWarnings("unchecked")
    private TreePSet<T> set() {
        return one instanceof TreePSet<?> ? (TreePSet<T>) one : TreePSet.singleton((T) one);
    }
}
