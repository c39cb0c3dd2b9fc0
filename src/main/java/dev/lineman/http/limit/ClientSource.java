package dev.lineman.http.limit;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * The source that a connection counts for in the limits: an IPv4 address, or the first 64 bits of an IPv6
 * address. A customer usually has a whole IPv6 /64, so all its addresses count as one. Immutable.
 *
 * @param bits the address, or its first 64 bits
 * @param ipv6 whether it is an IPv6 network
 */
public record ClientSource(long bits, boolean ipv6) {
    /** The bytes of an IPv6 address that count. */
    private static final int IPV6_BYTES = 8;

    /** The source of an address. */
    public static ClientSource of(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean ipv6 = address instanceof Inet6Address;
        long bits = 0;
        for (int i = 0; i < (ipv6 ? IPV6_BYTES : bytes.length); i++) {
            bits = bits << 8 | (bytes[i] & 0xff);
        }
        return new ClientSource(bits, ipv6);
    }
}
