package dev.lineman.impact;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Defaults;
import dev.lineman.inventory.ExtensionField;
import dev.lineman.inventory.ExtensionFile;
import dev.lineman.inventory.ExtensionKey;
import dev.lineman.inventory.Fields;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Layers;
import dev.lineman.inventory.Secrets;
import dev.lineman.resolve.Fact;
import dev.lineman.resolve.SiteFields;
import dev.lineman.source.Change;
import dev.lineman.source.StaticFile;
import dev.lineman.template.Catalog;
import dev.lineman.template.Fragment;
import dev.lineman.template.Kind;
import dev.lineman.template.Template;
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
public final class Impact {
    /** What BLF keys take from the extension that they watch. */
    private static final List<String> NAMES =
            ExtensionField.keys(field -> field.isDetail() && field.isIn(ExtensionField.Scope.BLF_KEY));

    private final Inventory before;
    private final Inventory after;
    private final Set<String> siteTemplates = new TreeSet<>();
    private final Dependencies dependencies;
    private final Set<String> touched = new LinkedHashSet<>();
    private final Set<ExtensionFile> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private Impact(Inputs before, Inputs after, Dependencies dependencies) {
        this.before = before.inventory();
        this.after = after.inventory();
        before.catalog().sites().forEach(template -> siteTemplates.add(template.path()));
        after.catalog().sites().forEach(template -> siteTemplates.add(template.path()));
        this.dependencies = dependencies;
    }

    /** The keys of all units that the changes reach, also of those that are gone; see {@link UnitKey}. */
    public static Set<String> of(Collection<Change> changes, Inputs before, Inputs after, Dependencies dependencies) {
        Impact impact = new Impact(before, after, dependencies);
        for (Change change : changes) {
            impact.add(change.path(), change.before());
            impact.add(change.path(), change.after());
            if (change.before() instanceof Defaults || change.after() instanceof Defaults) {
                impact.below(change.path().substring(0, change.path().lastIndexOf('/')));
            }
            if (change.before() instanceof StaticFile || change.after() instanceof StaticFile) {
                impact.touched.add(UnitKey.ofStatic(change.path()));
            }
            Catalog.namesTouched(change.before(), change.after()).forEach(name -> impact.read(Fact.Kind.MODEL, name));
        }
        Secrets.differing(before.secrets(), after.secrets()).forEach(name -> impact.read(Fact.Kind.SECRET, name));
        return impact.touched;
    }

    private void add(String path, @Nullable Object document) {
        if (document instanceof ExtensionFile file) {
            add(file);
        } else if (document instanceof Template template) {
            read(Fact.Kind.TEMPLATE, path);
            read(Fact.Kind.TEMPLATE, Kind.PHONE.folder() + template.key());
            if (template.kind() == Kind.SITE) {
                before.sites().forEach(site -> touched.add(UnitKey.ofSite(site, path)));
                after.sites().forEach(site -> touched.add(UnitKey.ofSite(site, path)));
            }
        } else if (document instanceof Fragment) {
            read(Fact.Kind.FRAGMENT, path);
        }
    }

    private void add(ExtensionFile file) {
        if (!seen.add(file)) {
            return;
        }
        touched.addAll(Inventory.macsOf(file));
        Set<ExtensionKey> keys = new LinkedHashSet<>(before.numbersOf(file));
        keys.addAll(after.numbersOf(file));
        keys.forEach(this::add);
    }

    private void add(ExtensionKey key) {
        Set<String> readers = dependencies.readersOf(new Fact(Fact.Kind.EXTENSION, key.site() + '/' + key.number()));
        if (!readers.isEmpty() && !names(before, key).equals(names(after, key))) {
            touched.addAll(readers);
        }
        if (before.contested(key) || after.contested(key)) {
            touched.addAll(before.macsOf(key));
            touched.addAll(after.macsOf(key));
        }
        if (!siteTemplates.isEmpty()) {
            SiteFields.differing(key, before, after)
                    .forEach(field -> touched.addAll(dependencies.readersOf(SiteFields.fact(key.site(), field))));
            if (before.sites().contains(key.site()) != after.sites().contains(key.site())) {
                siteTemplates.forEach(template -> touched.add(UnitKey.ofSite(key.site(), template)));
            }
        }
    }

    /** What BLF keys see of an extension. */
    private static List<Object> names(Inventory inventory, ExtensionKey key) {
        List<Object> names = new ArrayList<>();
        for (Account extension : inventory.extensions(key)) {
            for (String name : NAMES) {
                Layers.Found found = extension.layers().get(name);
                names.add(found == null ? Fields.EMPTY : found.value());
            }
        }
        return names;
    }

    private void below(String folder) {
        before.below(folder).forEach(this::add);
        after.below(folder).forEach(this::add);
    }

    private void read(Fact.Kind kind, String name) {
        touched.addAll(dependencies.readersOf(new Fact(kind, name)));
    }
}
