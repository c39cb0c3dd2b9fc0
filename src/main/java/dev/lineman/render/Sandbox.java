package dev.lineman.render;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.velocity.runtime.directive.ForeachScope;
import org.apache.velocity.util.introspection.Info;
import org.apache.velocity.util.introspection.Uberspect;
import org.apache.velocity.util.introspection.VelMethod;
import org.apache.velocity.util.introspection.VelPropertyGet;
import org.apache.velocity.util.introspection.VelPropertySet;
import org.jspecify.annotations.Nullable;

/**
 * All that templates can do to objects: read the model, and a few methods of texts and lists, each named
 * here. Nothing is found by reflection. Public because the engine makes it by name.
 */
public final class Sandbox implements Uberspect {
    private static final Set<String> METHODS = Set.of("get", "size", "isEmpty", "contains", "containsKey", "keySet");

    @Override
    public void init() {}

    @Override
    public @Nullable Iterator<?> getIterator(Object of, Info info) {
        if (of instanceof Branch branch) {
            return branch.iterator();
        }
        if (of instanceof ForeachScope) {
            return null;
        }
        if (of instanceof Map<?, ?> map) {
            return map.values().iterator();
        }
        return of instanceof Collection<?> collection ? collection.iterator() : null;
    }

    @Override
    public @Nullable VelPropertyGet getPropertyGet(Object of, String name, Info info) {
        Scope.current().budget().step(1);
        if (of instanceof ForeachScope loop) {
            Object value = ofLoop(loop, name);
            return value == null ? null : new Got(name, value);
        }
        if (of instanceof Branch.Keyed branch) {
            return new Got(name, branch.get(name));
        }
        return of instanceof Map<?, ?> map ? new Got(name, map.get(name)) : null;
    }

    private static @Nullable Object ofLoop(ForeachScope loop, String name) {
        return switch (name) {
            case "index" -> loop.getIndex();
            case "count" -> loop.getCount();
            case "hasNext" -> loop.hasNext();
            case "first" -> loop.isFirst();
            case "last" -> loop.isLast();
            case "parent" -> loop.getParent();
            default -> null;
        };
    }

    @Override
    public @Nullable VelPropertySet getPropertySet(Object of, String name, Object value, Info info) {
        return null;
    }

    @Override
    public @Nullable VelMethod getMethod(Object of, String name, Object[] arguments, Info info) {
        boolean known = of instanceof String
                ? TextMethods.NAMES.contains(name)
                : METHODS.contains(name)
                        && !(of instanceof ForeachScope)
                        && (of instanceof Branch || of instanceof Collection<?> || of instanceof Map<?, ?>);
        return known ? new Called(name) : null;
    }

    private static @Nullable Result call(Object of, String name, Object[] arguments) {
        Budget budget = Scope.current().budget();
        budget.step(1);
        if (of instanceof Branch branch) {
            return ofBranch(branch, name, arguments);
        }
        return of instanceof String text
                ? TextMethods.of(text, name, arguments, budget)
                : ofCollection(of, name, arguments);
    }

    /** What a method gives, which may be null; no result means that there is no such method. */
    record Result(@Nullable Object value) {}

    private static @Nullable Result ofBranch(Branch branch, String name, Object[] arguments) {
        return switch (name + arguments.length) {
            case "get1" -> new Result(branch.get(arguments[0]));
            case "size0" -> new Result(branch.size());
            case "isEmpty0" -> new Result(branch.size() == 0);
            case "containsKey1" ->
                branch instanceof Branch.Keyed keyed ? new Result(keyed.get(arguments[0]) != null) : null;
            case "keySet0" -> branch instanceof Branch.Keyed keyed ? new Result(keyed.keys()) : null;
            default -> null;
        };
    }

    private static @Nullable Result ofCollection(Object of, String name, Object[] arguments) {
        Collection<?> elements = of instanceof Map<?, ?> map ? map.values() : (Collection<?>) of;
        return switch (name + arguments.length) {
            case "get1" -> new Result(element(of, arguments[0]));
            case "size0" -> new Result(elements.size());
            case "isEmpty0" -> new Result(elements.isEmpty());
            case "contains1" ->
                of instanceof List<?> list && !(arguments[0] instanceof Branch)
                        ? new Result(list.contains(arguments[0]))
                        : null;
            case "containsKey1" -> of instanceof Map<?, ?> map ? new Result(map.containsKey(arguments[0])) : null;
            case "keySet0" -> of instanceof Map<?, ?> map ? new Result(map.keySet()) : null;
            default -> null;
        };
    }

    private static @Nullable Object element(Object of, Object key) {
        if (of instanceof Map<?, ?> map) {
            return map.get(key);
        }
        boolean within = of instanceof List<?> list
                && key instanceof Number index
                && index.intValue() >= 0
                && index.intValue() < list.size();
        return within ? ((List<?>) of).get(((Number) key).intValue()) : null;
    }

    private record Got(String name, @Nullable Object value) implements VelPropertyGet {
        @Override
        public @Nullable Object invoke(Object of) {
            return value;
        }

        @Override
        public boolean isCacheable() {
            return false;
        }

        @Override
        public String getMethodName() {
            return name;
        }
    }

    /** A call; the engine keeps it for other objects and arguments of the same classes. */
    private record Called(String name) implements VelMethod {
        @Override
        public @Nullable Object invoke(Object of, Object[] arguments) throws InvocationTargetException {
            try {
                Result result = call(of, name, arguments);
                if (result == null) {
                    throw new Refusal("'" + name + "' takes other arguments");
                }
                return result.value();
            } catch (Refusal e) {
                // So the engine adds the place.
                throw new InvocationTargetException(e);
            }
        }

        @Override
        public boolean isCacheable() {
            return true;
        }

        @Override
        public String getMethodName() {
            return name;
        }

        @Override
        public Class<?> getReturnType() {
            return Object.class;
        }

        @Override
        public @Nullable Method getMethod() {
            return null;
        }
    }
}
