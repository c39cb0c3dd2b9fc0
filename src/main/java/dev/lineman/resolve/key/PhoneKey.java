package dev.lineman.resolve.key;

import dev.lineman.inventory.ValueLayer;
import dev.lineman.resolve.module.KeyPlace;
import dev.lineman.resolve.value.ResolvedValue;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One key of a phone. Immutable.
 *
 * @param type the name of a type of the template
 * @param details each detail; the text is empty if it is not given
 * @param layer the nearest layer that sets the key
 */
public record PhoneKey(String type, Map<KeyDetail, ResolvedValue> details, ValueLayer layer) {
    private static final ResolvedValue NOTHING = ResolvedValue.derived("");

    public PhoneKey {
        Map<KeyDetail, ResolvedValue> copy = new EnumMap<>(KeyDetail.class);
        copy.putAll(details);
        details = Collections.unmodifiableMap(copy);
    }

    /** A detail; an empty text if it is not given. */
    public ResolvedValue detail(KeyDetail detail) {
        return details.getOrDefault(detail, NOTHING);
    }

    /**
     * The key as Velocity templates see it.
     *
     * @param number the number of the key
     * @param place where a BLF key is; null for a soft key
     */
    Map<String, Object> model(int number, @Nullable KeyPlace place) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("key", number);
        model.put("type", type);
        for (KeyDetail each : KeyDetail.values()) {
            String text = detail(each).text();
            model.put(each.property(), each == KeyDetail.LINE ? (Object) Integer.valueOf(text) : text);
        }
        if (place != null) {
            model.put("module", place.module());
            model.put("moduleKey", place.key());
        }
        return Collections.unmodifiableMap(model);
    }
}
