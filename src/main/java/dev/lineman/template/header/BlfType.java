package dev.lineman.template.header;

import dev.lineman.problem.Position;
import dev.lineman.template.text.Content;
import dev.lineman.template.text.Dialect;
import dev.lineman.template.text.Token;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the keys of one type are told.
 *
 * @param name as it is written
 * @param parts by name in lower case
 */
public record BlfType(String name, Map<String, Part> parts) {
    public BlfType {
        parts = Map.copyOf(parts);
    }

    /**
     * A text in which placeholders stand.
     *
     * @param from where it begins in the content, white space aside
     * @param tokens with offsets in {@link #text()}
     */
    public record Part(Content content, int from, String text, List<Token> tokens) {
        public Part {
            tokens = List.copyOf(tokens);
        }

        static Part of(Element element) {
            String text = element.text();
            String whole = element.content().text();
            return new Part(
                    element.content(), whole.length() - whole.stripLeading().length(), text, Dialect.name(text));
        }

        /** Where the character at an offset of the text stands. */
        public Position at(int offset) {
            return content.at(from + offset);
        }
    }

    static BlfType of(Element element) {
        Map<String, Part> parts = new LinkedHashMap<>();
        for (Element child : element.children()) {
            parts.putIfAbsent(child.name().toLowerCase(Locale.ROOT), Part.of(child));
        }
        return new BlfType(element.name(), parts);
    }
}
