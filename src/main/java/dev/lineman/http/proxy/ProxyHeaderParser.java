package dev.lineman.http.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header with which a proxy says for which client it opened a connection: the PROXY protocol, version 1 and 2
 * (HAProxy, "The PROXY protocol", sections 2.1 and 2.2). It knows no socket and keeps nothing: each call gets all bytes so far.
 * Thread-safe.
 */
public final class ProxyHeaderParser {
    /** The longest header that is accepted, in bytes. A header of version 2 may have 64 KiB, which no proxy needs. */
    public static final int LONGEST = 4 << 10;

    private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(ISO_8859_1);
    private static final byte[] TEXT_PREFIX = "PROXY ".getBytes(ISO_8859_1);

    /** The longest line of version 1, with its end. */
    private static final int LONGEST_LINE = 107;

    private static final int FIXED_BYTES = 16;
    private static final int COMMAND_LOCAL = 0x20;
    private static final int COMMAND_PROXY = 0x21;

    /** The address families of version 2: unspecified, IPv4, IPv6, UNIX. */
    private static final int[] ADDRESS_BYTES = {0, 12, 36, 216};

    private static final int DATAGRAM = 2;
    private static final int TLV_BYTES = 3;
    private static final int TLV_CRC32C = 0x03;
    private static final int CRC32C_BYTES = 4;

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(?:OCTET[.]){3}OCTET".replace("OCTET", OCTET));
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");

    private static final ProxyHeader INCOMPLETE = new ProxyHeader.Incomplete();
    private static final ProxyHeader ABSENT = new ProxyHeader.Absent();

    private ProxyHeaderParser() {}

    /**
     * What the first bytes of a connection are.
     *
     * @param received all that has come so far; its position does not change
     */
    public static ProxyHeader parse(ByteBuffer received) {
        ByteBuffer bytes = received.slice();
        if (startsLike(bytes, SIGNATURE)) {
            return bytes.remaining() < FIXED_BYTES ? INCOMPLETE : parseBinary(bytes);
        }
        if (startsLike(bytes, TEXT_PREFIX)) {
            return bytes.remaining() <= TEXT_PREFIX.length ? INCOMPLETE : parseText(bytes);
        }
        return ABSENT;
    }

    /** Whether they are the same as far as both go; then at least all of the beginning is there, or more is needed. */
    private static boolean startsLike(ByteBuffer bytes, byte[] beginning) {
        int common = Math.min(bytes.remaining(), beginning.length);
        return bytes.slice(0, common).equals(ByteBuffer.wrap(beginning, 0, common));
    }

    private static ProxyHeader parseText(ByteBuffer bytes) {
        byte first = bytes.get(TEXT_PREFIX.length);
        if (first == '/' || first == '*') {
            // A request with a method that is called PROXY.
            return ABSENT;
        }
        int most = Math.min(bytes.remaining(), LONGEST_LINE);
        int end = 0;
        while (end < most && bytes.get(end) != '\n') {
            end++;
        }
        if (end == most) {
            return most < LONGEST_LINE ? INCOMPLETE : malformed("its line is longer than 107 bytes");
        }
        if (bytes.get(end - 1) != '\r') {
            return malformed("its line does not end with CR LF");
        }
        return parseLine(ISO_8859_1.decode(bytes.slice(0, end - 1)).toString().split(" ", -1), end + 1);
    }

    private static ProxyHeader parseLine(String[] fields, int length) {
        String family = fields[1];
        if (family.equals("UNKNOWN")) {
            return new ProxyHeader.Present(length, null);
        }
        boolean six = family.equals("TCP6");
        if (!six && !family.equals("TCP4")) {
            return malformed("its protocol is not TCP4, TCP6 or UNKNOWN");
        }
        if (fields.length != 6) {
            return malformed("it does not have two addresses and two ports");
        }
        InetAddress source = address(fields[2], six);
        if (source == null || address(fields[3], six) == null) {
            return malformed("an address is not one of " + family);
        }
        int port = port(fields[4]);
        if (port < 0 || port(fields[5]) < 0) {
            return malformed("a port is not a number from 0 to 65535");
        }
        return new ProxyHeader.Present(length, new InetSocketAddress(source, port));
    }

    private static @Nullable InetAddress address(String text, boolean six) {
        if (!(six ? IPV6 : IPV4).matcher(text).matches()) {
            return null;
        }
        try {
            // A text of this form asks no name server.
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** A port, a decimal number without leading zeros; -1 when a text is none. */
    private static int port(String text) {
        int port = text.matches("0|[1-9][0-9]{0,4}") ? Integer.parseInt(text) : -1;
        return port > 0xffff ? -1 : port;
    }

    private static ProxyHeader parseBinary(ByteBuffer bytes) {
        int command = bytes.get(SIGNATURE.length) & 0xff;
        int family = (bytes.get(SIGNATURE.length + 1) & 0xff) >>> 4;
        int transport = bytes.get(SIGNATURE.length + 1) & 0xf;
        int length = FIXED_BYTES + (bytes.getShort(SIGNATURE.length + 2) & 0xffff);
        if (command != COMMAND_LOCAL && command != COMMAND_PROXY) {
            return malformed("its version is not 2, or its command is neither LOCAL nor PROXY");
        }
        if (family >= ADDRESS_BYTES.length || transport > DATAGRAM) {
            return malformed("its address family or its transport is unknown");
        }
        if (length > LONGEST) {
            return malformed("it is longer than " + LONGEST + " bytes");
        }
        if (bytes.remaining() < length) {
            return INCOMPLETE;
        }
        boolean stream = command == COMMAND_PROXY && transport == 1 && (family == 1 || family == 2);
        return stream ? parseStream(bytes.slice(0, length), family == 2) : new ProxyHeader.Present(length, null);
    }

    /** A whole header for a connection over TCP. */
    private static ProxyHeader parseStream(ByteBuffer header, boolean six) {
        int tlvs = FIXED_BYTES + ADDRESS_BYTES[six ? 2 : 1];
        if (header.remaining() < tlvs) {
            return malformed("it is shorter than its addresses");
        }
        String fault = findTlvFault(header, tlvs);
        if (fault != null) {
            return malformed(fault);
        }
        byte[] source = new byte[six ? 16 : 4];
        header.get(FIXED_BYTES, source);
        int port = header.getShort(FIXED_BYTES + 2 * source.length) & 0xffff;
        try {
            return new ProxyHeader.Present(
                    header.remaining(), new InetSocketAddress(InetAddress.getByAddress(source), port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes is refused", e);
        }
    }

    /** What is wrong with the additional fields, each of a type, a length and a value; null when nothing is. */
    private static @Nullable String findTlvFault(ByteBuffer header, int from) {
        int at = from;
        while (at < header.limit()) {
            int value = at + TLV_BYTES;
            int next = value > header.limit() ? value : value + (header.getShort(at + 1) & 0xffff);
            if (next > header.limit()) {
                return "an additional field is longer than the header";
            }
            if (header.get(at) == TLV_CRC32C
                    && (next - value != CRC32C_BYTES || header.getInt(value) != checksum(header, value))) {
                return "its checksum is wrong";
            }
            at = next;
        }
        return null;
    }

    /** The checksum of a header, in which the four bytes of the checksum count as zeros. */
    private static int checksum(ByteBuffer header, int at) {
        CRC32C sum = new CRC32C();
        sum.update(header.slice(0, at));
        sum.update(new byte[CRC32C_BYTES]);
        sum.update(header.slice(at + CRC32C_BYTES, header.limit() - at - CRC32C_BYTES));
        return (int) sum.getValue();
    }

    private static ProxyHeader malformed(String reason) {
        return new ProxyHeader.Malformed(reason);
    }
}
