package dev.lineman.template;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import dev.lineman.collection.Deferred;
import dev.lineman.input.ReadResult;
import dev.lineman.template.dialect.SourceText;
import dev.lineman.template.model.TemplateLayer;
import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.XMLStreamReader2;

/**
 * Configures the XML parser (Woodstox) for templates and turns its errors into problems.
 *
 * <p>Prefixes are part of a name, whether they are declared or not. No DTD is read, and no entity but the five
 * predefined ones (XML 1.0, 4.6). Thread-safe.
 */
final class TemplateXml {
    /** The deepest nesting of elements, so that recursion does not overflow the stack. */
    private static final int MAX_DEPTH = 200;

    private final TemplateLayer layer;
    private final WstxInputFactory factory = new WstxInputFactory();

    /** Creates a parser of templates of a layer. */
    TemplateXml(TemplateLayer layer) {
        this.layer = layer;
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setProperty(XMLInputFactory2.P_REPORT_CDATA, true);
        factory.setProperty(XMLInputFactory2.P_INTERN_NAMES, false);
        // Text must not arrive in parts: positions are computed from the start of a whole text.
        factory.setProperty(WstxInputProperties.P_MIN_TEXT_SEGMENT, Integer.MAX_VALUE);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MAX_DEPTH);
    }

    /**
     * Parses a template.
     *
     * @param folder the kind of templates in the file's folder
     * @throws SourceText.UnreadableTemplateException if the text is not well-formed XML or is no template
     */
    ReadResult read(SourceText source, TemplateKind folder) throws SourceText.UnreadableTemplateException {
        try {
            return parser(source, folder).read();
        } catch (XMLStreamException e) {
            throw unreadable(source, e);
        }
    }

    /**
     * Parses the beginning of a built-in template, see {@link TemplateParser#readNames}.
     *
     * @param folder the kind of templates in the file's folder
     * @param body the rest of the template
     */
    Template readNames(SourceText source, TemplateKind folder, Deferred<TemplateBody> body)
            throws SourceText.UnreadableTemplateException {
        try {
            return parser(source, folder).readNames(body);
        } catch (XMLStreamException e) {
            throw unreadable(source, e);
        }
    }

    private TemplateParser parser(SourceText source, TemplateKind folder) throws XMLStreamException {
        int start = source.startOfDocument();
        XMLStreamReader2 reader = (XMLStreamReader2)
                factory.createXMLStreamReader(new StringReader(source.text().substring(start)));
        return new TemplateParser(source, new XmlCursor(source, start, reader), layer, folder);
    }

    private static SourceText.UnreadableTemplateException unreadable(SourceText source, XMLStreamException e) {
        int offset = offsetOf(e, source.startOfDocument(), source.text().length());
        return new SourceText.UnreadableTemplateException(source.at(offset), message(e), e);
    }

    /** The offset in the source at which the parser failed. The parser counts from the start of the document. */
    private static int offsetOf(XMLStreamException e, int start, int end) {
        int offset = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharacterOffset());
        return Math.min(start + offset, end);
    }

    /** The first line of the parser's message. Further lines only repeat the position. */
    private static String message(XMLStreamException e) {
        String said = e.getMessage() == null ? "" : e.getMessage();
        return "this is not XML: " + said.lines().findFirst().orElse("it cannot be parsed");
    }
}
