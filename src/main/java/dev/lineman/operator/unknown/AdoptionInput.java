package dev.lineman.operator.unknown;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values in the form of an adoption. Immutable.
 *
 * @param mac 12 lower-case hex digits
 * @param values the text of each of {@link #KEYS}; empty for a field that is left empty
 */
public record AdoptionInput(String mac, Map<String, String> values) {
    /** The number of the extension. */
    public static final String EXTENSION = "extension";

    /** The folder of the new file. */
    public static final String INTO = "into";

    /** The names of the fields: the options of {@code lineman adopt} without their dashes. */
    public static final List<String> KEYS =
            List.of(EXTENSION, "model", "site", "first_name", "last_name", "auth_id", "pbx_ip", INTO);

    public AdoptionInput {
        Map<String, String> all = new LinkedHashMap<>();
        for (String key : KEYS) {
            all.put(key, values.getOrDefault(key, "").strip());
        }
        values = Map.copyOf(all);
    }

    /** Returns the text of a field; empty if it is left empty. */
    public String text(String key) {
        return values.getOrDefault(key, "");
    }
}
