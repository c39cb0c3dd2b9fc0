package dev.lineman.template;

import org.jspecify.annotations.Nullable;

/**
 * Finds the fragments that a template's {@code src} and {@code #parse} name. {@link Catalog} implements it;
 * tests use a lambda.
 */
@FunctionalInterface
public interface FragmentLookup {
    /** A lookup without any fragment. */
    FragmentLookup NONE = path -> null;

    /**
     * Returns the fragment of a file; null if there is none.
     *
     * @param path below the root, such as {@code templates/lib/x.cfg}
     */
    @Nullable
    Fragment fragment(String path);
}
