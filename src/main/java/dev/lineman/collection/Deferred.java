package dev.lineman.collection;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is computed when it is first asked for, and kept. Two of them are equal if their values are, so the
 * comparison computes both. Thread-safe: the value is computed once.
 *
 * @param <T> the type of the value, which is immutable
 */
public final class Deferred<T> implements Supplier<T> {
    /** Computes the value; null afterwards, so that what it needs can be collected. */
    private @Nullable Supplier<T> source;

    private volatile @Nullable T value;

    private Deferred(@Nullable Supplier<T> source, @Nullable T value) {
        this.source = source;
        this.value = value;
    }

    /** A value that exists already. */
    public static <T> Deferred<T> of(T value) {
        return new Deferred<>(null, value);
    }

    /**
     * A value that is computed later.
     *
     * @param source computes the value: the same one each time. It is asked again if it throws
     */
    public static <T> Deferred<T> by(Supplier<T> source) {
        return new Deferred<>(source, null);
    }

    @Override
    public T get() {
        T known = value;
        return known == null ? compute() : known;
    }

    private synchronized T compute() {
        T computed = value;
        if (computed == null) {
            computed = Objects.requireNonNull(source).get();
            value = computed;
            source = null;
        }
        return computed;
    }

    /** Whether the value exists, for tests of what is left uncomputed. */
    public boolean isComputed() {
        return value != null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || (other instanceof Deferred<?> that && get().equals(that.get()));
    }

    @Override
    public int hashCode() {
        return get().hashCode();
    }

    @Override
    public String toString() {
        T known = value;
        return known == null ? "not computed yet" : known.toString();
    }
}
