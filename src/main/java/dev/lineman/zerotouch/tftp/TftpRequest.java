package dev.lineman.zerotouch.tftp;

import java.net.DatagramPacket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import org.apache.commons.net.tftp.TFTP;
import org.apache.commons.net.tftp.TFTPPacket;
import org.apache.commons.net.tftp.TFTPPacketException;
import org.apache.commons.net.tftp.TFTPReadRequestPacket;
import org.jspecify.annotations.Nullable;

/**
 * A read request (RFC 1350, RFC 2347). Immutable.
 *
 * @param path the requested name as a path that begins with {@code /}; see {@link #path(String)}
 * @param netascii whether line ends are converted; otherwise the bytes are sent as they are
 * @param options the options as they were sent
 */
record TftpRequest(String path, boolean netascii, Map<String, String> options) {
    /** Bytes of a request with options (RFC 2347). Some clients send a little more. */
    static final int MAX_LENGTH = 1024;

    TftpRequest {
        options = Map.copyOf(options);
    }

    /**
     * Parses a read request.
     *
     * @param packet the whole packet
     * @return null if it is malformed, or has another mode than octet and netascii
     */
    static @Nullable TftpRequest parse(byte[] packet) {
        try {
            // The parser reads up to a NUL, which a truncated packet lacks. It must not read beyond the array.
            byte[] padded = Arrays.copyOf(packet, packet.length + 2);
            TFTPPacket parsed = TFTPPacket.newTFTPPacket(new DatagramPacket(padded, packet.length));
            return parsed instanceof TFTPReadRequestPacket request
                    ? new TftpRequest(
                            path(request.getFilename()), request.getMode() == TFTP.NETASCII_MODE, request.getOptions())
                    : null;
        } catch (TFTPPacketException e) {
            return null;
        }
    }

    /**
     * Returns a requested name as a path. Phones send it with and without a slash at the front, with {@code ./}, and with
     * backslashes. A name that leaves the folder becomes the empty path, which no file has.
     */
    static String path(String name) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : name.replace('\\', '/').split("/", -1)) {
            if (segment.equals("..")) {
                return "";
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return '/' + String.join("/", segments);
    }
}
