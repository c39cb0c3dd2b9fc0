package dev.lineman.template.header;

import dev.lineman.problem.Position;
import dev.lineman.template.dialect.Content;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An element of a template's document.
 *
 * @param name as it is written
 * @param at its start tag
 * @param attributes by name in lower case
 * @param content its own text, without that of its children
 * @param children in document order
 */
public record HeaderElement(
        String name, Position at, Map<String, String> attributes, Content content, List<HeaderElement> children) {
    public HeaderElement {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    /** The value of an attribute, white space around it removed; null when it is not there. */
    public @Nullable String attribute(String lowerCase) {
        String value = attributes.get(lowerCase);
        return value == null ? null : value.strip();
    }

    /** The text without white space around it. */
    public String text() {
        return content.text().strip();
    }

    boolean hasName(String named) {
        return name.equalsIgnoreCase(named);
    }

    /** The children of a name. */
    public List<HeaderElement> children(String named) {
        return children.stream().filter(child -> child.hasName(named)).toList();
    }
}
