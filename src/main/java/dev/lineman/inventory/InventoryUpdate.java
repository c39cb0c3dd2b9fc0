package dev.lineman.inventory;

import dev.lineman.input.Document;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.inventory.extension.LineShift;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * Applies one change set to the indices of an {@link Inventory}. The costs depend on the change, not on the
 * fleet: only the entries of changed files leave and enter the indices. Not thread-safe; used once.
 */
final class InventoryUpdate {
    private final Inventory before;
    private final PersistentMapBuilder<ExtensionFile> files;
    private final PersistentMapBuilder<List<EntryLocation>> phones;
    /** The changed indices of numbers, by site. */
    private final Map<String, PersistentMapBuilder<List<EntryLocation>>> sites = new HashMap<>();
    /** The numbers that have, or had before, more than one claim. Only their conflicts can change. */
    private final Set<ExtensionKey> contested = new HashSet<>();

    private PMap<String, FolderDefaults> folders;
    private SiteTemplateLists siteTemplateLists;
    private ContactIndex contacts;

    InventoryUpdate(Inventory before) {
        this.before = before;
        this.files = new PersistentMapBuilder<>(before.files);
        this.phones = new PersistentMapBuilder<>(before.phones);
        this.folders = before.folders;
        this.siteTemplateLists = before.siteTemplateLists;
        this.contacts = before.contacts;
    }

    /** Returns the inventory after the changes. */
    Inventory apply(Collection<FileChange> changes) {
        // The new content of each file, null if it is gone. The files are in the order of their paths, because
        // neighbours share nodes of the persistent maps.
        Map<String, @Nullable ExtensionFile> reindexed = new TreeMap<>();
        for (FileChange change : changes) {
            if (change.before() instanceof ExtensionFile || change.after() instanceof ExtensionFile) {
                ExtensionFile now = change.after() instanceof ExtensionFile file ? file : null;
                reindexed.put(change.path(), now);
                files.set(change.path(), now);
            } else if (change.before() instanceof FolderDefaults || change.after() instanceof FolderDefaults) {
                String folder = change.path().substring(0, change.path().lastIndexOf('/'));
                folders = change.after() instanceof FolderDefaults defaults
                        ? folders.plus(folder, defaults)
                        : folders.minus(folder);
                if (!Objects.equals(site(change.before()), site(change.after()))
                        || hasSiteTemplates(change.before()) != hasSiteTemplates(change.after())) {
                    before.filesBelow(folder)
                            .forEach(file -> reindexed.putIfAbsent(file.path(), files.get(file.path())));
                }
            }
        }
        // Nothing that concerns the inventory changed: the next stages compare by identity.
        if (reindexed.isEmpty() && folders == before.folders) {
            return before;
        }
        TreePMap<String, ExtensionFile> now = files.map();
        // Old entries leave the indices under the sites of the old defaults; new ones enter under those of the
        // new.
        Inventory after = new Inventory(now, folders, before.sites, before.phones, before.conflicts);
        reindexed.forEach((path, file) -> {
            ExtensionFile old = before.files.get(path);
            if (old != null) {
                index(before, old, staying(path, file, after), false);
            }
        });
        reindexed.forEach((path, file) -> {
            if (file != null) {
                index(after, file, staying(path, before.files.get(path), after), true);
            }
        });
        addContested(reindexed.keySet());
        return withConflicts(
                new Inventory(now, folders, numbers(), phones.map(), HashTreePMap.empty()), reindexed.keySet());
    }

    /** Returns another version of a file whose extensions have the same sites; null if there is none. */
    private @Nullable ExtensionFile staying(String path, @Nullable ExtensionFile version, Inventory after) {
        return before.defaultsIndex.site(path).equals(after.defaultsIndex.site(path))
                        && Objects.equals(before.siteTemplatesFolder(path), after.siteTemplatesFolder(path))
                ? version
                : null;
    }

    /** Adds the numbers whose conflicts name places in these files, since the places may be other ones now. */
    private void addContested(Set<String> paths) {
        for (ExtensionKey number : before.conflicts.keySet()) {
            if (before.extensions(number).stream().anyMatch(claim -> paths.contains(claim.file()))) {
                contested.add(number);
            }
        }
    }

    /** Whether two versions of a list have the same element at an index, at any line. */
    static boolean isSame(int index, List<FieldValues> version, List<FieldValues> other) {
        return index < other.size() && LineShift.isMoved(version.get(index), other.get(index));
    }

    /**
     * Returns the site that a {@code _defaults.yaml} sets, or null. An empty site differs from null: it overrides
     * the site of the folder above.
     */
    private static @Nullable String site(@Nullable Document document) {
        return document instanceof FolderDefaults defaults ? defaults.plain().text("site") : null;
    }

    private static boolean hasSiteTemplates(@Nullable Document document) {
        return document instanceof FolderDefaults defaults && defaults.siteTemplates() != null;
    }

    /** Whether two versions of a file have extensions with the same number, site and MACs at an index. */
    private static boolean hasSameClaims(int index, ExtensionFile file, ExtensionFile other) {
        if (index >= other.entries().size()) {
            return false;
        }
        FieldValues entry = file.entries().get(index);
        FieldValues version = other.entries().get(index);
        return LineShift.isMoved(entry, version)
                || (Objects.equals(entry.text("extension"), version.text("extension"))
                        && Objects.equals(entry.text("site"), version.text("site"))
                        && macs(entry).equals(macs(version)));
    }

    /** The MACs of each phone of an extension: its own, then those of its bases. */
    private static List<List<String>> macs(FieldValues entry) {
        List<List<String>> macs = new ArrayList<>();
        for (FieldValues phone : ExtensionFile.phones(entry)) {
            List<String> ofPhone = new ArrayList<>(List.of(ExtensionFile.mac(phone)));
            ofPhone.addAll(ExtensionFile.baseMacs(phone));
            macs.add(ofPhone);
        }
        return macs;
    }

    /**
     * Adds the numbers and MACs of a file to the indices, or removes them.
     *
     * @param inventory decides the site of each entry
     * @param other the other version of the file; what both claim at the same place stays in the indices. Null if nothing
     *     stays
     */
    private void index(Inventory inventory, ExtensionFile file, @Nullable ExtensionFile other, boolean add) {
        String listing = inventory.siteTemplatesFolder(file.path());
        for (int e = 0; e < file.entries().size(); e++) {
            FieldValues entry = file.entries().get(e);
            if (other != null && hasSameClaims(e, file, other)) {
                continue;
            }
            ExtensionKey number = inventory.keyOf(file.path(), entry);
            if (claim(site(number.site()), number.number(), new EntryLocation(file.path(), e, -1), add)) {
                contested.add(number);
            }
            if (listing != null) {
                siteTemplateLists = siteTemplateLists.with(number.site(), listing, add ? 1 : -1);
            }
            List<FieldValues> named = ExtensionFile.phones(entry);
            for (int p = 0; p < named.size(); p++) {
                EntryLocation location = new EntryLocation(file.path(), e, p);
                claim(phones, ExtensionFile.mac(named.get(p)), location, add);
                ExtensionFile.baseMacs(named.get(p)).forEach(mac -> claim(phones, mac, location, add));
            }
        }
        List<FieldValues> stayingContacts = other == null ? List.of() : other.contacts();
        contacts = contacts.with(file, stayingContacts, inventory.defaultsIndex.site(file.path()), add);
    }

    /** Returns the changes of one site's numbers. */
    private PersistentMapBuilder<List<EntryLocation>> site(String name) {
        return sites.computeIfAbsent(name, site -> {
            TreePMap<String, List<EntryLocation>> numbers = before.sites.get(site);
            return new PersistentMapBuilder<>(numbers == null ? TreePMap.empty() : numbers);
        });
    }

    /** Adds or removes one claim. Returns whether the key has several claims, now or before. */
    private static boolean claim(
            PersistentMapBuilder<List<EntryLocation>> index, String key, EntryLocation location, boolean add) {
        List<EntryLocation> known = index.get(key);
        List<EntryLocation> then = known == null ? List.of() : known;
        List<EntryLocation> now = add ? plus(then, location) : minus(then, location);
        index.set(key, now.isEmpty() ? null : now);
        return Math.max(then.size(), now.size()) > 1;
    }

    /** Returns claims with one more, in their order. */
    private static List<EntryLocation> plus(List<EntryLocation> claims, EntryLocation location) {
        int place = Collections.binarySearch(claims, location);
        if (place >= 0) {
            return claims;
        }
        List<EntryLocation> all = new ArrayList<>(claims);
        all.add(-place - 1, location);
        return List.copyOf(all);
    }

    private static List<EntryLocation> minus(List<EntryLocation> claims, EntryLocation location) {
        int place = Collections.binarySearch(claims, location);
        if (place < 0) {
            return claims;
        }
        List<EntryLocation> others = new ArrayList<>(claims);
        others.remove(place);
        return List.copyOf(others);
    }

    /** Returns the index of numbers with the changed sites; a site without numbers is removed. */
    private PMap<String, TreePMap<String, List<EntryLocation>>> numbers() {
        PMap<String, TreePMap<String, List<EntryLocation>>> all = before.sites;
        for (Map.Entry<String, PersistentMapBuilder<List<EntryLocation>>> site : sites.entrySet()) {
            TreePMap<String, List<EntryLocation>> numbers = site.getValue().map();
            all = numbers.isEmpty() ? all.minus(site.getKey()) : all.plus(site.getKey(), numbers);
        }
        return all;
    }

    /**
     * Adds a problem for each number with several claims, and removes those that are resolved.
     *
     * @param paths the files whose places may be other ones now
     */
    private Inventory withConflicts(Inventory after, Set<String> paths) {
        PMap<ExtensionKey, Problem> conflicts = before.conflicts;
        for (ExtensionKey number : contested) {
            if (after.hasSeveralClaims(number)) {
                conflicts = conflicts.plus(number, conflict(number, after.extensions(number)));
            } else if (conflicts.containsKey(number)) {
                conflicts = conflicts.minus(number);
            }
        }
        return new Inventory(after.files, after.folders, after.sites, after.phones, conflicts)
                .with(before.models)
                .with(siteTemplateLists, contacts.withConflicts(after.files, paths));
    }

    private static Problem conflict(ExtensionKey number, List<Account> claimants) {
        String where = number.site().isEmpty() ? "" : " in site " + number.site();
        return Problem.blocking(
                claimants.get(1).position(),
                "extension " + number.number() + " is already at "
                        + claimants.get(0).position() + where
                        + "; give one of them another number, or remove it");
    }
}
