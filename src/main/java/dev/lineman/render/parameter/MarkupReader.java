package dev.lineman.render.parameter;

import dev.lineman.render.parameter.MarkupElement.AttributeValue;
import dev.lineman.render.parameter.MarkupElement.TagPlace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the elements of an XML text in one pass over its characters. It keeps places and no values, and passes over
 * comments, CDATA sections and processing instructions. Each character is looked at a bounded number of times. For one
 * text, by one thread.
 */
final class MarkupReader {
    private static final int MAX_DEPTH = 100;

    private final String text;
    private final List<MarkupElement> elements = new ArrayList<>();
    private final List<MarkupElement> open = new ArrayList<>();
    private int at;

    private MarkupReader(String text) {
        this.text = text;
    }

    /**
     * Returns the elements in the order of their start tags; at least one.
     *
     * @throws ParameterRefusedException if the text is no XML
     */
    static List<MarkupElement> read(String text) {
        return new MarkupReader(text).readAll();
    }

    private List<MarkupElement> readAll() {
        for (at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
            if (text.startsWith("<!--", at)) {
                skip("-->");
            } else if (text.startsWith("<![CDATA[", at)) {
                skip("]]>");
            } else if (text.startsWith("<?", at)) {
                skip("?>");
            } else if (text.startsWith("<!", at)) {
                skip(">");
            } else if (text.startsWith("</", at)) {
                readEnd();
            } else {
                readStart();
            }
        }
        if (!open.isEmpty() || elements.isEmpty()) {
            throw refused(open.isEmpty() ? "it has no element" : "<" + last().name() + "> has no end tag");
        }
        return elements;
    }

    private void skip(String end) {
        int found = text.indexOf(end, at);
        if (found < 0) {
            throw refused("'" + end + "' is missing");
        }
        at = found + end.length();
    }

    private void readEnd() {
        int start = at;
        at += 2;
        String name = readName();
        skipBlanks();
        if (open.isEmpty() || !last().name().equals(name) || current() != '>') {
            throw refused("the end tag </" + name + "> does not fit");
        }
        open.remove(open.size() - 1).close(start);
        at++;
    }

    private void readStart() {
        int start = at++;
        String name = readName();
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        for (skipBlanks(); current() != '>' && current() != '/'; skipBlanks()) {
            readAttribute(attributes);
        }
        boolean selfClosing = current() == '/';
        int end = at;
        at += selfClosing ? 2 : 1;
        if (name.isEmpty() || at > text.length() || text.charAt(at - 1) != '>') {
            throw refused("a start tag is not complete");
        }
        @Nullable MarkupElement parent = open.isEmpty() ? null : last();
        MarkupElement element =
                new MarkupElement(text, name, parent, attributes, new TagPlace(start, end, selfClosing));
        elements.add(element);
        if (!selfClosing) {
            if (open.size() == MAX_DEPTH) {
                throw refused("it has more than " + MAX_DEPTH + " elements inside each other");
            }
            open.add(element);
        }
    }

    private void readAttribute(Map<String, AttributeValue> attributes) {
        String name = readName();
        skipBlanks();
        char equals = current();
        at++;
        skipBlanks();
        char quote = current();
        int end = at + 1 > text.length() ? -1 : text.indexOf(quote, at + 1);
        if (name.isEmpty() || equals != '=' || (quote != '"' && quote != '\'') || end < 0) {
            throw refused("an attribute has no value in quotes");
        }
        attributes.put(name, new AttributeValue(text.substring(at + 1, end), at + 1, end));
        at = end + 1;
    }

    private String readName() {
        int start = at;
        while (at < text.length() && " \t\n\r=/>\"'<".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** The character at the current place; a zero behind the end, which no tag has. */
    private char current() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private MarkupElement last() {
        return open.get(open.size() - 1);
    }

    private static ParameterRefusedException refused(String reason) {
        return ParameterRefusedException.ofFile(
                "this file is no XML that 'settings' can be put into: " + reason + "; correct the template");
    }
}
