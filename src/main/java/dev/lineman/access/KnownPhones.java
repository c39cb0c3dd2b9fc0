package dev.lineman.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks up phones by MAC, for {@link RequestedMac}. {@code operator.explain.PhoneLookup} answers from the inventory and
 * the templates. Thread-safe.
 */
public interface KnownPhones {

    /** Whether the inventory has a phone with this MAC, in 12 lower-case digits. */
    boolean contains(String mac);

    /** Whether the inputs were read since the start. Until then, a phone may be new, and its files not yet made. */
    default boolean isLoaded() {
        return false;
    }

    /**
     * Whether a phone with this MAC belongs to a site, as far as it is known: access depends on it. The unnamed site is the
     * empty text.
     */
    default boolean isPhoneOf(String mac, String site) {
        return false;
    }

    /**
     * The MAC in a requested name, at the place where the file name of a template has it, in 12 lower-case
     * digits. Null if no template has a file name of that form.
     */
    default @Nullable String templateMac(String name) {
        return null;
    }

    /** The paths below {@code out/} of the files that were made for a phone; empty if there are none. */
    default List<String> filesOf(String mac) {
        return List.of();
    }

    /**
     * Whether the template of a phone says that an upload is served back to it.
     *
     * @param kind the word for what the upload is
     */
    default boolean servesUpload(String mac, String kind) {
        return false;
    }

    /**
     * Whether a published file may go out by TFTP, apart from its access rule.
     *
     * @param path below {@code out/}
     */
    default TftpPermission tftpPermission(String path) {
        return TftpPermission.UNKNOWN;
    }

    /** Whether a site has this name. Such a folder in a requested path is not a token. */
    default boolean isSite(String name) {
        return false;
    }
}
