package dev.lineman.resolve.dhcp;

import dev.lineman.template.vendor.PhoneVendor;
import java.util.List;

/**
 * What DHCP tells one phone. Immutable.
 *
 * @param mac in lower case, without separators
 * @param vendor what the model files say of the family of the phone
 * @param values in the order in which the phone reads them; empty if it has no URL, or cannot be told
 * @param secret whether the values contain a token or another secret
 */
public record PhoneDhcp(String mac, PhoneVendor vendor, List<DhcpValue> values, boolean secret) {
    public PhoneDhcp {
        values = List.copyOf(values);
    }
}
