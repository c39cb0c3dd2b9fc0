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

    /** With {@code <} escaped, so that a page that shows it as it is takes nothing in it for an element. */
    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == 0x7f || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
