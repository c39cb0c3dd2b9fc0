package dev.lineman.render;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of the model as Velocity sees it: values can be read from it and nothing else. Each read is noted by
 * its path, in which all elements of a collection are one: {@code accounts[].number}.
 */
abstract sealed class Branch {
    final String path;
    final Scope scope;

    private Branch(String path, Scope scope) {
        this.path = path;
        this.scope = scope;
    }

    /** A value of the model as Velocity sees it. */
    static @Nullable Object of(String path, @Nullable Object value, Scope scope) {
        if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
            return scope.read(value);
        }
        if (value instanceof Map<?, ?> map) {
            return new Keyed(path, map, scope);
        }
        if (value instanceof Collection<?> collection) {
            return new Listed(path, collection, scope);
        }
        throw new IllegalStateException("a model holds texts, numbers, maps and collections, not " + value.getClass());
    }

    abstract int size();

    /** What the key or, in a list, the index leads to. */
    abstract @Nullable Object get(@Nullable Object key);

    abstract Iterator<@Nullable Object> iterator();

    /** Never the contents: they are no text. */
    @Override
    public String toString() {
        return "$" + path;
    }

    static final class Keyed extends Branch {
        private final Map<?, ?> map;

        private Keyed(String path, Map<?, ?> map, Scope scope) {
            super(path, scope);
            this.map = map;
        }

        @Override
        int size() {
            scope.note(path + "[]");
            return map.size();
        }

        @Override
        @Nullable
        Object get(@Nullable Object key) {
            if (key == null) {
                return null;
            }
            String name = key.toString();
            String to = path + "." + name;
            scope.note(to);
            return of(to, map.get(name), scope);
        }

        Object keys() {
            return new Listed(path, map.keySet(), scope);
        }

        @Override
        Iterator<@Nullable Object> iterator() {
            return new Listed(path, map.values(), scope).iterator();
        }
    }

    static final class Listed extends Branch {
        private final Collection<?> elements;

        private Listed(String path, Collection<?> elements, Scope scope) {
            super(path + "[]", scope);
            this.elements = elements;
        }

        @Override
        int size() {
            scope.note(path);
            return elements.size();
        }

        @Override
        @Nullable
        Object get(@Nullable Object index) {
            scope.note(path);
            if (!(index instanceof Number number)) {
                return null;
            }
            int at = number.intValue();
            if (at < 0 || at >= elements.size()) {
                return null;
            }
            if (elements instanceof List<?> list) {
                return of(path, list.get(at), scope);
            }
            Iterator<@Nullable Object> all = iterator();
            for (int i = 0; i < at; i++) {
                all.next();
            }
            return all.next();
        }

        @Override
        Iterator<@Nullable Object> iterator() {
            scope.note(path);
            Iterator<?> all = elements.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return all.hasNext();
                }

                @Override
                public @Nullable Object next() {
                    return of(path, all.next(), scope);
                }
            };
        }
    }
}
