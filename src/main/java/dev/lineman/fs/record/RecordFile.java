package dev.lineman.fs.record;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a file of records in order. {@link RecordWriter} documents the format. A record is valid if its length
 * fits the file and its checksum is right. Not thread-safe.
 */
public final class RecordFile implements AutoCloseable {
    /** Bytes per read. */
    private static final int BUFFER = 256 << 10;

    private final InputStream in;
    /** Bytes of the file that are read; what follows is ignored. */
    private final long size;

    /** Offset after the bytes that were read. */
    private long position;
    /** The current record from its {@code last} byte on; valid up to {@link #length}. */
    private byte[] record = new byte[BUFFER];

    private int length;

    /**
     * Opens a file.
     *
     * @param size how many bytes of the file to read
     * @throws IOException if the file cannot be opened
     */
    public RecordFile(Path file, long size) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        this.size = size;
    }

    /** Receives the records of a file. */
    @FunctionalInterface
    public interface Consumer {
        /**
         * Reads one record.
         *
         * @throws MalformedRecordException if the record has other content than expected; it is then skipped
         * @throws IOException to end the reading
         */
        void accept(RecordReader record) throws IOException;
    }

    /**
     * Reads a file in which each record is complete by itself. Skips damaged and malformed records. After a damaged
     * length, most records are lost.
     *
     * @return whether the whole file consists of valid records
     * @throws IOException if the file cannot be read
     */
    public static boolean readAll(Path file, RecordFormat format, Consumer consumer) throws IOException {
        try (RecordFile records = new RecordFile(file, Files.size(file))) {
            if (!records.hasHeader(format)) {
                return false;
            }
            boolean valid = true;
            // A damaged length hides where the next record begins. The loop then tries every eighth byte, and the
            // checksum rejects what is not a record.
            for (long before = -1; records.position != before && records.position < records.size; ) {
                before = records.position;
                valid &= records.next() && isAccepted(records.payload(), consumer);
            }
            return valid && records.position == records.size;
        }
    }

    private static boolean isAccepted(RecordReader record, Consumer consumer) throws IOException {
        try {
            consumer.accept(record);
            return true;
        } catch (MalformedRecordException e) {
            return false;
        }
    }

    /** Reads the header and returns whether it belongs to a format. Call it first. */
    public boolean hasHeader(RecordFormat format) throws IOException {
        return read(Long.BYTES) && ByteBuffer.wrap(record).getLong() == format.header();
    }

    /** Reads the next record. Returns false if there is none, or if it is not valid. */
    public boolean next() throws IOException {
        if (!read(RecordWriter.FRAME - 1)) {
            return false;
        }
        ByteBuffer frame = ByteBuffer.wrap(record);
        int claimed = frame.getInt();
        int checksum = frame.getInt();
        // Check the length before memory is allocated for it.
        return claimed > 0
                && claimed <= size - position
                && read(claimed)
                && RecordWriter.checksum(record, 0, claimed) == checksum;
    }

    /**
     * Whether a valid record follows the invalid one. Then the file is damaged in the middle, not cut off at its
     * end.
     */
    public boolean hasValidRecordAfter() throws IOException {
        return position < size && next();
    }

    /** Whether the current record completes a group of records. */
    public boolean isLast() {
        return record[0] != 0;
    }

    /** Returns the payload of the current record; valid until the next is read. */
    public RecordReader payload() {
        return new RecordReader(record, 1, length - 1);
    }

    /** Returns the offset of the current record's end in bytes. */
    public long position() {
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
