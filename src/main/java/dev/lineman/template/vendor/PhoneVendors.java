package dev.lineman.template.vendor;

import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The vendors of all model files as one: what a file of the root says of a vendor wins over the built-in files, key by
 * key. An entry for a family takes from the entry of its vendor what it does not say. Immutable.
 */
public final class PhoneVendors {
    /** By {@link VendorEntry#key}. */
    private final Map<String, PhoneVendor> vendors = new TreeMap<>();
    /** By the beginning of a MAC. */
    private final Map<String, PhoneVendor> byOui = new HashMap<>();

    private int longestOui;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Merges the entries of two layers. Inside a layer, the first entry that says something counts.
     *
     * @param root the entries of the root's files, in the order of their paths
     * @param builtIn those of the built-in files
     */
    public PhoneVendors(Collection<VendorEntry> root, Collection<VendorEntry> builtIn) {
        Map<String, VendorEntry> own = merge(root);
        Map<String, VendorEntry> merged = new TreeMap<>(own);
        merge(builtIn).forEach((key, entry) -> merged.merge(key, entry, VendorEntry::over));
        merged.forEach((key, entry) -> {
            VendorEntry whole = entry;
            for (String above = parent(key); !above.isEmpty(); above = parent(above)) {
                VendorEntry below = merged.get(above);
                whole = below == null ? whole : whole.over(below);
            }
            vendors.put(key, PhoneVendor.of(whole));
        });
        Map<String, VendorEntry> others = new TreeMap<>(merged);
        own.forEach((key, entry) -> {
            if (entry.ouis() != null) {
                others.remove(key);
            }
        });
        owners(others.values()).forEach(this::addOui);
        owners(own.values()).forEach(this::addOui);
    }

    private void addOui(String oui, VendorEntry owner) {
        byOui.put(oui, Objects.requireNonNull(vendors.get(owner.key())));
        longestOui = Math.max(longestOui, oui.length());
    }

    private Map<String, VendorEntry> merge(Collection<VendorEntry> entries) {
        Map<String, VendorEntry> merged = new TreeMap<>();
        for (VendorEntry entry : entries) {
            VendorEntry before = merged.get(entry.key());
            if (before != null) {
                problems.add(Problem.error(
                        entry.at(),
                        "the vendor '" + entry.name() + "' has another entry at " + before.at()
                                + ", which counts; write both as one"));
            }
            merged.put(entry.key(), before == null ? entry : before.over(entry));
        }
        return merged;
    }

    /** The entry of one layer that has each beginning of MACs. Reports a beginning that two entries have. */
    private Map<String, VendorEntry> owners(Collection<VendorEntry> entries) {
        Map<String, VendorEntry> owners = new TreeMap<>();
        for (VendorEntry entry : entries) {
            for (String oui : entry.ouis() == null ? List.<String>of() : entry.ouis()) {
                VendorEntry owner = owners.putIfAbsent(oui, entry);
                if (owner != null) {
                    problems.add(Problem.error(
                            entry.at(),
                            "the MACs that begin with " + oui + " belong to '" + owner.name() + "' at " + owner.at()
                                    + "; remove them from one of the vendors"));
                }
            }
        }
        return owners;
    }

    /** The name without its last word; empty if it has one word. */
    private static String parent(String key) {
        int blank = key.lastIndexOf(' ');
        return blank < 0 ? "" : key.substring(0, blank);
    }

    /**
     * The vendor whose MACs begin as a MAC does; null if none does. The longest beginning wins.
     *
     * @param mac twelve digits in lower case, without separators
     */
    public @Nullable PhoneVendor ofMac(String mac) {
        for (int length = Math.min(longestOui, mac.length()); length > 0; length--) {
            PhoneVendor vendor = byOui.get(mac.substring(0, length));
            if (vendor != null) {
                return vendor;
            }
        }
        return null;
    }

    /**
     * What the files say of a family of models, or of a model by its full name: the entry with the most words with which
     * the name begins; {@link PhoneVendor#UNKNOWN} if there is none.
     */
    public PhoneVendor ofFamily(String name) {
        for (String key = VendorEntry.key(name); !key.isEmpty(); key = parent(key)) {
            PhoneVendor vendor = vendors.get(key);
            if (vendor != null) {
                return vendor;
            }
        }
        return PhoneVendor.UNKNOWN;
    }

    /** All entries, sorted by name; those of a family come after their vendor. */
    public Collection<PhoneVendor> all() {
        return Collections.unmodifiableCollection(vendors.values());
    }

    /** Whether other files say the same. */
    public boolean saysTheSame(PhoneVendors other) {
        return this == other || (vendors.equals(other.vendors) && byOui.equals(other.byOui));
    }

    /** What is wrong with the entries of all files together. */
    public List<Problem> problems() {
        return Collections.unmodifiableList(problems);
    }
}
