package dev.lineman.inventory.extension;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The telephone numbers of people, as phones can dial them. A person may type visual separators (RFC 3966, 5.1.1), blanks
 * and slashes; phones get the number without them. Stateless.
 */
public final class TelephoneNumber {
    /** Blanks, brackets, dots, slashes and dashes. */
    private static final Pattern SEPARATORS = Pattern.compile("[ \\u00A0\\u202F().\\u2010-\\u2015/-]");

    /** What a person can type on a phone. */
    private static final Pattern DIGITS = Pattern.compile("\\+?[0-9*#]{1,64}");

    /** A SIP address with or without its scheme. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?:sips?:)?[^\\s@<>\"]{1,200}@[A-Za-z0-9.\\[\\]:_-]{1,200}");

    /** The zero that callers from abroad leave out. */
    private static final String TRUNK_PREFIX = "(0)";

    private TelephoneNumber() {}

    /** Returns a number without separators, or a SIP address as it is; null if the text is neither. Empty stays empty. */
    public static @Nullable String normalise(String text) {
        String stripped = text.strip();
        if (ADDRESS.matcher(stripped).matches()) {
            return stripped;
        }
        String digits = SEPARATORS.matcher(stripped).replaceAll("");
        return stripped.isEmpty() || (DIGITS.matcher(digits).matches() && !hasTrunkPrefix(stripped)) ? digits : null;
    }

    /** Whether a phone cannot tell which digits of a text to dial. */
    private static boolean hasTrunkPrefix(String text) {
        return text.startsWith("+") && text.contains(TRUNK_PREFIX);
    }

    /**
     * Returns why a text is no number, and what to write.
     *
     * @param key of the text
     * @param text for which {@link #normalise} returns null
     */
    public static String objection(String key, String text) {
        return hasTrunkPrefix(text.strip())
                ? "'" + key + "' has a (0) behind the code of the country, which phones would dial; remove it"
                : "'" + key + "' is not a telephone number; write one such as +49 30 123456, or a SIP address such as"
                        + " anna@example.com";
    }
}
