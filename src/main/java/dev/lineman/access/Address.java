package dev.lineman.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as bits. An IPv4 address within IPv6 ({@code ::ffff:10.0.0.1}) is the IPv4 address (RFC 4291, section 2.5.5.2).
 *
 * @param six whether it is of IPv6
 * @param high the upper 64 bits; 0 for IPv4
 * @param low the lower 64 bits; for IPv4 the lowest 32 of them
 */
public record Address(boolean six, long high, long low) {
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final int LONGEST = 45;

    /** The address of a socket. */
    public static Address of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return new Address(false, 0, ByteBuffer.wrap(bytes).getInt() & 0xffff_ffffL);
        }
        ByteBuffer bits = ByteBuffer.wrap(bytes);
        return of(bits.getLong(), bits.getLong());
    }

    private static Address of(long high, long low) {
        return high == 0 && low >>> 32 == MAPPED >>> 32
                ? new Address(false, 0, low & 0xffff_ffffL)
                : new Address(true, high, low);
    }

    /** Reads an address in digits, never a name; null when it is none. */
    public static @Nullable Address parse(String text) {
        return text.indexOf(':') < 0 ? four(text) : six(text);
    }

    private static @Nullable Address four(String text) {
        long bits = 0;
        int octets = 0;
        int from = 0;
        while (octets < 4) {
            int dot = text.indexOf('.', from);
            int to = dot < 0 ? text.length() : dot;
            int octet = octet(text, from, to);
            if (octet < 0 || (dot < 0) != (octets == 3)) {
                return null;
            }
            bits = bits << 8 | octet;
            octets++;
            from = to + 1;
        }
        return new Address(false, 0, bits);
    }

    /** Leading zeros are refused: some read them as octal. */
    private static int octet(String text, int from, int to) {
        int length = to - from;
        if (length < 1 || length > 3 || (length > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value > 255 ? -1 : value;
    }

    private static @Nullable Address six(String text) {
        if (text.length() > LONGEST || text.charAt(0) == '.') {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((Character.digit(c, 16) < 0 && c != ':' && c != '.') || c > 'f') {
                return null;
            }
        }
        try {
            // With a colon, and a digit or colon at its beginning, this asks no name server.
            return of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Its network of the size that one customer has: an IPv6 /64 (RFC 4291), an IPv4 address itself. */
    public Address source() {
        return six ? new Address(true, high, 0) : this;
    }

    /** In digits; IPv6 as eight groups. */
    @Override
    public String toString() {
        if (!six) {
            return (low >>> 24) + "." + (low >>> 16 & 255) + '.' + (low >>> 8 & 255) + '.' + (low & 255);
        }
        StringBuilder text = new StringBuilder(39);
        for (int shift = 48; shift >= 0; shift -= 16) {
            text.append(Long.toHexString(high >>> shift & 0xffff)).append(':');
        }
        for (int shift = 48; shift >= 0; shift -= 16) {
            text.append(Long.toHexString(low >>> shift & 0xffff)).append(shift == 0 ? "" : ":");
        }
        return text.toString();
    }
}
