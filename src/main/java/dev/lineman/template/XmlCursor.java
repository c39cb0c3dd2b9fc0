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

/** Where a parse is in a document, as places of the file. Reads no DTD. */
final class XmlCursor {
    static final String CDATA_START = "<![CDATA[";
    private static final String CDATA_END = "]]>";

    private final SourceText source;
    private final int documentStart;
    private final XMLStreamReader2 reader;

    /** @param start of the document in the source */
    XmlCursor(SourceText source, int start, XMLStreamReader2 reader) {
        this.source = source;
        this.documentStart = start;
        this.reader = reader;
    }

    /** The name of the element whose start or end is here. */
    String name() {
        return reader.getLocalName();
    }

    int next() throws XMLStreamException, SourceText.UnreadableTemplate {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD) {
            throw new SourceText.UnreadableTemplate(position(), "a template has no DTD; remove the <!DOCTYPE>");
        }
        return event;
    }

    /** Goes to the next child element; false at the end of the parent, or of the document. */
    boolean nextChild() throws XMLStreamException, SourceText.UnreadableTemplate {
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

    /** Steps over the rest of the element whose start was just read. */
    void skip() throws XMLStreamException, SourceText.UnreadableTemplate {
        int depth = 1;
        while (depth > 0) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
    }

    /** Goes to the end of the document: what stands there has to be XML, too. */
    void readToEnd() throws XMLStreamException, SourceText.UnreadableTemplate {
        while (reader.hasNext()) {
            next();
        }
    }

    /** The element whose start was just read, and all in it. */
    HeaderElement element() throws XMLStreamException, SourceText.UnreadableTemplate {
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

    /** Adds the text that is here. */
    void addTo(Content.Builder text) throws XMLStreamException {
        if (reader.getEventType() == XMLStreamConstants.CDATA) {
            text.addVerbatim(offset() + CDATA_START.length(), endOffset() - CDATA_END.length());
        } else {
            text.addXmlText(offset(), endOffset());
        }
    }

    /** Where in the source what is here begins. */
    int offset() {
        return reader.getLocationInfo().getStartLocation().getCharacterOffset() + documentStart;
    }

    /** Where in the source what is here ends. */
    int endOffset() throws XMLStreamException {
        return reader.getLocationInfo().getEndLocation().getCharacterOffset() + documentStart;
    }

    Position position() {
        return source.at(offset());
    }

    /** The value of an attribute of the start tag that is here, in any case, references resolved; null when it is not there. */
    @Nullable
    String attribute(String named) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equalsIgnoreCase(named)) {
                return reader.getAttributeValue(i);
            }
        }
        return null;
    }

    /** Where the value of an attribute begins; without such an attribute, where the tag does. */
    Position attributePosition(String named) {
        int[] value = attributeRange(named);
        return source.at(value == null ? offset() : value[0]);
    }

    /** Where the value of an attribute begins and ends in the source, which the parser does not tell; null when it is not there. */
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
