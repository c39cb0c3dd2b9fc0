package dev.lineman.phonefile;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * Reads the provisioning file of a phone as a list of parameters, in the order of the file. The form shows which family
 * it is for: lines of a Yealink, attributes of a Poly, items of a Grandstream, elements of a Snom or Cisco, paths of a
 * Fanvil, entries of a Linphone. Strict: text that the family's phones cannot read is an {@link IllegalArgumentException}.
 */
public final class PhoneFileReader {
    private static final String YEALINK_HEAD = "#!version:1.0.0.1";
    private static final Pattern ASSIGNMENT = Pattern.compile("([\\w.]+) = (\\S(?:.*\\S)?)?");

    private final List<PhoneParameter> parameters = new ArrayList<>();

    private PhoneFileReader() {}

    /** Reads a file. */
    public static List<PhoneParameter> read(Path file) throws IOException {
        try {
            return read(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** Reads the content of a file. */
    public static List<PhoneParameter> read(String content) {
        PhoneFileReader reader = new PhoneFileReader();
        if (content.startsWith("#!version")) {
            reader.readLines(content);
        } else {
            reader.readXml(content);
        }
        return List.copyOf(reader.parameters);
    }

    /** The parameters by name. The values of a parameter that occurs several times are joined with a line break. */
    public static Map<String, String> byName(List<PhoneParameter> parameters) {
        Map<String, String> byName = new LinkedHashMap<>();
        parameters.forEach(each -> byName.merge(each.name(), each.value(), (one, two) -> one + "\n" + two));
        return byName;
    }

    private void readLines(String content) {
        List<String> lines = content.lines().toList();
        require(lines.get(0).equals(YEALINK_HEAD), lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            Matcher assignment = ASSIGNMENT.matcher(line);
            require(line.isEmpty() || line.startsWith("#") || assignment.matches(), line);
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(assignment.group(1), assignment.group(2) == null ? "" : assignment.group(2));
            }
        }
    }

    private void readXml(String content) {
        Element root = parse(content);
        switch (root.getTagName()) {
            case "gs_provision" -> readItems(root);
            case "settings" -> children(root).forEach(this::readElements);
            case "flat-profile" -> readElements(root);
            case "sysConf" -> readPaths(root, "");
            case "config" -> readEntries(root);
            case "APPLICATION", "polycomConfig" -> readAttributes(root);
            default -> throw new IllegalArgumentException("no phone reads <" + root.getTagName() + ">");
        }
    }

    private static Element parse(String content) {
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

    /** Grandstream: {@code <config><item name="…">} beside {@code <mac>}. */
    private void readItems(Element root) {
        for (Element child : children(root)) {
            if (child.getTagName().equals("mac")) {
                add("mac", leaf(child));
                continue;
            }
            require(child.getTagName().equals("config"), child.getTagName());
            for (Element item : children(child)) {
                require(item.getTagName().equals("item") && item.hasAttribute("name"), item.getTagName());
                add(item.getAttribute("name"), leaf(item));
            }
        }
    }

    /** Snom and Cisco: an element is a parameter, {@code idx} its index. Further attributes are parameters of their own. */
    private void readElements(Element parent) {
        for (Element element : children(parent)) {
            String name = element.getTagName() + index(element);
            add(name, leaf(element));
            NamedNodeMap attributes = element.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                Attr attribute = (Attr) attributes.item(i);
                if (!attribute.getName().matches("idx|perm|ua")) {
                    add(name + '@' + attribute.getName(), attribute.getValue());
                }
            }
        }
    }

    /** Fanvil: the path of each element that contains no further one. */
    private void readPaths(Element parent, String path) {
        for (Element element : children(parent)) {
            String name = path + element.getTagName() + index(element);
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

    private void add(String name, String value) {
        parameters.add(new PhoneParameter(name, value));
    }

    private static String index(Element element) {
        String index = element.hasAttribute("idx") ? element.getAttribute("idx") : element.getAttribute("index");
        return index.isEmpty() ? "" : '[' + index + ']';
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

    private static void require(boolean readable, String what) {
        if (!readable) {
            throw new IllegalArgumentException("a phone cannot read: " + what);
        }
    }
}
