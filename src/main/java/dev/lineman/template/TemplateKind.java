package dev.lineman.template;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a template is rendered for. The folder decides; a {@code <type>} in the header must agree. */
public enum TemplateKind {
    /** Rendered once for each phone that uses it. */
    PHONE("templates/phones/"),
    /** Rendered once for each site. */
    SITE("templates/site/");

    private final String folder;

    TemplateKind(String folder) {
        this.folder = folder;
    }

    /** The folder of these templates, below the root and with a {@code /} at its end. */
    public String folder() {
        return folder;
    }

    /** The kind of the templates in this file's folder; null if the folder has no templates. */
    static @Nullable TemplateKind ofPath(String path) {
        for (TemplateKind kind : values()) {
            if (path.startsWith(kind.folder)) {
                return kind;
            }
        }
        return null;
    }

    /** The kind that a header's {@code <type>} names; null if the type is unknown. */
    static @Nullable TemplateKind ofHeaderType(String type) {
        return switch (type.strip().toLowerCase(Locale.ROOT)) {
            case "phone-template", "fxs-template" -> PHONE;
            case "site-template" -> SITE;
            default -> null;
        };
    }
}
