package dev.lineman.template;

import dev.lineman.problem.Position;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.SourceText;
import dev.lineman.template.header.HeaderElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * The parser's position in a document, with offsets of the file. It is the only class that reads events from
 * Woodstox. Not thread-safe.
 */
final class XmlCursor {
    static final String CDATA_START = "<![CDATA[";
    private static final String CDATA_END = "]]>";

    private final SourceText source;
    /** Offset of the document in the source; the parser counts from there. */
    private final int documentStart;

    private final XMLStreamReader2 reader;

    /**
     * Creates a cursor before the first event.
     *
     * @param documentStart offset of the document in the source
     */
    XmlCursor(SourceText source, int documentStart, XMLStreamReader2 reader) {
        this.source = source;
        this.documentStart = documentStart;
        this.reader = reader;
    }

    /** Name of the current element with its prefix. Valid at a start tag and at an end tag. */
    String name() {
        return reader.getLocalName();
    }

    /**
     * Reads the next event, a constant of {@link XMLStreamConstants}.
     *
     * @throws SourceText.UnreadableTemplateException if the document has a DTD
     */
    int next() throws XMLStreamException, SourceText.UnreadableTemplateException {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD) {
            throw new SourceText.UnreadableTemplateException(
                    position(), "a template has no DTD; remove the <!DOCTYPE>");
        }
        return event;
    }

    /** Goes to the next child element. Returns false at the end of the parent or of the document. */
    boolean nextChild() throws XMLStreamException, SourceText.UnreadableTemplateException {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                    return false;
                }
                default -> {}
            }
        }
    }

    /** Skips the rest of the current element, after its start tag. */
    void skip() throws XMLStreamException, SourceText.UnreadableTemplateException {
        int depth = 1;
        while (depth > 0) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
    }

    /** Reads to the end of the document, because text after the root element must be well-formed too. */
    void readToEnd() throws XMLStreamException, SourceText.UnreadableTemplateException {
        while (reader.hasNext()) {
            next();
        }
    }

    /** Reads the current element, after its start tag, with all its children. */
    HeaderElement element() throws XMLStreamException, SourceText.UnreadableTemplateException {
        String name = name();
        Position at = position();
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.putIfAbsent(
                    reader.getAttributeLocalName(i).toLowerCase(Locale.ROOT), reader.getAttributeValue(i));
        }
        Content.Builder text = new Content.Builder(source, endOffset());
        List<HeaderElement> children = new ArrayList<>();
        while (true) {
            switch (next()) {
                case XMLStreamConstants.CDATA, XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> addTo(text);
                case XMLStreamConstants.START_ELEMENT -> children.add(element());
                case XMLStreamConstants.END_ELEMENT -> {
                    return new HeaderElement(name, at, attributes, text.build(), children);
                }
                default -> {}
            }
        }
    }

    /** Adds the text of the current event. CDATA is copied; in other text, references are resolved. */
    void addTo(Content.Builder text) throws XMLStreamException {
        if (reader.getEventType() == XMLStreamConstants.CDATA) {
            text.addVerbatim(offset() + CDATA_START.length(), endOffset() - CDATA_END.length());
        } else {
            text.addXmlText(offset(), endOffset());
        }
    }

    /** Offset in the source at which the current event begins. */
    int offset() {
        return reader.getLocationInfo().getStartLocation().getCharacterOffset() + documentStart;
    }

    /** Offset in the source at which the current event ends. */
    int endOffset() throws XMLStreamException {
        return reader.getLocationInfo().getEndLocation().getCharacterOffset() + documentStart;
    }

    /** Line and column at which the current event begins. */
    Position position() {
        return source.at(offset());
    }

    /**
     * Returns the value of an attribute of the current start tag, with references resolved. The case of the
     * name does not matter. Null if the attribute is missing.
     */
    @Nullable
    String attribute(String named) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equalsIgnoreCase(named)) {
                return reader.getAttributeValue(i);
            }
        }
        return null;
    }

    /** Position of an attribute's value. If the attribute is missing, the position of the tag. */
    Position attributePosition(String named) {
        int[] value = attributeRange(named);
        return source.at(value == null ? offset() : value[0]);
    }

    /**
     * Finds an attribute's value in the source, because the parser gives no offsets of attributes. The tag is
     * well-formed, since the parser has read it.
     *
     * @return offsets of the first character and after the last one; null if the attribute is missing
     */
    int @Nullable [] attributeRange(String named) {
        String text = source.text();
        int at = offset();
        while (true) {
            int equals = at;
            while (text.charAt(equals) != '=') {
                if (text.charAt(equals) == '>') {
                    return null;
                }
                equals++;
            }
            int open = equals + 1;
            while (text.charAt(open) != '"' && text.charAt(open) != '\'') {
                open++;
            }
            int close = text.indexOf(text.charAt(open), open + 1);
            if (lastWord(text.substring(at, equals).strip()).equalsIgnoreCase(named)) {
                return new int[] {open + 1, close};
            }
            at = close + 1;
        }
    }

    private static String lastWord(String text) {
        int blank = text.length();
        while (blank > 0 && !Character.isWhitespace(text.charAt(blank - 1))) {
            blank--;
        }
        return text.substring(blank);
    }
}
