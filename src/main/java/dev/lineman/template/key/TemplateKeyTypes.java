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
public record TemplateKeyTypes(
        Map<String, TemplateKeyType> byName,
        Map<String, TemplateKeyType> byBareName,
        Map<StandardKeyType, TemplateKeyType> byMeaning) {
    public TemplateKeyTypes {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        byBareName = Map.copyOf(byBareName);
        byMeaning = Map.copyOf(byMeaning);
    }

    /** Makes the indices of the types. */
    public static TemplateKeyTypes of(Map<String, TemplateKeyType> byName) {
        Map<String, TemplateKeyType> byBareName = new HashMap<>();
        Map<StandardKeyType, TemplateKeyType> byMeaning = new HashMap<>();
        for (StandardKeyType meaning : StandardKeyType.values()) {
            TemplateKeyType standard = byName.get(meaning.key());
            if (standard != null) {
                byMeaning.put(meaning, standard);
            }
        }
        for (TemplateKeyType type : byName.values()) {
            byBareName.putIfAbsent(StandardKeyType.normalise(type.name()), type);
            StandardKeyType meaning = StandardKeyType.of(type.name());
            if (meaning != null) {
                byMeaning.putIfAbsent(meaning, type);
            }
        }
        return new TemplateKeyTypes(byName, byBareName, byMeaning);
    }

    /**
     * The type with a name, or else the one with the same standard meaning: the one with the standard name, or the first.
     * Case, blanks and punctuation do not matter.
     *
     * @return null if the template has no such type
     */
    public @Nullable TemplateKeyType find(String name) {
        TemplateKeyType exact = byName.get(name.toLowerCase(Locale.ROOT));
        if (exact != null) {
            return exact;
        }
        TemplateKeyType same = byBareName.get(StandardKeyType.normalise(name));
        if (same != null) {
            return same;
        }
        StandardKeyType meaning = StandardKeyType.of(name);
        return meaning == null ? null : byMeaning.get(meaning);
    }

    /** The names as the template writes them, sorted. */
    public List<String> names() {
        return byName.values().stream().map(TemplateKeyType::name).sorted().toList();
    }
}
