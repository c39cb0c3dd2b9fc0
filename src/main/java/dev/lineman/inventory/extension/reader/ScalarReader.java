package dev.lineman.inventory.extension.reader;

import dev.lineman.access.MacFinder;
import dev.lineman.input.yaml.FileProblems;
import dev.lineman.input.yaml.YamlNode;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.TelephoneNumber;
import dev.lineman.inventory.extension.ValueText;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads single values: text, and text of a certain form. A value with an error gives null, and the problem is
 * recorded. Messages name the key, never the value. Stateless.
 */
final class ScalarReader {
    /** A number from 1 to 999; leading zeros are common in tables. */
    private static final Pattern LINE = Pattern.compile("0*[1-9]\\d{0,2}");
    /** What a phone can dial as a speed dial. */
    private static final Pattern SPEED_DIAL = Pattern.compile("[0-9*#]{0,10}");
    /** A name that is safe as a folder: it begins with neither a dash nor a dot. */
    private static final Pattern SITE = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*");

    private ScalarReader() {}

    /**
     * Reads text or a reference.
     *
     * @return a {@link String} or a {@link FieldValues.ValueReference}; null if the node is neither
     */
    static @Nullable Object text(String key, YamlNode node, FileProblems problems) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            problems.error(node, "'" + key + "' is text; put it in quotes if it only looks like a list or a mapping");
            return null;
        }
        if (scalar.tag() != YamlNode.Tag.TEXT) {
            checkWhole(key, node, problems);
            return new FieldValues.ValueReference(scalar.tag() == YamlNode.Tag.SECRET, scalar.text());
        }
        if (ValueText.hasControlCharacter(scalar.text())) {
            problems.error(node, "'" + key + "' has a control character, such as a line break or a tab; remove it");
            return null;
        }
        return scalar.text();
    }

    /**
     * Warns if YAML may have cut a text at a {@code #}. For passwords, secrets, names and references: in other texts,
     * such a {@code #} nearly always begins a comment.
     */
    static void checkWhole(String key, YamlNode node, FileProblems problems) {
        if (node instanceof YamlNode.Scalar scalar && scalar.cut()) {
            problems.warning(
                    node,
                    "'" + key
                            + "' ends before ' #', because YAML takes the rest of the line for a comment; "
                            // Quotes would make the comment a part of the name behind !secret or !env.
                            + (scalar.tag() == YamlNode.Tag.TEXT ? "put the whole value in quotes, or " : "")
                            + "write '# ' before "
                            + (scalar.tag() == YamlNode.Tag.TEXT ? "a comment" : "the comment"));
        }
    }

    /** Reads text that must not be a reference, because a look-up needs it before references are resolved. */
    static @Nullable String plain(String key, YamlNode node, FileProblems problems) {
        Object text = text(key, node, problems);
        if (text instanceof FieldValues.ValueReference) {
            problems.error(node, "'" + key + "' must be written out: it cannot be a !secret or !env reference");
            return null;
        }
        return (String) text;
    }

    /** Reads a MAC and returns 12 lower-case hex digits. */
    static @Nullable String mac(YamlNode node, FileProblems problems) {
        String text = plain("mac", node, problems);
        if (text == null) {
            return null;
        }
        String mac = MacFinder.digits(text);
        if (!MacFinder.isMac(mac)) {
            problems.error(node, "'mac' must be 12 hex digits, with or without ':' '-' '.', such as 00:04:13:24:66:72");
            return null;
        }
        return mac;
    }

    /** Reads a line number from 1 to 999: DECT systems have hundreds of lines. */
    static @Nullable String line(YamlNode node, FileProblems problems) {
        return plain("line", node, problems, ScalarReader::isLine, "'line' must be a number from 1 to 999");
    }

    /** Whether a text is the number of a line, or of a handset. */
    static boolean isLine(String text) {
        return LINE.matcher(text).matches();
    }

    /** Reads a site's name, which is also a folder's name; empty for the unnamed site. */
    static @Nullable String site(YamlNode node, FileProblems problems) {
        return plain(
                "site",
                node,
                problems,
                text -> text.isEmpty() || SITE.matcher(text).matches(),
                "'site' names a folder: letters, digits, '_', '-' and '.', and neither '-' nor '.' first");
    }

    /** Reads a telephone number, and returns it without blanks and punctuation; see {@link TelephoneNumber}. */
    static @Nullable String telephone(String key, YamlNode node, FileProblems problems) {
        String text = plain(key, node, problems);
        if (text == null) {
            return null;
        }
        String number = TelephoneNumber.normalise(text);
        if (number == null) {
            problems.error(node, TelephoneNumber.objection(key, text));
        }
        return number;
    }

    /** Reads the key that dials a contact. */
    static @Nullable String speedDial(String key, YamlNode node, FileProblems problems) {
        return plain(
                key, node, problems, SPEED_DIAL.asMatchPredicate(), "'" + key + "' has digits, '*' and '#', such as 7");
    }

    /** Reads the name by which a phonebook is sorted. */
    static @Nullable String nameOrder(String key, YamlNode node, FileProblems problems) {
        return plain(
                key,
                node,
                problems,
                Set.of("last_name", "first_name")::contains,
                "'" + key + "' is last_name or first_name");
    }

    /**
     * Reads text that must not be a reference and must meet a condition.
     *
     * @param fits the condition
     * @param advice the message if the text does not meet it
     */
    static @Nullable String plain(
            String key, YamlNode node, FileProblems problems, Predicate<String> fits, String advice) {
        String text = plain(key, node, problems);
        if (text != null && !fits.test(text)) {
            problems.error(node, advice);
            return null;
        }
        return text;
    }
}
