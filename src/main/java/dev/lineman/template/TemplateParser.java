package dev.lineman.template;

import dev.lineman.collection.Deferred;
import dev.lineman.input.ReadResult;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.template.dialect.SourceText;
import dev.lineman.template.header.Header;
import dev.lineman.template.header.HeaderElement;
import dev.lineman.template.header.HeaderReader;
import dev.lineman.template.header.TypedSetting;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.TemplateLayer;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * Parses one template document: {@code doc > header, data+ > device+ > deviceconfig+}. Elements outside of this
 * structure are read as offers of the header, or skipped.
 *
 * <p>{@link TemplateXml} makes one parser for each document. Not thread-safe.
 */
final class TemplateParser {
    private final SourceText source;
    private final XmlCursor cursor;
    private final TemplateLayer layer;
    /** The kind of the folder; a {@code <type>} in the header must name the same. */
    private final TemplateKind expectedKind;

    private final List<Problem> problems = new ArrayList<>();
    private final List<ModelEntry> models = new ArrayList<>();
    /** The elements around the contents, which {@link HeaderReader} interprets. */
    private final List<HeaderElement> headerElements = new ArrayList<>();

    private final DeviceConfigReader configReader;
    private String name = "";
    private String description = "";

    TemplateParser(SourceText source, XmlCursor cursor, TemplateLayer layer, TemplateKind expectedKind) {
        this.source = source;
        this.cursor = cursor;
        this.layer = layer;
        this.expectedKind = expectedKind;
        this.configReader = new DeviceConfigReader(source, cursor, expectedKind, problems::add);
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
        Template template = template(Deferred.of(new TemplateBody(header, configReader.configs())));
        boolean good = problems.stream().noneMatch(p -> p.severity() == Severity.BLOCKING);
        return new ReadResult(good ? template : null, problems);
    }

    /**
     * Reads only the name, the models and the description, which stand in this order in the header of a built-in
     * template. Reads nothing behind the description.
     *
     * @param body the rest of the template
     */
    Template readNames(Deferred<TemplateBody> body) throws XMLStreamException, SourceText.UnreadableTemplateException {
        boolean inDocument = cursor.nextChild();
        boolean inHeader = inDocument && cursor.nextChild() && cursor.name().equals("header");
        while (inHeader && description.isEmpty() && cursor.nextChild()) {
            readHeader(cursor.element());
        }
        return template(body);
    }

    private Template template(Deferred<TemplateBody> body) {
        return new Template(source.path(), layer, expectedKind, name, description, models, body);
    }

    private void readDocument() throws XMLStreamException, SourceText.UnreadableTemplateException {
        while (cursor.nextChild()) {
            switch (cursor.name()) {
                case "header" -> readHeader();
                case "data" -> readData();
                default -> headerElements.add(cursor.element());
            }
        }
        if (configReader.configs().isEmpty()) {
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
        if (header.families().isEmpty()
                || expectedKind == TemplateKind.SITE
                || configReader.configs().isEmpty()
                || configReader.namesFormat()) {
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
        while (cursor.nextChild()) {
            readHeader(cursor.element());
        }
    }

    private void readHeader(HeaderElement element) {
        switch (element.name()) {
            case "type" -> readType(element);
            case "name" -> name = element.text();
            case "description" -> description = element.text();
            case "models" -> readModels(element);
            default -> headerElements.add(element);
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
                    configReader.read();
                } else {
                    cursor.skip();
                }
            }
        }
    }
}
