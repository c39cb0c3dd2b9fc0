package dev.lineman.template.dialect;

import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How values are escaped, so that a value cannot change the structure of the file. Literal text of a template
 * is never escaped.
 */
public enum ValueEscape {
    /** {@code & < > " '} become the five predefined entities (XML 1.0, 4.6). */
    XML,
    /** {@code "}, {@code \} and control characters become escape sequences (RFC 8259, 7). */
    JSON,
    /** Values are written unchanged. */
    NONE;

    private static final HexFormat HEX = HexFormat.of();

    /** The value of an {@code escape} attribute, in any case of letters; null if it is unknown. */
    public static @Nullable ValueEscape ofAttribute(String attribute) {
        for (ValueEscape escape : values()) {
            if (escape.name().equals(attribute.strip().toUpperCase(Locale.ROOT))) {
                return escape;
            }
        }
        return null;
    }

    /**
     * Guesses the escape of a content without an {@code escape} attribute.
     *
     * @param text the content without white space and directives before it; the first few characters are enough
     * @param filename the {@code filename} attribute; {@code .json} at its end means JSON
     */
    public static ValueEscape detect(CharSequence text, String filename) {
        if (startsWith(text, "<?xml") || startsWith(text, "<!") || startsWithTag(text)) {
            return XML;
        }
        boolean json =
                startsWith(text, "{") || filename.toLowerCase(Locale.ROOT).endsWith(".json");
        return json ? JSON : NONE;
    }

    private static boolean startsWith(CharSequence text, String prefix) {
        return text.length() >= prefix.length() && prefix.contentEquals(text.subSequence(0, prefix.length()));
    }

    private static boolean startsWithTag(CharSequence text) {
        return text.length() >= 2 && text.charAt(0) == '<' && Character.isLetter(text.charAt(1));
    }

    /** Returns the escaped value; the same object if nothing needs an escape. */
    public String escape(String value) {
        if (this == NONE) {
            return value;
        }
        for (int i = 0; i < value.length(); i++) {
            if (replacement(value.charAt(i)) != null) {
                return escapeFrom(value, i);
            }
        }
        return value;
    }

    /** Escapes a value from an index on; the part before it needs no escape. */
    private String escapeFrom(String value, int from) {
        StringBuilder out = new StringBuilder(value.length() + 16).append(value, 0, from);
        for (int i = from; i < value.length(); i++) {
            String replacement = replacement(value.charAt(i));
            if (replacement == null) {
                out.append(value.charAt(i));
            } else {
                out.append(replacement);
            }
        }
        return out.toString();
    }

    /** The escape of a character; null if it needs none. */
    private @Nullable String replacement(char c) {
        return this == XML ? xml(c) : json(c);
    }

    private static @Nullable String xml(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&apos;";
            default -> null;
        };
    }

    private static @Nullable String json(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> c < ' ' ? "\\u" + HEX.toHexDigits(c) : null;
        };
    }
}
