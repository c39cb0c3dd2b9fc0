package dev.lineman.report;

import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes trees of maps, collections, texts, numbers and truth values as JSON (RFC 8259), on one line. */
public final class JsonText {
    private JsonText() {}

    /**
     * A tree as one line.
     *
     * @param value null is JSON's {@code null}; anything else than the above is told by its text
     */
    public static String of(@Nullable Object value) {
        StringBuilder json = new StringBuilder();
        write(value, json);
        return json.toString();
    }

    private static void write(@Nullable Object value, StringBuilder json) {
        if (value instanceof Map<?, ?> map) {
            list(
                    '{',
                    map.entrySet(),
                    member -> {
                        quote(String.valueOf(member.getKey()), json);
                        json.append(':');
                        write(member.getValue(), json);
                    },
                    '}',
                    json);
        } else if (value instanceof Collection<?> collection) {
            list('[', collection, item -> write(item, json), ']', json);
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            json.append(value);
        } else {
            quote(value.toString(), json);
        }
    }

    private static <T> void list(char open, Collection<T> items, Consumer<T> write, char close, StringBuilder json) {
        json.append(open);
        boolean first = true;
        for (T item : items) {
            json.append(first ? "" : ",");
            first = false;
            write.accept(item);
        }
        json.append(close);
    }

    /** A text as a JSON string. */
    public static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2);
        quote(text, json);
        return json.toString();
    }

    /** With {@code <} escaped, so that a page that shows it as it is takes nothing in it for an element. */
    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' '
                    || c == '<'
                    || c == 0x7f
                    || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                json.append(String.format("\\u%04x", c));
            } else {
                json.appendCodePoint(c);
            }
        }
        json.append('"');
    }
}
