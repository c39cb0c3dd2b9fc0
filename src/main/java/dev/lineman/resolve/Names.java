package dev.lineman.resolve;

import org.jspecify.annotations.Nullable;

/** The named values of one phone for one template. */
@FunctionalInterface
public interface Names {

    /**
     * The value of a name.
     *
     * @param name in lower case
     * @return its text, perhaps empty; null when the name has no value
     */
    @Nullable
    String valueOf(String name);
}
