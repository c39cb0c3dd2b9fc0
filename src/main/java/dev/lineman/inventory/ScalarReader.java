package dev.lineman.inventory;

import dev.lineman.access.Mac;
import dev.lineman.yaml.Node;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads single values: text, and text of a certain form. What is wrong is noted, and then there is no value. Messages
 * name the key, never the value.
 */
final class ScalarReader {
    private static final Pattern LINE = Pattern.compile("0*[1-9]\\d?");
    private static final Pattern SITE = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*");

    private ScalarReader() {}

    /** A {@link String} or a {@link Fields.Reference}. */
    static @Nullable Object text(String key, Node node, FileProblems problems) {
        if (!(node instanceof Node.Scalar scalar)) {
            problems.error(node, "'" + key + "' is text; put it in quotes if it only looks like a list or a mapping");
            return null;
        }
        if (scalar.tag() != Node.Tag.TEXT) {
            return new Fields.Reference(scalar.tag() == Node.Tag.SECRET, scalar.text());
        }
        if (ControlCharacters.in(scalar.text())) {
            problems.error(node, "'" + key + "' has a control character, such as a line break or a tab; remove it");
            return null;
        }
        return scalar.text();
    }

    /** Text that is no reference. */
    static @Nullable String plain(String key, Node node, FileProblems problems) {
        Object text = text(key, node, problems);
        if (text instanceof Fields.Reference) {
            problems.error(node, "'" + key + "' must be written out: it cannot be a secret");
            return null;
        }
        return (String) text;
    }

    /** 12 lower-case hex digits. */
    static @Nullable String mac(Node node, FileProblems problems) {
        String text = plain("mac", node, problems);
        if (text == null) {
            return null;
        }
        String mac = Mac.digits(text);
        if (!Mac.isMac(mac)) {
            problems.error(node, "'mac' must be 12 hex digits, with or without ':' '-' '.', such as 00:04:13:24:66:72");
            return null;
        }
        return mac;
    }

    /** A number from 1 to 99, as many as the placeholders' two digits can name. */
    static @Nullable String line(Node node, FileProblems problems) {
        return plain("line", node, problems, LINE.asMatchPredicate(), "'line' must be a number from 1 to 99");
    }

    /** A site's name, which is also a folder's; empty for the unnamed site. */
    static @Nullable String site(Node node, FileProblems problems) {
        return plain(
                "site",
                node,
                problems,
                text -> text.isEmpty() || SITE.matcher(text).matches(),
                "'site' names a folder: letters, digits, '_', '-' and '.', and neither '-' nor '.' first");
    }

    /** Text that is no reference and fits; what else it is, the advice says. */
    static @Nullable String plain(String key, Node node, FileProblems problems, Predicate<String> fits, String advice) {
        String text = plain(key, node, problems);
        if (text != null && !fits.test(text)) {
            problems.error(node, advice);
            return null;
        }
        return text;
    }
}
