package dev.lineman.publish;

import dev.lineman.disk.Digest;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One record of the journal while it is being made: what happened, one step after the other. */
final class JournalBuffer {
    static final byte PUT = 1;
    static final byte DROP = 2;
    static final byte MEMO = 3;
    static final byte FORGET = 4;
    static final byte MIRRORED = 5;
    static final byte LEFTOVER = 6;

    private static final int STEP = 64;

    private ByteBuffer bytes = ByteBuffer.allocate(4 << 10).position(JournalRecords.FRAME);

    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return bytes.position() - JournalRecords.FRAME;
    }

    void clear() {
        bytes.position(JournalRecords.FRAME);
    }

    /** All that was put in, as a record of the journal. */
    ByteBuffer record(boolean last) {
        ByteBuffer record = bytes.duplicate().flip();
        int body = JournalRecords.FRAME - 1;
        record.put(body, (byte) (last ? 1 : 0));
        record.putInt(0, record.limit() - body);
        record.putInt(Integer.BYTES, JournalRecords.checksum(record.slice(body, record.limit() - body)));
        return record;
    }

    void put(Entry entry) {
        Body body = entry.body();
        text(PUT, entry.path());
        text(entry.access());
        digest(entry.digest());
        bytes.putLong(entry.length()).putLong(entry.modifiedEpochSecond());
        bytes.putInt(body.file().number()).putLong(body.position());
    }

    void drop(String path) {
        text(DROP, path);
    }

    void memo(String key, ByteBuffer memo) {
        text(MEMO, key);
        room(memo.remaining());
        bytes.putInt(memo.remaining()).put(memo);
    }

    void forget(String key) {
        text(FORGET, key);
    }

    void mirrored() {
        room(STEP);
        bytes.put(MIRRORED);
    }

    void leftover(String path, Digest digest) {
        text(LEFTOVER, path);
        digest(digest);
    }

    private void text(byte kind, String text) {
        room(STEP);
        bytes.put(kind);
        text(text);
    }

    private void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        room(encoded.length);
        bytes.putInt(encoded.length).put(encoded);
    }

    private void digest(Digest digest) {
        bytes.putLong(digest.high()).putLong(digest.low());
    }

    /** Makes room for some bytes and the fixed part of any step. */
    private void room(int more) {
        if (bytes.remaining() < more + STEP) {
            int wanted = Math.addExact(bytes.position(), more + STEP);
            byte[] larger = Arrays.copyOf(bytes.array(), Math.max(wanted, bytes.capacity() * 2));
            bytes = ByteBuffer.wrap(larger).position(bytes.position());
        }
    }

    /**
     * Tells what a record says.
     *
     * @param at where the buffer's first byte stands in the journal
     * @throws BufferUnderflowException when the record ends within a step
     * @throws IllegalArgumentException when it holds no known step
     */
    static void tell(ByteBuffer record, long at, Steps steps) throws IOException {
        while (record.hasRemaining()) {
            long step = at + record.position();
            byte kind = record.get();
            switch (kind) {
                case PUT ->
                    steps.put(
                            text(record),
                            text(record),
                            new Digest(record.getLong(), record.getLong()),
                            record.getLong(),
                            record.getLong(),
                            record.getInt(),
                            record.getLong());
                case DROP -> steps.drop(text(record));
                case MEMO -> {
                    if (steps.hearsMemos()) {
                        String key = text(record);
                        steps.memo(key, slice(record), step);
                    } else {
                        skip(record);
                        skip(record);
                    }
                }
                case FORGET -> steps.forget(text(record));
                case MIRRORED -> steps.mirrored();
                case LEFTOVER -> steps.leftover(text(record), new Digest(record.getLong(), record.getLong()));
                default -> throw new IllegalArgumentException("no step of a journal: " + kind);
            }
        }
    }

    private static String text(ByteBuffer record) {
        int at = record.arrayOffset() + record.position() + Integer.BYTES;
        int length = skip(record);
        return new String(record.array(), at, length, StandardCharsets.UTF_8);
    }

    private static ByteBuffer slice(ByteBuffer record) {
        int at = record.position() + Integer.BYTES;
        int length = skip(record);
        return record.slice(at, length);
    }

    /** Passes over a text or memo, and returns its length in bytes. */
    private static int skip(ByteBuffer record) {
        int length = record.getInt();
        if (length < 0 || length > record.remaining()) {
            throw new BufferUnderflowException();
        }
        record.position(record.position() + length);
        return length;
    }

    /** What a record may say. */
    interface Steps {
        default void put(
                String path, String access, Digest digest, long length, long modified, int number, long position) {}

        default void drop(String path) {}

        /** Whether to be told of memos: whoever is not waits for the rest so much the less. */
        default boolean hearsMemos() {
            return false;
        }

        /**
         * A memo.
         *
         * @param at where in the journal this step stands
         */
        default void memo(String key, ByteBuffer memo, long at) throws IOException {}

        default void forget(String key) {}

        /** Everything so far has reached the mirror. */
        default void mirrored() {}

        /** A file that was dropped, and that the mirror may still have. */
        default void leftover(String path, Digest digest) {}
    }
}
