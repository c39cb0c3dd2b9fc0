package dev.lineman.template.vendor;

import java.util.List;

/**
 * What all model files together say of a vendor, or of a family of its models. Immutable.
 *
 * @param name the name of the entry: {@code Cisco}, or {@code Cisco 7900} for one family
 * @param ouis the beginnings of the MACs, in lower case without separators, usually of six digits
 * @param pnp the URL for SIP PnP
 * @param dhcp the DHCP options, in the order in which the phones read them
 * @param vendorClasses the beginnings of DHCP option 60 of the phones
 */
public record PhoneVendor(
        String name, List<String> ouis, PnpForm pnp, List<DhcpOption> dhcp, List<String> vendorClasses) {
    /** DHCP option 66 with the URL, which phones of most vendors read. */
    private static final List<DhcpOption> USUAL_DHCP =
            List.of(new DhcpOption(66, 0, DhcpOption.OptionValueType.TEXT, "<url>", "", DhcpOption.LARGEST));

    /** A vendor of which no model file says anything. */
    public static final PhoneVendor UNKNOWN = new PhoneVendor("", List.of(), PnpForm.NONE, USUAL_DHCP, List.of());

    public PhoneVendor {
        ouis = List.copyOf(ouis);
        dhcp = List.copyOf(dhcp);
        vendorClasses = List.copyOf(vendorClasses);
    }

    static PhoneVendor of(VendorEntry entry) {
        return new PhoneVendor(
                entry.name(),
                entry.ouis() == null ? List.of() : entry.ouis(),
                entry.pnp() == null ? PnpForm.NONE : entry.pnp(),
                entry.dhcp() == null ? USUAL_DHCP : entry.dhcp(),
                entry.vendorClasses() == null ? List.of() : entry.vendorClasses());
    }
}
