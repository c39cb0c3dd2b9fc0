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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * All extensions, phones and folder layers, found by number, by MAC and by folder. Immutable and persistent: a
 * change costs what it touches. Two claims on one thing are a value in the index, so that a conflict dissolves when
 * one of them goes.
 */
public final class Inventory {
    private static final Inventory EMPTY = new Inventory(
            TreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            TreePMap.empty(HashOrder.BY_HASH),
            HashTreePMap.empty());

    final TreePMap<String, ExtensionFile> files;
    final PMap<String, FolderDefaults> folders;
    final PMap<String, TreePMap<String, TreePSet<EntryLocation>>> sites;
    final TreePMap<String, TreePSet<EntryLocation>> phones;
    final PMap<ExtensionKey, Problem> conflicts;

    Inventory(
            TreePMap<String, ExtensionFile> files,
            PMap<String, FolderDefaults> folders,
            PMap<String, TreePMap<String, TreePSet<EntryLocation>>> sites,
            TreePMap<String, TreePSet<EntryLocation>> phones,
            PMap<ExtensionKey, Problem> conflicts) {
        this.files = files;
        this.folders = folders;
        this.sites = sites;
        this.phones = phones;
        this.conflicts = conflicts;
    }

    /** No extensions at all. */
    public static Inventory empty() {
        return EMPTY;
    }

    /** This inventory after a change set; changes of other documents are passed over. */
    public Inventory with(Collection<FileChange> changes) {
        return new InventoryUpdate(this).apply(changes);
    }

    /** The phone of a MAC (12 lower-case hex digits); null when no extension names it. */
    public @Nullable Phone phone(String mac) {
        TreePSet<EntryLocation> claims = phones.get(mac);
        return claims == null ? null : new PhoneAssembler(this, mac).assemble(claims);
    }

    /**
     * The phone of a MAC as one site sees it, without what others say of the same MAC; null when no extension of the site
     * names it.
     */
    public @Nullable Phone phone(String mac, String site) {
        TreePSet<EntryLocation> claims = phones.get(mac);
        if (claims == null) {
            return null;
        }
        List<EntryLocation> own = new ArrayList<>(1);
        for (EntryLocation place : claims) {
            if (numberOf(place.path(), entry(place)).site().equals(site)) {
                own.add(place);
            }
        }
        return own.isEmpty() ? null : new PhoneAssembler(this, mac).assemble(own);
    }

    /** All known MACs. */
    public Set<String> macs() {
        return phones.keySet();
    }

    /** The sites that have extensions; the unnamed one is the empty name. */
    public Set<String> sites() {
        return sites.keySet();
    }

    /** The numbers of a site, in order. */
    public Set<String> numbers(String site) {
        TreePMap<String, TreePSet<EntryLocation>> numbers = sites.get(site);
        return numbers == null ? Set.of() : numbers.keySet();
    }

    /** How many extensions there are. */
    public int extensions() {
        return sites.values().stream().mapToInt(TreePMap::size).sum();
    }

    /** The MACs that a file names. */
    public static Set<String> macsOf(ExtensionFile file) {
        Set<String> macs = new HashSet<>();
        file.entries().forEach(entry -> macs.addAll(ExtensionFile.macs(entry)));
        return macs;
    }

    /** The numbers that a file names, each with its site. */
    public List<ExtensionKey> numbersOf(ExtensionFile file) {
        List<ExtensionKey> numbers = new ArrayList<>();
        for (FieldValues entry : file.entries()) {
            numbers.add(numberOf(file.path(), entry));
        }
        return numbers;
    }

    /** The MACs of all extensions of a number: several when the number is contested. */
    public Set<String> macsOf(ExtensionKey number) {
        Set<String> macs = new HashSet<>();
        claimants(number).forEach(place -> macs.addAll(ExtensionFile.macs(entry(place))));
        return macs;
    }

    /** The extensions that claim a number, as accounts of no phone: mostly one; several are a conflict. */
    public List<Account> extensions(ExtensionKey number) {
        List<Account> extensions = new ArrayList<>();
        for (EntryLocation place : claimants(number)) {
            FieldValues entry = entry(place);
            extensions.add(new Account(0, place.path(), entry, FieldValues.EMPTY, layersOf(place.path(), entry)));
        }
        return extensions;
    }

    private Iterable<EntryLocation> claimants(ExtensionKey number) {
        TreePSet<EntryLocation> claims = claims(number);
        return claims == null ? List.of() : claims;
    }

    private @Nullable TreePSet<EntryLocation> claims(ExtensionKey number) {
        TreePMap<String, TreePSet<EntryLocation>> numbers = sites.get(number.site());
        return numbers == null ? null : numbers.get(number.number());
    }

    boolean isClaimedTwice(ExtensionKey number) {
        TreePSet<EntryLocation> claims = claims(number);
        return claims != null && claims.size() > 1;
    }

    /** Whether several extensions claim this number. */
    public boolean contested(ExtensionKey number) {
        return conflicts.containsKey(number);
    }

    /** Whether several extensions of a site claim one number. */
    public boolean contested(String site) {
        return conflicts.keySet().stream().anyMatch(key -> key.site().equals(site));
    }

    /** One problem for each number that several extensions of a site claim. */
    public Collection<Problem> conflicts() {
        return conflicts.values();
    }

    /** The extension files in a folder and below it. */
    public Collection<ExtensionFile> filesBelow(String folder) {
        return files.subMap(folder + '/', folder + (char) ('/' + 1)).values();
    }

    FieldValues entry(EntryLocation place) {
        ExtensionFile file = files.get(place.path());
        if (file == null) {
            throw new IllegalStateException(place + " is indexed and not there");
        }
        return file.entries().get(place.entry());
    }

    /** The values of an extension and of its folders. */
    LayerStack layersOf(String path, FieldValues entry) {
        List<ValueLayer> layers = new ArrayList<>();
        layers.add(new ValueLayer(ValueLayer.LayerKind.EXTENSION, entry, path));
        for (FolderDefaults defaults : defaultsOver(path)) {
            layers.add(new ValueLayer(ValueLayer.LayerKind.FOLDER, defaults.plain(), defaults.path()));
        }
        return LayerStack.of(layers);
    }

    /** What the {@code _defaults.yaml} of a folder, and of those above it, say to all models. */
    public LayerStack defaultsOf(String folder) {
        return LayerStack.of(defaultsOver(folder + '/').stream()
                .map(defaults -> new ValueLayer(ValueLayer.LayerKind.FOLDER, defaults.plain(), defaults.path()))
                .toList());
    }

    /** The defaults that reach a file, the deepest first. */
    List<FolderDefaults> defaultsOver(String path) {
        List<FolderDefaults> over = new ArrayList<>(2);
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            FolderDefaults defaults = folders.get(path.substring(0, slash));
            if (defaults != null) {
                over.add(defaults);
            }
        }
        return over;
    }

    ExtensionKey numberOf(String path, FieldValues entry) {
        String site = entry.text("site");
        for (int slash = path.lastIndexOf('/'); site == null && slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            FolderDefaults defaults = folders.get(path.substring(0, slash));
            site = defaults == null ? null : defaults.plain().text("site");
        }
        return new ExtensionKey(site == null ? "" : site, String.valueOf(entry.text("extension")));
    }
}
