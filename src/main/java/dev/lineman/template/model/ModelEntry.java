package dev.lineman.template.model;

import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.problem.Position;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model with its data: what one file says, or what all files together say. Immutable.
 *
 * @param name the full name, as the file writes it
 * @param at the place of the entry
 * @param names the names by which a phone can have the model
 * @param values by key; no entry for what is not known
 */
public record ModelEntry(String name, Position at, EntryNames names, Map<ModelField, ModelValue> values) {
    public ModelEntry {
        Map<ModelField, ModelValue> copy = new EnumMap<>(ModelField.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    /** Makes an entry whose names follow from its values. */
    public static ModelEntry of(String name, Position at, Map<ModelField, ModelValue> values) {
        return new ModelEntry(
                name,
                at,
                EntryNames.of(name, text(values.get(ModelField.UA)), texts(values.get(ModelField.ALIASES))),
                values);
    }

    /** Makes the only model of a template that lists none. It has no data. */
    public static ModelEntry unlisted(String name, Position at, Set<String> names) {
        return new ModelEntry(name, at, new EntryNames(List.of(), names, names), Map.of());
    }

    /** Whether a file lists the model. Such an entry never stands at the beginning of a file. */
    public boolean isListed() {
        return !at.equals(Position.of(at.file()));
    }

    /** The form of the full name that is compared. */
    public String key() {
        return ModelPattern.normalise(name);
    }

    /** The value of a key; null if it is not known. */
    public @Nullable ModelValue value(ModelField field) {
        return values.get(field);
    }

    /** The text of a key; empty if it is not known. */
    public String text(ModelField field) {
        return text(values.get(field));
    }

    /** The number of a key; null if it is not known. */
    public @Nullable Integer number(ModelField field) {
        ModelValue value = values.get(field);
        return value == null ? null : (Integer) value.value();
    }

    /** The texts of a key with a list, as the files give them; empty if it is not known. */
    public List<String> texts(ModelField field) {
        return texts(values.get(field));
    }

    /** The expansion modules that the model takes; null if they are not known. */
    public @Nullable ModelModules modules() {
        ModelValue value = values.get(ModelField.MODULES);
        return value == null ? null : (ModelModules) value.value();
    }

    /** The product name in the {@code User-Agent}; the full name if none is given. */
    public String ua() {
        String ua = text(ModelField.UA);
        return ua.isEmpty() ? name : ua;
    }

    /** How many lines and keys the model has, without those of expansion modules. */
    public ModelKeys keys() {
        return new ModelKeys(number(ModelField.LINES), number(ModelField.KEYS), number(ModelField.BLFKEYS));
    }

    /** Whether a pattern matches one of the names of the model. */
    public boolean matches(ModelPattern pattern) {
        return names.all().stream().anyMatch(pattern::matches);
    }

    /** Whether another entry says the same of the same model, wherever it says so. */
    public boolean saysTheSame(ModelEntry other) {
        return name.equals(other.name)
                && names.equals(other.names)
                && values.keySet().equals(other.values.keySet())
                && values.entrySet().stream()
                        .allMatch(value -> value.getValue()
                                .value()
                                .equals(other.values
                                        .getOrDefault(value.getKey(), value.getValue())
                                        .value()));
    }

    /** This entry, with the values of another one for what it does not say. Aliases of both count. */
    public ModelEntry over(ModelEntry below) {
        Map<ModelField, ModelValue> both = new EnumMap<>(ModelField.class);
        both.putAll(below.values);
        both.putAll(values);
        ModelValue own = values.get(ModelField.ALIASES);
        ModelValue further = below.values.get(ModelField.ALIASES);
        if (own != null && further != null) {
            Set<String> aliases = new LinkedHashSet<>(texts(own));
            aliases.addAll(texts(further));
            both.put(ModelField.ALIASES, new ModelValue(List.copyOf(aliases), own.at()));
        }
        return of(name, at, both);
    }

    /** This entry without some of its values. */
    public ModelEntry without(Set<ModelField> fields) {
        Map<ModelField, ModelValue> rest = new EnumMap<>(ModelField.class);
        rest.putAll(values);
        rest.keySet().removeAll(fields);
        return of(name, at, rest);
    }

    private static String text(@Nullable ModelValue value) {
        return value == null ? "" : (String) value.value();
    }

    private static List<String> texts(@Nullable ModelValue value) {
        return value != null && value.value() instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of();
    }
}
