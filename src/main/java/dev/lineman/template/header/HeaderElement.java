package dev.lineman.template.header;

import dev.lineman.problem.Position;
import dev.lineman.template.dialect.Content;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An XML element outside of the contents, as a tree. {@link HeaderReader} interprets it. Immutable.
 *
 * @param name as the template writes it, with its prefix
 * @param at position of the start tag
 * @param attributes by name in lower case
 * @param content its own text, without the text of its children
 * @param children in document order
 */
public record HeaderElement(
        String name, Position at, Map<String, String> attributes, Content content, List<HeaderElement> children) {
    /** The attribute that says whether a value counts for the whole phone or for one line: {@code phone} or {@code line}. */
    static final String SCOPE = "scope";

    public HeaderElement {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    /**
     * Returns an attribute's value without surrounding white space; null if the attribute is missing.
     *
     * @param lowerCase name in lower case
     */
    public @Nullable String attribute(String lowerCase) {
        String value = attributes.get(lowerCase);
        return value == null ? null : value.strip();
    }

    /** The element's text without surrounding white space. */
    public String text() {
        return content.text().strip();
    }

    /** Whether each line of a phone has its own value of what the element offers. */
    boolean isOfLine() {
        return "line".equals(attribute(SCOPE));
    }

    /** Whether the element has this name, in any case of letters. */
    boolean hasName(String named) {
        return name.equalsIgnoreCase(named);
    }

    /** The children with this name, in any case of letters. */
    public List<HeaderElement> children(String named) {
        return children.stream().filter(child -> child.hasName(named)).toList();
    }
}
