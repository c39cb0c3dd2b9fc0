package dev.lineman.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Packs numbers and texts into bytes that {@link Unpacker} reads again; a text that comes again costs a number. A number takes
 * seven bits a byte, the lowest first, and is followed by more while the eighth is set. Not thread-safe.
 */
public final class Packer {
    private static final int LONGEST_NUMBER = 10;

    private final Map<String, Integer> texts = new HashMap<>();
    private byte[] bytes = new byte[1 << 8];
    private int size;

    /** How many bytes there are. */
    public int size() {
        return size;
    }

    /** Forgets everything, texts too. */
    public void clear() {
        size = 0;
        texts.clear();
    }

    /** All that was packed, until more is. */
    public ByteBuffer packed() {
        return ByteBuffer.wrap(bytes, 0, size).slice();
    }

    /** A copy of all that was packed. */
    public byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    public void number(int value) {
        room(LONGEST_NUMBER);
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Eight bytes, the highest first. */
    public void word(long value) {
        room(Long.BYTES);
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    public void digest(Digest digest) {
        word(digest.high());
        word(digest.low());
    }

    public void flag(boolean set) {
        number(set ? 1 : 0);
    }

    public void text(String text) {
        Integer known = texts.putIfAbsent(text, texts.size() + 1);
        number(known == null ? 0 : known);
        if (known == null) {
            plain(text);
        }
    }

    /** A text that may come again and again, and is not known by a number then. */
    public void plain(String text) {
        boolean whole = isWhole(text);
        byte[] encoded = whole ? text.getBytes(StandardCharsets.UTF_8) : halves(text);
        number(encoded.length << 1 | (whole ? 0 : 1));
        bytes(encoded);
    }

    /** Bytes whose number whoever unpacks them has to know. */
    public void bytes(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    /** Half a surrogate pair is no UTF-8, and a text all the same. */
    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                return text.equals(new String(encoded, StandardCharsets.UTF_8));
            }
        }
        return true;
    }

    private static byte[] halves(String text) {
        ByteBuffer halves = ByteBuffer.allocate(text.length() * Character.BYTES);
        halves.asCharBuffer().put(text);
        return halves.array();
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
        }
    }
}
