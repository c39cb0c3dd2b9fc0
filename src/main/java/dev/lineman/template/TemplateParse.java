package dev.lineman.template;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.source.Reading;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one template document: {@code doc > header, data+ > device+ > deviceconfig+}. What it does
 * not know it steps over.
 */
final class TemplateParse {
    private final SourceText source;
    private final int start;
    private final XMLStreamReader2 reader;
    private final StartTag tag;
    private final Kind folder;

    private final List<Problem> problems = new ArrayList<>();
    private final List<Template.Model> models = new ArrayList<>();
    private final List<DeviceConfig> configs = new ArrayList<>();
    private String name = "";
    private String description = "";

    TemplateParse(SourceText source, int start, XMLStreamReader2 reader, Kind folder) {
        this.source = source;
        this.start = start;
        this.reader = reader;
        this.tag = new StartTag(source, start, reader);
        this.folder = folder;
    }

    Reading read() throws XMLStreamException, SourceText.Unreadable {
        boolean found = false;
        while (reader.hasNext()) {
            if (next() == XMLStreamConstants.START_ELEMENT) {
                if (!reader.getLocalName().equals("doc")) {
                    throw new SourceText.Unreadable(
                            at(),
                            "this is no template: it begins with <" + reader.getLocalName() + ">, not with <doc>");
                }
                found = true;
                readDocument();
            }
        }
        if (!found) {
            throw new SourceText.Unreadable(Position.of(source.path()), "this is no template: it has no <doc>");
        }
        Template template = new Template(source.path(), folder, name, description, models, configs);
        boolean good = problems.stream().noneMatch(p -> p.severity() == Severity.ERROR);
        return new Reading(good ? template : null, problems);
    }

    private void readDocument() throws XMLStreamException, SourceText.Unreadable {
        while (nextChild()) {
            switch (reader.getLocalName()) {
                case "header" -> readHeader();
                case "data" -> readData();
                default -> skip();
            }
        }
        if (configs.isEmpty()) {
            problems.add(Problem.warning(
                    Position.of(source.path()), "this template has no <deviceconfig>, so nothing comes of it"));
        }
    }

    private void readHeader() throws XMLStreamException, SourceText.Unreadable {
        while (nextChild()) {
            switch (reader.getLocalName()) {
                case "type" -> readType();
                case "name" -> name = readText();
                case "description" -> description = readText();
                case "models" -> readModels();
                default -> skip();
            }
        }
    }

    private void readType() throws XMLStreamException, SourceText.Unreadable {
        Position at = at();
        String type = readText();
        Kind named = Kind.ofHeaderType(type);
        if (named == null) {
            problems.add(Problem.error(
                    at, "unknown type '" + type + "'; known are phone-template, fxs-template and site-template"));
        } else if (named != folder) {
            problems.add(Problem.error(at, "a " + type + " belongs into " + named.folder()));
        }
    }

    private void readModels() throws XMLStreamException, SourceText.Unreadable {
        while (nextChild()) {
            if (!reader.getLocalName().equals("model")) {
                skip();
                continue;
            }
            Position at = at();
            String ua = tag.attribute("ua");
            String text = readText();
            if (!text.isEmpty() || ua != null) {
                models.add(new Template.Model(text, ua == null ? "" : ua.strip(), at));
            }
        }
    }

    private void readData() throws XMLStreamException, SourceText.Unreadable {
        while (nextChild()) {
            if (!reader.getLocalName().equals("device")) {
                skip();
                continue;
            }
            while (nextChild()) {
                if (reader.getLocalName().equals("deviceconfig")) {
                    readConfig();
                } else {
                    skip();
                }
            }
        }
    }

    private void readConfig() throws XMLStreamException, SourceText.Unreadable {
        Position at = at();
        Content filename = filename();
        DeviceConfig.@Nullable Source src = src();
        Escape escape = escape();
        Syntax syntax = syntax(src);
        boolean serve = "true".equalsIgnoreCase(tag.attribute("serve"));
        boolean allowDownload = !"false".equalsIgnoreCase(tag.attribute("AllowDownload"));
        Content content = readContent();
        if (src == null) {
            check(content, syntax);
        }
        configs.add(new DeviceConfig(
                configs.size(), folder, at, filename, content, src, escape, syntax, serve, allowDownload));
    }

    private void check(Content content, Syntax syntax) {
        int separator = content.text().indexOf('\u001C');
        if (separator >= 0) {
            problems.add(Problem.error(
                    content.at(separator), "the control character U+001C cannot stand in a content; remove it"));
        }
        if (syntax == Syntax.PLACEHOLDERS) {
            for (Dialect.Fault fault : Dialect.content(content.text()).faults()) {
                problems.add(Problem.error(content.at(fault.offset()), fault.message()));
            }
        }
    }

    private Content filename() {
        int at = offset();
        int[] value = tag.valueOf("filename");
        Content.Builder text = new Content.Builder(source, value == null ? at : value[0]);
        if (value != null) {
            text.parsed(value[0], value[1]);
        }
        return text.build();
    }

    private DeviceConfig.@Nullable Source src() {
        String src = tag.attribute("src");
        if (src == null) {
            return null;
        }
        Position at = tag.attributeAt("src");
        String path = "templates/" + src.strip();
        if (!path.startsWith(TemplateReader.FRAGMENTS) || path.contains("..") || path.contains("\\")) {
            problems.add(Problem.error(
                    at, "'" + src + "' is no fragment; src names a file below templates/lib, such as lib/common.cfg"));
        }
        return new DeviceConfig.Source(path, at);
    }

    private @Nullable Escape escape() {
        String named = tag.attribute("escape");
        if (named == null) {
            return null;
        }
        Escape escape = Escape.named(named);
        if (escape == null) {
            problems.add(Problem.error(
                    tag.attributeAt("escape"), "unknown escape '" + named + "'; it is xml, json or none"));
        }
        return escape;
    }

    private Syntax syntax(DeviceConfig.@Nullable Source src) {
        String named = tag.attribute("syntax");
        if (named == null) {
            return src != null && src.path().endsWith(".vm") ? Syntax.VELOCITY : Syntax.PLACEHOLDERS;
        }
        if (!named.strip().equalsIgnoreCase("velocity")) {
            problems.add(Problem.error(
                    tag.attributeAt("syntax"),
                    "unknown syntax '" + named + "'; it is velocity, or left out for %%placeholders%%"));
        }
        return Syntax.VELOCITY;
    }

    /** Its CDATA sections joined, or where there are none, its text; what its child elements hold is neither. */
    private Content readContent() throws XMLStreamException, SourceText.Unreadable {
        int end = reader.getLocationInfo().getEndLocation().getCharacterOffset() + start;
        Content.Builder cdata = null;
        Content.Builder text = new Content.Builder(source, end);
        while (true) {
            int event = next();
            int from = offset();
            switch (event) {
                case XMLStreamConstants.CDATA -> {
                    int inner = from + "<![CDATA[".length();
                    if (cdata == null) {
                        cdata = new Content.Builder(source, inner);
                    }
                    cdata.verbatim(inner, endOffset() - "]]>".length());
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> text.parsed(from, endOffset());
                case XMLStreamConstants.START_ELEMENT -> skip();
                case XMLStreamConstants.END_ELEMENT -> {
                    return (cdata == null ? text : cdata).build();
                }
                default -> {}
            }
        }
    }

    /** The text of an element without that of its children, white space around it removed. */
    private String readText() throws XMLStreamException, SourceText.Unreadable {
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (next()) {
                case XMLStreamConstants.CDATA, XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                case XMLStreamConstants.START_ELEMENT -> skip();
                case XMLStreamConstants.END_ELEMENT -> {
                    return text.toString().strip();
                }
                default -> {}
            }
        }
    }

    /** Steps over the rest of the element whose start was just read. */
    private void skip() throws XMLStreamException, SourceText.Unreadable {
        int depth = 1;
        while (depth > 0) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
    }

    /** Goes to the next child element; false at the end of the parent. */
    private boolean nextChild() throws XMLStreamException, SourceText.Unreadable {
        while (true) {
            int event = next();
            if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT) {
                return event == XMLStreamConstants.START_ELEMENT;
            }
        }
    }

    private int next() throws XMLStreamException, SourceText.Unreadable {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD) {
            throw new SourceText.Unreadable(at(), "a template has no DTD; remove the <!DOCTYPE>");
        }
        return event;
    }

    private int offset() {
        return reader.getLocationInfo().getStartLocation().getCharacterOffset() + start;
    }

    private int endOffset() throws XMLStreamException {
        return reader.getLocationInfo().getEndLocation().getCharacterOffset() + start;
    }

    private Position at() {
        return source.at(offset());
    }
}
