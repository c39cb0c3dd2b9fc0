package dev.lineman.fs.record;

import dev.lineman.fs.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Builds records in memory. {@link RecordReader} and {@link RecordFile} read them. Not thread-safe.
 *
 * <p>A record is {@code int length, int checksum, byte last, byte[length - 1] payload}. The length counts the
 * last two fields, and the checksum is their CRC-32C (RFC 3720, appendix B.4). Numbers are big-endian. Text is
 * UTF-8 after its length in bytes.
 */
public final class RecordWriter {
    /** Bytes of a record before its payload: length, checksum and the flag for the last record of a group. */
    static final int FRAME = 9;

    /** Bytes; most records are shorter. */
    private static final int INITIAL_CAPACITY = 256;

    private ByteBuffer bytes = ByteBuffer.allocate(INITIAL_CAPACITY);
    /** Offset of the current record, the one that is not ended yet. */
    private int start;

    /** Makes a writer of records to append to a file. */
    public RecordWriter() {
        clear();
    }

    /** Makes a writer of a whole file: the header comes first. */
    public RecordWriter(RecordFormat format) {
        bytes.putLong(format.header());
        begin();
    }

    /** Discards all bytes, for the next records. */
    public void clear() {
        bytes.clear();
        begin();
    }

    private void begin() {
        start = bytes.position();
        ensureCapacity(FRAME).position(start + FRAME);
    }

    /** Returns the payload size of the current record in bytes. */
    public int size() {
        return bytes.position() - start - FRAME;
    }

    /** Ends a record that is complete by itself. */
    public void end() {
        end(true);
    }

    /**
     * Ends a record.
     *
     * @param last whether it completes a group of records, which counts as a whole or not at all
     */
    public void end(boolean last) {
        int checked = start + FRAME - 1;
        int length = bytes.position() - checked;
        bytes.put(checked, (byte) (last ? 1 : 0));
        bytes.putInt(start, length);
        bytes.putInt(start + Integer.BYTES, checksum(bytes.array(), checked, length));
        begin();
    }

    /** The CRC-32C of a part of an array, as RFC 3720 defines it. */
    static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /**
     * Returns the ended records, after the header if there is one. The buffer is valid until the next call of
     * another method.
     */
    public ByteBuffer bytes() {
        return bytes.duplicate().position(0).limit(start);
    }

    /** Returns a copy of the payload of the current record, without a frame. */
    public byte[] payload() {
        return Arrays.copyOfRange(bytes.array(), start + FRAME, bytes.position());
    }

    public void putByte(int value) {
        ensureCapacity(Byte.BYTES).put((byte) value);
    }

    public void putInt(int value) {
        ensureCapacity(Integer.BYTES).putInt(value);
    }

    public void putLong(long value) {
        ensureCapacity(Long.BYTES).putLong(value);
    }

    public void putDigest(Digest digest) {
        putLong(digest.high());
        putLong(digest.low());
    }

    /** Adds UTF-8 text after its length in bytes. */
    public void putText(String text) {
        putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds bytes after their length. */
    public void putBytes(byte[] more) {
        ensureCapacity(Integer.BYTES + more.length).putInt(more.length).put(more);
    }

    /** Makes space for more bytes; doubles the buffer so that appending stays linear. */
    private ByteBuffer ensureCapacity(int more) {
        if (bytes.remaining() < more) {
            int wanted = Math.max(Math.addExact(bytes.position(), more), bytes.capacity() * 2);
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), wanted)).position(bytes.position());
        }
        return bytes;
    }
}
