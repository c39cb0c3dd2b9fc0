package dev.lineman.template.vendor;

import dev.lineman.problem.Position;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What one model file says of a vendor, or of a family of its models. Immutable.
 *
 * @param name the words with which the names of its families begin: {@code Cisco}, or {@code Cisco 7900} for one family
 * @param at the place of the entry
 * @param ouis the beginnings of the MACs, in lower case without separators; null if the file does not say
 * @param pnp the URL for SIP PnP; null if the file does not say
 * @param dhcp the DHCP options, in the order in which the phones read them; null if the file does not say
 * @param vendorClasses the beginnings of DHCP option 60 of the phones; null if the file does not say
 */
public record VendorEntry(
        String name,
        Position at,
        @Nullable List<String> ouis,
        @Nullable PnpForm pnp,
        @Nullable List<DhcpOption> dhcp,
        @Nullable List<String> vendorClasses) {
    public VendorEntry {
        ouis = ouis == null ? null : List.copyOf(ouis);
        dhcp = dhcp == null ? null : List.copyOf(dhcp);
        vendorClasses = vendorClasses == null ? null : List.copyOf(vendorClasses);
    }

    /** This entry, with what another one says where this one says nothing. */
    VendorEntry over(VendorEntry below) {
        return new VendorEntry(
                name,
                at,
                ouis == null ? below.ouis : ouis,
                pnp == null ? below.pnp : pnp,
                dhcp == null ? below.dhcp : dhcp,
                vendorClasses == null ? below.vendorClasses : vendorClasses);
    }

    /** Whether this entry has what another one at the same place says, and perhaps more. A cut entry can be valid YAML. */
    public boolean continues(VendorEntry shorter) {
        return name.equals(shorter.name)
                && at.equals(shorter.at)
                && (shorter.pnp == null || shorter.pnp == pnp)
                && isPrefix(shorter.ouis, ouis, (cut, whole) -> whole.startsWith(cut))
                && isPrefix(shorter.vendorClasses, vendorClasses, (cut, whole) -> whole.startsWith(cut))
                && isPrefix(shorter.dhcp, dhcp, (cut, whole) -> whole.code() == cut.code());
    }

    /**
     * Whether a list begins with another one.
     *
     * @param mayBeCut whether the last value of the shorter list may be a part of one of the longer list
     */
    private static <T> boolean isPrefix(
            @Nullable List<T> shorter, @Nullable List<T> longer, BiPredicate<T, T> mayBeCut) {
        int last = shorter == null ? -1 : shorter.size() - 1;
        if (shorter == null || last < 0) {
            return true;
        }
        return longer != null
                && longer.size() > last
                && shorter.subList(0, last).equals(longer.subList(0, last))
                && mayBeCut.test(shorter.get(last), longer.get(last));
    }

    /** The name in the form that is compared: words in lower case, with one blank between them. */
    String key() {
        return key(name);
    }

    static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }
}
