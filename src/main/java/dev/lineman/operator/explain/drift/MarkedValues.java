package dev.lineman.operator.explain.drift;

import dev.lineman.resolve.value.NamedValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The values of a phone, of which some are marked as secrets, whatever they are. Each text is an object of its own, since
 * rendering recognizes secrets by the object. So the masks of a rendered file show what was computed from the marked ones.
 * For one thread.
 */
final class MarkedValues implements NamedValues {
    private final NamedValues values;

    /** The texts of names, as they were returned. */
    private final Map<String, String> named = new LinkedHashMap<>();

    /** The texts of the model by path, such as {@code accounts[0].number}. */
    private final Map<String, String> leaves = new LinkedHashMap<>();

    private final Map<String, Object> model;

    /** The marked texts, compared by identity. */
    private final Set<String> marked = Collections.newSetFromMap(new IdentityHashMap<>());

    MarkedValues(NamedValues values, Map<String, Object> model) {
        this.values = values;
        Map<String, Object> copy = new LinkedHashMap<>();
        model.forEach((name, value) -> copy.put(name, copy(value, name)));
        this.model = Collections.unmodifiableMap(copy);
    }

    private Object copy(Object value, String path) {
        if (value instanceof String text) {
            String own = newObject(text);
            leaves.put(path, own);
            return own;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy =
                    map instanceof SortedMap<?, ?> sorted ? emptyLike(sorted) : new LinkedHashMap<>();
            map.forEach((key, inner) -> copy.put(key, copy(inner, path + '.' + key)));
            return Collections.unmodifiableMap(copy);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                copy.add(copy(list.get(i), path + '[' + i + ']'));
            }
            return Collections.unmodifiableList(copy);
        }
        return value;
    }

    /** An equal text that is no other object's. */
    private static String newObject(String text) {
        return String.valueOf(text.toCharArray());
    }

    /** An empty map with the order of another one, which may ignore the case of keys. */
    @SuppressWarnings("unchecked")
    private static Map<Object, Object> emptyLike(SortedMap<?, ?> map) {
        return new TreeMap<>(((SortedMap<Object, Object>) map).comparator());
    }

    /** The model for Velocity. */
    Map<String, Object> model() {
        return model;
    }

    /** All names that can be marked: paths of the model, and names that were read. */
    List<String> names() {
        List<String> names = new ArrayList<>(leaves.keySet());
        names.addAll(named.keySet());
        return names;
    }

    /** Marks the values with these names and no others. */
    void mark(Predicate<String> chosen) {
        marked.clear();
        leaves.forEach((name, text) -> markIf(chosen.test(name), text));
        named.forEach((name, text) -> markIf(chosen.test(name), text));
    }

    private void markIf(boolean chosen, String text) {
        if (chosen) {
            marked.add(text);
        }
    }

    @Override
    public @Nullable String valueOf(String name) {
        String known = named.get(name);
        if (known != null) {
            return known;
        }
        String text = values.valueOf(name);
        if (text == null) {
            return null;
        }
        String own = newObject(text);
        named.put(name, own);
        return own;
    }

    @Override
    public boolean isSecret(String value) {
        return marked.contains(value);
    }

    @Override
    public Iterable<String> knownNames() {
        return values.knownNames();
    }
}
