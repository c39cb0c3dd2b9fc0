package dev.lineman.publish.store;

import dev.lineman.fs.Digest;
import dev.lineman.fs.record.MalformedRecordException;
import dev.lineman.fs.record.RecordReader;
import dev.lineman.fs.record.RecordWriter;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Builds one record of the journal: a list of steps, each with a byte for its kind. Also reads such a record. For one
 * thread.
 */
final class JournalRecordBuilder {
    /** The kinds of steps. The numbers are part of the file format. */
    private static final byte PUT = 1;

    private static final byte DROP = 2;
    private static final byte MEMO = 3;
    private static final byte FORGET = 4;
    private static final byte MIRRORED = 5;
    private static final byte LEFTOVER = 6;

    private final RecordWriter record = new RecordWriter();

    boolean isEmpty() {
        return size() == 0;
    }

    /** Returns the size of the steps so far, in bytes. */
    int size() {
        return record.size();
    }

    void clear() {
        record.clear();
    }

    /**
     * Returns the steps so far as a record; {@link #clear} begins the next one.
     *
     * @param last whether the change ends with this record
     */
    ByteBuffer record(boolean last) {
        record.end(last);
        return record.bytes();
    }

    /** A file is published, or its body moved. */
    void put(PublishedFile entry) {
        putStep(PUT, entry.path());
        record.putText(entry.access());
        record.putDigest(entry.digest());
        record.putLong(entry.length());
        record.putLong(entry.modifiedEpochSecond());
        record.putInt(entry.body().file().number());
        record.putLong(entry.body().position());
    }

    void drop(String path) {
        putStep(DROP, path);
    }

    void memo(String key, byte[] memo) {
        putStep(MEMO, key);
        record.putBytes(memo);
    }

    void forget(String key) {
        putStep(FORGET, key);
    }

    void mirrored() {
        record.putByte(MIRRORED);
    }

    void leftover(String path, Digest digest) {
        putStep(LEFTOVER, path);
        record.putDigest(digest);
    }

    private void putStep(byte kind, String text) {
        record.putByte(kind);
        record.putText(text);
    }

    /**
     * Passes the steps of a record to a listener, in order.
     *
     * @throws MalformedRecordException if the record ends within a step or has an unknown step
     */
    static void replay(RecordReader record, JournalListener steps) throws IOException {
        while (record.hasMore()) {
            byte kind = record.readByte();
            switch (kind) {
                case PUT ->
                    steps.put(new PutStep(
                            record.readText(),
                            record.readText(),
                            record.readDigest(),
                            record.readLong(),
                            record.readLong(),
                            record.readInt(),
                            record.readLong()));
                case DROP -> steps.drop(record.readText());
                case MEMO -> {
                    if (steps.wantsMemos()) {
                        steps.memo(record.readText(), record.readBytes());
                    } else {
                        record.skipBytes();
                        record.skipBytes();
                    }
                }
                case FORGET -> steps.forget(record.readText());
                case MIRRORED -> steps.mirrored();
                case LEFTOVER -> steps.leftover(record.readText(), record.readDigest());
                default -> throw new MalformedRecordException("unknown step in the journal: " + kind);
            }
        }
    }

    /**
     * A published file, as its record names it.
     *
     * @param modified in seconds since 1970
     * @param number of the file that holds the body
     * @param position of the body in that file, in bytes
     */
    record PutStep(String path, String access, Digest digest, long length, long modified, int number, long position) {
        /** The same step with another instance of the access text, to save memory. */
        PutStep withAccess(String text) {
            return new PutStep(path, text, digest, length, modified, number, position);
        }
    }

    /** Receives the steps of a journal. Each method is optional. */
    interface JournalListener {
        default void put(PutStep put) {}

        default void drop(String path) {}

        /** Whether to read memos. Without them, reading takes less time. */
        default boolean wantsMemos() {
            return false;
        }

        default void memo(String key, byte[] memo) throws IOException {}

        default void forget(String key) throws IOException {}

        /** The mirror has everything so far. */
        default void mirrored() {}

        /** The mirror may still have this dropped file. */
        default void leftover(String path, Digest digest) {}
    }
}
