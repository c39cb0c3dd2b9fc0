package dev.lineman.resolve.value;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A collection whose items are made one by one while somebody goes through it, each time anew. Not thread-safe. */
public final class LazyCollection extends AbstractCollection<Map<String, Object>> {
    private final Supplier<Collection<String>> keySupplier;
    private @Nullable Collection<String> keys;
    private final Function<String, Map<String, Object>> items;

    public LazyCollection(Supplier<Collection<String>> keys, Function<String, Map<String, Object>> items) {
        this.keySupplier = keys;
        this.items = items;
    }

    private Collection<String> keys() {
        if (keys == null) {
            keys = keySupplier.get();
        }
        return keys;
    }

    @Override
    public Iterator<Map<String, Object>> iterator() {
        Iterator<String> each = keys().iterator();
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
