package dev.lineman.command.template;

import dev.lineman.input.Document;
import dev.lineman.operator.view.JsonObject;
import dev.lineman.render.content.VariableReads;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Template;
import dev.lineman.template.constraint.ValueRule;
import dev.lineman.template.header.ChoiceOption;
import dev.lineman.template.header.CodecPriority;
import dev.lineman.template.header.Header;
import dev.lineman.template.header.OptionOffer;
import dev.lineman.template.header.TypedSetting;
import dev.lineman.template.key.KeyKind;
import dev.lineman.template.key.TemplateKeyTypes;
import dev.lineman.template.parameter.ParameterFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one template file offers, in sections for people. Immutable.
 *
 * @param title the name of the file
 * @param facts sentences about the file
 * @param sections only those that are not empty
 */
public record TemplateDetails(String title, List<String> facts, List<DetailSection> sections) {
    /** What the text of an offer says if each line of a phone has its own value. */
    private static final String EACH_LINE = "for each line";

    /** The most values of an option that a line lists. */
    private static final int MAX_VALUES = 50;

    /** How many of more values it lists. */
    private static final int SHOWN_VALUES = 3;

    public TemplateDetails {
        facts = List.copyOf(facts);
        sections = List.copyOf(sections);
    }

    /**
     * One kind of offers.
     *
     * @param title what they are, and the key that uses them
     * @param items in the order of the template or by name
     */
    public record DetailSection(String title, List<DetailItem> items) {
        public DetailSection {
            items = List.copyOf(items);
        }
    }

    /**
     * One offer.
     *
     * @param text what to know about it; empty if the name says all
     * @param json the same as a JSON value
     */
    public record DetailItem(String name, String text, Object json) {}

    /** Returns the details of a file. */
    public static TemplateDetails of(RootTemplates templates, TemplateUses uses, TemplateFile file) {
        List<String> facts = new ArrayList<>();
        Document document = uses.document(file);
        facts.add(file.path() + ": " + file.from());
        if (document instanceof Template template) {
            for (String text : List.of(template.name(), template.description())) {
                if (!text.isBlank()) {
                    facts.add(text.strip().replaceAll("\\s+", " "));
                }
            }
        }
        if (document == null || file.group() == TemplateGroup.SITE || file.group() == TemplateGroup.FRAGMENT) {
            facts.add(uses.purpose(file));
        }
        String advice = file.advice();
        if (advice != null) {
            facts.add(advice);
        }
        List<DetailSection> sections = new ArrayList<>();
        add(sections, "models", names(uses.models(file)));
        if (document instanceof Template template) {
            Header header = template.header();
            VariableReads reads =
                    uses.renderer().variableReads(template, templates.inputs().catalog());
            add(
                    sections,
                    "options",
                    header.options().stream().map(TemplateDetails::option).toList());
            add(sections, "vars", vars(header, reads));
            add(sections, "codecs", codecs(header));
            add(sections, "BLF types", names(keyTypes(header, KeyKind.BLF)));
            add(sections, "soft key types", names(keyTypes(header, KeyKind.SOFT)));
            add(sections, "settings", settings(template));
            add(sections, "networks", names(header.networks() == null ? List.of() : header.networks()));
            add(
                    sections,
                    "files",
                    template.configs().stream().map(TemplateDetails::file).toList());
            add(
                    sections,
                    "fragments",
                    names(uses.fragments(file).stream()
                            .map(TemplateGroup.FRAGMENT::name)
                            .toList()));
        }
        return new TemplateDetails(file.name(), facts, sections);
    }

    private static void add(List<DetailSection> sections, String title, List<DetailItem> items) {
        if (!items.isEmpty()) {
            sections.add(new DetailSection(title, items));
        }
    }

    private static List<DetailItem> names(Collection<String> names) {
        return names.stream().map(name -> new DetailItem(name, "", name)).toList();
    }

    private static DetailItem option(OptionOffer offer) {
        return new DetailItem(
                offer.name(),
                values(offer.valueNames()) + "; default " + offer.defaultValue()
                        + (offer.isOfLine() ? "; " + EACH_LINE : ""),
                new JsonObject()
                        .with("name", offer.name())
                        .with("values", offer.valueNames())
                        .with("default", offer.defaultValue())
                        .with("scope", scope(offer.isOfLine())));
    }

    /** The values, or the first ones and the number of the others. */
    private static String values(List<String> names) {
        return names.size() <= MAX_VALUES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, SHOWN_VALUES)) + " and " + (names.size() - SHOWN_VALUES) + " more";
    }

    /** The variables that the header declares, and those that the files read. */
    private static List<DetailItem> vars(Header header, VariableReads reads) {
        Set<String> names = new TreeSet<>(reads.givenNames(header));
        names.addAll(header.settings().keySet());
        List<DetailItem> items = new ArrayList<>();
        for (String name : names) {
            TypedSetting setting = header.settings().get(name);
            items.add(setting == null ? freeVariable(name) : variable(setting));
        }
        return items;
    }

    private static String scope(boolean isOfLine) {
        return isOfLine ? "line" : "phone";
    }

    private static DetailItem freeVariable(String name) {
        JsonObject json = new JsonObject().with("name", name).with("type", "text");
        json.with("description", null).with("default", null).with("scope", scope(false));
        return new DetailItem(name, "a text", json);
    }

    private static DetailItem variable(TypedSetting setting) {
        ValueRule rule = setting.rule();
        String fallback = setting.defaultValue();
        JsonObject json = new JsonObject()
                .with("name", setting.name())
                .with("type", rule.type().name().toLowerCase(Locale.ROOT))
                .with("description", rule.description())
                .with("default", fallback)
                .with("scope", scope(setting.isOfLine()));
        String text = rule.description()
                + (fallback == null ? "" : "; default '" + fallback + "'")
                + (setting.isOfLine() ? "; " + EACH_LINE : "");
        return new DetailItem(setting.name(), text, json);
    }

    /** The format of vendor parameters with the families; empty if the template takes none. */
    private static List<DetailItem> settings(Template template) {
        ParameterFormat format = template.parameterFormat();
        if (format == null) {
            return List.of();
        }
        Set<String> families = new TreeSet<>(template.header().families());
        String named = families.isEmpty()
                ? ""
                : (families.size() == 1 ? "; family " : "; families ") + String.join(", ", families);
        JsonObject json = new JsonObject()
                .with("format", format.key())
                .with("example", format.example())
                .with("families", List.copyOf(families));
        return List.of(new DetailItem(format.key(), "names such as " + format.example() + named, json));
    }

    private static List<DetailItem> codecs(Header header) {
        String text = header.hasCodecsOfLine() ? EACH_LINE : "";
        return header.codecs().stream()
                .map(CodecPriority::options)
                .flatMap(Collection::stream)
                .map(ChoiceOption::displayName)
                .distinct()
                .map(name -> new DetailItem(name, text, name))
                .toList();
    }

    private static List<String> keyTypes(Header header, KeyKind kind) {
        TemplateKeyTypes types = header.keyTypes(kind);
        return types == null ? List.of() : types.names();
    }

    private static DetailItem file(DeviceConfig config) {
        String name = config.filename().text();
        return new DetailItem(name, config.allowDownload() ? "" : "not published", name);
    }
}
