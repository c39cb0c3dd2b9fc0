package dev.lineman.inventory;

import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The DECT bases in the claims of an {@link Inventory}. The index of MACs also has the bases that a phone entry lists, with the
 * location of this entry. A base gets the accounts of the phone that lists it. Used for one look-up; not thread-safe.
 */
final class BaseClaims {
    private final Inventory inventory;

    BaseClaims(Inventory inventory) {
        this.inventory = inventory;
    }

    /**
     * The phone of a MAC, or the base of a phone that lists it; null if no entry names the MAC.
     *
     * @param counts which entries give accounts; the others have no influence
     */
    @Nullable
    Phone phone(String mac, Predicate<EntryLocation> counts) {
        String first = firstBase(mac, counts);
        List<EntryLocation> accounts = accountsOf(first).stream().filter(counts).toList();
        return accounts.isEmpty() ? null : new PhoneAssembler(inventory, mac, first).assemble(accounts);
    }

    /** The MAC of the phone that has the accounts of a MAC: itself, or the phone that lists it as a base. */
    private String firstBase(String mac, Predicate<EntryLocation> counts) {
        String first = mac;
        for (EntryLocation location : inventory.locations(mac)) {
            String own = ownMac(location);
            if (counts.test(location)) {
                if (own.equals(mac)) {
                    return mac;
                }
                first = first.equals(mac) ? own : first;
            }
        }
        return first;
    }

    /** The locations whose phone entry has this MAC itself. */
    private List<EntryLocation> accountsOf(String mac) {
        List<EntryLocation> own = new ArrayList<>(1);
        for (EntryLocation location : inventory.locations(mac)) {
            if (ownMac(location).equals(mac)) {
                own.add(location);
            }
        }
        return own;
    }

    /** The MACs of the phones that extensions name, and of all bases that the entries of these phones list. */
    Set<String> macsOf(List<FieldValues> extensions) {
        // Hundreds of lines of a DECT system name the same MAC.
        Set<String> named = new HashSet<>();
        extensions.forEach(extension -> named.addAll(ExtensionFile.macs(extension)));
        Set<String> macs = new HashSet<>(named);
        for (String mac : named) {
            accountsOf(mac).forEach(location -> macs.addAll(ExtensionFile.baseMacs(phone(location))));
        }
        return macs;
    }

    /**
     * The bases of a system, the first one first; empty if no entry lists bases.
     *
     * @param first the MAC of the first base
     * @param accounts the accounts of the system, in their order
     */
    static List<DectBase> bases(String first, List<Account> accounts) {
        Map<String, DectBase> bases = new LinkedHashMap<>();
        for (Account account : accounts) {
            FieldValues.Items items = ExtensionFile.bases(account.phone());
            for (int i = 0; i < items.values().size(); i++) {
                FieldValues base = (FieldValues) items.values().get(i);
                String mac = ExtensionFile.mac(base);
                bases.putIfAbsent(first, base(1, first, FieldValues.EMPTY, account.phonePosition()));
                Position at = FieldValues.position(account.file(), items.packedPosition(i));
                if (mac.equals(first)) {
                    bases.put(first, base(1, first, base, at));
                } else {
                    bases.putIfAbsent(mac, base(bases.size() + 1, mac, base, at));
                }
            }
        }
        return List.copyOf(bases.values());
    }

    private static DectBase base(int number, String mac, FieldValues values, Position at) {
        String name = values.text("name");
        String group = values.text("group");
        return new DectBase(number, mac, name == null ? "" : name, group == null ? "" : group, at);
    }

    /**
     * The entries in lists of bases that name a phone of its own. They have no effect on this phone, so that an entry of one
     * customer takes no files from a phone of another.
     */
    List<Problem> ineffective(String mac) {
        return accountsOf(mac).isEmpty() ? List.of() : conflicts(mac, false);
    }

    /** The contradictions about a MAC that no extension names as a phone: several phones list it as a base. */
    List<Problem> conflicts(String mac) {
        return accountsOf(mac).isEmpty() ? conflicts(mac, true) : List.of();
    }

    private List<Problem> conflicts(String mac, boolean blocking) {
        List<Problem> conflicts = new ArrayList<>();
        List<EntryLocation> own = accountsOf(mac);
        EntryLocation first = own.isEmpty() ? null : own.get(0);
        for (EntryLocation location : inventory.locations(mac)) {
            if (first == null) {
                first = location;
            } else if (!ownMac(location).equals(ownMac(first))) {
                String message = "base " + mac
                        + (blocking ? " is already a base of another phone at " : " is a phone of its own at ")
                        + position(first, mac)
                        + (blocking ? "" : " and keeps the files of it")
                        + "; remove one of the two";
                Position at = position(location, mac);
                conflicts.add(blocking ? Problem.blocking(at, message) : Problem.error(at, message));
            }
        }
        return conflicts;
    }

    /** Where an entry names a MAC: as its own, or in its list of bases. */
    private Position position(EntryLocation location, String mac) {
        FieldValues phone = phone(location);
        int base = ExtensionFile.baseMacs(phone).indexOf(mac);
        return base < 0 || ownMac(location).equals(mac)
                ? phone.positionOf(location.path(), "mac")
                : FieldValues.position(
                        location.path(), ExtensionFile.bases(phone).packedPosition(base));
    }

    private String ownMac(EntryLocation location) {
        return ExtensionFile.mac(phone(location));
    }

    private FieldValues phone(EntryLocation location) {
        return ExtensionFile.phones(inventory.entry(location)).get(location.phone());
    }
}
