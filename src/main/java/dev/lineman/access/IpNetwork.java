package dev.lineman.access;

import org.jspecify.annotations.Nullable;

/**
 * A network in CIDR notation (RFC 4632, RFC 4291, section 2.3). One of IPv4 holds no address of IPv6, nor the other way round.
 *
 * @param base its first address
 * @param prefix how many bits its addresses have in common
 */
public record IpNetwork(IpAddress base, int prefix) {

    /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or one address; null when it is none of these. */
    public static @Nullable IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        IpAddress base = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (base == null) {
            return null;
        }
        int bits = base.ipv6() ? 128 : 32;
        // ::ffff:10.0.0.0/104 counts the bits of IPv6.
        int outside = !base.ipv6() && text.indexOf(':') >= 0 ? 96 : 0;
        int prefix = slash < 0 ? bits : number(text.substring(slash + 1)) - outside;
        return prefix < 0 || prefix > bits ? null : new IpNetwork(base, prefix);
    }

    private static int number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && (text.length() == 1 || text.charAt(0) != '0') ? Integer.parseInt(text) : Integer.MIN_VALUE / 2;
    }

    /** The network that begins where this one should: the same, unless bits beyond the prefix are set. */
    public IpNetwork masked() {
        return new IpNetwork(new IpAddress(base.ipv6(), base.high() & highMask(), base.low() & lowMask()), prefix);
    }

    /** Whether an address lies in it. */
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
