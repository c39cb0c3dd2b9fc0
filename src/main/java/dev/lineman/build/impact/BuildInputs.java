package dev.lineman.build.impact;

import dev.lineman.input.snapshot.FileChange;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.resolve.Resolver;
import dev.lineman.resolve.url.ServingPath;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.variable.SiteTemplateFiles;
import dev.lineman.resolve.variable.StaticFiles;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that outputs are made from, from one snapshot: phones, templates and secrets. Immutable. A cycle
 * compares the inputs of two snapshots in {@link ImpactAnalysis}.
 *
 * @param inventory extensions, phones and accounts; it finds their models in the catalog
 * @param catalog the templates
 * @param secrets the values behind {@code !secret}
 * @param staticFiles the paths of the static files
 * @param servingPath the path below which the agent serves files; the same in all snapshots
 */
public record BuildInputs(
        Inventory inventory, Catalog catalog, SecretStore secrets, StaticFiles staticFiles, ServingPath servingPath) {
    public BuildInputs {
        inventory = inventory.with(catalog);
    }

    /** No inputs. */
    public static final BuildInputs NONE =
            new BuildInputs(Inventory.empty(), Catalog.EMPTY, SecretStore.NONE, StaticFiles.NONE, ServingPath.ASSUMED);

    /** Returns the inputs after these changes. */
    public BuildInputs with(List<FileChange> changes) {
        SecretStore changed = secrets;
        for (FileChange change : changes) {
            if (change.before() instanceof SecretStore || change.after() instanceof SecretStore) {
                changed = changed.replacedBy(change.after());
            }
        }
        return new BuildInputs(
                inventory.with(changes), catalog.with(changes), changed, staticFiles.with(changes), servingPath);
    }

    /** Returns these inputs with other secrets. */
    public BuildInputs with(SecretStore others) {
        return new BuildInputs(inventory, catalog, others, staticFiles, servingPath);
    }

    /** Returns these inputs for an agent that serves files below a path. */
    public BuildInputs servedAt(ServingPath path) {
        return new BuildInputs(inventory, catalog, secrets, staticFiles, path);
    }

    /**
     * Returns a resolver of these inputs.
     *
     * @param environment the agent's environment, as of its start
     */
    public Resolver resolver(Map<String, String> environment) {
        return new Resolver(inventory, catalog, secrets, environment, staticFiles, servingPath);
    }

    /**
     * Whether a site has the files of a site template: of each template of the root outside {@code variants/}, and of
     * those that {@code site_templates} of its folders name.
     */
    public boolean hasSiteTemplate(String site, Template template) {
        return !template.isOnlyWhereChosen()
                || namedIn(inventory.siteTemplatesOf(site)).contains(template.key());
    }

    /** Returns the site templates whose files a site has, sorted by path. */
    public List<Template> siteTemplates(String site) {
        return siteTemplates(inventory.siteTemplatesOf(site));
    }

    /** Returns the site templates whose files any site may have, sorted by path. */
    public List<Template> siteTemplates() {
        return siteTemplates(inventory.siteTemplates());
    }

    private List<Template> siteTemplates(List<FolderDefaults> lists) {
        Set<String> named = namedIn(lists);
        return catalog.siteTemplates().stream()
                .filter(template -> !template.isOnlyWhereChosen() || named.contains(template.key()))
                .toList();
    }

    private static Set<String> namedIn(List<FolderDefaults> lists) {
        Set<String> named = new HashSet<>();
        lists.forEach(defaults -> defaults.siteTemplateNames().forEach(name -> named.add(Template.keyOf(name))));
        return named;
    }

    /**
     * Returns the paths of the files that a dependency was looked up in. While one of them cannot be read, the
     * targets with this dependency keep their outputs. Empty for phone templates, options, vendors and profiles, since a
     * target records its template and its folders itself, and for sites, which wait for any unreadable extension file.
     */
    public Set<String> filesOf(Dependency dependency) {
        return switch (dependency.kind()) {
            case FRAGMENT -> Set.of(dependency.name());
            case SECRET -> Set.of(secrets.path());
            case EXTENSION -> {
                int slash = dependency.name().lastIndexOf('/');
                ExtensionKey key = new ExtensionKey(
                        dependency.name().substring(0, slash), dependency.name().substring(slash + 1));
                Set<String> files = new LinkedHashSet<>();
                inventory
                        .extensions(key)
                        .forEach(other -> files.addAll(other.layers().files()));
                yield files;
            }
            case STATIC_FILE -> dependency.name().isEmpty() ? Set.of() : Set.of(StaticFiles.FOLDER + dependency.name());
            case SITE_FILES -> servingTemplates(dependency.name());
            case MODEL -> catalog.modelFiles(dependency.name());
            case TEMPLATE, SITE, SITES, OPTION, PROFILES, VENDORS -> Set.of();
        };
    }

    /** Returns the paths of the site templates that serve files, by {@link SiteTemplateFiles#chosenAs}. */
    private Set<String> servingTemplates(String chosenAs) {
        return catalog.siteTemplates().stream()
                .filter(template ->
                        SiteTemplateFiles.chosenAs(template).equals(chosenAs) && SiteTemplateFiles.of(template) != null)
                .map(Template::path)
                .collect(Collectors.toSet());
    }
}
