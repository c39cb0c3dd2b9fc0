package dev.lineman.template.key;

import dev.lineman.problem.Position;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.DialectParser;
import dev.lineman.template.dialect.DialectTree;
import java.util.Map;

/**
 * A type of keys that a template supports: a child element of {@code <blftype>} or {@code <softkeytype>}. Immutable.
 *
 * <p>{@code resolve} fills its parts with the number and the names of a key.
 *
 * @param name as the template writes it
 * @param parts the children of the element, by name in lower case
 */
public record TemplateKeyType(String name, Map<String, KeyTypePart> parts) {
    public TemplateKeyType {
        parts = Map.copyOf(parts);
    }

    /**
     * A text with placeholders, such as the value or the label of a key.
     *
     * @param content the text with its positions
     * @param tree the parsed content, without directives, as in a file name
     */
    public record KeyTypePart(Content content, DialectTree tree) {
        /** Parses a text. */
        public static KeyTypePart of(Content content) {
            return new KeyTypePart(content, DialectParser.parseFileName(content.text()));
        }

        /** Position of the first character that is not white space. */
        public Position at() {
            return content.at(
                    content.text().length() - content.text().stripLeading().length());
        }
    }
}
