package dev.lineman.publish.store;

import dev.lineman.fs.Digest;
import dev.lineman.fs.record.MalformedRecordException;
import dev.lineman.fs.record.RecordReader;
import dev.lineman.fs.record.RecordWriter;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One record of the journal while it is being made: what happened, one step after the other. */
final class JournalRecordBuilder {
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

    int size() {
        return record.size();
    }

    void clear() {
        record.clear();
    }

    /**
     * All that was put in, as a record.
     *
     * @param last whether the change ends with it
     */
    ByteBuffer record(boolean last) {
        record.end(last);
        return record.bytes();
    }

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
     * Tells what a record says.
     *
     * @throws MalformedRecordException when the record ends within a step, or holds an unknown one
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
                default -> throw new MalformedRecordException("no step of a journal: " + kind);
            }
        }
    }

    /**
     * A file that was published.
     *
     * @param modified in seconds since 1970
     * @param number of the file that its body lies in
     * @param position of the body there
     */
    record PutStep(String path, String access, Digest digest, long length, long modified, int number, long position) {
        PutStep withAccess(String text) {
            return new PutStep(path, text, digest, length, modified, number, position);
        }
    }

    /** What a record may say. */
    interface JournalListener {
        default void put(PutStep put) {}

        default void drop(String path) {}

        /** Whether to be told of memos: reading takes less time without them. */
        default boolean wantsMemos() {
            return false;
        }

        default void memo(String key, byte[] memo) throws IOException {}

        default void forget(String key) throws IOException {}

        /** Everything so far has reached the mirror. */
        default void mirrored() {}

        /** A file that was dropped, and that the mirror may still have. */
        default void leftover(String path, Digest digest) {}
    }
}
