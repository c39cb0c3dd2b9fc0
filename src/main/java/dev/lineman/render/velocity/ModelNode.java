package dev.lineman.render.velocity;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of the model as Velocity sees it: values can be read from it and nothing else. Each read is noted by
 * its path, in which all elements of a collection are one: {@code accounts[].number}.
 */
abstract sealed class ModelNode {
    /** A look into a map of many keys takes no more comparisons than these, about. */
    private static final long COMPARISONS = 16;

    final String path;
    final TemplateRun scope;

    private ModelNode(String path, TemplateRun scope) {
        this.path = path;
        this.scope = scope;
    }

    /** A value of the model as Velocity sees it. */
    static @Nullable Object of(String path, @Nullable Object value, TemplateRun scope) {
        if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
            return scope.read(value);
        }
        if (value instanceof Map<?, ?> map) {
            scope.opens(map.size(), 0);
            return new Keyed(path, map, scope);
        }
        if (value instanceof Collection<?> collection) {
            scope.opens(0, value instanceof List<?> list ? list.size() : 0);
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

    static final class Keyed extends ModelNode {
        private final Map<?, ?> map;

        private Keyed(String path, Map<?, ?> map, TemplateRun scope) {
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
            if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
                return null;
            }
            String name = key.toString();
            String to = path + "." + name;
            scope.note(to);
            // Keys that differ in case alone are compared all along.
            scope.budget().touch(name.length() * COMPARISONS);
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

    static final class Listed extends ModelNode {
        private final Collection<?> elements;

        private Listed(String path, Collection<?> elements, TemplateRun scope) {
            super(path + "[]", scope);
            this.elements = elements;
        }

        /** Pays for elements that are found one by one whenever they are asked for, unless they lie ready in a list. */
        private void payToFind(int count) {
            if (!(elements instanceof List<?>)) {
                scope.budget().step(count);
            }
        }

        @Override
        int size() {
            scope.note(path);
            payToFind(elements.size());
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
            payToFind(at);
            Iterator<@Nullable Object> all = iterator();
            for (int i = 0; i < at; i++) {
                all.next();
            }
            return all.next();
        }

        @Override
        Iterator<@Nullable Object> iterator() {
            scope.note(path);
            payToFind(elements.size());
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
