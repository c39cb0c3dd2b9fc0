package dev.lineman.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what a {@link Packer} has packed, in the same order. Anything else makes it throw {@link IndexOutOfBoundsException} or
 * {@link IllegalArgumentException}, or give what nobody packed: a checksum has to come before. Not thread-safe.
 */
public final class Unpacker {
    private final byte[] bytes;
    private final List<String> texts = new ArrayList<>();
    private int at;

    public Unpacker(byte[] bytes) {
        this(bytes, 0);
    }

    /** @param at where to begin */
    public Unpacker(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** Where the next thing begins. */
    public int position() {
        return at;
    }

    public boolean hasMore() {
        return at < bytes.length;
    }

    public int number() {
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number is longer than one can be");
    }

    /** A number of things that follow, each in at least a byte. */
    public int count() {
        int count = number();
        if (count < 0 || count > bytes.length - at) {
            throw new IllegalArgumentException("more things than there are bytes left");
        }
        return count;
    }

    public long word() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << Byte.SIZE) | (bytes[at++] & 0xff);
        }
        return value;
    }

    public Digest digest() {
        return new Digest(word(), word());
    }

    public boolean flag() {
        return number() != 0;
    }

    public String text() {
        int known = number();
        if (known != 0) {
            return texts.get(known - 1);
        }
        String text = plain();
        texts.add(text);
        return text;
    }

    /** A text that is not known by a number. */
    public String plain() {
        int kind = number();
        int from = skip(kind >>> 1);
        return (kind & 1) == 0
                ? new String(bytes, from, kind >>> 1, StandardCharsets.UTF_8)
                : ByteBuffer.wrap(bytes, from, kind >>> 1).asCharBuffer().toString();
    }

    /** Goes past such a text. */
    public void skipPlain() {
        skip(number() >>> 1);
    }

    /** So many bytes as they are. */
    public byte[] bytes(int length) {
        int from = skip(length);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    private int skip(int length) {
        int from = at;
        if (length < 0 || length > bytes.length - from) {
            throw new IllegalArgumentException("more is to come than there is left");
        }
        at += length;
        return from;
    }
}
