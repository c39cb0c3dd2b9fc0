package dev.lineman.render.velocity;

import dev.lineman.render.content.RenderingRefusedException;
import dev.lineman.render.text.RenderBudget;
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
 * Everything that a template can do to an object: read the model, and call the methods of text and lists that are
 * listed here. It never uses reflection, so no other method of a class is reachable. Each access is charged to the
 * budget of the current run.
 *
 * <p>Implements Velocity's {@link Uberspect}. Thread-safe: its state is that of the run. Public because the engine
 * creates it by name.
 */
public final class Sandbox implements Uberspect {
    /** The methods of maps and collections. Those of text are in {@link TextMethods}. */
    private static final Set<String> METHODS = Set.of("get", "size", "isEmpty", "contains", "containsKey", "keySet");

    @Override
    public void init() {}

    @Override
    public @Nullable Iterator<?> getIterator(Object of, Info info) {
        if (of instanceof ModelNode modelNode) {
            return modelNode.iterator();
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
        TemplateRun.current().budget().chargeSteps(1);
        if (of instanceof ForeachScope loop) {
            // A property of the loop variable {@code $foreach}; null if there is none.
            Object value = loopProperty(loop, name);
            return value == null ? null : new PropertyValue(name, value);
        }
        if (of instanceof ModelNode.MapNode node) {
            return new PropertyValue(name, node.get(name));
        }
        return of instanceof Map<?, ?> map ? new PropertyValue(name, map.get(name)) : null;
    }

    private static @Nullable Object loopProperty(ForeachScope loop, String name) {
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
                        && (of instanceof ModelNode || of instanceof Collection<?> || of instanceof Map<?, ?>);
        return known ? new AllowedMethod(name) : null;
    }

    /** Calls a method. Null if the object has no method of this name with such arguments. */
    private static @Nullable MethodResult call(Object of, String name, Object[] arguments) {
        RenderBudget budget = TemplateRun.current().budget();
        budget.chargeSteps(1);
        if (of instanceof ModelNode modelNode) {
            // Calls a method of a node of the model. The name and the number of arguments select the method.
            return callModelNode(modelNode, name, arguments);
        }
        return of instanceof String text
                ? TextMethods.call(text, name, arguments, budget)

                // Calls a method of a list or map that the template made.
                : callCollection(of, name, arguments);
    }

    /** The result of a method, which may be null. A null in place of this record means that there is no such method. */
    record MethodResult(@Nullable Object value) {}

    private static @Nullable MethodResult callModelNode(ModelNode modelNode, String name, Object[] arguments) {
        return switch (name + arguments.length) {
            case "get1" -> new MethodResult(modelNode.get(arguments[0]));
            case "size0" -> new MethodResult(modelNode.size());
            case "isEmpty0" -> new MethodResult(modelNode.size() == 0);
            case "containsKey1" ->
                modelNode instanceof ModelNode.MapNode keyed ? new MethodResult(keyed.get(arguments[0]) != null) : null;
            case "keySet0" -> modelNode instanceof ModelNode.MapNode keyed ? new MethodResult(keyed.keys()) : null;
            default -> null;
        };
    }

    private static @Nullable MethodResult callCollection(Object of, String name, Object[] arguments) {
        Collection<?> elements = of instanceof Map<?, ?> map ? map.values() : (Collection<?>) of;
        return switch (name + arguments.length) {
            case "get1" -> new MethodResult(element(of, arguments[0]));
            case "size0" -> new MethodResult(elements.size());
            case "isEmpty0" -> new MethodResult(elements.isEmpty());
            case "contains1" ->
                of instanceof List<?> list && !(arguments[0] instanceof ModelNode)
                        ? new MethodResult(list.contains(arguments[0]))
                        : null;
            case "containsKey1" -> of instanceof Map<?, ?> map ? new MethodResult(map.containsKey(arguments[0])) : null;
            case "keySet0" -> of instanceof Map<?, ?> map ? new MethodResult(map.keySet()) : null;
            default -> null;
        };
    }

    /** The element of a list or map; null if there is none. */
    private static @Nullable Object element(Object of, Object key) {
        if (of instanceof Map<?, ?> map) {
            return map.get(key);
        }
        int index = ModelNode.index(key);
        return of instanceof List<?> list && index >= 0 && index < list.size() ? list.get(index) : null;
    }

    /** A property that was read already. Not cacheable, since the engine would keep the value for other objects. */
    private record PropertyValue(String name, @Nullable Object value) implements VelPropertyGet {
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

    /** A method call. The engine caches it for other objects and arguments of the same classes, so it has no state. */
    private record AllowedMethod(String name) implements VelMethod {
        @Override
        public @Nullable Object invoke(Object of, Object[] arguments) throws InvocationTargetException {
            try {
                MethodResult result = call(of, name, arguments);
                if (result == null) {
                    throw new RenderingRefusedException("'" + name + "' takes other arguments");
                }
                return result.value();
            } catch (RenderingRefusedException e) {
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
