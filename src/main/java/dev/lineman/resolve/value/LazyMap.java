package dev.lineman.resolve.value;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A map of known keys that computes a value on each access. A template that reads few fields of an extension
 * depends only on these.
 *
 * <p>Not thread-safe, unless the function is.
 */
public final class LazyMap extends AbstractMap<String, Object> {
    private final Set<String> keys;
    private final Function<String, Object> values;

    /**
     * Computes nothing yet.
     *
     * @param values computes the value of a key
     */
    public LazyMap(Set<String> keys, Function<String, Object> values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    public @Nullable Object get(Object key) {
        return key instanceof String name && keys.contains(name) ? values.apply(name) : null;
    }

    @Override
    public boolean containsKey(Object key) {
        return key instanceof String name && keys.contains(name);
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public Set<String> keySet() {
        return keys;
    }

    /** Computes all values. */
    @Override
    public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> all = new LinkedHashMap<>();
        keys.forEach(key -> all.put(key, values.apply(key)));
        return all.entrySet();
    }
}
