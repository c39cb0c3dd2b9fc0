package dev.lineman.access;

import org.jspecify.annotations.Nullable;

/** What the inventory and the templates say of phones. Thread-safe. */
public interface KnownPhones {

    /** Whether a MAC, in 12 lower-case digits, is that of a phone of the inventory. */
    boolean contains(String mac);

    /**
     * The MAC in a requested name where the file name of a template has one, in 12 lower-case digits; null when no template has
     * a file name of that form.
     */
    default @Nullable String templateMac(String name) {
        return null;
    }
}
