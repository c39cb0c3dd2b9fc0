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
 * Parses the header in which a proxy names the client of a connection: the PROXY protocol, versions 1 and 2
 * (HAProxy, "The PROXY protocol", sections 2.1 and 2.2). It keeps no state: each call gets all bytes received
 * so far. Thread-safe.
 */
public final class ProxyHeaderParser {
    /** The longest accepted header, in bytes. Version 2 allows 64 KiB, which no proxy needs. */
    public static final int LONGEST = 4 << 10;

    /** The first bytes of version 2. */
    private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(ISO_8859_1);

    /** The first bytes of version 1. */
    private static final byte[] TEXT_PREFIX = "PROXY ".getBytes(ISO_8859_1);

    /** The longest line of version 1 in bytes, including CR LF. */
    private static final int LONGEST_LINE = 107;

    /** The part of version 2 before the addresses: signature, command, family and length. */
    private static final int FIXED_BYTES = 16;

    /** Version 2 with the command LOCAL: a connection of the proxy itself, such as a health check. */
    private static final int COMMAND_LOCAL = 0x20;

    /** Version 2 with the command PROXY. */
    private static final int COMMAND_PROXY = 0x21;

    /** The bytes of both addresses and ports for the families unspecified, IPv4, IPv6 and UNIX. */
    private static final int[] ADDRESS_BYTES = {0, 12, 36, 216};

    /** The highest transport protocol: unspecified is 0, stream 1, datagram 2. */
    private static final int DATAGRAM = 2;

    /** The type and length of an additional field (TLV). */
    private static final int TLV_BYTES = 3;

    private static final int TLV_CRC32C = 0x03;
    private static final int CRC32C_BYTES = 4;

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    /** Without leading zeros, which some programs read as octal. */
    private static final Pattern IPV4 = Pattern.compile("(?:OCTET[.]){3}OCTET".replace("OCTET", OCTET));

    /** A colon makes sure that the text is never looked up as a host name. */
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");

    private static final ProxyHeader INCOMPLETE = new ProxyHeader.Incomplete();
    private static final ProxyHeader ABSENT = new ProxyHeader.Absent();

    private ProxyHeaderParser() {}

    /**
     * Parses the first bytes of a connection.
     *
     * @param received all bytes so far; its position does not change
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

    /** Whether the bytes equal the beginning, as far as both go. */
    private static boolean startsLike(ByteBuffer bytes, byte[] beginning) {
        int common = Math.min(bytes.remaining(), beginning.length);
        return bytes.slice(0, common).equals(ByteBuffer.wrap(beginning, 0, common));
    }

    /** Parses version 1. */
    private static ProxyHeader parseText(ByteBuffer bytes) {
        byte first = bytes.get(TEXT_PREFIX.length);
        if (first == '/' || first == '*') {
            // This is a request with the method PROXY.
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

    /** Parses the fields of version 1: PROXY, protocol, two addresses, two ports. */
    private static ProxyHeader parseLine(String[] fields, int length) {
        String family = fields[1];
        if (family.equals("UNKNOWN")) {
            return new ProxyHeader.Present(length, null);
        }
        boolean ipv6 = family.equals("TCP6");
        if (!ipv6 && !family.equals("TCP4")) {
            return malformed("its protocol is not TCP4, TCP6 or UNKNOWN");
        }
        if (fields.length != 6) {
            return malformed("it does not have two addresses and two ports");
        }
        InetAddress source = address(fields[2], ipv6);
        if (source == null || address(fields[3], ipv6) == null) {
            return malformed("an address is not one of " + family);
        }
        int port = port(fields[4]);
        if (port < 0 || port(fields[5]) < 0) {
            return malformed("a port is not a number from 0 to 65535");
        }
        return new ProxyHeader.Present(length, new InetSocketAddress(source, port));
    }

    /** The address of a text; null if it is not one of the family. */
    private static @Nullable InetAddress address(String text, boolean ipv6) {
        if (!(ipv6 ? IPV6 : IPV4).matcher(text).matches()) {
            return null;
        }
        try {
            // A text in this form is never looked up in the DNS.
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** A port in decimal, without leading zeros; -1 if the text is not a port. */
    private static int port(String text) {
        int port = text.matches("0|[1-9][0-9]{0,4}") ? Integer.parseInt(text) : -1;
        return port > 0xffff ? -1 : port;
    }

    /** Parses version 2. A valid header without a TCP address names no client. */
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

    /** Parses a complete version 2 header of a TCP connection. */
    private static ProxyHeader parseStream(ByteBuffer header, boolean ipv6) {
        int tlvs = FIXED_BYTES + ADDRESS_BYTES[ipv6 ? 2 : 1];
        if (header.remaining() < tlvs) {
            return malformed("it is shorter than its addresses");
        }
        String fault = findTlvFault(header, tlvs);
        if (fault != null) {
            return malformed(fault);
        }
        byte[] source = new byte[ipv6 ? 16 : 4];
        header.get(FIXED_BYTES, source);
        int port = header.getShort(FIXED_BYTES + 2 * source.length) & 0xffff;
        try {
            return new ProxyHeader.Present(
                    header.remaining(), new InetSocketAddress(InetAddress.getByAddress(source), port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes is refused", e);
        }
    }

    /** What is wrong with the additional fields (TLVs); null if they are valid. */
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

    /** The CRC-32C of the header, with zeros in place of the checksum (section 2.2.3). */
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
