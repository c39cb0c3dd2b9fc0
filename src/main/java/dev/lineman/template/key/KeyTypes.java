package dev.lineman.template.key;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of keys of one kind that a template offers. Immutable.
 *
 * @param byName the types by name in lower case, in document order
 * @param byBareName the first type of each name without blanks and punctuation
 * @param byMeaning for each standard meaning, the type with the standard name, or the first
 */
public record KeyTypes(Map<String, BlfType> byName, Map<String, BlfType> byBareName, Map<KeyType, BlfType> byMeaning) {
    public KeyTypes {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        byBareName = Map.copyOf(byBareName);
        byMeaning = Map.copyOf(byMeaning);
    }

    /** Makes the indices of the types. */
    public static KeyTypes of(Map<String, BlfType> byName) {
        Map<String, BlfType> byBareName = new HashMap<>();
        Map<KeyType, BlfType> byMeaning = new HashMap<>();
        for (KeyType meaning : KeyType.values()) {
            BlfType standard = byName.get(meaning.key());
            if (standard != null) {
                byMeaning.put(meaning, standard);
            }
        }
        for (BlfType type : byName.values()) {
            byBareName.putIfAbsent(KeyType.normalise(type.name()), type);
            KeyType meaning = KeyType.of(type.name());
            if (meaning != null) {
                byMeaning.putIfAbsent(meaning, type);
            }
        }
        return new KeyTypes(byName, byBareName, byMeaning);
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
        BlfType same = byBareName.get(KeyType.normalise(name));
        if (same != null) {
            return same;
        }
        KeyType meaning = KeyType.of(name);
        return meaning == null ? null : byMeaning.get(meaning);
    }

    /** The names as the template writes them, sorted. */
    public List<String> names() {
        return byName.values().stream().map(BlfType::name).sorted().toList();
    }
}
