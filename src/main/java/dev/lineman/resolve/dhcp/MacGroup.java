package dev.lineman.resolve.dhcp;

import java.util.List;

/**
 * Phones that a DHCP server knows by their whole MACs, all with the same options. Immutable.
 *
 * @param tag the name in files of DHCP servers, made of the first MAC
 * @param macs sorted
 * @param values empty for phones that must not get the options of their vendor
 */
public record MacGroup(String tag, List<String> macs, List<DhcpValue> values) {
    public MacGroup {
        macs = List.copyOf(macs);
        values = List.copyOf(values);
    }
}
