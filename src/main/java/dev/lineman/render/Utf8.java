package dev.lineman.render;

/**
 * Characters as UTF-8 (RFC 3629). The platform makes a string of them first, which costs two more copies of every file;
 * what it makes of half a surrogate pair, {@code ?}, is what is made here.
 */
final class Utf8 {
    private Utf8() {}

    /** The first {@code length} characters. */
    static byte[] of(char[] characters, int length) {
        byte[] bytes = new byte[size(characters, length)];
        int at = 0;
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
        return bytes;
    }

    private static byte trailing(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }

    private static int size(char[] characters, int length) {
        int size = length;
        for (int i = 0; i < length; i++) {
            char c = characters[i];
            if (c >= 0x80) {
                boolean surrogate = Character.isSurrogate(c);
                boolean pair = surrogate && isPair(characters, i, length);
                size = Math.addExact(size, pair ? 2 : surrogate ? 0 : c < 0x800 ? 1 : 2);
                i += pair ? 1 : 0;
            }
        }
        return size;
    }

    private static boolean isPair(char[] characters, int at, int length) {
        return at + 1 < length && Character.isSurrogatePair(characters[at], characters[at + 1]);
    }
}
