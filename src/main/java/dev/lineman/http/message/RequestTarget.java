package dev.lineman.http.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the path of a request target (RFC 9112, section 3.2). It accepts more than RFC 3986 allows, because
 * clients send it: UTF-8 that is not percent-encoded, and visible ASCII such as <code>{</code> or {@code |}.
 */
final class RequestTarget {
    private RequestTarget() {}

    /**
     * The decoded path of a request target.
     *
     * @param method decides which form of the target is allowed
     * @return null if the target is malformed, which means status 400. Empty if it is well-formed but can be no
     *     path of this server: it leaves the root, contains an octet that no name has, or names a host only
     */
    static @Nullable String path(String method, byte[] bytes, int from, int to) {
        if (bytes[from] == '/') {
            return decode(bytes, from, to);
        }
        if (to - from == 1 && bytes[from] == '*') {
            return method.equals("OPTIONS") ? "/" : null;
        }
        if (method.equals("CONNECT")) {
            return isAuthority(new String(bytes, from, to - from, ISO_8859_1)) ? "" : null;
        }
        int authority = afterScheme(bytes, from, to);
        if (authority < 0) {
            return null;
        }
        int path = authority;
        while (path < to && bytes[path] != '/' && bytes[path] != '?') {
            path++;
        }
        if (path == authority || !isAuthority(new String(bytes, authority, path - authority, ISO_8859_1))) {
            return null;
        }
        return path == to || bytes[path] == '?' ? "/" : decode(bytes, path, to);
    }

    /**
     * Whether the text can be the value of {@code Host}: a name or an address with an optional port, without a
     * user.
     */
    static boolean isAuthority(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && "-._~!$&'()*+;=%:[]".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Where the authority of an absolute URI begins; -1 if it is not an HTTP URI. */
    private static int afterScheme(byte[] bytes, int from, int to) {
        for (String scheme : new String[] {"http://", "https://"}) {
            int end = from + scheme.length();
            if (end <= to && new String(bytes, from, scheme.length(), ISO_8859_1).equalsIgnoreCase(scheme)) {
                return end;
            }
        }
        return -1;
    }

    /** Decodes percent-encoding once and removes empty and {@code .} segments, in one pass. */
    private static @Nullable String decode(byte[] bytes, int from, int to) {
        byte[] path = new byte[to - from];
        int length = 0;
        int segment = 0;
        boolean ascii = true;
        // False when the path is well-formed but can be no path of this server.
        boolean possible = true;
        for (int i = from; i < to && bytes[i] != '?'; i++) {
            int c = bytes[i] & 0xff;
            if (c == '#' || c == '\\') {
                return null;
            }
            if (c == '%') {
                c = i + 2 < to ? octet(bytes[i + 1], bytes[i + 2]) : -1;
                if (c < 0) {
                    return null;
                }
                i += 2;
            }
            // Checked after decoding, so that encoded characters count too.
            possible &= c >= ' ' && c != 0x7f && c != '\\';
            if (c == '/' && i > from) {
                possible &= !isDots(path, segment, length, 2);
                if (length == segment) {
                    continue;
                }
                if (isDots(path, segment, length, 1)) {
                    length = segment;
                    continue;
                }
            }
            ascii &= c < 0x80;
            path[length++] = (byte) c;
            if (c == '/') {
                segment = length;
            }
        }
        if (!possible || isDots(path, segment, length, 2)) {
            return "";
        }
        if (isDots(path, segment, length, 1)) {
            length = segment;
        }
        return ascii ? new String(path, 0, length, ISO_8859_1) : utf8(path, length);
    }

    /** The text of a path with bytes beyond ASCII; empty if it is not valid UTF-8. */
    private static String utf8(byte[] bytes, int length) {
        try {
            String text =
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
            return text.chars().anyMatch(Character::isISOControl) ? "" : text;
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    private static boolean isDots(byte[] path, int from, int to, int dots) {
        return to - from == dots && path[from] == '.' && path[to - 1] == '.';
    }

    /** The value of two hex digits; -1 if they are none. */
    private static int octet(byte high, byte low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : h << 4 | l;
    }
}
