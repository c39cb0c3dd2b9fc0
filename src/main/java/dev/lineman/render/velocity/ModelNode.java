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
    final TemplateRun run;

    private ModelNode(String path, TemplateRun run) {
        this.path = path;
        this.run = run;
    }

    /** A value of the model as Velocity sees it. */
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

    abstract int size();

    /** What the key or, in a list, the index leads to. */
    abstract @Nullable Object get(@Nullable Object key);

    abstract Iterator<@Nullable Object> iterator();

    /** Never the contents: they are no text. */
    @Override
    public String toString() {
        return "$" + path;
    }

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

        Object keys() {
            return new ListNode(path, map.keySet(), run);
        }

        @Override
        Iterator<@Nullable Object> iterator() {
            return new ListNode(path, map.values(), run).iterator();
        }
    }

    static final class ListNode extends ModelNode {
        private final Collection<?> elements;

        private ListNode(String path, Collection<?> elements, TemplateRun run) {
            super(path + "[]", run);
            this.elements = elements;
        }

        /** Pays for elements that are found one by one whenever they are asked for, unless they lie ready in a list. */
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
            if (!(index instanceof Number number)) {
                return null;
            }
            int at = number.intValue();
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
