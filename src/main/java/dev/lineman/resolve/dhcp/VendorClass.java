package dev.lineman.resolve.dhcp;

import java.util.List;
import java.util.Set;

/**
 * The phones of a vendor as a DHCP server can tell them from others: by their MACs, or by their option 60. Immutable.
 *
 * @param name the name of the vendor, or of a family
 * @param tag the name in files of DHCP servers: lower-case letters, digits and {@code -}
 * @param ouis the beginnings of the MACs
 * @param vendorClasses the beginnings of option 60
 * @param values the options that all these phones get which have none of their own
 * @param members the MACs of the phones of the site that get these options
 * @param excluded the MACs of the phones of the site that the server may find in this class, and that must not get one of
 *     its options
 */
public record VendorClass(
        String name,
        String tag,
        List<String> ouis,
        List<String> vendorClasses,
        List<DhcpValue> values,
        List<String> members,
        Set<String> excluded) {
    public VendorClass {
        ouis = List.copyOf(ouis);
        vendorClasses = List.copyOf(vendorClasses);
        values = List.copyOf(values);
        members = List.copyOf(members);
    }
}
