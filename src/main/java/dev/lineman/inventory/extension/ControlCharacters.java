package dev.lineman.inventory.extension;

/** What a value must not hold, since it could add lines to a phone's configuration or cannot be written as UTF-8. */
public final class ControlCharacters {
    private ControlCharacters() {}

    /** Whether a text has a character of Unicode's class Cc, U+2028, U+2029, or half of a surrogate pair. */
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
