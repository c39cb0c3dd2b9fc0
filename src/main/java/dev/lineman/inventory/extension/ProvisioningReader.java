package dev.lineman.inventory.extension;

import dev.lineman.access.AccessRule;
import dev.lineman.access.IpNetwork;
import dev.lineman.input.yaml.YamlNode;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of {@code provisioning}: who may fetch a phone's files. An empty text takes away what a folder above has
 * asked. What stands behind {@code !secret} and {@code !env} is looked at later, by the same rules.
 */
public final class ProvisioningReader {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{16,128}");
    private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,5}");

    private ProvisioningReader() {}

    /** What is wrong with a user's name; null when nothing is. */
    public static @Nullable String userError(String text) {
        return text.indexOf(':') < 0 ? null : "'user' cannot have a ':', which HTTP puts between user and password";
    }

    /** What is wrong with a token; null when nothing is. */
    public static @Nullable String tokenError(String text) {
        // A segment of dots would be another folder.
        boolean fits = TOKEN.matcher(text).matches() && text.charAt(0) != '.';
        return text.isEmpty() || fits
                ? null
                : "'token' is a part of a path that nobody can guess: 16 to 128 letters, digits, '-', '_', '.' and '~',"
                        + " made at random";
    }

    /** Text or a reference; {@code wrong} says what is wrong with a text, or null. */
    static @Nullable Object text(
            String key, YamlNode node, FileProblems problems, UnaryOperator<@Nullable String> wrong) {
        Object value = ScalarReader.text(key, node, problems);
        String complaint = value instanceof String text ? wrong.apply(text) : null;
        if (complaint != null) {
            problems.error(node, complaint);
            return null;
        }
        return value;
    }

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

    static @Nullable String flag(String key, YamlNode node, FileProblems problems) {
        return ScalarReader.plain(
                key, node, problems, Set.of("true", "false")::contains, "'" + key + "' is true or false");
    }

    static @Nullable String moment(String key, YamlNode node, FileProblems problems) {
        return ScalarReader.plain(
                key,
                node,
                problems,
                text -> text.isEmpty() || AccessRule.parseInstant(text) != null,
                "'" + key + "' is a date, a time and a zone, such as 2026-12-01T12:00Z");
    }

    static @Nullable String count(String key, YamlNode node, FileProblems problems) {
        return ScalarReader.plain(
                key,
                node,
                problems,
                text -> text.isEmpty() || COUNT.matcher(text).matches(),
                "'" + key + "' is a number from 1 to 999999");
    }
}
