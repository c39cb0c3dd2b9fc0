package dev.lineman.template;

import dev.lineman.collection.Deferred;
import dev.lineman.input.Document;
import dev.lineman.template.dialect.Content;
import org.jspecify.annotations.Nullable;

/**
 * A file below {@code templates/lib} that templates share through {@code src} or {@code #parse}. Immutable.
 *
 * @param path below the root, with {@code /}
 * @param text the whole file, read as UTF-8. A built-in file is read when something asks for it
 */
public record Fragment(String path, Deferred<Content> text) implements Document {
    /** The whole file. */
    public Content content() {
        return text.get();
    }

    /** Compares the text last, so that different fragments are told apart without reading them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || (other instanceof Fragment that && path.equals(that.path) && text.equals(that.text));
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @Override
    public boolean continues(Document shorter) {
        return shorter instanceof Fragment other
                && other.content().text().length() < content().text().length()
                && content().text().startsWith(other.content().text());
    }
}
