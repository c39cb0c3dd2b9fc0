package dev.lineman.inventory;

import dev.lineman.access.Network;
import dev.lineman.access.Rule;
import dev.lineman.yaml.Node;
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
    public static @Nullable String wrongUser(String text) {
        return text.indexOf(':') < 0 ? null : "'user' cannot have a ':', which HTTP puts between user and password";
    }

    /** What is wrong with a token; null when nothing is. */
    public static @Nullable String wrongToken(String text) {
        // A segment of dots would be another folder.
        boolean fits = TOKEN.matcher(text).matches() && text.charAt(0) != '.';
        return text.isEmpty() || fits
                ? null
                : "'token' is a part of a path that nobody can guess: 16 to 128 letters, digits, '-', '_', '.' and '~',"
                        + " made at random";
    }

    static @Nullable Object user(Node node, FileProblems problems) {
        Object user = ScalarReader.text("user", node, problems);
        String wrong = user instanceof String text ? wrongUser(text) : null;
        return sound(user, wrong, node, problems);
    }

    static @Nullable Object token(Node node, FileProblems problems) {
        Object token = ScalarReader.text("token", node, problems);
        String wrong = token instanceof String text ? wrongToken(text) : null;
        return sound(token, wrong, node, problems);
    }

    static @Nullable Object network(Node node, FileProblems problems) {
        String text = ScalarReader.plain("allow", node, problems);
        if (text == null) {
            return null;
        }
        Network network = Network.parse(text);
        String wrong = null;
        if (network == null) {
            wrong = "'allow' has networks such as 10.0.0.0/8 or \"2001:db8::/32\", and single addresses";
        } else if (!network.whole().equals(network)) {
            wrong = "this network begins at another address: write " + network.whole();
        }
        return sound(network == null ? text : network.toString(), wrong, node, problems);
    }

    static @Nullable Object flag(String key, Node node, FileProblems problems) {
        String text = ScalarReader.plain(key, node, problems);
        boolean fits = text == null || text.equals("true") || text.equals("false");
        return sound(text, fits ? null : "'" + key + "' is true or false", node, problems);
    }

    static @Nullable Object moment(String key, Node node, FileProblems problems) {
        String text = ScalarReader.plain(key, node, problems);
        boolean fits = text == null || text.isEmpty() || Rule.moment(text) != null;
        return sound(
                text,
                fits ? null : "'" + key + "' is a date, a time and a zone, such as 2026-12-01T12:00Z",
                node,
                problems);
    }

    static @Nullable Object count(String key, Node node, FileProblems problems) {
        String text = ScalarReader.plain(key, node, problems);
        boolean fits = text == null || text.isEmpty() || COUNT.matcher(text).matches();
        return sound(text, fits ? null : "'" + key + "' is a number from 1 to 999999", node, problems);
    }

    private static @Nullable Object sound(
            @Nullable Object value, @Nullable String wrong, Node node, FileProblems problems) {
        if (wrong != null) {
            problems.error(node, wrong);
            return null;
        }
        return value;
    }
}
