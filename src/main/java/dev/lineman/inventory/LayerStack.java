package dev.lineman.inventory;

import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The layers of values that apply to one phone or account, the nearest first. The first layer with a value wins.
 * Only mappings such as {@code vars} merge name by name. The resolver and {@code explain} read it. Immutable.
 */
public final class LayerStack {
    private final List<ValueLayer> layers;

    private LayerStack(List<ValueLayer> layers) {
        this.layers = List.copyOf(layers);
    }

    /** Makes a stack of layers, the nearest first. */
    public static LayerStack of(List<ValueLayer> layers) {
        return new LayerStack(layers);
    }

    /** Returns all layers, the nearest first. */
    public List<ValueLayer> all() {
        return layers;
    }

    /**
     * A value and the layer that gives it.
     *
     * @param value a {@link String}, {@link FieldValues.ValueReference}, {@link FieldValues.Items} or {@link
     *     FieldValues}
     * @param layer the layer that gives the value
     * @param packedPosition line and column in the layer's file; see {@link FieldValues#position}
     */
    public record LayerValue(Object value, ValueLayer layer, long packedPosition) {
        /** The position of the value. */
        public Position position() {
            return FieldValues.position(layer.file(), packedPosition);
        }

        /** Prints the position but not the value, which may be a secret. */
        @Override
        public String toString() {
            return "value at " + position();
        }
    }

    /** Returns the nearest value of a key, or null if no layer gives one. */
    public @Nullable LayerValue get(String key) {
        for (ValueLayer layer : layers) {
            LayerValue found = find(layer, layer.fields(), key);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /**
     * Returns the nearest value of a name in a mapping such as {@code vars}, which merges name by name; null if
     * no layer gives one.
     */
    public @Nullable LayerValue get(String mapping, String name) {
        for (ValueLayer layer : layers) {
            if (layer.fields().get(mapping) instanceof FieldValues names) {
                LayerValue found = find(layer, names, name);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /**
     * Returns the nearest value of a name in a mapping such as {@code options}, where the case of names does not matter;
     * null if no layer gives one.
     */
    public @Nullable LayerValue getIgnoringCase(String mapping, String name) {
        for (ValueLayer layer : layers) {
            FieldValues names = layer.fields().fields(mapping);
            int index = names.indexOfIgnoringCase(name);
            if (index >= 0) {
                return new LayerValue(names.value(index), layer, names.packedPosition(index));
            }
        }
        return null;
    }

    /** Returns the names that any layer gives in a mapping such as {@code vars}, in order. */
    public Set<String> keys(String mapping) {
        Set<String> keys = new TreeSet<>();
        for (ValueLayer layer : layers) {
            FieldValues names = layer.fields().fields(mapping);
            for (int i = 0; i < names.size(); i++) {
                keys.add(names.key(i));
            }
        }
        return keys;
    }

    /** Returns every layer's value of a key, the nearest first. */
    public List<LayerValue> all(String key) {
        List<LayerValue> all = new ArrayList<>();
        for (ValueLayer layer : layers) {
            LayerValue found = find(layer, layer.fields(), key);
            if (found != null) {
                all.add(found);
            }
        }
        return all;
    }

    /**
     * Returns the values of further layers that a value of this stack overrides, the nearest first. {@code
     * explain} shows them. Empty if the value is in none of the layers.
     *
     * <p>Layers of other accounts of the same phone are left out: equal keys have equal values there, or the
     * phone has a conflict.
     */
    public List<LayerValue> overridden(LayerValue nearest) {
        List<LayerValue> beneath = new ArrayList<>();
        List<String> path = List.of();
        for (ValueLayer layer : layers) {
            if (layer.equals(nearest.layer())) {
                path = path(layer.fields(), nearest);
            } else if (!path.isEmpty() && layer.kind() != ValueLayer.LayerKind.PHONE) {
                boolean inner = path.size() > 1;
                FieldValues fields = inner ? layer.fields().fields(path.get(0)) : layer.fields();
                LayerValue found = find(layer, fields, path.get(path.size() - 1));
                if (found != null) {
                    beneath.add(found);
                }
            }
        }
        return beneath;
    }

    /**
     * Returns the keys that lead to a value, or to the list that contains it: one key, or a mapping and a name in
     * it. The position identifies the value, because equal values may occur several times.
     */
    private static List<String> path(FieldValues fields, LayerValue found) {
        for (int i = 0; i < fields.size(); i++) {
            Object value = fields.value(i);
            if (fields.packedPosition(i) == found.packedPosition()
                    || (value instanceof FieldValues.Items items && items.hasItemAt(found.packedPosition()))) {
                return List.of(fields.key(i));
            }
            if (value instanceof FieldValues names) {
                for (int n = 0; n < names.size(); n++) {
                    if (names.packedPosition(n) == found.packedPosition()) {
                        return List.of(fields.key(i), names.key(n));
                    }
                }
            }
        }
        return List.of();
    }

    /**
     * Returns the nearest value of a key if it is text; null if it is another kind of value, or no layer gives
     * one.
     */
    public @Nullable String text(String key) {
        LayerValue found = get(key);
        return found != null && found.value() instanceof String text ? text : null;
    }

    /** Returns the files of all layers without repetition, the nearest first. */
    public List<String> files() {
        return layers.stream().map(ValueLayer::file).distinct().toList();
    }

    private static @Nullable LayerValue find(ValueLayer layer, FieldValues fields, String key) {
        int index = fields.indexOf(key);
        return index < 0 ? null : new LayerValue(fields.value(index), layer, fields.packedPosition(index));
    }
}
