package dev.lineman.inventory;

import dev.lineman.disk.HashOrder;
import dev.lineman.problem.Problem;
import dev.lineman.source.Change;
import dev.lineman.source.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

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

    private final TreePMap<String, ExtensionFile> files;
    private final PMap<String, Defaults> folders;
    private final PMap<String, TreePMap<String, Claims<Place>>> sites;
    private final TreePMap<String, Claims<Place>> phones;
    private final PMap<ExtensionKey, Problem> conflicts;

    private Inventory(
            TreePMap<String, ExtensionFile> files,
            PMap<String, Defaults> folders,
            PMap<String, TreePMap<String, Claims<Place>>> sites,
            TreePMap<String, Claims<Place>> phones,
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
    public Inventory with(Collection<Change> changes) {
        return new Revision(this).apply(changes);
    }

    /** The phone of a MAC (12 lower-case hex digits); null when no extension names it. */
    public @Nullable Phone phone(String mac) {
        Claims<Place> claims = phones.get(mac);
        return claims == null ? null : new PhoneAssembly(this, mac).assemble(claims.all());
    }

    /**
     * The phone of a MAC as one site sees it, without what others say of the same MAC; null when no extension of the site
     * names it.
     */
    public @Nullable Phone phone(String mac, String site) {
        Claims<Place> claims = phones.get(mac);
        if (claims == null) {
            return null;
        }
        List<Place> own = new ArrayList<>(1);
        for (Place place : claims.all()) {
            if (numberOf(place.path(), entry(place)).site().equals(site)) {
                own.add(place);
            }
        }
        return own.isEmpty() ? null : new PhoneAssembly(this, mac).assemble(own);
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
        TreePMap<String, Claims<Place>> numbers = sites.get(site);
        return numbers == null ? Set.of() : numbers.keySet();
    }

    /** How many extensions there are. */
    public int extensions() {
        return sites.values().stream().mapToInt(TreePMap::size).sum();
    }

    /** The MACs that a file names. */
    public static Set<String> macsOf(ExtensionFile file) {
        Set<String> macs = new HashSet<>();
        for (Fields entry : file.entries()) {
            for (Fields phone : ExtensionFile.phones(entry)) {
                macs.add(String.valueOf(phone.text("mac")));
            }
        }
        return macs;
    }

    /** The numbers that a file names, each with its site. */
    public List<ExtensionKey> numbersOf(ExtensionFile file) {
        List<ExtensionKey> numbers = new ArrayList<>();
        for (Fields entry : file.entries()) {
            numbers.add(numberOf(file.path(), entry));
        }
        return numbers;
    }

    /** The MACs of all extensions of a number: several when the number is contested. */
    public Set<String> macsOf(ExtensionKey number) {
        Set<String> macs = new HashSet<>();
        for (Account extension : extensions(number)) {
            for (Fields phone : ExtensionFile.phones(extension.entry())) {
                macs.add(String.valueOf(phone.text("mac")));
            }
        }
        return macs;
    }

    /** The extensions that claim a number, as accounts of no phone: mostly one; several are a conflict. */
    public List<Account> extensions(ExtensionKey number) {
        TreePMap<String, Claims<Place>> numbers = sites.get(number.site());
        Claims<Place> claims = numbers == null ? null : numbers.get(number.number());
        if (claims == null) {
            return List.of();
        }
        List<Account> extensions = new ArrayList<>();
        for (Place place : claims.all()) {
            Fields entry = entry(place);
            extensions.add(new Account(0, place.path(), entry, Fields.EMPTY, layersOf(place.path(), entry)));
        }
        return extensions;
    }

    private boolean isClaimedTwice(ExtensionKey number) {
        TreePMap<String, Claims<Place>> numbers = sites.get(number.site());
        Claims<Place> claims = numbers == null ? null : numbers.get(number.number());
        return claims != null && claims.contested();
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
    public Collection<ExtensionFile> below(String folder) {
        return files.subMap(folder + '/', folder + (char) ('/' + 1)).values();
    }

    Fields entry(Place place) {
        ExtensionFile file = files.get(place.path());
        if (file == null) {
            throw new IllegalStateException(place + " is indexed and not there");
        }
        return file.entries().get(place.entry());
    }

    /** The values of an extension and of its folders. */
    Layers layersOf(String path, Fields entry) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer(Layer.Kind.EXTENSION, entry, path));
        for (Defaults defaults : defaultsOver(path)) {
            layers.add(new Layer(Layer.Kind.FOLDER, defaults.plain(), defaults.path()));
        }
        return Layers.of(layers);
    }

    /** What the {@code _defaults.yaml} of a folder, and of those above it, say to all models. */
    public Layers defaultsOf(String folder) {
        return Layers.of(defaultsOver(folder + '/').stream()
                .map(defaults -> new Layer(Layer.Kind.FOLDER, defaults.plain(), defaults.path()))
                .toList());
    }

    /** The defaults that reach a file, the deepest first. */
    List<Defaults> defaultsOver(String path) {
        List<Defaults> over = new ArrayList<>(2);
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            Defaults defaults = folders.get(path.substring(0, slash));
            if (defaults != null) {
                over.add(defaults);
            }
        }
        return over;
    }

    ExtensionKey numberOf(String path, Fields entry) {
        String site = entry.text("site");
        if (site == null) {
            site = layersOf(path, entry).text("site");
        }
        return new ExtensionKey(site == null ? "" : site, String.valueOf(entry.text("extension")));
    }

    /** One change set being worked into the indices. */
    private static final class Revision {
        private final Inventory before;
        private TreePMap<String, ExtensionFile> files;
        private PMap<String, Defaults> folders;
        private PMap<String, TreePMap<String, Claims<Place>>> sites;
        private TreePMap<String, Claims<Place>> phones;
        private final Set<ExtensionKey> touched = new HashSet<>();

        Revision(Inventory before) {
            this.before = before;
            this.files = before.files;
            this.folders = before.folders;
            this.sites = before.sites;
            this.phones = before.phones;
        }

        Inventory apply(Collection<Change> changes) {
            Set<String> moved = new HashSet<>();
            if (files.isEmpty()) {
                // At the start, built at once: that takes a third of the time of as many persistent updates.
                files = TreePMap.fromSortedMap(files(changes));
            }
            for (Change change : changes) {
                if (change.before() instanceof ExtensionFile || change.after() instanceof ExtensionFile) {
                    moved.add(change.path());
                    take(change);
                } else if (change.before() instanceof Defaults || change.after() instanceof Defaults) {
                    String folder = change.path().substring(0, change.path().lastIndexOf('/'));
                    folders = change.after() instanceof Defaults defaults
                            ? folders.plus(folder, defaults)
                            : folders.minus(folder);
                    if (!Objects.equals(site(change.before()), site(change.after()))) {
                        before.below(folder).forEach(file -> moved.add(file.path()));
                    }
                }
            }
            if (moved.isEmpty() && folders == before.folders) {
                return before;
            }
            Inventory after = new Inventory(files, folders, sites, phones, before.conflicts);
            for (String path : moved) {
                ExtensionFile old = before.files.get(path);
                if (old != null) {
                    index(before, old, false);
                }
            }
            for (String path : moved) {
                ExtensionFile file = files.get(path);
                if (file != null) {
                    index(after, file, true);
                }
            }
            return new Inventory(files, folders, sites, phones, conflicts());
        }

        @SuppressWarnings("ReferenceEquality") // the very file, and what equals it is as good
        private void take(Change change) {
            if (!(change.after() instanceof ExtensionFile file)) {
                files = files.minus(change.path());
            } else if (files.get(change.path()) != file) {
                files = files.plus(change.path(), file);
            }
        }

        private static SortedMap<String, ExtensionFile> files(Collection<Change> changes) {
            SortedMap<String, ExtensionFile> files = new TreeMap<>();
            for (Change change : changes) {
                if (change.after() instanceof ExtensionFile file) {
                    files.put(change.path(), file);
                }
            }
            return files;
        }

        /** The site that defaults give: an empty one hides that of the folder above, none does not. */
        private static @Nullable String site(@Nullable Document document) {
            return document instanceof Defaults defaults ? defaults.plain().text("site") : null;
        }

        private void index(Inventory inventory, ExtensionFile file, boolean add) {
            for (int e = 0; e < file.entries().size(); e++) {
                Fields entry = file.entries().get(e);
                ExtensionKey number = inventory.numberOf(file.path(), entry);
                touched.add(number);
                TreePMap<String, Claims<Place>> numbers = sites.get(number.site());
                numbers = updated(
                        numbers == null ? TreePMap.empty() : numbers,
                        number.number(),
                        new Place(file.path(), e, -1),
                        add);
                sites = numbers.isEmpty() ? sites.minus(number.site()) : sites.plus(number.site(), numbers);
                List<Fields> named = ExtensionFile.phones(entry);
                for (int p = 0; p < named.size(); p++) {
                    String mac = String.valueOf(named.get(p).text("mac"));
                    Place place = new Place(file.path(), e, p);
                    Claims<Place> claims = phones.get(mac);
                    claims = add ? Claims.plus(claims, place) : Claims.minus(claims, place);
                    phones = claims == null ? phones.minus(mac) : phones.plus(mac, claims);
                }
            }
        }

        private static TreePMap<String, Claims<Place>> updated(
                TreePMap<String, Claims<Place>> numbers, String number, Place place, boolean add) {
            Claims<Place> claims = numbers.get(number);
            claims = add ? Claims.plus(claims, place) : Claims.minus(claims, place);
            return claims == null ? numbers.minus(number) : numbers.plus(number, claims);
        }

        private PMap<ExtensionKey, Problem> conflicts() {
            Inventory after = new Inventory(files, folders, sites, phones, HashTreePMap.empty());
            PMap<ExtensionKey, Problem> conflicts = before.conflicts;
            for (ExtensionKey number : touched) {
                if (after.isClaimedTwice(number)) {
                    conflicts = conflicts.plus(number, conflict(number, after.extensions(number)));
                } else if (conflicts.containsKey(number)) {
                    conflicts = conflicts.minus(number);
                }
            }
            return conflicts;
        }

        private static Problem conflict(ExtensionKey number, List<Account> claimants) {
            String where = number.site().isEmpty() ? "" : " in site " + number.site();
            return Problem.error(
                    claimants.get(1).position(),
                    "extension " + number.number() + " is already at "
                            + claimants.get(0).position() + where
                            + "; give one of them another number, or remove it");
        }
    }
}
