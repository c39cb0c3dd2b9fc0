package dev.lineman.resolve;

import dev.lineman.resolve.key.KeyDetail;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragment;
import dev.lineman.template.FragmentLookup;
import dev.lineman.template.Template;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.DialectNode;
import dev.lineman.template.dialect.DialectParser;
import dev.lineman.template.dialect.TemplateSyntax;
import dev.lineman.template.key.KeyKind;
import dev.lineman.template.key.TemplateKeyType;
import dev.lineman.template.key.TemplateKeyTypes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the names that a template reads and that Lineman and the template do not provide. Each phone must set
 * them in {@code vars}.
 *
 * <p>{@code check} lists them. One instance for each template.
 */
public final class NeededNames {
    private final Template template;
    /** Names that the template itself sets. */
    private final Set<String> headerNames;
    /** Names of which each line has its own value. */
    private final Set<String> lineNames;
    /** Names that have a value within {@code {IF blfN}} or {@code {IF softkeyN}}. */
    private final Set<String> keyNames = new LinkedHashSet<>();

    private final Set<String> needed = new LinkedHashSet<>();

    private NeededNames(Template template) {
        this.template = template;
        this.headerNames = template.header().names();
        this.lineNames = template.header().lineNames();
        for (KeyDetail detail : KeyDetail.values()) {
            keyNames.add(detail.text());
        }
        types().forEach(type -> keyNames.addAll(type.parts().keySet()));
    }

    /** The needed names in lower case, in the order of their first use. Velocity contents are not examined. */
    public static Set<String> of(Template template, FragmentLookup fragments) {
        NeededNames names = new NeededNames(template);
        for (DeviceConfig config : template.configs()) {
            if (config.allowDownload() && config.syntax() == TemplateSyntax.PLACEHOLDERS) {
                names.read(DialectParser.parseFileName(config.filename().text()).nodes(), List.of());
                names.read(config, fragments);
            }
        }
        return names.needed;
    }

    /** The types of BLF keys and soft keys; empty if the template has none. */
    private List<TemplateKeyType> types() {
        List<TemplateKeyType> types = new ArrayList<>();
        for (KeyKind kind : KeyKind.values()) {
            TemplateKeyTypes ofKind = template.header().keyTypes(kind);
            types.addAll(ofKind == null ? List.of() : ofKind.byName().values());
        }
        return types;
    }

    /** Examines a content or the fragment that replaces it. A missing fragment is a problem elsewhere. */
    private void read(DeviceConfig config, FragmentLookup fragments) {
        Content content = config.content();
        if (config.src() != null) {
            Fragment fragment = fragments.fragment(config.src().path());
            if (fragment == null) {
                return;
            }
            content = fragment.content();
        }
        read(DialectParser.parseContent(content.text()).nodes(), List.of());
    }

    /**
     * Examines nodes. A name that is read only where a condition requires it is not needed.
     *
     * @param given the names that the conditions around the nodes require
     */
    private void read(List<DialectNode> nodes, List<String> given) {
        for (DialectNode node : nodes) {
            if (node instanceof DialectNode.Placeholder placeholder
                    && !given.contains(
                            template.header().variableOf(placeholder.reference().name()))) {
                read(placeholder.reference());
            } else if (node instanceof DialectNode.Conditional conditional) {
                conditional.cases().forEach(one -> read(one.body(), with(given, one.condition())));
            }
        }
    }

    /** The given names and the one that a condition requires. */
    private static List<String> with(List<String> given, DialectNode.@Nullable DialectCondition condition) {
        if (condition == null || condition.reference() == null) {
            return given;
        }
        List<String> more = new ArrayList<>(given);
        more.add(condition.name());
        return more;
    }

    /** Adds a name unless it has a value without {@code vars}. */
    private void read(DialectNode.PlaceholderReference reference) {
        String ofLine = LinePlaceholder.variable(reference.name(), variable -> true);
        if (ofLine != null && !lineNames.contains(ofLine)) {
            // The template must declare it for each line.
            return;
        }
        String name = template.header().variableOf(ofLine == null ? reference.name() : ofLine);
        // A key of this type has the value, and the condition makes sure that the key exists.
        boolean ofKey = reference.partName() != null && keyNames.contains(name);
        if (!ofKey && !headerNames.contains(name) && !MissingVariable.isBuiltIn(name)) {
            needed.add(name);
        }
    }
}
