package dev.lineman.phonefile;

import static dev.lineman.phonefile.PhoneFileReader.require;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Reads XML files. The first element shows the family: attributes of a Poly, items of a Grandstream, elements of a Snom,
 * Cisco, Sangoma S, Htek or a Grandstream door phone, paths of a Fanvil, entries of a Linphone. In other files, an element with a name and a {@code
 * value} is a parameter, as in those of Alcatel-Lucent, Gigaset and Sangoma P. If a file has no such element, the paths of its
 * elements and their attributes are the parameters.
 */
final class XmlFileReader {
    private static final List<String> NAMES = List.of("name", "id", "ID");
    private static final List<String> INDICES = List.of("idx", "index", "At", "id", "button");
    private static final String VALUE = "value";

    private final List<PhoneParameter> parameters = new ArrayList<>();

    private XmlFileReader() {}

    /** Reads a file. */
    static List<PhoneParameter> read(String content) {
        XmlFileReader reader = new XmlFileReader();
        reader.readXml(content);
        return List.copyOf(reader.parameters);
    }

    private void readXml(String content) {
        Element root = parse(content);
        switch (root.getTagName()) {
            case "gs_provision" -> readItems(root);
            case "settings" -> readSettings(root);
            case "flat-profile" -> readFlatProfile(root);
            case "hl_provision", "Device" -> children(root).forEach(this::readElements);
            case "sysConf" -> readPaths(root, "");
            case "config" -> readConfig(root);
            case "ParameterList" -> children(root).forEach(this::readObject);
            case "phonebooks" -> readNumbered(root, "");
            case "APPLICATION", "polycomConfig" -> readAttributes(root);
            default -> readOther(root);
        }
    }

    /** Cisco: elements, and those of the router of an adapter by their path. */
    private void readFlatProfile(Element root) {
        for (Element element : children(root)) {
            if (element.getTagName().equals("router-configuration")) {
                readPaths(element, "router-configuration/");
            } else {
                readElement(element);
            }
        }
    }

    /** Obihai: objects, each with its name, and its parameters with a name and a value. */
    private void readObject(Element object) {
        List<Element> parts = children(object);
        for (Element parameter : parts.subList(1, parts.size())) {
            List<Element> pair = children(parameter);
            add(
                    parts.get(0).getTextContent() + pair.get(0).getTextContent(),
                    pair.get(1).getTextContent());
        }
    }

    /** Snom and Gigaset P: groups of elements, of a Snom C520 paths. Alcatel-Lucent: elements with a name and a value. */
    private void readSettings(Element root) {
        if (hasNamedValues(root)) {
            readNamedValues(root, "");
        } else if (children(root).stream().anyMatch(group -> group.getTagName().equals("sip_account"))) {
            readPaths(root, "");
        } else {
            children(root).forEach(this::readElements);
        }
    }

    /** Linphone: sections. Sangoma P: elements with a name and a value, and the keys in a file of their own. */
    private void readConfig(Element root) {
        if (hasNamedValues(root)) {
            readNamedValues(root, "");
        } else if (children(root).get(0).getTagName().equals("section")) {
            readEntries(root);
        } else {
            readNumbered(root, "");
        }
    }

    /** The attributes of all elements, by their paths; elements of the same name are numbered from 1. */
    private void readNumbered(Element parent, String path) {
        require(text(parent).isBlank(), parent.getTagName());
        Map<String, Integer> numbers = new HashMap<>();
        for (Element element : children(parent)) {
            String name =
                    path + element.getTagName() + '[' + numbers.merge(element.getTagName(), 1, Integer::sum) + ']';
            addAttributes(element, name, List.of());
            readNumbered(element, name + '/');
        }
    }

    private void readOther(Element root) {
        if (hasNamedValues(root)) {
            readNamedValues(root, "");
        } else {
            require(!children(root).isEmpty(), "<" + root.getTagName() + "> without elements");
            readPaths(root, "");
        }
    }

    private static boolean hasNamedValues(Element element) {
        return isNamedValue(element) || children(element).stream().anyMatch(XmlFileReader::hasNamedValues);
    }

    /** What tells elements without a value apart: their index or ID in brackets. */
    private static String key(Element element) {
        return element.hasAttribute("id") ? '[' + element.getAttribute("id") + ']' : index(element);
    }

    private static boolean isNamedValue(Element element) {
        return element.hasAttribute(VALUE) && !nameAttribute(element).isEmpty();
    }

    private static String nameAttribute(Element element) {
        return NAMES.stream().filter(element::hasAttribute).findFirst().orElse("");
    }

    /**
     * Elements with a name and a value. One with further elements inside is a group, such as {@code add_hs[1]/}. Elements
     * without a name or a value have their paths, and their attributes are parameters of their own.
     */
    private void readNamedValues(Element parent, String group) {
        require(text(parent).isBlank() || children(parent).isEmpty(), parent.getTagName());
        for (Element element : children(parent)) {
            boolean named = isNamedValue(element);
            String nameAttribute = named ? nameAttribute(element) : "";
            String key = named ? "" : key(element);
            String own = named ? element.getAttribute(nameAttribute) : element.getTagName() + key;
            boolean leaf = children(element).isEmpty();
            if (leaf && (named || key.isEmpty())) {
                add(group + own, named ? element.getAttribute(VALUE) : element.getTextContent());
            }
            addAttributes(element, group + own, named ? List.of(nameAttribute, VALUE, "class", "override") : List.of());
            if (!leaf) {
                String index = named ? '[' + element.getAttribute(VALUE) + ']' : "";
                readNamedValues(element, named || !(group + key).isEmpty() ? group + own + index + '/' : group);
            }
        }
    }

    /** The first element of a file. */
    static Element parse(String content) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(content))).getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Grandstream: {@code <config><item name="…">} or {@code <config><P271>} beside {@code <mac>}. */
    private void readItems(Element root) {
        for (Element child : children(root)) {
            if (child.getTagName().equals("mac")) {
                add("mac", leaf(child));
                continue;
            }
            require(child.getTagName().equals("config"), child.getTagName());
            for (Element item : children(child)) {
                boolean number = item.getTagName().matches("P\\d+");
                boolean named = item.getTagName().equals("item") && item.hasAttribute("name");
                require(number || named, item.getTagName());
                add(number ? item.getTagName() : item.getAttribute("name"), leaf(item));
            }
        }
    }

    /** Snom, Cisco, Sangoma S and Htek: an element is a parameter, {@code idx} or {@code type} its index. Further attributes are parameters of their own. */
    private void readElements(Element parent) {
        children(parent).forEach(this::readElement);
    }

    private void readElement(Element element) {
        String type = element.getAttribute("type");
        String name = element.getTagName() + (type.isEmpty() ? index(element) : '[' + type + ']');
        add(name, leaf(element));
        addAttributes(element, name, List.of("idx", "type", "perm", "ua", "para"));
    }

    /** Fanvil, 2N: the path of each element that contains no further one. */
    private void readPaths(Element parent, String path) {
        for (Element element : children(parent)) {
            String name = path + element.getTagName() + index(element);
            addAttributes(element, name, INDICES);
            if (children(element).isEmpty()) {
                add(name, leaf(element));
            } else {
                require(text(element).isBlank(), name);
                readPaths(element, name + '/');
            }
        }
    }

    /** Linphone: {@code <section name="…"><entry name="…">}. */
    private void readEntries(Element root) {
        for (Element section : children(root)) {
            require(section.getTagName().equals("section"), section.getTagName());
            for (Element entry : children(section)) {
                require(entry.getTagName().equals("entry"), entry.getTagName());
                add(section.getAttribute("name") + '/' + entry.getAttribute("name"), leaf(entry));
            }
        }
    }

    /** Poly: the attributes of all elements, whatever the elements are called. */
    private void readAttributes(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Attr attribute = (Attr) attributes.item(i);
            add(attribute.getName(), attribute.getValue());
        }
        require(text(element).isBlank(), element.getTagName());
        children(element).forEach(this::readAttributes);
    }

    /** Adds the attributes of an element as parameters of their own, apart from those that say something about it. */
    private void addAttributes(Element element, String name, List<String> except) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Attr attribute = (Attr) attributes.item(i);
            if (!except.contains(attribute.getName())) {
                add(name + '@' + attribute.getName(), attribute.getValue());
            }
        }
    }

    private void add(String name, String value) {
        parameters.add(new PhoneParameter(name, value));
    }

    /** The index in brackets, which {@code At} is on a 2N. On an older Fanvil, it is the number in the element ID. */
    private static String index(Element element) {
        for (Element child : children(element)) {
            if (child.getTagName().equals("ID")) {
                return '[' + child.getTextContent().replaceAll("\\D", "") + ']';
            }
        }
        return INDICES.stream()
                .filter(element::hasAttribute)
                .map(index -> '[' + element.getAttribute(index) + ']')
                .findFirst()
                .orElse("");
    }

    /** The text of an element that contains no other one. */
    private static String leaf(Element element) {
        require(children(element).isEmpty(), element.getTagName());
        return element.getTextContent();
    }

    /** The element's own text, without that of its children. */
    private static String text(Element element) {
        StringBuilder text = new StringBuilder();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeType() == Node.TEXT_NODE || child.getNodeType() == Node.CDATA_SECTION_NODE) {
                text.append(child.getNodeValue());
            }
        }
        return text.toString();
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                children.add(inner);
            }
        }
        return children;
    }
}
