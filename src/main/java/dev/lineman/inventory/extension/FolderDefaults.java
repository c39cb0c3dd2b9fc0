package dev.lineman.inventory.extension;

import dev.lineman.input.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parsed content of a {@code _defaults.yaml}: values for every extension in its folder and below. Immutable.
 *
 * @param path the file, below the root
 * @param plain the values for all models; {@code models} is still among them
 * @param rules values for some models, the most specific pattern first
 */
public record FolderDefaults(String path, FieldValues plain, List<ModelRule> rules) implements Document {
    /** The file name in each folder. */
    public static final String FILE_NAME = "_defaults.yaml";

    public FolderDefaults {
        rules = List.copyOf(rules);
    }

    /**
     * Whether this file is a longer version of another. The scan then waits, because a program may still be
     * writing it.
     */
    @Override
    public boolean continues(Document shorter) {
        return shorter instanceof FolderDefaults other
                && !plain.equals(other.plain)
                && FieldValues.isPrefix(other.plain, plain);
    }

    /**
     * Returns the paths of the defaults that apply to an extension file, the deepest first. They exist or not.
     *
     * @param extensionFile a path below the root
     */
    public static List<String> pathsAbove(String extensionFile) {
        List<String> paths = new ArrayList<>(2);
        for (int slash = extensionFile.lastIndexOf('/'); slash > 0; slash = extensionFile.lastIndexOf('/', slash - 1)) {
            paths.add(extensionFile.substring(0, slash + 1) + FILE_NAME);
        }
        return paths;
    }

    /** Makes the defaults of a mapping: its {@code models} become the rules. */
    public static FolderDefaults of(String path, FieldValues all) {
        List<ModelRule> rules = new ArrayList<>();
        FieldValues models = all.fields("models");
        for (int i = 0; i < models.size(); i++) {
            rules.add(new ModelRule(ModelPattern.of(models.key(i)), (FieldValues) models.value(i)));
        }
        rules.sort(Comparator.comparing(ModelRule::pattern));
        return new FolderDefaults(path, all, rules);
    }

    /** The profiles of this file, by name. */
    public FieldValues profiles() {
        return plain.fields(ExtensionField.PROFILES.key());
    }

    /** Whether another version of this file has the same values at the same places, apart from its profiles. */
    public boolean differsInProfilesOnly(FolderDefaults other) {
        String profiles = ExtensionField.PROFILES.key();
        return plain.without(profiles).equals(other.plain.without(profiles));
    }

    /** The names in {@code site_templates}, in the order of the file; null without such a list. */
    public FieldValues.@Nullable Items siteTemplates() {
        return plain.get(ExtensionField.SITE_TEMPLATES.key()) instanceof FieldValues.Items names ? names : null;
    }

    /** The names in {@code site_templates}; empty without such a list. */
    public List<String> siteTemplateNames() {
        FieldValues.Items names = siteTemplates();
        return names == null
                ? List.of()
                : names.values().stream().map(String::valueOf).toList();
    }

    /** The folder of the file, without a slash at its end. */
    public String folder() {
        return path.substring(0, path.lastIndexOf('/'));
    }

    /** Whether a path is that of a file of defaults. */
    public static boolean isDefaults(String path) {
        return path.endsWith("/" + FILE_NAME);
    }

    /**
     * Whether a path looks like a file of defaults but has a wrong name, such as {@code _defaults.yml}. It would
     * be read as an extension file otherwise.
     */
    public static boolean isMisnamed(String path) {
        return !isDefaults(path) && isDefaultsName(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Whether a file name is that of defaults in any case, with either ending of YAML files. */
    public static boolean isDefaultsName(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        return folded.equals(FILE_NAME) || folded.equals("_defaults.yml");
    }

    /**
     * Values for the models that match a pattern.
     *
     * @param pattern the pattern of model names
     * @param values the values of the rule
     */
    public record ModelRule(ModelPattern pattern, FieldValues values) {}
}
