package dev.lineman.command.template;

import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.TemplateReader;
import dev.lineman.template.model.ModelFile;
import org.jspecify.annotations.Nullable;

/**
 * The groups of template files, by folder, and how people name a file of each. Names of phone templates are those of the
 * key {@code template}: {@code yealink/yealink-t}. The others begin with their folder: {@code site/phonebooks}, {@code
 * lib/yealink-keys.vm}, {@code models/yealink-t}.
 */
public enum TemplateGroup {
    PHONE(TemplateKind.PHONE.folder(), "PHONE TEMPLATE"),
    SITE(TemplateKind.SITE.folder(), "SITE TEMPLATE"),
    FRAGMENT(TemplateReader.FRAGMENTS, "FRAGMENT"),
    MODELS(ModelFile.FOLDER, "MODEL FILE");

    /** The folder of all groups, below the root and with a {@code /} at its end. */
    static final String TEMPLATES = "templates/";

    private final String folder;
    private final String heading;

    TemplateGroup(String folder, String heading) {
        this.folder = folder;
        this.heading = heading;
    }

    /** The heading of a list of such files. */
    public String heading() {
        return heading;
    }

    /** The name in JSON. */
    String json() {
        return switch (this) {
            case PHONE -> "phone";
            case SITE -> "site";
            case FRAGMENT -> "fragment";
            case MODELS -> "models";
        };
    }

    /** The group of a file, by its path below the root; null if the folder has no templates. */
    static @Nullable TemplateGroup of(String path) {
        for (TemplateGroup group : values()) {
            if (path.startsWith(group.folder)) {
                return group;
            }
        }
        return null;
    }

    /** The name by which people call a file, by its path below the root; null if the folder has no templates. */
    public static @Nullable String nameOf(String path) {
        TemplateGroup group = of(path);
        return group == null ? null : group.name(path);
    }

    /** The name of a file of this group. */
    String name(String path) {
        String below = below(path);
        return switch (this) {
            case PHONE -> withoutExtension(below);
            case SITE -> "site/" + withoutExtension(below);
            case FRAGMENT -> "lib/" + below;
            case MODELS -> "models/" + withoutExtension(below);
        };
    }

    /**
     * The path of a new file of this group.
     *
     * @param name a name, or a path with or without {@code templates/} and extension
     * @param like the path of a file with the same kind of content
     */
    String path(String name, String like) {
        String below = name.startsWith(TEMPLATES) ? name.substring(TEMPLATES.length()) : name;
        String own = folder.substring(TEMPLATES.length());
        below = below.startsWith(own) ? below.substring(own.length()) : below;
        String extension = like.substring(like.lastIndexOf('.'));
        return folder + (below.endsWith(extension) ? below : below + extension);
    }

    /** The path below the folder of the group. */
    String below(String path) {
        return path.substring(folder.length());
    }

    /**
     * The text by which extension files name a file of this group, in {@code template} and {@code site_templates}, with the
     * extension; for other groups, the path below {@code templates}.
     */
    String key(String path) {
        return this == PHONE || this == SITE ? below(path) : path.substring(TEMPLATES.length());
    }

    /** A path without the extension of its file name, such as {@code .xml}, {@code .ph.xml} or {@code .vm}. */
    static String withoutExtension(String path) {
        String shorter = Template.withoutExtension(path);
        int dot = path.lastIndexOf('.');
        return shorter.equals(path) && dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) : shorter;
    }
}
