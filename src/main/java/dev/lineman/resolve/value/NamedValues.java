package dev.lineman.resolve.value;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the named values of one phone or site for one template. The renderers read all values through it. Not
 * thread-safe.
 */
@FunctionalInterface
public interface NamedValues {

    /**
     * Returns the value of a name.
     *
     * @param name in lower case
     * @return the text, which may be empty; null if the name has no value
     */
    @Nullable
    String valueOf(String name);

    /**
     * Whether this string object was returned as the value of a secret. An equal string from another source is
     * no secret.
     */
    default boolean isSecret(String value) {
        return false;
    }

    /**
     * The names that have a value, as far as they can be listed. A problem about a misspelt name suggests one
     * of them.
     */
    default Iterable<String> knownNames() {
        return List.of();
    }

    /**
     * The problem that a name has no value, at the place in the inputs where the value belongs.
     *
     * @param name in lower case
     * @param readAt where the template reads it
     * @return null if it is a problem of the template
     */
    default @Nullable Problem missing(String name, Position readAt) {
        return null;
    }
}
