package dev.lineman.template.key;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of keys of one kind that a template offers. Immutable.
 *
 * @param byName the types by name in lower case, in document order
 */
public record KeyTypes(Map<String, BlfType> byName) {
    public KeyTypes {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /**
     * The type with a name, or else the one with the same standard meaning: the one with the standard name, or the first.
     * Case, blanks and punctuation do not matter.
     *
     * @return null if the template has no such type
     */
    public @Nullable BlfType find(String name) {
        BlfType exact = byName.get(name.toLowerCase(Locale.ROOT));
        if (exact != null) {
            return exact;
        }
        String wanted = KeyType.normalise(name);
        for (BlfType type : byName.values()) {
            if (KeyType.normalise(type.name()).equals(wanted)) {
                return type;
            }
        }
        KeyType meaning = KeyType.of(name);
        BlfType alike = meaning == null ? null : byName.get(meaning.key());
        for (BlfType type : byName.values()) {
            if (alike == null && meaning != null && KeyType.of(type.name()) == meaning) {
                alike = type;
            }
        }
        return alike;
    }

    /** The names as the template writes them, sorted. */
    public List<String> names() {
        return byName.values().stream().map(BlfType::name).sorted().toList();
    }
}
