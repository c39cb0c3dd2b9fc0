package dev.lineman.render;

/**
 * Characters as UTF-8 (RFC 3629). The platform makes a string of them first, which costs two more copies of every file;
 * what it makes of half a surrogate pair, {@code ?}, is what is made here.
 */
final class Utf8 {
    /** Characters that are encoded at one go of a long text. */
    private static final int PIECE = 8192;

    private Utf8() {}

    /** The first {@code length} characters. */
    static byte[] of(char[] characters, int length) {
        byte[] bytes = new byte[Math.toIntExact(size(characters, length))];
        encode(characters, length, bytes, 0);
        return bytes;
    }

    /** A text that is not to be copied as a whole. */
    static byte[] of(CharSequence text) {
        char[] piece = new char[PIECE];
        long size = 0;
        for (int from = 0, count; from < text.length(); from += count) {
            count = taken(text, from, piece);
            size += size(piece, count);
        }
        byte[] bytes = new byte[Math.toIntExact(size)];
        int at = 0;
        for (int from = 0, count; from < text.length(); from += count) {
            count = taken(text, from, piece);
            at = encode(piece, count, bytes, at);
        }
        return bytes;
    }

    /** Copies the next characters, and no half of a pair; says how many. */
    private static int taken(CharSequence text, int from, char[] into) {
        int count = Math.min(into.length, text.length() - from);
        if (from + count < text.length() && Character.isHighSurrogate(text.charAt(from + count - 1))) {
            count--;
        }
        for (int i = 0; i < count; i++) {
            into[i] = text.charAt(from + i);
        }
        return count;
    }

    private static int encode(char[] characters, int length, byte[] bytes, int from) {
        int at = from;
        for (int i = 0; i < length; i++) {
            char c = characters[i];
            if (c < 0x80) {
                bytes[at++] = (byte) c;
            } else if (c < 0x800) {
                bytes[at++] = (byte) (0xc0 | c >> 6);
                bytes[at++] = trailing(c);
            } else if (!Character.isSurrogate(c)) {
                bytes[at++] = (byte) (0xe0 | c >> 12);
                bytes[at++] = trailing(c >> 6);
                bytes[at++] = trailing(c);
            } else if (isPair(characters, i, length)) {
                int letter = Character.toCodePoint(c, characters[++i]);
                bytes[at++] = (byte) (0xf0 | letter >> 18);
                bytes[at++] = trailing(letter >> 12);
                bytes[at++] = trailing(letter >> 6);
                bytes[at++] = trailing(letter);
            } else {
                bytes[at++] = '?';
            }
        }
        return at;
    }

    private static byte trailing(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }

    private static long size(char[] characters, int length) {
        long size = length;
        for (int i = 0; i < length; i++) {
            char c = characters[i];
            if (c >= 0x80) {
                boolean surrogate = Character.isSurrogate(c);
                boolean pair = surrogate && isPair(characters, i, length);
                size += pair ? 2 : surrogate ? 0 : c < 0x800 ? 1 : 2;
                i += pair ? 1 : 0;
            }
        }
        return size;
    }

    private static boolean isPair(char[] characters, int at, int length) {
        return at + 1 < length && Character.isSurrogatePair(characters[at], characters[at + 1]);
    }
}
