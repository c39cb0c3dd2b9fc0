package dev.lineman.template;

import dev.lineman.input.ReadResult;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.DeclaredEncoding;
import dev.lineman.template.dialect.DialectParser;
import dev.lineman.template.dialect.SourceText;
import dev.lineman.template.dialect.TemplateSyntax;
import dev.lineman.template.dialect.ValueEscape;
import dev.lineman.template.header.Header;
import dev.lineman.template.header.HeaderElement;
import dev.lineman.template.header.HeaderReader;
import dev.lineman.template.header.TypedSetting;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.TemplateLayer;
import dev.lineman.template.parameter.ParameterFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Parses one template document: {@code doc > header, data+ > device+ > deviceconfig+}. Elements outside of this
 * structure are read as offers of the header, or skipped.
 *
 * <p>{@link TemplateXml} makes one parser for each document. Not thread-safe.
 */
final class TemplateParser {
    private static final String PAGE_SIZE = "pageSize";
    /** A number with few enough digits to be parsed. */
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,4}");

    private static final int MAX_PAGE_SIZE = 10_000;

    private final SourceText source;
    private final XmlCursor cursor;
    private final TemplateLayer layer;
    /** The kind of the folder; a {@code <type>} in the header must name the same. */
    private final TemplateKind expectedKind;

    private final List<Problem> problems = new ArrayList<>();
    private final List<ModelEntry> models = new ArrayList<>();
    /** The elements around the contents, which {@link HeaderReader} interprets. */
    private final List<HeaderElement> headerElements = new ArrayList<>();

    private final List<DeviceConfig> configs = new ArrayList<>();
    /** Whether a {@code <deviceconfig>} has the attribute {@code settings}, right or wrong. */
    private boolean namesFormat;

    private String name = "";
    private String description = "";

    TemplateParser(SourceText source, XmlCursor cursor, TemplateLayer layer, TemplateKind expectedKind) {
        this.source = source;
        this.cursor = cursor;
        this.layer = layer;
        this.expectedKind = expectedKind;
    }

    /**
     * Reads the whole document. An error in it gives a result without a template and with all problems that
     * were found.
     *
     * @throws SourceText.UnreadableTemplateException if the document is no template at all
     */
    ReadResult read() throws XMLStreamException, SourceText.UnreadableTemplateException {
        if (!cursor.nextChild()) {
            throw new SourceText.UnreadableTemplateException(
                    Position.of(source.path()), "this is no template: it has no <doc>");
        }
        if (!cursor.name().equals("doc")) {
            throw new SourceText.UnreadableTemplateException(
                    cursor.position(), "this is no template: it begins with <" + cursor.name() + ">, not with <doc>");
        }
        readDocument();
        cursor.readToEnd();
        Header header = HeaderReader.read(headerElements, problems::add);
        checkFamily(header);
        header.settings().values().forEach(this::checkLogin);
        Template template =
                new Template(source.path(), layer, expectedKind, name, description, models, header, configs);
        boolean good = problems.stream().noneMatch(p -> p.severity() == Severity.BLOCKING);
        return new ReadResult(good ? template : null, problems);
    }

    private void readDocument() throws XMLStreamException, SourceText.UnreadableTemplateException {
        while (cursor.nextChild()) {
            switch (cursor.name()) {
                case "header" -> readHeader();
                case "data" -> readData();
                default -> headerElements.add(cursor.element());
            }
        }
        if (configs.isEmpty()) {
            problems.add(Problem.warning(
                    Position.of(source.path()),
                    "this template has no <deviceconfig>, so it makes no file; add one below <data><device>"));
        }
    }

    /** Reports a feature that no model can have. */
    private void checkLogin(TypedSetting setting) {
        String feature =
                setting.sharedLogin() == null ? "" : setting.sharedLogin().unless();
        String objection = feature.isEmpty() ? null : ModelField.featureObjection(feature);
        if (objection != null) {
            problems.add(Problem.blocking(setting.at(), objection));
        }
    }

    /** Reports a family whose parameters no file takes. The files are made without them. A wrong format has its own problem. */
    private void checkFamily(Header header) {
        if (header.families().isEmpty() || expectedKind == TemplateKind.SITE || configs.isEmpty() || namesFormat) {
            return;
        }
        Position at = headerElements.stream()
                .filter(element -> element.attribute("family") != null)
                .map(HeaderElement::at)
                .findFirst()
                .orElse(Position.of(source.path()));
        problems.add(Problem.error(at, """
                <settings> names a family, but no <deviceconfig> has a format; add settings="assignments" (or another format) \
                to it"""));
    }

    private void readHeader() throws XMLStreamException, SourceText.UnreadableTemplateException {
        for (HeaderElement element : cursor.element().children()) {
            switch (element.name()) {
                case "type" -> readType(element);
                case "name" -> name = element.text();
                case "description" -> description = element.text();
                case "models" -> readModels(element);
                default -> headerElements.add(element);
            }
        }
    }

    private void readType(HeaderElement element) {
        String type = element.text();
        TemplateKind named = TemplateKind.ofHeaderType(type);
        if (named == null) {
            problems.add(Problem.blocking(
                    element.at(),
                    "unknown type '" + type + "'; known are phone-template, fxs-template and site-template"));
        } else if (named != expectedKind) {
            problems.add(Problem.blocking(
                    element.at(), "a " + type + " belongs in " + named.folder() + "; move the file there"));
        }
    }

    private void readModels(HeaderElement element) {
        for (HeaderElement model : element.children("model")) {
            ModelEntry entry = ListedModel.of(model, problems::add);
            if (entry != null) {
                models.add(entry);
            }
        }
    }

    private void readData() throws XMLStreamException, SourceText.UnreadableTemplateException {
        while (cursor.nextChild()) {
            if (!cursor.name().equals("device")) {
                cursor.skip();
                continue;
            }
            while (cursor.nextChild()) {
                if (cursor.name().equals("deviceconfig")) {
                    readConfig();
                } else {
                    cursor.skip();
                }
            }
        }
    }

    private void readConfig() throws XMLStreamException, SourceText.UnreadableTemplateException {
        Position at = cursor.position();
        Content filename = filename();
        DeviceConfig.@Nullable ContentSource src = src();
        ValueEscape escape = escape();
        TemplateSyntax syntax = syntax(src);
        boolean serve = "true".equalsIgnoreCase(cursor.attribute("serve"));
        boolean allowDownload = !"false".equalsIgnoreCase(cursor.attribute("AllowDownload"));
        int pageSize = pageSize(syntax);
        ParameterFormat parameterFormat = parameterFormat();
        Content content = readContent();
        if (src == null) {
            checkContent(content, syntax);
        }
        configs.add(new DeviceConfig(
                configs.size(),
                expectedKind,
                at,
                filename,
                content,
                src,
                escape,
                syntax,
                serve,
                allowDownload,
                pageSize,
                parameterFormat));
    }

    /** The {@code pageSize} attribute; 0 if it is missing or wrong. */
    private int pageSize(TemplateSyntax syntax) {
        String named = cursor.attribute(PAGE_SIZE);
        if (named == null) {
            return 0;
        }
        boolean number = NUMBER.matcher(named.strip()).matches() && Integer.parseInt(named.strip()) <= MAX_PAGE_SIZE;
        String wrong = null;
        if (expectedKind != TemplateKind.SITE) {
            wrong = "only a file of a site template has pages; remove 'pageSize'";
        } else if (syntax != TemplateSyntax.VELOCITY) {
            wrong = "'pageSize' needs syntax=\"velocity\", which shows the people of a page";
        } else if (!number) {
            wrong = "'pageSize' is how many phone numbers a page has: a number from 1 to " + MAX_PAGE_SIZE;
        }
        if (wrong != null) {
            problems.add(Problem.blocking(cursor.attributePosition(PAGE_SIZE), wrong));
        }
        return wrong == null ? Integer.parseInt(named.strip()) : 0;
    }

    /** The {@code settings} attribute; null if it is missing or wrong. All files of a template have the same format. */
    private @Nullable ParameterFormat parameterFormat() {
        String named = cursor.attribute("settings");
        if (named == null) {
            return null;
        }
        namesFormat = true;
        ParameterFormat format = ParameterFormat.ofAttribute(named);
        String wrong = null;
        if (expectedKind == TemplateKind.SITE) {
            wrong = "a site template has no 'settings', which are for phones; remove the attribute";
        } else if (format == null) {
            wrong = "unknown format '" + named + "' of 'settings'; it is one of "
                    + String.join(", ", ParameterFormat.keys());
        } else if (configs.stream()
                .anyMatch(config -> config.parameterFormat() != null && config.parameterFormat() != format)) {
            wrong = "another <deviceconfig> has another format of 'settings'; use one format in a template";
        }
        if (wrong != null) {
            problems.add(Problem.blocking(cursor.attributePosition("settings"), wrong));
        }
        return wrong == null ? format : null;
    }

    /** Reports errors in a content once, when the template is read, instead of once for each phone. */
    private void checkContent(Content content, TemplateSyntax syntax) {
        // Velocity does not copy this character, because its parser uses it as a marker.
        int separator = content.text().indexOf('\u001C');
        if (separator >= 0) {
            problems.add(Problem.blocking(
                    content.at(separator), "the control character U+001C cannot stand in a content; remove it"));
        }
        DeclaredEncoding.check(content, problems::add);
        if (syntax == TemplateSyntax.PLACEHOLDERS) {
            for (DialectParser.DialectFault fault :
                    DialectParser.parseContent(content.text()).faults()) {
                problems.add(Problem.blocking(content.at(fault.offset()), fault.message()));
            }
        }
    }

    /** The {@code filename} attribute as a content, so that a problem in it has a position. */
    private Content filename() {
        int at = cursor.offset();
        int[] value = cursor.attributeRange("filename");
        Content.Builder text = new Content.Builder(source, value == null ? at : value[0]);
        if (value != null) {
            text.addXmlText(value[0], value[1]);
        }
        return text.build();
    }

    /** The {@code src} attribute. A path outside of {@code templates/lib} is an error. */
    private DeviceConfig.@Nullable ContentSource src() {
        String src = cursor.attribute("src");
        if (src == null) {
            return null;
        }
        Position at = cursor.attributePosition("src");
        String path = "templates/" + src.strip();
        if (!path.startsWith(TemplateReader.FRAGMENTS) || path.contains("..") || path.contains("\\")) {
            problems.add(Problem.blocking(
                    at, "'" + src + "' is no fragment; src names a file below templates/lib, such as lib/common.cfg"));
        }
        return new DeviceConfig.ContentSource(path, at);
    }

    /** The {@code escape} attribute; null if it is missing or unknown. An unknown one is an error. */
    private @Nullable ValueEscape escape() {
        String named = cursor.attribute("escape");
        if (named == null) {
            return null;
        }
        ValueEscape escape = ValueEscape.ofAttribute(named);
        if (escape == null) {
            problems.add(Problem.blocking(
                    cursor.attributePosition("escape"), "unknown escape '" + named + "'; it is xml, json or none"));
        }
        return escape;
    }

    /** The {@code syntax} attribute. If it is missing, a fragment with the extension {@code .vm} is Velocity. */
    private TemplateSyntax syntax(DeviceConfig.@Nullable ContentSource src) {
        String named = cursor.attribute("syntax");
        if (named == null) {
            return src != null && src.path().endsWith(".vm") ? TemplateSyntax.VELOCITY : TemplateSyntax.PLACEHOLDERS;
        }
        if (!named.strip().equalsIgnoreCase("velocity")) {
            problems.add(Problem.blocking(
                    cursor.attributePosition("syntax"),
                    "unknown syntax '" + named + "'; it is velocity, or left out for %%placeholders%%"));
        }
        return TemplateSyntax.VELOCITY;
    }

    /**
     * The CDATA sections of a {@code <deviceconfig>}, joined. Without any, its text. Text of child elements
     * never counts.
     */
    private Content readContent() throws XMLStreamException, SourceText.UnreadableTemplateException {
        Content.Builder cdata = null;
        Content.Builder text = new Content.Builder(source, cursor.endOffset());
        while (true) {
            switch (cursor.next()) {
                case XMLStreamConstants.CDATA -> {
                    if (cdata == null) {
                        cdata = new Content.Builder(source, cursor.offset() + XmlCursor.CDATA_START.length());
                    }
                    cursor.addTo(cdata);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> cursor.addTo(text);
                case XMLStreamConstants.START_ELEMENT -> cursor.skip();
                case XMLStreamConstants.END_ELEMENT -> {
                    return (cdata == null ? text : cdata).build();
                }
                default -> {}
            }
        }
    }
}
