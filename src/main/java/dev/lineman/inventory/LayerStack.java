package dev.lineman.inventory;

import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The layers over one phone or account, the nearest first: the first that gives a value wins. */
public final class LayerStack {
    private final List<ValueLayer> layers;

    private LayerStack(List<ValueLayer> layers) {
        this.layers = List.copyOf(layers);
    }

    /** Layers in this order, the nearest first. */
    public static LayerStack of(List<ValueLayer> layers) {
        return new LayerStack(layers);
    }

    /** All of them, the nearest first. */
    public List<ValueLayer> all() {
        return layers;
    }

    /** A value that a layer gives: {@link String}, {@link FieldValues.ValueReference}, {@link FieldValues.Items} or {@link FieldValues}. */
    public record LayerValue(Object value, ValueLayer layer, long packedPosition) {
        public Position position() {
            return FieldValues.position(layer.file(), packedPosition);
        }

        /** Where the value stands; not the value, since it may be secret. */
        @Override
        public String toString() {
            return "value at " + position();
        }
    }

    /** The nearest value of a key. */
    public @Nullable LayerValue get(String key) {
        for (ValueLayer layer : layers) {
            LayerValue found = find(layer, layer.fields(), key);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The nearest value of a name in a mapping such as {@code vars}, which merge name by name. */
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

    /** The names that any layer gives in a mapping such as {@code vars}. */
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

    /** Every layer's value of a key, the nearest first. */
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
     * What the layers further away say where a value of these layers says what counts, the nearest first. Empty when it is
     * in none of them. What two phones' mappings of one layer say is the same.
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

    /** The keys that lead to a value, or to the list that holds it. */
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

    /** The nearest text of a key; null when no layer gives any. */
    public @Nullable String text(String key) {
        LayerValue found = get(key);
        return found != null && found.value() instanceof String text ? text : null;
    }

    /** The files of all layers, the nearest first. */
    public List<String> files() {
        return layers.stream().map(ValueLayer::file).distinct().toList();
    }

    private static @Nullable LayerValue find(ValueLayer layer, FieldValues fields, String key) {
        int index = fields.indexOf(key);
        return index < 0 ? null : new LayerValue(fields.value(index), layer, fields.packedPosition(index));
    }
}
