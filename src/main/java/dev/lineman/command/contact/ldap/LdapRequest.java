package dev.lineman.command.contact.ldap;

import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How to ask a directory.
 *
 * @param url the URL (RFC 4516): {@code ldap://host/base??sub?(filter)}. Without a scope, it is the whole subtree
 * @param user the name to bind with; null to bind anonymously
 * @param password the password of the user
 * @param startsTls whether to switch to TLS on the plain port (RFC 4511, 4.14)
 * @param security the certificates that are trusted
 * @param attributes which attributes give which values
 */
public record LdapRequest(
        String url,
        @Nullable String user,
        String password,
        boolean startsTls,
        SSLContext security,
        LdapAttributes attributes) {
    /** Shows no password. */
    @Override
    public String toString() {
        return url;
    }

    /** Whether the source of an import is the URL of a directory. */
    public static boolean isUrl(String source) {
        String lower = source.toLowerCase(Locale.ROOT);
        return lower.startsWith("ldap://") || lower.startsWith("ldaps://");
    }
}
