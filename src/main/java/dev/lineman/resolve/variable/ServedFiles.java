package dev.lineman.resolve.variable;

import dev.lineman.collection.Deferred;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that a phone can fetch beside its own: those that the site templates of its folder serve, and static files.
 * {@link dev.lineman.resolve.Resolver} has one for all phones. Immutable, so thread-safe.
 */
public final class ServedFiles {
    /** The name of the dependency on the site templates of the root that each site has, and on all static files. */
    public static final String ALL = "";

    /** The name of the site in the name of a file, in both syntaxes. */
    private static final Pattern SITE = Pattern.compile("(?i:%%site%%)|\\$!?(?:site\\b|\\{site})");

    /** What begins a placeholder, a directive or a reference. */
    private static final Pattern COMPUTED = Pattern.compile("%%|[{$#]");

    private final Inventory inventory;
    private final StaticFiles staticFiles;
    private final List<ServedTemplate> siteTemplates;

    /**
     * A site template.
     *
     * @param chosenAs see {@link SiteTemplateFiles#chosenAs}
     * @param patterns the names of the files that it serves. A built-in template that no phone's folder names is not read
     */
    private record ServedTemplate(String chosenAs, Deferred<List<String>> patterns) {}

    /** @param catalog has the site templates */
    public ServedFiles(Inventory inventory, Catalog catalog, StaticFiles staticFiles) {
        this.inventory = inventory;
        this.staticFiles = staticFiles;
        this.siteTemplates = catalog.siteTemplates().stream()
                .map(template -> new ServedTemplate(
                        SiteTemplateFiles.chosenAs(template), Deferred.by(() -> SiteTemplateFiles.patterns(template))))
                .toList();
    }

    /**
     * Returns the names of the files that the site templates of a phone's folder serve: those of the nearest {@code
     * site_templates} above its first account, and those of the root that each site has.
     *
     * @param referenceResolver receives the dependencies
     */
    public SortedSet<String> ofSite(Phone phone, ReferenceResolver referenceResolver) {
        Set<String> chosen = new HashSet<>();
        String folder = inventory.siteTemplatesFolder(phone.first().file());
        FolderDefaults defaults = folder == null ? null : inventory.defaults(folder + '/' + FolderDefaults.FILE_NAME);
        if (defaults != null) {
            defaults.siteTemplateNames().forEach(name -> chosen.add(Template.keyOf(name)));
        }
        add(referenceResolver, Dependency.DependencyKind.SITE_FILES, ALL);
        chosen.forEach(key -> add(referenceResolver, Dependency.DependencyKind.SITE_FILES, key));
        SortedSet<String> names = new TreeSet<>();
        for (ServedTemplate template : siteTemplates) {
            if (template.chosenAs().equals(ALL) || chosen.contains(template.chosenAs())) {
                template.patterns().get().forEach(pattern -> addName(names, pattern, phone.site()));
            }
        }
        return names;
    }

    /** Whether a path is that of a static file, or of a folder that has one. Records the look-up. */
    boolean isStatic(String path, ReferenceResolver referenceResolver) {
        add(referenceResolver, Dependency.DependencyKind.STATIC_FILE, path);
        return StaticFiles.hasPath(staticFiles.paths(), path);
    }

    /** Returns the names of all files of a phone's site and of all static files. Records the look-up. */
    Set<String> all(Phone phone, ReferenceResolver referenceResolver) {
        add(referenceResolver, Dependency.DependencyKind.STATIC_FILE, ALL);
        Set<String> names = new TreeSet<>(staticFiles.paths());
        names.addAll(ofSite(phone, referenceResolver));
        return names;
    }

    /** Adds the name of a file. The name of a file that a template computes otherwise is known only when it is rendered. */
    private static void addName(Set<String> names, String pattern, String site) {
        String name = SITE.matcher(pattern).replaceAll(Matcher.quoteReplacement(site));
        if (!name.isEmpty() && !COMPUTED.matcher(name).find()) {
            names.add(name);
        }
    }

    private static void add(ReferenceResolver referenceResolver, Dependency.DependencyKind kind, String name) {
        referenceResolver.addDependency(new Dependency(kind, name));
    }
}
