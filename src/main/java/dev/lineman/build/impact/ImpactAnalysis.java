package dev.lineman.build.impact;

import dev.lineman.input.StaticFile;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.ContactIndex;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.EntryChanges;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.SiteFields;
import dev.lineman.resolve.variable.ServedFiles;
import dev.lineman.resolve.variable.SiteTemplateFiles;
import dev.lineman.resolve.variable.StaticFiles;
import dev.lineman.template.Catalog;
import dev.lineman.template.Fragment;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.header.OptionOffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the build targets that may have other outputs after inputs changed. The cost depends on what the change reaches,
 * not on the size of the fleet. A cycle runs it between loading and rendering. For one thread.
 *
 * <p>A target is affected if its own files changed, or if it has a dependency that changed: a model, a template, a
 * fragment, a secret, the values of an option, or what a BLF key or a site template shows of an extension.
 */
public final class ImpactAnalysis {
    /** The fields of an extension that a BLF key of another phone shows. */
    private static final List<String> BLF_FIELDS =
            List.of(ExtensionField.FIRST_NAME.key(), ExtensionField.LAST_NAME.key());

    private final BuildInputs inputsBefore;
    private final BuildInputs inputsAfter;
    private final Inventory before;
    private final Inventory after;
    /** Whether a site has a site template before or after the changes. Those that no list names do not count. */
    private final boolean anySiteTemplate;

    private final DependencyIndex dependencyIndex;
    /** The sites of the extensions that a change reaches. */
    private final Set<String> reachedSites = new HashSet<>();
    /** The keys of the affected targets. */
    private final Set<String> affected = new LinkedHashSet<>();
    /** The extension files that are already handled, since several changes can lead to one. */
    private final Set<ExtensionFile> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    private ImpactAnalysis(BuildInputs before, BuildInputs after, DependencyIndex dependencyIndex) {
        this.inputsBefore = before;
        this.inputsAfter = after;
        this.before = before.inventory();
        this.after = after.inventory();
        this.anySiteTemplate =
                !before.siteTemplates().isEmpty() || !after.siteTemplates().isEmpty();
        this.dependencyIndex = dependencyIndex;
    }

    /** Returns the keys of all affected targets, also of targets that no longer exist; see {@link TargetKey}. */
    public static Set<String> affectedTargets(
            Collection<FileChange> changes,
            ChangedExtensions changedExtensions,
            BuildInputs before,
            BuildInputs after,
            DependencyIndex dependencyIndex) {
        ImpactAnalysis impact = new ImpactAnalysis(before, after, dependencyIndex);
        changedExtensions.byPath().forEach(impact::add);
        for (FileChange change : changes) {
            impact.add(change.path(), change.before(), before);
            impact.add(change.path(), change.after(), after);
            if (change.before() instanceof FolderDefaults || change.after() instanceof FolderDefaults) {
                impact.addDefaults(change);
            }
            if (change.before() instanceof StaticFile || change.after() instanceof StaticFile) {
                impact.affected.add(TargetKey.ofStatic(change.path()));
            }
            if (!dependencyIndex.isEmpty()) {
                impact.addFileReaders(change);
            }
        }
        Catalog.affectedNames(before.catalog(), after.catalog())
                .forEach(name -> impact.addReaders(Dependency.DependencyKind.MODEL, name));
        if (impact.anySiteTemplate) {
            impact.reachedSites.forEach(impact::addSiteTemplates);
            if (!before.catalog().vendors().saysTheSame(after.catalog().vendors())) {
                impact.addReaders(Dependency.DependencyKind.VENDORS, "");
            }
        }
        SecretStore.changedNames(before.secrets(), after.secrets())
                .forEach(name -> impact.addReaders(Dependency.DependencyKind.SECRET, name));
        return impact.affected;
    }

    /**
     * Adds what one version of a document reaches.
     *
     * @param inputs the inputs with this version
     */
    private void add(String path, @Nullable Object document, BuildInputs inputs) {
        if (document instanceof Template template) {
            addReaders(Dependency.DependencyKind.TEMPLATE, path);
            addReaders(Dependency.DependencyKind.TEMPLATE, TemplateKind.PHONE.folder() + template.key());
            if (!dependencyIndex.isEmpty()) {
                addReadersOfOptions(template);
            }
            if (template.kind() == TemplateKind.SITE) {
                inputs.inventory().sites().stream()
                        .filter(site -> inputs.hasSiteTemplate(site, template))
                        .forEach(site -> affected.add(TargetKey.ofSite(site, path)));
            }
        } else if (document instanceof Fragment) {
            addReaders(Dependency.DependencyKind.FRAGMENT, path);
        }
    }

    private void addReadersOfOptions(Template template) {
        List<OptionOffer> options = template.header().options();
        options.forEach(option ->
                addReaders(Dependency.DependencyKind.OPTION, option.name().toLowerCase(Locale.ROOT)));
        if (!options.isEmpty()) {
            addReaders(Dependency.DependencyKind.OPTION, Dependency.ANY_OPTION);
        }
    }

    /** Adds the phones that are told the URL of a file that came or went: a static file, or one of a site template. */
    private void addFileReaders(FileChange change) {
        List<String> paths = StaticFiles.changedPaths(change);
        paths.forEach(path -> addReaders(Dependency.DependencyKind.STATIC_FILE, path));
        if (!paths.isEmpty()) {
            addReaders(Dependency.DependencyKind.STATIC_FILE, ServedFiles.ALL);
        }
        SiteTemplateFiles old = SiteTemplateFiles.of(change.before());
        SiteTemplateFiles fresh = SiteTemplateFiles.of(change.after());
        if (!Objects.equals(old, fresh)) {
            addReaders(old);
            addReaders(fresh);
        }
    }

    private void addReaders(@Nullable SiteTemplateFiles files) {
        if (files != null) {
            addReaders(Dependency.DependencyKind.SITE_FILES, files.chosenAs());
        }
    }

    /** Adds what the extensions and contacts reach that differ between two versions of an extension file. */
    private void add(String path, EntryChanges changes) {
        add(path, changes.removed());
        add(path, changes.added());
        addContacts(path);
    }

    /** Adds all extensions of a file, and what they reach. */
    private void add(ExtensionFile file) {
        if (visited.add(file)) {
            add(file.path(), file.entries());
            addContacts(file.path());
        }
    }

    /** Adds the phones of some extensions of a file, and what these extensions reach. */
    private void add(String path, List<FieldValues> entries) {
        affected.addAll(before.macsOfEntries(entries));
        affected.addAll(after.macsOfEntries(entries));
        Set<ExtensionKey> keys = new LinkedHashSet<>();
        entries.forEach(entry -> keys.add(before.keyOf(path, entry)));
        entries.forEach(entry -> keys.add(after.keyOf(path, entry)));
        keys.forEach(this::add);
    }

    /** Adds what shows the contacts of a file, if they differ. */
    private void addContacts(String path) {
        ContactIndex.changedSites(path, before, after)
                .forEach(site ->
                        affected.addAll(dependencyIndex.readersOf(SiteFields.dependency(site, SiteFields.CONTACTS))));
    }

    /** Adds the targets that show an extension: BLF keys, other phones with the same number, site templates. */
    private void add(ExtensionKey key) {
        Set<String> readers = dependencyIndex.readersOf(
                new Dependency(Dependency.DependencyKind.EXTENSION, key.site() + '/' + key.number()));
        if (!readers.isEmpty() && !blfValues(before, key).equals(blfValues(after, key))) {
            affected.addAll(readers);
        }
        if (before.contested(key) || after.contested(key)) {
            affected.addAll(before.macsOf(key));
            affected.addAll(after.macsOf(key));
        }
        if (anySiteTemplate) {
            reachedSites.add(key.site());
            SiteFields.differing(key, before, after)
                    .forEach(field ->
                            affected.addAll(dependencyIndex.readersOf(SiteFields.dependency(key.site(), field))));
        }
        if (before.sites().contains(key.site()) != after.sites().contains(key.site())) {
            addReaders(Dependency.DependencyKind.SITES, "");
        }
    }

    /** Adds the site templates whose files a site gets or loses. */
    private void addSiteTemplates(String site) {
        boolean was = before.sites().contains(site);
        boolean is = after.sites().contains(site);
        if (was && is && before.siteTemplatesOf(site).equals(after.siteTemplatesOf(site))) {
            return;
        }
        Set<String> differing = new HashSet<>();
        if (was) {
            inputsBefore.siteTemplates(site).forEach(template -> differing.add(template.path()));
        }
        if (is) {
            for (Template template : inputsAfter.siteTemplates(site)) {
                if (!differing.remove(template.path())) {
                    differing.add(template.path());
                }
            }
        }
        differing.forEach(template -> affected.add(TargetKey.ofSite(site, template)));
    }

    /** Returns the values of an extension that BLF keys show. */
    private static List<Object> blfValues(Inventory inventory, ExtensionKey key) {
        List<Object> names = new ArrayList<>();
        for (Account extension : inventory.extensions(key)) {
            for (String name : BLF_FIELDS) {
                LayerStack.LayerValue found = extension.layers().get(name);
                names.add(found == null ? FieldValues.EMPTY : found.value());
            }
        }
        return names;
    }

    /** Adds what the defaults of a folder reach. If only profiles changed, these are the extensions that use them. */
    private void addDefaults(FileChange change) {
        String folder = change.path().substring(0, change.path().lastIndexOf('/'));
        FolderDefaults old = change.before() instanceof FolderDefaults defaults ? defaults : null;
        FolderDefaults fresh = change.after() instanceof FolderDefaults defaults ? defaults : null;
        if (old == null || fresh == null || !old.differsInProfilesOnly(fresh)) {
            addBelow(folder);
        } else {
            after.filesBelow(folder).forEach(this::addProfileUsers);
        }
        if (!profiles(old).equals(profiles(fresh))) {
            addReaders(Dependency.DependencyKind.PROFILES, "");
        }
    }

    private static Set<String> profiles(@Nullable FolderDefaults defaults) {
        return defaults == null ? Set.of() : Set.copyOf(defaults.profiles().keys());
    }

    /** Adds the extensions of a file whose profiles differ, or those of their phones. */
    private void addProfileUsers(ExtensionFile file) {
        List<ExtensionKey> keys = after.keysOf(file);
        for (int i = 0; i < keys.size(); i++) {
            FieldValues extension = file.entries().get(i);
            List<FieldValues> owners = new ArrayList<>(ExtensionFile.phones(extension));
            owners.add(extension);
            if (owners.stream()
                    .anyMatch(
                            owner -> !before.profiles(file.path(), owner).equals(after.profiles(file.path(), owner)))) {
                affected.addAll(after.macsOfEntries(List.of(extension)));
                add(keys.get(i));
            }
        }
    }

    /** Adds the extension files below a folder, after its defaults changed. */
    private void addBelow(String folder) {
        before.filesBelow(folder).forEach(this::add);
        after.filesBelow(folder).forEach(this::add);
    }

    /** Adds the targets with a dependency. */
    private void addReaders(Dependency.DependencyKind kind, String name) {
        affected.addAll(dependencyIndex.readersOf(new Dependency(kind, name)));
    }
}
