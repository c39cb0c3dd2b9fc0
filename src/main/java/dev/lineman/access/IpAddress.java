package dev.lineman.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as bits. An IPv4 address mapped into IPv6 ({@code ::ffff:10.0.0.1}) becomes the IPv4 address
 * (RFC 4291, section 2.5.5.2). Immutable.
 *
 * @param ipv6 whether it is an IPv6 address
 * @param high the upper 64 bits; 0 for IPv4
 * @param low the lower 64 bits; for IPv4 the lowest 32 of them
 */
public record IpAddress(boolean ipv6, long high, long low) {
    /** The groups of 16 bits of an IPv6 address. */
    private static final int GROUPS = 8;

    /** The bits before a mapped IPv4 address. */
    private static final long MAPPED = 0xffff_0000_0000L;

    /**
     * At most 45 digits, colons and dots, with a colon before the first dot. Such a text is never looked up in
     * the DNS.
     */
    private static final Pattern IPV6 = Pattern.compile("(?=.{2,45}$)[0-9a-fA-F]*:[0-9a-fA-F:.]*");

    /** The address of a socket. */
    public static IpAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return new IpAddress(false, 0, ByteBuffer.wrap(bytes).getInt() & 0xffff_ffffL);
        }
        ByteBuffer bits = ByteBuffer.wrap(bytes);
        return of(bits.getLong(), bits.getLong());
    }

    private static IpAddress of(long high, long low) {
        return high == 0 && low >>> 32 == MAPPED >>> 32
                ? new IpAddress(false, 0, low & 0xffff_ffffL)
                : new IpAddress(true, high, low);
    }

    /** Parses a numeric address; null if the text is none. A host name is never looked up. */
    public static @Nullable IpAddress parse(String text) {
        return text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
    }

    /** Leading zeros are refused, because some programs read them as octal. */
    private static @Nullable IpAddress parseIpv4(String text) {
        long bits = 0;
        int octets = 0;
        int octet = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.' && octet >= 0 && octet <= 255) {
                bits = bits << 8 | octet;
                octets++;
                octet = -1;
            } else if (c < '0' || c > '9' || octet == 0 || octet > 25) {
                return null;
            } else {
                octet = 10 * Math.max(octet, 0) + c - '0';
            }
        }
        return octets == 4 ? new IpAddress(false, 0, bits) : null;
    }

    private static @Nullable IpAddress parseIpv6(String text) {
        try {
            return IPV6.matcher(text).matches() ? of(InetAddress.getByName(text)) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /**
     * The part that identifies one customer: the /64 network of an IPv6 address (RFC 4291), an IPv4 address
     * itself.
     */
    public IpAddress sourceNetwork() {
        return ipv6 ? new IpAddress(true, high, 0) : this;
    }

    /** The address in digits; IPv6 with the longest run of zero groups as {@code ::} (RFC 5952, section 4). */
    @Override
    public String toString() {
        if (!ipv6) {
            return (low >>> 24) + "." + (low >>> 16 & 255) + '.' + (low >>> 8 & 255) + '.' + (low & 255);
        }
        int from = 0;
        int length = 1;
        for (int start = 0; start < GROUPS; start++) {
            int end = start;
            while (end < GROUPS && group(end) == 0) {
                end++;
            }
            if (end - start > length) {
                from = start;
                length = end - start;
            }
        }
        return length == 1 ? groups(0, GROUPS) : groups(0, from) + "::" + groups(from + length, GROUPS);
    }

    private long group(int index) {
        return (index < 4 ? high : low) >>> (48 - 16 * (index % 4)) & 0xffff;
    }

    private String groups(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(index -> Long.toHexString(group(index)))
                .collect(Collectors.joining(":"));
    }
}
