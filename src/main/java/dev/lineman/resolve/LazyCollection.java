package dev.lineman.resolve;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** A collection whose items are made one by one while somebody goes through it, each time anew. */
final class LazyCollection extends AbstractCollection<Map<String, Object>> {
    private final Supplier<Collection<String>> keys;
    private final Function<String, Map<String, Object>> items;

    LazyCollection(Supplier<Collection<String>> keys, Function<String, Map<String, Object>> items) {
        this.keys = keys;
        this.items = items;
    }

    @Override
    public Iterator<Map<String, Object>> iterator() {
        Iterator<String> each = keys.get().iterator();
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
        return keys.get().size();
    }
}
