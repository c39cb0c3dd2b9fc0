package dev.lineman.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Reads what a {@link Packer} has packed, in the same order. Anything else makes it throw {@link IndexOutOfBoundsException} or
 * {@link IllegalArgumentException}, or give what nobody packed: a checksum has to come before. Not thread-safe.
 */
public final class Unpacker {
    private final byte[] bytes;
    private final UnaryOperator<String> sharing;
    private final List<String> texts = new ArrayList<>();
    private int at;

    /** @param sharing gives for a text one that is equal, and maybe known already */
    public Unpacker(byte[] bytes, UnaryOperator<String> sharing) {
        this.bytes = bytes;
        this.sharing = sharing;
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
        boolean whole = flag();
        int length = count();
        String text = sharing.apply(
                whole
                        ? new String(bytes, at, length, StandardCharsets.UTF_8)
                        : ByteBuffer.wrap(bytes, at, length).asCharBuffer().toString());
        at += length;
        texts.add(text);
        return text;
    }
}
