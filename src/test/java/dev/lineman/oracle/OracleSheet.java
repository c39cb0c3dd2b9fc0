package dev.lineman.oracle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** The document of a template, read with the DOM parser of the JDK. */
final class OracleSheet {
    private final Element doc;

    private OracleSheet(Element doc) {
        this.doc = doc;
    }

    static OracleSheet read(byte[] xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setXIncludeAware(false);
            factory.setCoalescing(false);
            factory.setNamespaceAware(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return new OracleSheet(builder.parse(new ByteArrayInputStream(xml)).getDocumentElement());
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException(e);
        } catch (SAXException e) {
            throw new TemplateError("no XML: " + e.getMessage());
        }
    }

    Optional<Element> header() {
        return first(doc, "header");
    }

    Optional<Element> blfTypes() {
        return first(doc, "blftype");
    }

    Optional<Element> multicast() {
        return first(doc, "multicastringgroup");
    }

    List<Element> deviceConfigs() {
        List<Element> configs = new ArrayList<>();
        for (Element data : children(doc, "data")) {
            for (Element device : children(data, "device")) {
                configs.addAll(children(device, "deviceconfig"));
            }
        }
        return configs;
    }

    /** The CDATA sections of an element, joined; without any, its text. Text of child elements does not count. */
    static String content(Element config) {
        StringBuilder marked = new StringBuilder();
        StringBuilder plain = new StringBuilder();
        boolean anyMarked = false;
        for (Node node = config.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeType() == Node.CDATA_SECTION_NODE) {
                anyMarked = true;
                marked.append(node.getNodeValue());
            } else if (node.getNodeType() == Node.TEXT_NODE) {
                plain.append(node.getNodeValue());
            }
        }
        return anyMarked ? marked.toString() : plain.toString();
    }

    /** The text of an element of the header or of the BLF types, without surrounding white space. */
    static String text(Element element) {
        StringBuilder text = new StringBuilder();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeType() == Node.CDATA_SECTION_NODE || node.getNodeType() == Node.TEXT_NODE) {
                text.append(node.getNodeValue());
            }
        }
        return text.toString().strip();
    }

    static Optional<Element> first(Element parent, String name) {
        return children(parent, name).stream().findFirst();
    }

    static List<Element> children(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getTagName().equals(name))
                .toList();
    }

    static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    /** All elements below an element, in document order. */
    static List<Element> below(Element parent) {
        List<Element> all = new ArrayList<>();
        for (Element child : children(parent)) {
            all.add(child);
            all.addAll(below(child));
        }
        return all;
    }

    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            // A document with warnings is still valid.
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
