package dev.lineman.build.usage;

import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.TemplateReader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the scopes in which variables and settings are looked for: which templates there are, and which inputs have
 * unknown content, so that nothing can be said of them. For one cycle, by one thread.
 *
 * @param unknown the paths of the input files and folders with unknown content
 */
record UsageScopes(CatalogReads catalogReads, Set<String> unknown) {
    Catalog catalog() {
        return catalogReads.catalog();
    }

    /** A scope without templates. */
    VariableScope scope() {
        return new VariableScope(catalogReads);
    }

    /** The template of a group of phones; null if it has none. */
    @Nullable
    Template template(PhoneCounts.PhoneGroup group) {
        TemplateMatch.MatchedTemplate found = group.find(catalog());
        return found == null ? null : found.template();
    }

    /** Adds phones whose template is not known. */
    void addUnknownPhones(VariableScope scope) {
        if (isUnknownIn(TemplateKind.PHONE.folder()) || isUnknownIn(TemplateReader.FRAGMENTS)) {
            scope.addUnreadableTemplates();
        } else {
            scope.addUnknownPhones();
        }
    }

    /** A scope with the site templates. */
    VariableScope scopeWithSites() {
        VariableScope scope = scope();
        scope.addSites();
        if (isUnknownIn(TemplateKind.SITE.folder())) {
            scope.addUnreadableTemplates();
        }
        return scope;
    }

    /** Whether a folder, something in it, or the defaults of a folder around it have unknown content. */
    boolean isUnknownIn(String folder) {
        return unknown.stream()
                .anyMatch(path -> (path + '/').startsWith(folder)
                        || folder.startsWith(path + '/')
                        || (FolderDefaults.isDefaults(path)
                                && folder.startsWith(path.substring(0, path.lastIndexOf('/') + 1))));
    }
}
