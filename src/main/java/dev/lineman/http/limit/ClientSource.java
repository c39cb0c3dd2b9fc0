package dev.lineman.http.limit;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Whom a connection is put down to: an IPv4 address, or the first 64 bits of an IPv6 address, since whoever has one of those
 * addresses has them all.
 */
public record ClientSource(long bits, boolean ipv6) {
    private static final int WIDE_BYTES = 8;

    public static ClientSource of(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean wide = address instanceof Inet6Address;
        long bits = 0;
        for (int i = 0; i < (wide ? WIDE_BYTES : bytes.length); i++) {
            bits = bits << 8 | (bytes[i] & 0xff);
        }
        return new ClientSource(bits, wide);
    }
}
