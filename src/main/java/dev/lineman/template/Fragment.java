package dev.lineman.template;

import dev.lineman.input.Document;
import dev.lineman.template.dialect.Content;

/**
 * A file below {@code templates/lib} that templates share through {@code src} or {@code #parse}. Immutable.
 *
 * @param path below the root, with {@code /}
 * @param content the whole file, read as UTF-8
 */
public record Fragment(String path, Content content) implements Document {
    @Override
    public boolean continues(Document shorter) {
        return shorter instanceof Fragment other
                && other.content.text().length() < content.text().length()
                && content.text().startsWith(other.content.text());
    }
}
