package dev.lineman.fs.record;

import dev.lineman.fs.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the payload that a {@link RecordWriter} has written, in the same order. Every method throws {@link
 * MalformedRecordException} where the payload is too short for it. Not thread-safe.
 */
public final class RecordReader {
    private final ByteBuffer bytes;

    public RecordReader(byte[] payload) {
        this(payload, 0, payload.length);
    }

    RecordReader(byte[] bytes, int from, int length) {
        this.bytes = ByteBuffer.wrap(bytes, from, length);
    }

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

    public String readText() throws MalformedRecordException {
        int length = readInt();
        int from = skip(length);
        return new String(bytes.array(), from, length, StandardCharsets.UTF_8);
    }

    public byte[] readBytes() throws MalformedRecordException {
        int length = readInt();
        int from = skip(length);
        return Arrays.copyOfRange(bytes.array(), from, from + length);
    }

    /** Passes over a text or bytes. */
    public void skipBytes() throws MalformedRecordException {
        skip(readInt());
    }

    private int skip(int length) throws MalformedRecordException {
        int from = require(length).position();
        bytes.position(from + length);
        return from;
    }

    private ByteBuffer require(int length) throws MalformedRecordException {
        if (length < 0 || length > bytes.remaining()) {
            throw new MalformedRecordException("a record is shorter than what it holds");
        }
        return bytes;
    }
}
