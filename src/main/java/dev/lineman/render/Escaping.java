package dev.lineman.render;

import dev.lineman.template.text.Escape;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Writes a value so that it stays a value in the format it lands in. */
final class Escaping {
    private static final HexFormat HEX = HexFormat.of();

    private Escaping() {}

    /** The value itself where nothing in it needs an escape. */
    static String escaped(String value, Escape escape) {
        if (escape == Escape.NONE) {
            return value;
        }
        for (int i = 0; i < value.length(); i++) {
            if (replacement(value.charAt(i), escape) != null) {
                return rewritten(value, i, escape);
            }
        }
        return value;
    }

    private static String rewritten(String value, int from, Escape escape) {
        StringBuilder out = new StringBuilder(value.length() + 16).append(value, 0, from);
        for (int i = from; i < value.length(); i++) {
            String replacement = replacement(value.charAt(i), escape);
            if (replacement == null) {
                out.append(value.charAt(i));
            } else {
                out.append(replacement);
            }
        }
        return out.toString();
    }

    private static @Nullable String replacement(char c, Escape escape) {
        return escape == Escape.XML ? xml(c) : json(c);
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
