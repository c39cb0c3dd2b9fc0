package dev.lineman.template;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a template is rendered for. */
public enum TemplateKind {
    /** Each phone that uses it. */
    PHONE("templates/phones/"),
    /** Each site. */
    SITE("templates/site/");

    private final String folder;

    TemplateKind(String folder) {
        this.folder = folder;
    }

    /** The folder of such templates below the root, with a {@code /} at its end. */
    public String folder() {
        return folder;
    }

    /** The kind of templates in the folder of this file, or null when no templates are there. */
    static @Nullable TemplateKind ofPath(String path) {
        for (TemplateKind kind : values()) {
            if (path.startsWith(kind.folder)) {
                return kind;
            }
        }
        return null;
    }

    /** The kind that a header's {@code <type>} names, or null. */
    static @Nullable TemplateKind ofHeaderType(String type) {
        return switch (type.strip().toLowerCase(Locale.ROOT)) {
            case "phone-template", "fxs-template" -> PHONE;
            case "site-template" -> SITE;
            default -> null;
        };
    }
}
