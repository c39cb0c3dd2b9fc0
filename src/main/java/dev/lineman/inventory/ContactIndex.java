package dev.lineman.inventory;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.ListPhrase;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.TreePSet;

/**
 * The contacts of each site, and those that contradict each other. A contact belongs to the site of its folder; one
 * without a site is in the phonebooks of all sites. A part of {@link Inventory}, so that a change costs what it touches.
 * Immutable and persistent.
 */
public final class ContactIndex {
    /** The index without contacts. */
    static final ContactIndex EMPTY =
            new ContactIndex(HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), HashTreePSet.empty());

    /** The most contacts or sites that a message names. */
    private static final int MAX_NAMED = 5;

    /** The contacts by site; the empty site has those of all sites. */
    private final PMap<String, TreePSet<EntryLocation>> sites;
    /** The contacts by what no two of a site can share. */
    private final PMap<UniqueValue, TreePSet<ContactClaim>> claims;
    /** The problems of each value that several contacts of a site claim. */
    private final PMap<UniqueValue, List<Problem>> conflicts;
    /** The values whose problems may have changed since {@link #withConflicts}. */
    private final PSet<UniqueValue> contested;

    private ContactIndex(
            PMap<String, TreePSet<EntryLocation>> sites,
            PMap<UniqueValue, TreePSet<ContactClaim>> claims,
            PMap<UniqueValue, List<Problem>> conflicts,
            PSet<UniqueValue> contested) {
        this.sites = sites;
        this.claims = claims;
        this.conflicts = conflicts;
        this.contested = contested;
    }

    /**
     * What only one contact of a site can have.
     *
     * @param isSpeedDial whether the text is a speed dial; else it is all names and numbers
     */
    private record UniqueValue(boolean isSpeedDial, String text) {}

    /** A contact with its site. The order is that of the locations. */
    private record ContactClaim(String site, EntryLocation location) implements Comparable<ContactClaim> {
        @Override
        public int compareTo(ContactClaim other) {
            int order = location.compareTo(other.location);
            return order == 0 ? site.compareTo(other.site) : order;
        }
    }

    /**
     * Returns the index after the contacts of a file came or went, with the conflicts as they were.
     *
     * @param staying contacts of another version of the file; those that are equal at the same index neither come nor go
     */
    ContactIndex with(ExtensionFile file, List<FieldValues> staying, String site, boolean add) {
        if (file.contacts().isEmpty()) {
            return this;
        }
        TreePSet<EntryLocation> ofSite = sites.getOrDefault(site, TreePSet.empty());
        PMap<UniqueValue, TreePSet<ContactClaim>> changed = claims;
        PSet<UniqueValue> several = contested;
        for (int i = 0; i < file.contacts().size(); i++) {
            if (InventoryUpdate.isSame(i, file.contacts(), staying)) {
                continue;
            }
            EntryLocation location = new EntryLocation(file.path(), i, -1);
            ofSite = add ? ofSite.plus(location) : ofSite.minus(location);
            ContactClaim claim = new ContactClaim(site, location);
            for (UniqueValue value : uniqueValues(file.contacts().get(i))) {
                TreePSet<ContactClaim> known = changed.getOrDefault(value, TreePSet.empty());
                TreePSet<ContactClaim> now = add ? known.plus(claim) : known.minus(claim);
                changed = now.isEmpty() ? changed.minus(value) : changed.plus(value, now);
                several = Math.max(known.size(), now.size()) > 1 ? several.plus(value) : several;
            }
        }
        return new ContactIndex(
                ofSite.isEmpty() ? sites.minus(site) : sites.plus(site, ofSite), changed, conflicts, several);
    }

    /**
     * Returns the index with the conflicts of the contacts as they are in these files.
     *
     * @param changed the paths of the files whose places may be other ones now
     */
    ContactIndex withConflicts(Map<String, ExtensionFile> files, Set<String> changed) {
        Set<UniqueValue> values = new HashSet<>(contested);
        for (UniqueValue value : conflicts.keySet()) {
            if (claims.getOrDefault(value, TreePSet.empty()).stream()
                    .anyMatch(claim -> changed.contains(claim.location().path()))) {
                values.add(value);
            }
        }
        PMap<UniqueValue, List<Problem>> now = conflicts;
        for (UniqueValue value : values) {
            List<Problem> found = conflicts(value, files);
            now = found.isEmpty() ? now.minus(value) : now.plus(value, found);
        }
        return values.isEmpty() ? this : new ContactIndex(sites, claims, now, HashTreePSet.empty());
    }

    /** What a contact claims. */
    private static List<UniqueValue> uniqueValues(FieldValues contact) {
        List<UniqueValue> values = new ArrayList<>(2);
        StringBuilder whole = new StringBuilder();
        for (ExtensionField field : List.of(
                ExtensionField.FIRST_NAME,
                ExtensionField.LAST_NAME,
                ExtensionField.COMPANY,
                ExtensionField.DEPARTMENT)) {
            Object value = contact.get(field.key());
            whole.append(value == null ? "" : value).append('\0');
        }
        FieldValues numbers = contact.fields(ExtensionField.NUMBERS.key());
        Set<String> sorted = new TreeSet<>();
        for (int i = 0; i < numbers.size(); i++) {
            sorted.add(String.valueOf(numbers.value(i)));
        }
        values.add(new UniqueValue(false, whole + String.join("\0", sorted)));
        String dial = contact.text(ExtensionField.SPEED_DIAL.key());
        if (dial != null && !dial.isEmpty()) {
            values.add(new UniqueValue(true, dial));
        }
        return values;
    }

    /** Returns the contacts in the phonebooks of a site, in the order of their files, as accounts without a number. */
    List<Account> of(String site, Map<String, ExtensionFile> files) {
        Set<EntryLocation> locations = new TreeSet<>(sites.getOrDefault("", TreePSet.empty()));
        locations.addAll(sites.getOrDefault(site, TreePSet.empty()));
        List<Account> contacts = new ArrayList<>(locations.size());
        for (EntryLocation location : locations) {
            FieldValues contact = contact(location, files);
            LayerStack layers =
                    LayerStack.of(List.of(new ValueLayer(ValueLayer.LayerKind.EXTENSION, contact, location.path())));
            contacts.add(new Account(0, location.path(), contact, FieldValues.EMPTY, layers));
        }
        return contacts;
    }

    /** The number of contacts of all sites. */
    int size() {
        return sites.values().stream().mapToInt(TreePSet::size).sum();
    }

    private static FieldValues contact(EntryLocation location, Map<String, ExtensionFile> files) {
        ExtensionFile file = files.get(location.path());
        if (file == null) {
            throw new IllegalStateException(location + " is indexed and not there");
        }
        return file.contacts().get(location.entry());
    }

    /**
     * Returns the problems: contacts of one site that share what they cannot, and sites without extensions.
     *
     * @param withExtensions the sites that have extensions
     */
    Collection<Problem> problems(Map<String, ExtensionFile> files, Set<String> withExtensions) {
        List<Problem> problems = new ArrayList<>();
        conflicts.values().forEach(problems::addAll);
        for (Map.Entry<String, TreePSet<EntryLocation>> site : sites.entrySet()) {
            if (!site.getKey().isEmpty() && !withExtensions.contains(site.getKey())) {
                EntryLocation first = site.getValue().first();
                problems.add(Problem.warning(
                        position(first, contact(first, files), ""),
                        "site " + site.getKey()
                                + " has no extensions, so no phonebook has this contact; correct the site"
                                + " of its folder, or add an extension"));
            }
        }
        return problems;
    }

    /** A problem for each contact that shares a value with an earlier one of its site, or of all sites. */
    private List<Problem> conflicts(UniqueValue value, Map<String, ExtensionFile> files) {
        List<Problem> problems = new ArrayList<>();
        Map<String, ContactClaim> first = new TreeMap<>();
        for (ContactClaim claim : claims.getOrDefault(value, TreePSet.empty())) {
            List<ContactClaim> others = earlier(claim, first);
            first.putIfAbsent(claim.site(), claim);
            if (!others.isEmpty()) {
                problems.add(conflict(value, claim, others, files));
            }
        }
        return problems;
    }

    /**
     * Returns the contacts that keep a value from a later one.
     *
     * @param first the first contact of each site
     */
    private static List<ContactClaim> earlier(ContactClaim claim, Map<String, ContactClaim> first) {
        ContactClaim ofAll = first.get("");
        if (claim.site().isEmpty() && ofAll == null) {
            return first.values().stream().sorted().toList();
        }
        ContactClaim other = earlier(first.get(claim.site()), ofAll);
        return other == null ? List.of() : List.of(other);
    }

    private static Problem conflict(
            UniqueValue value, ContactClaim claim, List<ContactClaim> others, Map<String, ExtensionFile> files) {
        String field = value.isSpeedDial() ? ExtensionField.SPEED_DIAL.key() : "";
        Position at = position(claim.location(), contact(claim.location(), files), field);
        String where = ListPhrase.and(
                others.stream()
                        .map(other -> position(other.location(), contact(other.location(), files), field)
                                .toString())
                        .toList(),
                MAX_NAMED);
        // A contact of all sites and one of a site meet in the phonebooks of that site.
        List<String> sites = others.stream()
                .map(other -> claim.site().isEmpty() ? other.site() : claim.site())
                .distinct()
                .toList();
        String books = "the phonebooks of "
                + (sites.get(0).isEmpty()
                        ? "all sites"
                        : (sites.size() == 1 ? "site " : "the sites ") + ListPhrase.and(sites, MAX_NAMED));
        return value.isSpeedDial()
                ? Problem.error(
                        at,
                        "speed dial " + value.text() + " is already at " + where + ", so this contact has none in "
                                + books + "; give one of them another, or remove it")
                : Problem.warning(
                        at,
                        "this contact is already at " + where + ", so it is twice in " + books
                                + "; remove one of them");
    }

    private static @Nullable ContactClaim earlier(@Nullable ContactClaim one, @Nullable ContactClaim other) {
        return one == null || (other != null && other.compareTo(one) < 0) ? other : one;
    }

    /** The position of a key of a contact, or of its first value. */
    private static Position position(EntryLocation location, FieldValues contact, String key) {
        return key.isEmpty()
                ? FieldValues.position(location.path(), contact.packedPosition(0))
                : contact.positionOf(location.path(), key);
    }

    /** Returns the sites whose phonebooks show other contacts of a file in one inventory than in another. */
    public static Set<String> changedSites(String path, Inventory before, Inventory after) {
        List<FieldValues> old = contacts(path, before);
        List<FieldValues> fresh = contacts(path, after);
        String oldSite = before.defaultsIndex.site(path);
        String newSite = after.defaultsIndex.site(path);
        Set<String> changed = new HashSet<>();
        if (!oldSite.equals(newSite) || !isSame(old, fresh)) {
            if (!old.isEmpty()) {
                changed.add(oldSite);
            }
            if (!fresh.isEmpty()) {
                changed.add(newSite);
            }
        }
        return changed;
    }

    private static List<FieldValues> contacts(String path, Inventory inventory) {
        ExtensionFile file = inventory.file(path);
        return file == null ? List.of() : file.contacts();
    }

    private static boolean isSame(List<FieldValues> some, List<FieldValues> others) {
        boolean same = some.size() == others.size();
        for (int i = 0; i < some.size() && same; i++) {
            same = FieldValues.isSameValue(some.get(i), others.get(i));
        }
        return same;
    }
}
