package dev.lineman.template.header;

import dev.lineman.problem.Position;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.DialectParser;
import dev.lineman.template.dialect.DialectTree;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the keys of one type are told.
 *
 * @param name as it is written
 * @param parts by name in lower case
 */
public record BlfType(String name, Map<String, BlfTypePart> parts) {
    public BlfType {
        parts = Map.copyOf(parts);
    }

    /**
     * A text in which placeholders stand.
     *
     * @param tree of the content, as a name
     */
    public record BlfTypePart(Content content, DialectTree tree) {
        static BlfTypePart of(Content content) {
            return new BlfTypePart(content, DialectParser.parseFileName(content.text()));
        }

        /** Where the text begins, white space aside. */
        public Position at() {
            return content.at(
                    content.text().length() - content.text().stripLeading().length());
        }
    }

    static BlfType of(HeaderElement element) {
        Map<String, BlfTypePart> parts = new LinkedHashMap<>();
        for (HeaderElement child : element.children()) {
            parts.putIfAbsent(child.name().toLowerCase(Locale.ROOT), BlfTypePart.of(child.content()));
        }
        return new BlfType(element.name(), parts);
    }
}
