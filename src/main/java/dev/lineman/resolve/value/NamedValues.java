package dev.lineman.resolve.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The named values of one phone for one template. */
@FunctionalInterface
public interface NamedValues {

    /**
     * The value of a name.
     *
     * @param name in lower case
     * @return its text, perhaps empty; null when the name has no value
     */
    @Nullable
    String valueOf(String name);

    /** Whether this very text, as an object, was given out as the value of a secret. */
    default boolean isSecret(String value) {
        return false;
    }

    /** The names that have a value, as far as they can be listed: somebody who mistyped one may mean another. */
    default Iterable<String> knownNames() {
        return List.of();
    }
}
