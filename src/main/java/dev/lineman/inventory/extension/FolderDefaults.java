package dev.lineman.inventory.extension;

import dev.lineman.input.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A {@code _defaults.yaml}: values for every extension in its folder and below.
 *
 * @param path below the root
 * @param plain the values that are for all models
 * @param rules values for some models only, the longest pattern first
 */
public record FolderDefaults(String path, FieldValues plain, List<ModelRule> rules) implements Document {
    public static final String FILE_NAME = "_defaults.yaml";

    public FolderDefaults {
        rules = List.copyOf(rules);
    }

    @Override
    public boolean continues(Document shorter) {
        return shorter instanceof FolderDefaults other
                && !plain.equals(other.plain)
                && FieldValues.isPrefix(other.plain, plain);
    }

    /** The defaults that a mapping makes: its {@code models} are rules. */
    static FolderDefaults of(String path, FieldValues all) {
        List<ModelRule> rules = new ArrayList<>();
        FieldValues models = all.fields("models");
        for (int i = 0; i < models.size(); i++) {
            rules.add(new ModelRule(ModelPattern.of(models.key(i)), (FieldValues) models.value(i)));
        }
        rules.sort(Comparator.comparing(ModelRule::pattern));
        return new FolderDefaults(path, all, rules);
    }

    /** Whether the file of this path holds defaults. */
    public static boolean isDefaults(String path) {
        return path.endsWith("/" + FILE_NAME);
    }

    /** Whether the file of this path holds defaults under another name than theirs, such as {@code _defaults.yml}. */
    static boolean isMisnamed(String path) {
        return !isDefaults(path) && isDefaultsName(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Whether a file name says that the file holds defaults, in whatever spelling. */
    public static boolean isDefaultsName(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        return folded.equals(FILE_NAME) || folded.equals("_defaults.yml");
    }

    /** Values for the models that match a pattern. */
    public record ModelRule(ModelPattern pattern, FieldValues values) {}
}
