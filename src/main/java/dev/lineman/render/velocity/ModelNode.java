package dev.lineman.render.velocity;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map or collection of the model as a template sees it: read only. Each read is recorded by its path, in which all
 * elements of a collection share one name, such as {@code accounts[].number}. {@link Sandbox} gives templates access
 * to it. For one rendering, by one thread.
 */
abstract sealed class ModelNode {
    /** The worst case of comparisons in one map lookup: a tree map with some ten thousand keys. */
    private static final long COMPARISONS = 16;

    /** The path of this part of the model. */
    final String path;

    final TemplateRun run;

    private ModelNode(String path, TemplateRun run) {
        this.path = path;
        this.run = run;
    }

    /**
     * Wraps a value of the model: maps and collections become nodes, other values are returned as they are. The read
     * is charged.
     */
    static @Nullable Object of(String path, @Nullable Object value, TemplateRun run) {
        if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
            return run.readModelValue(value);
        }
        if (value instanceof Map<?, ?> map) {
            run.chargeModelPart(map.size(), 0);
            return new MapNode(path, map, run);
        }
        if (value instanceof Collection<?> collection) {
            run.chargeModelPart(0, value instanceof List<?> list ? list.size() : 0);
            return new ListNode(path, collection, run);
        }
        throw new IllegalStateException("a model holds texts, numbers, maps and collections, not " + value.getClass());
    }

    /** Returns the index in a list that a value is; negative if it is none. */
    static int index(@Nullable Object value) {
        return value instanceof Number number && number.doubleValue() == number.intValue() ? number.intValue() : -1;
    }

    /** The number of elements. Reading it depends on all keys, so it is recorded as a read of all of them. */
    abstract int size();

    /** The value of a key or, in a list, of an index; null if there is none. */
    abstract @Nullable Object get(@Nullable Object key);

    /** The elements; for a map, its values. */
    abstract Iterator<@Nullable Object> iterator();

    /** The path. A node is not text, and its content may be secret. */
    @Override
    public String toString() {
        return "$" + path;
    }

    /** A map of the model. */
    static final class MapNode extends ModelNode {
        private final Map<?, ?> map;

        private MapNode(String path, Map<?, ?> map, TemplateRun run) {
            super(path, run);
            this.map = map;
        }

        @Override
        int size() {
            run.recordRead(path + "[]");
            return map.size();
        }

        @Override
        @Nullable
        Object get(@Nullable Object key) {
            if (key == null) {
                return null;
            }
            if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
                return null;
            }
            String name = key.toString();
            String to = path + "." + name;
            run.recordRead(to);
            // Keys that differ in case alone are compared all along.
            run.budget().chargeCharacters(name.length() * COMPARISONS);
            return of(to, map.get(name), run);
        }

        /** The keys, as a list. */
        Object keys() {
            return new ListNode(path, map.keySet(), run);
        }

        @Override
        Iterator<@Nullable Object> iterator() {
            return new ListNode(path, map.values(), run).iterator();
        }
    }

    /** A collection of the model. */
    static final class ListNode extends ModelNode {
        private final Collection<?> elements;

        private ListNode(String path, Collection<?> elements, TemplateRun run) {
            super(path + "[]", run);
            this.elements = elements;
        }

        /** Charges for elements that a collection computes on each access. A list has them ready. */
        private void chargeSearch(int count) {
            if (!(elements instanceof List<?>)) {
                run.budget().chargeSteps(count);
            }
        }

        @Override
        int size() {
            run.recordRead(path);
            chargeSearch(elements.size());
            return elements.size();
        }

        @Override
        @Nullable
        Object get(@Nullable Object index) {
            run.recordRead(path);
            int at = index(index);
            if (at < 0 || at >= elements.size()) {
                return null;
            }
            if (elements instanceof List<?> list) {
                return of(path, list.get(at), run);
            }
            chargeSearch(at);
            Iterator<@Nullable Object> all = iterator();
            for (int i = 0; i < at; i++) {
                all.next();
            }
            return all.next();
        }

        @Override
        Iterator<@Nullable Object> iterator() {
            run.recordRead(path);
            chargeSearch(elements.size());
            Iterator<?> all = elements.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return all.hasNext();
                }

                @Override
                public @Nullable Object next() {
                    return of(path, all.next(), run);
                }
            };
        }
    }
}
