package dev.lineman.resolve.dhcp;

import dev.lineman.template.vendor.PhoneVendor;
import dev.lineman.template.vendor.PhoneVendors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a DHCP server tells the phones of a site: classes for the vendors, with the options that most of their phones get,
 * and groups of MACs for all phones that need others. Each phone that has values gets exactly these. Immutable.
 *
 * <p>A class never has a secret, nor the MAC of a phone: unknown devices of the vendor get its options too.
 *
 * @param classes sorted by name; only vendors of phones of the site
 * @param groups sorted by their first MAC
 */
public record SiteDhcpPlan(List<VendorClass> classes, List<MacGroup> groups) {
    public SiteDhcpPlan {
        classes = List.copyOf(classes);
        groups = List.copyOf(groups);
    }

    /** What a server can recognise. */
    private record ClassKey(List<String> ouis, List<String> vendorClasses) {
        /** Leaves out beginnings of MACs that belong to another entry, so that no two classes have the same. */
        private static ClassKey of(PhoneVendor vendor, PhoneVendors vendors) {
            List<String> own = vendor.ouis().stream()
                    .filter(oui -> {
                        PhoneVendor owner = vendors.ofMac(oui);
                        return owner != null
                                && owner.ouis().equals(vendor.ouis())
                                && owner.vendorClasses().equals(vendor.vendorClasses());
                    })
                    .toList();
            return new ClassKey(own, vendor.vendorClasses());
        }

        private boolean startsMac(String mac) {
            return ouis.stream().anyMatch(mac::startsWith);
        }

        private boolean isEmpty() {
            return ouis.isEmpty() && vendorClasses.isEmpty();
        }
    }

    /**
     * Divides the phones of a site into classes and groups.
     *
     * @param phones sorted by MAC
     * @param vendors the vendors of all model files
     */
    public static SiteDhcpPlan of(Collection<PhoneDhcp> phones, PhoneVendors vendors) {
        Map<ClassKey, List<PhoneDhcp>> byKey = new LinkedHashMap<>();
        for (PhoneDhcp phone : phones) {
            byKey.computeIfAbsent(ClassKey.of(phone.vendor(), vendors), any -> new ArrayList<>())
                    .add(phone);
        }
        Map<String, VendorClass> classes = new TreeMap<>();
        Set<String> members = new HashSet<>();
        byKey.forEach((key, ofKey) -> {
            List<DhcpValue> values = key.isEmpty() ? null : usual(ofKey);
            if (values != null) {
                List<String> macs = ofKey.stream()
                        .filter(phone -> phone.values().equals(values)
                                && hasOui(phone.mac(), key, vendors)
                                && byKey.keySet().stream()
                                        .noneMatch(other -> !other.equals(key) && other.startsMac(phone.mac())))
                        .map(PhoneDhcp::mac)
                        .toList();
                members.addAll(macs);
                String name = name(key, vendors);
                classes.put(
                        name,
                        new VendorClass(
                                name,
                                tag(name, classes.values()),
                                key.ouis(),
                                key.vendorClasses(),
                                values,
                                macs,
                                excluded(phones, key, values)));
            }
        });
        Map<List<DhcpValue>, List<String>> groups = new LinkedHashMap<>();
        for (PhoneDhcp phone : phones) {
            boolean mayHaveClass =
                    classes.values().stream().anyMatch(one -> one.excluded().contains(phone.mac()));
            if (!members.contains(phone.mac()) && (!phone.values().isEmpty() || mayHaveClass)) {
                groups.computeIfAbsent(phone.values(), any -> new ArrayList<>()).add(phone.mac());
            }
        }
        List<MacGroup> made = new ArrayList<>();
        groups.forEach((values, macs) -> made.add(new MacGroup("phone-" + macs.get(0), macs, values)));
        return new SiteDhcpPlan(List.copyOf(classes.values()), made);
    }

    /** The values of more than half of the phones that have any; null if there are none without secrets and MACs. */
    private static @Nullable List<DhcpValue> usual(List<PhoneDhcp> phones) {
        Map<List<DhcpValue>, Integer> counts = new LinkedHashMap<>();
        int all = 0;
        for (PhoneDhcp phone : phones) {
            if (!phone.values().isEmpty()) {
                all++;
                if (!phone.secret() && phone.values().stream().noneMatch(value -> containsMac(value, phone.mac()))) {
                    counts.merge(phone.values(), 1, Integer::sum);
                }
            }
        }
        int half = all / 2;
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > half)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static boolean containsMac(DhcpValue value, String mac) {
        String text = value.text().toLowerCase(Locale.ROOT);
        return text.contains(mac)
                || text.contains(DhcpValue.hex(mac))
                || text.contains(DhcpValue.hex(mac.toUpperCase(Locale.ROOT)));
    }

    /** Whether a server finds a phone in the class of its vendor by its MAC. */
    private static boolean hasOui(String mac, ClassKey key, PhoneVendors vendors) {
        PhoneVendor owner = vendors.ofMac(mac);
        return owner != null && ClassKey.of(owner, vendors).equals(key) && key.startsMac(mac);
    }

    /** The phones that may be in a class by MAC or option 60, and that get fewer options than it has. */
    private static Set<String> excluded(Collection<PhoneDhcp> phones, ClassKey key, List<DhcpValue> values) {
        Set<String> excluded = new TreeSet<>();
        for (PhoneDhcp phone : phones) {
            boolean possible = key.startsMac(phone.mac())
                    || phone.vendor().vendorClasses().stream().anyMatch(one -> overlaps(one, key.vendorClasses()));
            Set<Integer> codes = new HashSet<>();
            phone.values().forEach(value -> codes.add(value.code()));
            if (possible && values.stream().anyMatch(value -> !codes.contains(value.code()))) {
                excluded.add(phone.mac());
            }
        }
        return excluded;
    }

    private static boolean overlaps(String vendorClass, List<String> others) {
        return others.stream().anyMatch(other -> other.startsWith(vendorClass) || vendorClass.startsWith(other));
    }

    /** The shortest name of a vendor or family that a server recognises so. */
    private static String name(ClassKey key, PhoneVendors vendors) {
        return vendors.all().stream()
                .filter(vendor -> ClassKey.of(vendor, vendors).equals(key))
                .map(PhoneVendor::name)
                .min(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }

    private static String tag(String name, Collection<VendorClass> others) {
        String tag = "lineman-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String unique = tag;
        for (int number = 2; isTaken(unique, others); number++) {
            unique = tag + '-' + number;
        }
        return unique;
    }

    private static boolean isTaken(String tag, Collection<VendorClass> others) {
        return others.stream().anyMatch(other -> other.tag().equals(tag));
    }
}
