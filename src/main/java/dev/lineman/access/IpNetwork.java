package dev.lineman.access;

import org.jspecify.annotations.Nullable;

/**
 * A network in CIDR notation (RFC 4632; RFC 4291, section 2.3). An IPv4 network contains no IPv6 address, and
 * the reverse. Immutable.
 *
 * @param base the address before the slash
 * @param prefix the number of leading bits that all its addresses share
 */
public record IpNetwork(IpAddress base, int prefix) {

    /** Parses {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a single address; null if the text is none of these. */
    public static @Nullable IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        IpAddress base = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (base == null) {
            return null;
        }
        int bits = base.ipv6() ? 128 : 32;
        // The prefix of ::ffff:10.0.0.0/104 counts IPv6 bits, the result counts IPv4 bits.
        int outside = !base.ipv6() && text.indexOf(':') >= 0 ? 96 : 0;
        int prefix = slash < 0 ? bits : number(text.substring(slash + 1)) - outside;
        return prefix < 0 || prefix > bits ? null : new IpNetwork(base, prefix);
    }

    /** A prefix length without leading zeros; a large negative number if the text is none. */
    private static int number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && (text.length() == 1 || text.charAt(0) != '0') ? Integer.parseInt(text) : Integer.MIN_VALUE / 2;
    }

    /** The same network with all bits after the prefix set to 0. */
    public IpNetwork masked() {
        return new IpNetwork(new IpAddress(base.ipv6(), base.high() & highMask(), base.low() & lowMask()), prefix);
    }

    /** Whether the address is in this network. */
    public boolean contains(IpAddress address) {
        return address.ipv6() == base.ipv6()
                && ((address.high() ^ base.high()) & highMask()) == 0
                && ((address.low() ^ base.low()) & lowMask()) == 0;
    }

    private long highMask() {
        return !base.ipv6() || prefix == 0 ? 0 : -1L << Math.max(0, 64 - prefix);
    }

    private long lowMask() {
        int bits = base.ipv6() ? prefix - 64 : prefix + 32;
        return bits <= (base.ipv6() ? 0 : 32) ? 0 : -1L << (64 - bits);
    }

    /** In CIDR notation. */
    @Override
    public String toString() {
        return base + "/" + prefix;
    }
}
