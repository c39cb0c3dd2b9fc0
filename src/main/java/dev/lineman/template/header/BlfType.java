package dev.lineman.template.header;

import dev.lineman.problem.Position;
import dev.lineman.template.text.Content;
import dev.lineman.template.text.Dialect;
import dev.lineman.template.text.DialectTree;
import java.util.LinkedHashMap;
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
     * @param tree of the content, as a name
     */
    public record Part(Content content, DialectTree tree) {
        static Part of(Content content) {
            return new Part(content, Dialect.name(content.text()));
        }

        /** Where the text begins, white space aside. */
        public Position at() {
            return content.at(
                    content.text().length() - content.text().stripLeading().length());
        }
    }

    static BlfType of(Element element) {
        Map<String, Part> parts = new LinkedHashMap<>();
        for (Element child : element.children()) {
            parts.putIfAbsent(child.name().toLowerCase(Locale.ROOT), Part.of(child.content()));
        }
        return new BlfType(element.name(), parts);
    }
}
