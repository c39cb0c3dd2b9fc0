package dev.lineman.resolve.variable;

import dev.lineman.input.Document;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that a site template serves. {@link ServedFiles} gives them to phones, and {@code build.impact} compares them
 * after a change. Immutable.
 *
 * @param chosenAs the key of the template, which {@code site_templates} names; {@link ServedFiles#ALL} if each site has
 *     the template. It is the name of the dependency on these files
 * @param patterns the names of the files, as the template writes them; at least one
 */
public record SiteTemplateFiles(String chosenAs, List<String> patterns) {
    public SiteTemplateFiles {
        patterns = List.copyOf(patterns);
    }

    /** Returns the files of a document; null if it is no site template, or serves no file. */
    public static @Nullable SiteTemplateFiles of(@Nullable Document document) {
        if (!(document instanceof Template template) || template.kind() != TemplateKind.SITE) {
            return null;
        }
        List<String> patterns = patterns(template);
        return patterns.isEmpty() ? null : new SiteTemplateFiles(chosenAs(template), patterns);
    }

    /** Returns {@link #chosenAs()} of a site template. */
    public static String chosenAs(Template template) {
        return template.isOnlyWhereChosen() ? template.key() : ServedFiles.ALL;
    }

    /** Returns the {@link #patterns()} of a site template; empty if it serves no file. */
    static List<String> patterns(Template template) {
        return template.configs().stream()
                .filter(config -> config.serve() && config.allowDownload())
                .map(config -> config.filename().text().strip())
                .toList();
    }
}
