package dev.lineman.template;

import dev.lineman.input.Document;
import dev.lineman.template.dialect.Content;

/**
 * A file below {@code templates/lib} that templates share.
 *
 * @param path below the root, with {@code /}
 */
public record Fragment(String path, Content content) implements Document {
    @Override
    public boolean continues(Document shorter) {
        return shorter instanceof Fragment other
                && other.content.text().length() < content.text().length()
                && content.text().startsWith(other.content.text());
    }
}
