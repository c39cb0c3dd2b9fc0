package dev.lineman.template.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The expansion modules that a model takes. Immutable.
 *
 * @param count how many modules the phone takes; 0 for none
 * @param keys how many keys one module has; with several types, one of the first type
 * @param types how many keys a module of each type has, the usual type first; empty if the types have no names
 */
public record ModelModules(int count, int keys, Map<String, Integer> types) {
    public ModelModules {
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    }

    /** The usual type; empty if the types have no names. */
    public String usualType() {
        return types.keySet().stream().findFirst().orElse("");
    }

    /** What the model takes, for people: {@code 3 modules (EXP43, EXP50)}, or {@code no modules}. */
    public String description() {
        String names = types.isEmpty() ? "" : " (" + String.join(", ", types.keySet()) + ")";
        return count == 0 ? "no modules" : count == 1 ? "1 module" + names : count + " modules" + names;
    }
}
