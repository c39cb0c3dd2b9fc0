package dev.lineman.template;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.DeclaredEncoding;
import dev.lineman.template.dialect.DialectParser;
import dev.lineman.template.dialect.SourceText;
import dev.lineman.template.dialect.TemplateSyntax;
import dev.lineman.template.dialect.ValueEscape;
import dev.lineman.template.parameter.ParameterFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code <deviceconfig>} elements of one template: their attributes and their contents.
 *
 * <p>{@link TemplateParser} moves the cursor to each of them. Not thread-safe.
 */
final class DeviceConfigReader {
    /** Attributes of the files of sites, and what they are. */
    private static final Map<String, String> SITE_NUMBERS = Map.of(
            "pageSize",
            "how many phone numbers a page has",
            "maxPeople",
            "how many people of the file the phones take");

    private static final String LINE_END = "lineEnd";
    /** A number with few enough digits to be parsed. */
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,4}");

    private static final int MAX_NUMBER = 10_000;

    private final SourceText source;
    private final XmlCursor cursor;
    private final TemplateKind expectedKind;
    private final Consumer<Problem> problems;
    private final List<DeviceConfig> configs = new ArrayList<>();
    private boolean namesFormat;

    /**
     * Makes a reader for one template.
     *
     * @param expectedKind the kind of the folder
     * @param problems receives the errors of attributes and contents
     */
    DeviceConfigReader(SourceText source, XmlCursor cursor, TemplateKind expectedKind, Consumer<Problem> problems) {
        this.source = source;
        this.cursor = cursor;
        this.expectedKind = expectedKind;
        this.problems = problems;
    }

    /** The elements so far, in document order. */
    List<DeviceConfig> configs() {
        return configs;
    }

    /** Whether an element has the attribute {@code settings}, right or wrong. */
    boolean namesFormat() {
        return namesFormat;
    }

    /** Reads the element at the cursor. */
    void read() throws XMLStreamException, SourceText.UnreadableTemplateException {
        Position at = cursor.position();
        Content filename = filename();
        DeviceConfig.@Nullable ContentSource src = src();
        ValueEscape escape = escape();
        TemplateSyntax syntax = syntax(src);
        boolean serve = "true".equalsIgnoreCase(cursor.attribute("serve"));
        boolean allowDownload = !"false".equalsIgnoreCase(cursor.attribute("AllowDownload"));
        int pageSize = siteNumber("pageSize", syntax);
        int maxPeople = siteNumber("maxPeople", syntax);
        boolean crlf = crlf();
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
                maxPeople,
                crlf,
                parameterFormat));
    }

    /** The number in an attribute for the files of sites; 0 if it is missing or wrong. */
    private int siteNumber(String attribute, TemplateSyntax syntax) {
        String named = cursor.attribute(attribute);
        if (named == null) {
            return 0;
        }
        boolean number = NUMBER.matcher(named.strip()).matches() && Integer.parseInt(named.strip()) <= MAX_NUMBER;
        String wrong = null;
        if (expectedKind != TemplateKind.SITE) {
            wrong = "only a file of a site template has '" + attribute + "'; remove it";
        } else if (syntax != TemplateSyntax.VELOCITY) {
            wrong = "'" + attribute + "' needs syntax=\"velocity\", which shows people";
        } else if (!number) {
            wrong = "'" + attribute + "' is " + SITE_NUMBERS.get(attribute) + ": a number from 1 to " + MAX_NUMBER;
        }
        if (wrong != null) {
            problems.accept(Problem.blocking(cursor.attributePosition(attribute), wrong));
        }
        return wrong == null ? Integer.parseInt(named.strip()) : 0;
    }

    /** Whether the {@code lineEnd} attribute is {@code crlf}. Any other word than {@code lf} is an error. */
    private boolean crlf() {
        String named = cursor.attribute(LINE_END);
        String word = named == null ? "lf" : named.strip().toLowerCase(Locale.ROOT);
        if (!word.equals("lf") && !word.equals("crlf")) {
            problems.accept(Problem.blocking(
                    cursor.attributePosition(LINE_END), "unknown 'lineEnd' '" + named + "'; it is crlf, or lf"));
        }
        return word.equals("crlf");
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
            problems.accept(Problem.blocking(cursor.attributePosition("settings"), wrong));
        }
        return wrong == null ? format : null;
    }

    /** Reports errors in a content once, when the template is read, instead of once for each phone. */
    private void checkContent(Content content, TemplateSyntax syntax) {
        // Velocity does not copy this character, because its parser uses it as a marker.
        int separator = content.text().indexOf('\u001C');
        if (separator >= 0) {
            problems.accept(Problem.blocking(
                    content.at(separator), "the control character U+001C cannot stand in a content; remove it"));
        }
        DeclaredEncoding.check(content, problems);
        if (syntax == TemplateSyntax.PLACEHOLDERS) {
            for (DialectParser.DialectFault fault :
                    DialectParser.parseContent(content.text()).faults()) {
                problems.accept(Problem.blocking(content.at(fault.offset()), fault.message()));
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
            problems.accept(Problem.blocking(
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
            problems.accept(Problem.blocking(
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
            problems.accept(Problem.blocking(
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
