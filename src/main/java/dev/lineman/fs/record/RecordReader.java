package dev.lineman.fs.record;

import dev.lineman.fs.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the payload of one record that {@link RecordWriter} wrote, in the same order. Every read method throws
 * {@link MalformedRecordException} if the payload is too short. Not thread-safe.
 */
public final class RecordReader {
    private final ByteBuffer bytes;

    /** Reads a payload that was stored without its record frame. */
    public RecordReader(byte[] payload) {
        this(payload, 0, payload.length);
    }

    /** Reads a part of an array; offsets and lengths are in bytes. */
    RecordReader(byte[] bytes, int from, int length) {
        this.bytes = ByteBuffer.wrap(bytes, from, length);
    }

    /** Whether bytes are left. */
    public boolean hasMore() {
        return bytes.hasRemaining();
    }

    public byte readByte() throws MalformedRecordException {
        return require(Byte.BYTES).get();
    }

    public int readInt() throws MalformedRecordException {
        return require(Integer.BYTES).getInt();
    }

    public long readLong() throws MalformedRecordException {
        return require(Long.BYTES).getLong();
    }

    public Digest readDigest() throws MalformedRecordException {
        return new Digest(readLong(), readLong());
    }

    /** Reads UTF-8 text after its length. */
    public String readText() throws MalformedRecordException {
        int length = readInt();
        int from = skip(length);
        return new String(bytes.array(), from, length, StandardCharsets.UTF_8);
    }

    /** Reads bytes after their length, as a copy. */
    public byte[] readBytes() throws MalformedRecordException {
        int length = readInt();
        int from = skip(length);
        return Arrays.copyOfRange(bytes.array(), from, from + length);
    }

    /** Skips a text or bytes without decoding them. */
    public void skipBytes() throws MalformedRecordException {
        skip(readInt());
    }

    private int skip(int length) throws MalformedRecordException {
        int from = require(length).position();
        bytes.position(from + length);
        return from;
    }

    /** Checks the length before anything is allocated: a damaged length may be huge or negative. */
    private ByteBuffer require(int length) throws MalformedRecordException {
        if (length < 0 || length > bytes.remaining()) {
            throw new MalformedRecordException("a record ends before its content");
        }
        return bytes;
    }
}
