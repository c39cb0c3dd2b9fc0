package dev.lineman.render.text;

import org.jspecify.annotations.Nullable;

/**
 * A value of a parameter in a file. Immutable.
 *
 * @param text without escapes and quotation marks
 * @param start of the value as it is written: an index of characters in the text of the file
 * @param end behind the value
 */
public record PlacedValue(String text, int start, int end) {
    /** The longest reference that is resolved, without {@code &} and {@code ;}. */
    private static final int MAX_REFERENCE = 10;

    /**
     * A value of an XML text.
     *
     * @param raw as it is written, with references
     */
    public static PlacedValue ofXml(String raw, int start, int end) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < raw.length(); ) {
            int semicolon = raw.charAt(i) == '&' ? raw.indexOf(';', i) : -1;
            String resolved = semicolon < 0 || semicolon - i > MAX_REFERENCE ? null : resolve(raw, i + 1, semicolon);
            text.append(resolved == null ? raw.substring(i, i + 1) : resolved);
            i = resolved == null ? i + 1 : semicolon + 1;
        }
        return new PlacedValue(text.toString(), start, end);
    }

    /** The character of a reference (XML 1.0, sections 4.1 and 4.6); null if it is none. */
    private static @Nullable String resolve(String raw, int from, int to) {
        String name = raw.substring(from, to);
        return switch (name) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> {
                boolean hex = name.startsWith("#x");
                if (!name.matches("#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}")) {
                    yield null;
                }
                int code = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
                yield Character.isValidCodePoint(code) ? Character.toString(code) : null;
            }
        };
    }
}
