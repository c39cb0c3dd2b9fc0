package dev.lineman.inventory.extension.reader;

import dev.lineman.access.AccessRule;
import dev.lineman.access.IpNetwork;
import dev.lineman.input.yaml.FileProblems;
import dev.lineman.input.yaml.YamlNode;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of {@code provisioning}: the access rules of a phone's files. An empty text removes a rule
 * that a folder above sets. The values behind {@code !secret} and {@code !env} are checked by the same rules when
 * a phone is resolved. Stateless.
 */
public final class ProvisioningReader {
    /** Unreserved characters of a URL (RFC 3986, section 2.3), long enough that a client cannot guess them. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{16,128}");
    /** A number from 1 to 999999. */
    private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,5}");

    private ProvisioningReader() {}

    /**
     * Returns an error message for a user name, or null if it is valid. HTTP Basic sends user and password with a
     * colon between them (RFC 7617, section 2).
     */
    public static @Nullable String userError(String text) {
        return text.indexOf(':') < 0 ? null : "'user' cannot have a ':', which HTTP puts between user and password";
    }

    /** Returns an error message for a token, or null if it is valid. */
    public static @Nullable String tokenError(String text) {
        // The segments '.' and '..' refer to other folders.
        boolean fits = TOKEN.matcher(text).matches() && text.charAt(0) != '.';
        return text.isEmpty() || fits
                ? null
                : "'token' is a part of the URL and must be hard to guess: 16 to 128 letters, digits, '-', '_', '.' and '~',"
                        + " made at random";
    }

    /**
     * Reads text or a reference; null if it has an error.
     *
     * @param check returns the error message for a text, or null
     */
    static @Nullable Object text(
            String key, YamlNode node, FileProblems problems, UnaryOperator<@Nullable String> check) {
        Object value = ScalarReader.text(key, node, problems);
        String error = value instanceof String text ? check.apply(text) : null;
        if (error != null) {
            problems.error(node, error);
            return null;
        }
        return value;
    }

    /**
     * Reads a network in CIDR form or an address, in its canonical form. A network with bits set after its prefix
     * is an error.
     */
    static @Nullable String network(YamlNode node, FileProblems problems) {
        String text = ScalarReader.plain("allow", node, problems);
        IpNetwork network = text == null ? null : IpNetwork.parse(text);
        if (network != null && network.masked().equals(network)) {
            return network.toString();
        }
        if (text != null) {
            problems.error(
                    node,
                    network == null
                            ? "'allow' has networks such as 10.0.0.0/8 or \"2001:db8::/32\", and single addresses"
                            : "this network begins at another address: write " + network.masked());
        }
        return null;
    }

    /** Reads {@code true} or {@code false}. */
    static @Nullable String flag(String key, YamlNode node, FileProblems problems) {
        return ScalarReader.plain(
                key, node, problems, Set.of("true", "false")::contains, "'" + key + "' is true or false");
    }

    /** Reads a date and time with a zone; empty text removes the rule. */
    static @Nullable String moment(String key, YamlNode node, FileProblems problems) {
        return ScalarReader.plain(
                key,
                node,
                problems,
                text -> text.isEmpty() || AccessRule.parseInstant(text) != null,
                "'" + key + "' is a date, a time and a zone, such as 2026-12-01T12:00Z");
    }

    /** Reads a number from 1 to 999999; empty text removes the rule. */
    static @Nullable String count(String key, YamlNode node, FileProblems problems) {
        return ScalarReader.plain(
                key,
                node,
                problems,
                text -> text.isEmpty() || COUNT.matcher(text).matches(),
                "'" + key + "' is a number from 1 to 999999");
    }
}
