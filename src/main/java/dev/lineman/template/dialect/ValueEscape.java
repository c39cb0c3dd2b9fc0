package dev.lineman.template.dialect;

import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values are written, so that they stay values in the format they land in. */
public enum ValueEscape {
    /** {@code & < > " '} become the five predefined entities (XML 1.0, 4.6). */
    XML,
    /** {@code "}, {@code \} and control characters become escape sequences (RFC 8259, 7). */
    JSON,
    /** As they are. */
    NONE;

    private static final HexFormat HEX = HexFormat.of();

    /** The one that a template's {@code escape} attribute names, or null. */
    public static @Nullable ValueEscape ofAttribute(String attribute) {
        for (ValueEscape escape : values()) {
            if (escape.name().equals(attribute.strip().toUpperCase(Locale.ROOT))) {
                return escape;
            }
        }
        return null;
    }

    /**
     * What a text that begins like this wants.
     *
     * @param text without the white space and directives before it; the first few characters are enough
     * @param filename the {@code filename} attribute
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

    /** A value so that it stays a value; the value itself where nothing in it needs an escape. */
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
