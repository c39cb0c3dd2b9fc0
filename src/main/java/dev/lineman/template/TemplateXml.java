package dev.lineman.template;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import dev.lineman.input.ReadResult;
import dev.lineman.template.dialect.SourceText;
import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.XMLStreamReader2;

/**
 * The XML of templates: which parser, and what it must not do. Prefixes are part of a name, whether they are
 * declared or not; no DTD and no entity but the five predefined ones is read. Thread-safe.
 */
final class TemplateXml {
    private static final int MAX_DEPTH = 200;

    private final WstxInputFactory factory = new WstxInputFactory();

    TemplateXml() {
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setProperty(XMLInputFactory2.P_REPORT_CDATA, true);
        factory.setProperty(XMLInputFactory2.P_INTERN_NAMES, false);
        factory.setProperty(WstxInputProperties.P_MIN_TEXT_SEGMENT, Integer.MAX_VALUE);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MAX_DEPTH);
    }

    ReadResult read(SourceText source, TemplateKind folder) throws SourceText.UnreadableTemplate {
        int start = source.startOfDocument();
        try {
            XMLStreamReader2 reader = (XMLStreamReader2)
                    factory.createXMLStreamReader(new StringReader(source.text().substring(start)));
            return new TemplateParser(source, new XmlCursor(source, start, reader), folder).read();
        } catch (XMLStreamException e) {
            throw new SourceText.UnreadableTemplate(
                    source.at(offsetOf(e, start, source.text().length())), message(e), e);
        }
    }

    private static int offsetOf(XMLStreamException e, int start, int end) {
        int offset = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharacterOffset());
        return Math.min(start + offset, end);
    }

    private static String message(XMLStreamException e) {
        String said = e.getMessage() == null ? "" : e.getMessage();
        return "this is not XML: " + said.lines().findFirst().orElse("it cannot be parsed");
    }
}
