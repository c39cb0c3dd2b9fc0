package dev.lineman.template;

import org.jspecify.annotations.Nullable;

/** Where a template's {@code src} and {@code #parse} look fragments up. */
@FunctionalInterface
public interface FragmentLookup {
    /** No fragments at all. */
    FragmentLookup NONE = path -> null;

    /**
     * The fragment of a file.
     *
     * @param path below the root, such as {@code templates/lib/x.cfg}
     * @return null when there is none
     */
    @Nullable
    Fragment fragment(String path);
}
