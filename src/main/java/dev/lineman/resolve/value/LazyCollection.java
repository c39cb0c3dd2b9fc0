package dev.lineman.resolve.value;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A collection that makes its items during iteration, each time anew. A site template iterates over all
 * extensions of a site, and only one of them is in memory at a time.
 *
 * <p>Not thread-safe.
 *
 * @param <K> what identifies an item
 */
public final class LazyCollection<K> extends AbstractCollection<Map<String, Object>> {
    /** Called once, on first use, because the call records a dependency. */
    private final Supplier<Collection<K>> keySupplier;

    private @Nullable Collection<K> keys;
    private final Function<K, Map<String, Object>> items;

    /**
     * Makes nothing yet.
     *
     * @param keySupplier finds the keys, in the order of iteration
     * @param items makes the item of a key
     */
    public LazyCollection(Supplier<Collection<K>> keySupplier, Function<K, Map<String, Object>> items) {
        this.keySupplier = keySupplier;
        this.items = items;
    }

    private Collection<K> keys() {
        if (keys == null) {
            keys = keySupplier.get();
        }
        return keys;
    }

    @Override
    public Iterator<Map<String, Object>> iterator() {
        Iterator<K> each = keys().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Map<String, Object> next() {
                return items.apply(each.next());
            }
        };
    }

    @Override
    public int size() {
        return keys().size();
    }
}
