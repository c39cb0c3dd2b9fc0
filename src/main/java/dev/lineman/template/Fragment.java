package dev.lineman.template;

import dev.lineman.source.Document;
import dev.lineman.template.text.Content;

/**
 * A file below {@code templates/lib} that templates share.
 *
 * @param path below the root, with {@code /}
 */
public record Fragment(String path, Content content) implements Document {}
