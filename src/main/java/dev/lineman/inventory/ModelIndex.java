package dev.lineman.inventory;

import dev.lineman.inventory.extension.ModelPattern;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the model that the keys {@code model} and {@code template} of a phone mean. The catalog of templates implements
 * it; an inventory asks it, so that all names of a model have the same effect. Implementations are immutable.
 */
@FunctionalInterface
public interface ModelIndex {
    /** The index without templates: each name is a model of its own. */
    ModelIndex EMPTY = (template, model) -> null;

    /**
     * Finds the model of a phone.
     *
     * @param template the key {@code template}; null if the phone has none
     * @param model the key {@code model}; null if the phone has none
     * @return the model; null if there is none, or the names are ambiguous
     */
    @Nullable
    KnownModel model(@Nullable String template, @Nullable String model);

    /**
     * A model that a template has. Immutable.
     *
     * @param fullName the name as its template writes it, such as {@code Yealink T54W}
     * @param names all names of the model, in the form of {@link ModelPattern#normalise}
     */
    record KnownModel(String fullName, Set<String> names) {
        public KnownModel {
            names = Set.copyOf(names);
        }
    }

    /** Whether two names are those of one model. */
    default boolean isSame(String one, String other) {
        return ModelPattern.normalise(one).equals(ModelPattern.normalise(other))
                || Objects.equals(fullName(null, one), fullName(null, other));
    }

    /**
     * The model of a phone as a text for people: the full name, or the key {@code model} as it is written if no template
     * has such a model.
     */
    default @Nullable String fullName(@Nullable String template, @Nullable String model) {
        KnownModel found = model(template, model);
        return found == null ? model : found.fullName();
    }
}
