package dev.lineman.resolve;

import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragment;
import dev.lineman.template.Fragments;
import dev.lineman.template.Template;
import dev.lineman.template.header.BlfType;
import dev.lineman.template.text.Dialect;
import dev.lineman.template.text.Syntax;
import dev.lineman.template.text.Token;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that a template reads and that neither every extension nor the template itself gives, so that somebody has to,
 * in {@code vars}: what whoever brings a template of theirs wants to know first.
 */
public final class NeededNames {
    private final Template template;
    private final Set<String> offered;
    private final Set<String> ofKeys = new LinkedHashSet<>(Set.of("blfno", "blffirstname", "blflastname"));
    private final Set<String> needed = new LinkedHashSet<>();

    private NeededNames(Template template) {
        this.template = template;
        this.offered = template.header().names();
        types().forEach(type -> ofKeys.addAll(type.parts().keySet()));
    }

    /** The names, in lower case, in the order of their first places; those of Velocity are not told. */
    public static Set<String> of(Template template, Fragments fragments) {
        NeededNames names = new NeededNames(template);
        for (DeviceConfig config : template.configs()) {
            if (config.allowDownload() && config.syntax() == Syntax.PLACEHOLDERS) {
                names.read(Dialect.name(config.filename().text()));
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

    private void read(DeviceConfig config, Fragments fragments) {
        String text = config.content().text();
        if (config.src() != null) {
            Fragment fragment = fragments.fragment(config.src().path());
            text = fragment == null ? "" : fragment.content().text();
        }
        read(Dialect.content(text).tokens());
    }

    /** What is read only where it is known to be there is not needed. */
    private void read(List<Token> tokens) {
        Deque<String> given = new ArrayDeque<>();
        for (Token token : tokens) {
            if (token instanceof Token.If start) {
                given.push(start.condition().variable() ? "" : start.condition().name());
            } else if (token instanceof Token.Else) {
                given.pop();
                given.push("");
            } else if (token instanceof Token.EndIf) {
                given.pop();
            } else if (token instanceof Token.Placeholder placeholder && !given.contains(placeholder.name())) {
                read(placeholder);
            }
        }
    }

    private void read(Token.Placeholder placeholder) {
        String name = placeholder.name();
        boolean ofKey = placeholder.key() > 0 && ofKeys.contains(name);
        if (!ofKey && !offered.contains(name) && !PhoneNames.isOwn(name)) {
            needed.add(name);
        }
    }
}
