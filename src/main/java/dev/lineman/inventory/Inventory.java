package dev.lineman.inventory;

import dev.lineman.collection.HashOrder;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * The index of all extensions, phones and folder defaults: by number, by MAC and by folder. It stands between the
 * reader of extension files and the resolver, and each state has one. Immutable and persistent: a change costs
 * what it touches, and versions share the rest. Thread-safe.
 *
 * <p>Several extensions may claim one number or MAC. The index keeps all claims, so a conflict disappears when
 * one of them is removed.
 */
public final class Inventory {
    private static final Inventory EMPTY = new Inventory(
            TreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            TreePMap.empty(HashOrder.BY_HASH),
            HashTreePMap.empty());

    /** The extension files by path; sorted, so that a folder is a range. */
    final TreePMap<String, ExtensionFile> files;
    /** The defaults by folder, without a slash at the end. */
    final PMap<String, FolderDefaults> folders;
    /** Finds the defaults of a file. */
    final DefaultsIndex defaultsIndex;
    /** The claims by site and number, in their order. Lists, since nearly all have one claim, and sets take more memory. */
    final PMap<String, TreePMap<String, List<EntryLocation>>> sites;
    /** The claims by MAC, in their order. */
    final TreePMap<String, List<EntryLocation>> phones;
    /** One problem for each number with several claims. */
    final PMap<ExtensionKey, Problem> conflicts;
    /** Finds the models of phones. */
    final ModelIndex models;
    /** The folders whose {@code site_templates} count for each site. */
    final SiteTemplateLists siteTemplateLists;
    /** The contacts of each site. */
    final ContactIndex contacts;

    /** Makes an inventory that knows no models, no lists of site templates and no contacts. */
    Inventory(
            TreePMap<String, ExtensionFile> files,
            PMap<String, FolderDefaults> folders,
            PMap<String, TreePMap<String, List<EntryLocation>>> sites,
            TreePMap<String, List<EntryLocation>> phones,
            PMap<ExtensionKey, Problem> conflicts) {
        this.files = files;
        this.folders = folders;
        this.defaultsIndex = new DefaultsIndex(folders);
        this.sites = sites;
        this.phones = phones;
        this.conflicts = conflicts;
        this.models = ModelIndex.EMPTY;
        this.siteTemplateLists = SiteTemplateLists.EMPTY;
        this.contacts = ContactIndex.EMPTY;
    }

    private Inventory(Inventory other, ModelIndex models, SiteTemplateLists siteTemplateLists, ContactIndex contacts) {
        this.files = other.files;
        this.folders = other.folders;
        this.defaultsIndex = other.defaultsIndex;
        this.sites = other.sites;
        this.phones = other.phones;
        this.conflicts = other.conflicts;
        this.models = models;
        this.siteTemplateLists = siteTemplateLists;
        this.contacts = contacts;
    }

    /** Returns the inventory without extensions. */
    public static Inventory empty() {
        return EMPTY;
    }

    /**
     * Returns this inventory after a change set. Ignores changes of other documents; returns the same instance if
     * none concerns it.
     */
    public Inventory with(Collection<FileChange> changes) {
        return new InventoryUpdate(this).apply(changes);
    }

    /**
     * Returns this inventory with another index of models; the same instance if it has this index. The patterns below
     * {@code models:} and the conflicts of phones depend on it.
     */
    public Inventory with(ModelIndex index) {
        return index == models ? this : new Inventory(this, index, siteTemplateLists, contacts);
    }

    /** Returns this inventory with other lists of site templates and other contacts. */
    Inventory with(SiteTemplateLists lists, ContactIndex index) {
        return new Inventory(this, models, lists, index);
    }

    /**
     * Returns the model of a phone for people: its full name, or the key {@code model} as it is written if no template
     * has such a model; null if the phone has none.
     */
    public @Nullable String model(Phone phone) {
        return models.fullName(phone.layers().text("template"), phone.layers().text("model"));
    }

    /**
     * Returns the phone of a MAC (12 lower-case hex digits), or null if no extension names it. Each call
     * assembles it anew.
     */
    public @Nullable Phone phone(String mac) {
        return new BaseClaims(this).phone(mac, location -> true);
    }

    /**
     * Returns the phone of a MAC with the accounts of one site only, or null if no extension of the site names
     * it. Site files use it, so that they contain no value of another site.
     */
    public @Nullable Phone phone(String mac, String site) {
        return new BaseClaims(this)
                .phone(
                        mac,
                        location ->
                                keyOf(location.path(), entry(location)).site().equals(site));
    }

    /** Returns all MACs that extensions name, those of further DECT bases too, in no useful order. */
    public Set<String> macs() {
        return phones.keySet();
    }

    /** Returns the sites that have extensions. The unnamed site is the empty text. */
    public Set<String> sites() {
        return sites.keySet();
    }

    /** Returns the sites that have extensions, and those that so far only the defaults of a folder name, sorted. */
    public Set<String> allSites() {
        Set<String> all = new TreeSet<>(sites.keySet());
        for (FolderDefaults defaults : folders.values()) {
            String site = defaults.plain().text("site");
            if (site != null) {
                all.add(site);
            }
        }
        return all;
    }

    /** Returns the numbers of a site, sorted as text. */
    public Set<String> numbers(String site) {
        return sites.getOrDefault(site, TreePMap.empty()).keySet();
    }

    /** Returns the number of extensions; several claims of one number count once. */
    public int extensions() {
        return sites.values().stream().mapToInt(TreePMap::size).sum();
    }

    /** Returns the MACs of the phones that extensions name, and of all bases of the DECT systems among them. */
    public Set<String> macsOfEntries(List<FieldValues> extensions) {
        return new BaseClaims(this).macsOf(extensions);
    }

    /** Returns the numbers that a file names, each with the site that this inventory's defaults give it. */
    public List<ExtensionKey> keysOf(ExtensionFile file) {
        return file.entries().stream().map(entry -> keyOf(file.path(), entry)).toList();
    }

    /** Returns the MACs of all extensions that claim a number. */
    public Set<String> macsOf(ExtensionKey number) {
        return macsOf(List.of(number));
    }

    /** Returns the MACs of all extensions that claim one of some numbers. */
    public Set<String> macsOf(Collection<ExtensionKey> numbers) {
        List<FieldValues> extensions = new ArrayList<>();
        numbers.forEach(number -> claimants(number).forEach(location -> extensions.add(entry(location))));
        return macsOfEntries(extensions);
    }

    /**
     * Returns the extensions that claim a number, as accounts without a phone. One is the normal case, several
     * are a conflict.
     */
    public List<Account> extensions(ExtensionKey number) {
        List<Account> extensions = new ArrayList<>();
        for (EntryLocation location : claimants(number)) {
            FieldValues entry = entry(location);
            extensions.add(new Account(0, location.path(), entry, FieldValues.EMPTY, layersOf(location.path(), entry)));
        }
        return extensions;
    }

    private List<EntryLocation> claimants(ExtensionKey number) {
        TreePMap<String, List<EntryLocation>> numbers = sites.get(number.site());
        return numbers == null ? List.of() : numbers.getOrDefault(number.number(), List.of());
    }

    boolean hasSeveralClaims(ExtensionKey number) {
        return claimants(number).size() > 1;
    }

    /** Whether several extensions claim this number. */
    public boolean contested(ExtensionKey number) {
        return conflicts.containsKey(number);
    }

    /** Whether a site has a number that several extensions claim. */
    public boolean contested(String site) {
        return conflicts.keySet().stream().anyMatch(key -> key.site().equals(site));
    }

    /** Returns one problem for each number that several extensions of a site claim. */
    public Collection<Problem> conflicts() {
        return conflicts.values();
    }

    /** Returns the contacts in the phonebooks of a site, in the order of their files. */
    public List<Account> contacts(String site) {
        return contacts.of(site, files);
    }

    /** Returns the number of contacts of all sites. */
    public int contactCount() {
        return contacts.size();
    }

    /** Returns the problems of contacts that concern several files. */
    public Collection<Problem> contactProblems() {
        return contacts.problems(files, sites.keySet());
    }

    /** Returns the extension files in a folder and below it, by path. */
    public Collection<ExtensionFile> filesBelow(String folder) {
        // '0' follows '/' in ASCII, so the range ends before the next folder.
        return files.subMap(folder + '/', folder + (char) ('/' + 1)).values();
    }

    /** Returns the {@code _defaults.yaml} at a path; null if there is none. */
    public @Nullable FolderDefaults defaults(String path) {
        return defaultsIndex.at(path);
    }

    /** Returns all {@code _defaults.yaml}, in no particular order. */
    public Collection<FolderDefaults> defaults() {
        return folders.values();
    }

    /** Returns the extension file at a path; null if there is none. */
    public @Nullable ExtensionFile file(String path) {
        return files.get(path);
    }

    /** Returns the entries in lists of bases that have no effect, because this MAC is a phone of its own. */
    public List<Problem> ineffectiveBases(String mac) {
        return new BaseClaims(this).ineffective(mac);
    }

    /** Returns the phone entries that name a MAC, as their own or among their bases. */
    List<EntryLocation> locations(String mac) {
        return phones.getOrDefault(mac, List.of());
    }

    /** Returns the entry at a location of this inventory's indices. */
    FieldValues entry(EntryLocation location) {
        ExtensionFile file = files.get(location.path());
        if (file == null) {
            throw new IllegalStateException(location + " is indexed and not there");
        }
        return file.entries().get(location.entry());
    }

    /**
     * Returns the layers of an extension: its own values, its profiles and its folders. Model rules are left out,
     * because they belong to a phone.
     */
    LayerStack layersOf(String path, FieldValues entry) {
        List<ValueLayer> layers = new ArrayList<>();
        layers.add(new ValueLayer(ValueLayer.LayerKind.EXTENSION, entry, path));
        List<FolderDefaults> over = defaultsOver(path);
        ProfileReference.addLayers(entry, path, over, layers);
        for (FolderDefaults defaults : over) {
            layers.add(new ValueLayer(ValueLayer.LayerKind.FOLDER, defaults.plain(), defaults.path()));
        }
        return LayerStack.of(layers);
    }

    /** Returns the profiles that an extension of a file, or one of its phones, names. */
    public List<ProfileReference> profiles(String path, FieldValues owner) {
        return ProfileReference.isIn(owner) ? ProfileReference.of(owner, path, defaultsOver(path)) : List.of();
    }

    /**
     * Returns the values for all models in the {@code _defaults.yaml} of a folder and of the folders above it.
     * Static files take their access rules from it.
     */
    public LayerStack defaultsOf(String folder) {
        return LayerStack.of(defaultsOver(folder + '/').stream()
                .map(defaults -> new ValueLayer(ValueLayer.LayerKind.FOLDER, defaults.plain(), defaults.path()))
                .toList());
    }

    /**
     * Returns the {@code _defaults.yaml} whose {@code site_templates} count for a site, sorted by path: for each of its
     * extensions, that of the nearest folder with such a list.
     */
    public List<FolderDefaults> siteTemplatesOf(String site) {
        return defaultsIndex.in(siteTemplateLists.foldersOf(site));
    }

    /** Returns the {@code _defaults.yaml} whose {@code site_templates} count for any site, sorted by path. */
    public List<FolderDefaults> siteTemplates() {
        return defaultsIndex.in(siteTemplateLists.folders());
    }

    /** Returns the folders whose {@code site_templates} count for any site, without a slash at their ends. */
    public Set<String> siteTemplateFolders() {
        return siteTemplateLists.folders();
    }

    /** Returns the folder nearest to a file that has a list of site templates; null if there is none. */
    public @Nullable String siteTemplatesFolder(String path) {
        return defaultsIndex.siteTemplatesFolder(path);
    }

    /** Returns the defaults that apply to a file, the deepest folder first. */
    List<FolderDefaults> defaultsOver(String path) {
        return defaultsIndex.over(path);
    }

    /** Returns the number of an entry with its site: its own {@code site}, else that of its folders. */
    public ExtensionKey keyOf(String path, FieldValues entry) {
        String own = entry.text("site");
        String site = own == null ? defaultsIndex.site(path) : own;
        return new ExtensionKey(site, String.valueOf(entry.text("extension")));
    }
}
