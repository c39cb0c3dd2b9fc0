package dev.lineman.inventory.extension;

/**
 * Finds characters that a value must not contain: they could add lines to a phone's configuration, or cannot be
 * encoded as UTF-8. Stateless.
 */
public final class ControlCharacters {
    private ControlCharacters() {}

    /** Whether a text has a character of Unicode's class Cc, U+2028, U+2029, or an unpaired surrogate. */
    public static boolean in(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                return true;
            }
            if (Character.isSurrogate(c) && !Character.isSupplementaryCodePoint(text.codePointAt(i++))) {
                return true;
            }
        }
        return false;
    }
}
