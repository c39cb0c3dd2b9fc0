package dev.lineman.publish;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Reads a journal record by record, from its head on. */
final class JournalRecords implements AutoCloseable {
    /** Bytes before the steps of a record: length, checksum, and whether the change ends with it. */
    static final int FRAME = 9;

    private static final int BUFFER = 256 << 10;

    private final InputStream in;
    /** Bytes that may be read. */
    private final long size;

    private long position;
    private byte[] record = new byte[BUFFER];
    private int length;

    JournalRecords(Path journal, long size) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(journal), BUFFER);
        this.size = size;
    }

    /** Reads the head; whether it is the one that this version writes. */
    boolean head() throws IOException {
        return read(Long.BYTES) && ByteBuffer.wrap(record).getLong() == Journal.HEAD;
    }

    /** Goes to the next record; false when none is there, or none that is sound. */
    boolean next() throws IOException {
        if (!read(FRAME - 1)) {
            return false;
        }
        ByteBuffer frame = ByteBuffer.wrap(record);
        int claimed = frame.getInt();
        int checksum = frame.getInt();
        return claimed > 0 && claimed <= size - position && read(claimed) && checksum(claimed) == checksum;
    }

    /** Whether a sound record follows one that is not. */
    boolean soundBeyond() throws IOException {
        return position < size && next();
    }

    private int checksum(int bytes) {
        return checksum(ByteBuffer.wrap(record, 0, bytes));
    }

    static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Whether the change ends with this record. */
    boolean isLast() {
        return record[0] != 0;
    }

    /** The steps of this record, good until the next is read. */
    ByteBuffer steps() {
        return ByteBuffer.wrap(record, 1, length - 1);
    }

    /** Where this record ends. */
    long position() {
        return position;
    }

    private boolean read(int bytes) throws IOException {
        if (bytes > size - position) {
            return false;
        }
        if (bytes > record.length) {
            record = new byte[bytes];
        }
        length = in.readNBytes(record, 0, bytes);
        position += length;
        return length == bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
