package dev.lineman.resolve;

import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragment;
import dev.lineman.template.FragmentLookup;
import dev.lineman.template.Template;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.dialect.DialectNode;
import dev.lineman.template.dialect.DialectParser;
import dev.lineman.template.dialect.TemplateSyntax;
import dev.lineman.template.header.BlfType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that a template reads and that neither every extension nor the template itself gives, so that somebody has to,
 * in {@code vars}: what whoever brings a template of theirs wants to know first.
 */
public final class NeededNames {
    private final Template template;
    private final Set<String> headerNames;
    private final Set<String> keyNames = new LinkedHashSet<>(Set.of("blfno", "blffirstname", "blflastname"));
    private final Set<String> needed = new LinkedHashSet<>();

    private NeededNames(Template template) {
        this.template = template;
        this.headerNames = template.header().names();
        types().forEach(type -> keyNames.addAll(type.parts().keySet()));
    }

    /** The names, in lower case, in the order of their first places; those of Velocity are not told. */
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

    private Collection<BlfType> types() {
        return template.header().blfTypes() == null
                ? List.of()
                : template.header().blfTypes().values();
    }

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
     * Notes what is needed. A name that is read only where it is known to be there is not.
     *
     * @param given the names that are known to be there
     */
    private void read(List<DialectNode> nodes, List<String> given) {
        for (DialectNode node : nodes) {
            if (node instanceof DialectNode.Placeholder placeholder
                    && !given.contains(placeholder.reference().name())) {
                read(placeholder.reference());
            } else if (node instanceof DialectNode.Conditional conditional) {
                conditional.cases().forEach(one -> read(one.body(), with(given, one.condition())));
            }
        }
    }

    private static List<String> with(List<String> given, DialectNode.@Nullable DialectCondition condition) {
        if (condition == null || condition.reference() == null) {
            return given;
        }
        List<String> more = new ArrayList<>(given);
        more.add(condition.name());
        return more;
    }

    private void read(DialectNode.PlaceholderReference reference) {
        String name = reference.name();
        boolean ofKey = reference.blfName() != null && keyNames.contains(name);
        if (!ofKey && !headerNames.contains(name) && !PhoneValues.isBuiltIn(name)) {
            needed.add(name);
        }
    }
}
