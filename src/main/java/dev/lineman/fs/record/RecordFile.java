package dev.lineman.fs.record;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file of records, one after the other; {@link RecordWriter} says what they look like. For one thread. */
public final class RecordFile implements AutoCloseable {
    private static final int BUFFER = 256 << 10;

    private final InputStream in;
    /** Bytes that may be read. */
    private final long size;

    private long position;
    private byte[] record = new byte[BUFFER];
    private int length;

    /** @param size so many bytes of the file count */
    public RecordFile(Path file, long size) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        this.size = size;
    }

    /** Is given the records of a file. */
    @FunctionalInterface
    public interface Consumer {
        void accept(RecordReader record) throws IOException;
    }

    /**
     * Reads a file in which each record means something by itself. Damaged and malformed records are left out.
     *
     * @return whether there was nothing else than sound records
     */
    public static boolean readAll(Path file, RecordFormat format, Consumer consumer) throws IOException {
        try (RecordFile records = new RecordFile(file, Files.size(file))) {
            if (!records.hasHeader(format)) {
                return false;
            }
            boolean sound = true;
            for (long before = -1; records.position != before && records.position < records.size; ) {
                before = records.position;
                sound &= records.next() && isAccepted(records.payload(), consumer);
            }
            return sound && records.position == records.size;
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

    /** Reads the header; whether it is the one of a format. */
    public boolean hasHeader(RecordFormat format) throws IOException {
        return read(Long.BYTES) && ByteBuffer.wrap(record).getLong() == format.header();
    }

    /** Goes to the next record; false when there is none, or none that is sound. */
    public boolean next() throws IOException {
        if (!read(RecordWriter.FRAME - 1)) {
            return false;
        }
        ByteBuffer frame = ByteBuffer.wrap(record);
        int claimed = frame.getInt();
        int checksum = frame.getInt();
        return claimed > 0
                && claimed <= size - position
                && read(claimed)
                && RecordWriter.checksum(record, 0, claimed) == checksum;
    }

    /** Whether a sound record follows one that is not. */
    public boolean hasValidRecordAfter() throws IOException {
        return position < size && next();
    }

    /** Whether this record completes a group. */
    public boolean isLast() {
        return record[0] != 0;
    }

    /** The payload of this record, good until the next is read. */
    public RecordReader payload() {
        return new RecordReader(record, 1, length - 1);
    }

    /** Where this record ends. */
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
