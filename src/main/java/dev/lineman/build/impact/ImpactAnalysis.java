package dev.lineman.build.impact;

import dev.lineman.input.StaticFile;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.SiteFields;
import dev.lineman.template.Catalog;
import dev.lineman.template.Fragment;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** From what changed to the phones, sites and static files whose outputs may differ, at a cost of what the change reaches. */
public final class ImpactAnalysis {
    /** What BLF keys take from the extension that they watch. */
    private static final List<String> BLF_FIELDS =
            ExtensionField.keys(field -> field.isDetail() && field.isIn(ExtensionField.FieldScope.BLF_KEY));

    private final Inventory before;
    private final Inventory after;
    private final Set<String> siteTemplates = new TreeSet<>();
    private final DependencyIndex dependencyIndex;
    private final Set<String> affected = new LinkedHashSet<>();
    private final Set<ExtensionFile> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    private ImpactAnalysis(BuildInputs before, BuildInputs after, DependencyIndex dependencyIndex) {
        this.before = before.inventory();
        this.after = after.inventory();
        before.catalog().siteTemplates().forEach(template -> siteTemplates.add(template.path()));
        after.catalog().siteTemplates().forEach(template -> siteTemplates.add(template.path()));
        this.dependencyIndex = dependencyIndex;
    }

    /** The keys of all units that the changes reach, also of those that are gone; see {@link TargetKey}. */
    public static Set<String> affectedTargets(
            Collection<FileChange> changes, BuildInputs before, BuildInputs after, DependencyIndex dependencyIndex) {
        ImpactAnalysis impact = new ImpactAnalysis(before, after, dependencyIndex);
        for (FileChange change : changes) {
            impact.add(change.path(), change.before());
            impact.add(change.path(), change.after());
            if (change.before() instanceof FolderDefaults || change.after() instanceof FolderDefaults) {
                impact.addBelow(change.path().substring(0, change.path().lastIndexOf('/')));
            }
            if (change.before() instanceof StaticFile || change.after() instanceof StaticFile) {
                impact.affected.add(TargetKey.ofStatic(change.path()));
            }
            Catalog.affectedNames(change.before(), change.after())
                    .forEach(name -> impact.addReaders(Dependency.DependencyKind.MODEL, name));
        }
        SecretStore.changedNames(before.secrets(), after.secrets())
                .forEach(name -> impact.addReaders(Dependency.DependencyKind.SECRET, name));
        return impact.affected;
    }

    private void add(String path, @Nullable Object document) {
        if (document instanceof ExtensionFile file) {
            add(file);
        } else if (document instanceof Template template) {
            addReaders(Dependency.DependencyKind.TEMPLATE, path);
            addReaders(Dependency.DependencyKind.TEMPLATE, TemplateKind.PHONE.folder() + template.key());
            if (template.kind() == TemplateKind.SITE) {
                before.sites().forEach(site -> affected.add(TargetKey.ofSite(site, path)));
                after.sites().forEach(site -> affected.add(TargetKey.ofSite(site, path)));
            }
        } else if (document instanceof Fragment) {
            addReaders(Dependency.DependencyKind.FRAGMENT, path);
        }
    }

    private void add(ExtensionFile file) {
        if (!visited.add(file)) {
            return;
        }
        affected.addAll(Inventory.macsOf(file));
        Set<ExtensionKey> keys = new LinkedHashSet<>(before.numbersOf(file));
        keys.addAll(after.numbersOf(file));
        keys.forEach(this::add);
    }

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
        if (!siteTemplates.isEmpty()) {
            SiteFields.differing(key, before, after)
                    .forEach(field ->
                            affected.addAll(dependencyIndex.readersOf(SiteFields.dependency(key.site(), field))));
            if (before.sites().contains(key.site()) != after.sites().contains(key.site())) {
                siteTemplates.forEach(template -> affected.add(TargetKey.ofSite(key.site(), template)));
            }
        }
    }

    /** What BLF keys see of an extension. */
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

    private void addBelow(String folder) {
        before.filesBelow(folder).forEach(this::add);
        after.filesBelow(folder).forEach(this::add);
    }

    private void addReaders(Dependency.DependencyKind kind, String name) {
        affected.addAll(dependencyIndex.readersOf(new Dependency(kind, name)));
    }
}
