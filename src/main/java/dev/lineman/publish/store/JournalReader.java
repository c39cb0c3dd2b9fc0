package dev.lineman.publish.store;

import dev.lineman.fs.record.MalformedRecordException;
import dev.lineman.fs.record.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a journal from its file, with a buffer of its own for each pass. Has no state. For the writing thread. */
final class JournalReader {
    private final Path file;

    JournalReader(Path file) {
        this.file = file;
    }

    /**
     * How much of a journal counts.
     *
     * @param listener received all complete changes; null if the journal is lost
     * @param end the end of the last complete change, in bytes; 0 if there is none
     * @param base the end of the first change, in bytes
     */
    record JournalExtent<S>(@Nullable S listener, long end, long base) {}

    /** As {@link Journal#recover}. */
    <S extends JournalRecordBuilder.JournalListener> JournalExtent<S> recover(Supplier<S> listeners)
            throws IOException {
        S steps = listeners.get();
        JournalExtent<S> lost = new JournalExtent<>(null, 0, 0);
        try (RecordFile records = new RecordFile(file, Files.size(file))) {
            if (!records.hasHeader(Journal.FORMAT)) {
                return lost;
            }
            long end = records.position();
            long base = 0;
            // The end of the last record that the listener has received; -1 after one that it could not read.
            long replayed = end;
            while (records.next()) {
                if (replayed >= 0) {
                    replayed = tryReplay(records, steps) ? records.position() : -1;
                }
                if (records.isLast()) {
                    end = records.position();
                    base = base == 0 ? end : base;
                }
            }
            if (records.hasValidRecordAfter()) {
                return lost;
            }
            if (replayed != end) {
                steps = listeners.get();
                replay(end, steps);
            }
            return new JournalExtent<>(steps, end, base);
        } catch (NoSuchFileException e) {
            return new JournalExtent<>(steps, 0, 0);
        } catch (MalformedRecordException e) {
            // Another version wrote this file: the same as damaged.
            return lost;
        }
    }

    /** Returns false if the record is malformed. */
    private static boolean tryReplay(RecordFile records, JournalRecordBuilder.JournalListener steps)
            throws IOException {
        try {
            JournalRecordBuilder.replay(records.payload(), steps);
            return true;
        } catch (MalformedRecordException e) {
            // This may be half a change, which does not count. A second pass replays the complete changes.
            return false;
        }
    }

    /** Replays the journal up to a position. */
    private void replay(long end, JournalRecordBuilder.JournalListener steps) throws IOException {
        if (end == 0) {
            return;
        }
        try (RecordFile records = new RecordFile(file, end)) {
            boolean more = records.hasHeader(Journal.FORMAT) && records.next();
            while (more) {
                JournalRecordBuilder.replay(records.payload(), steps);
                more = records.next();
            }
        }
    }

    /** Passes every memo up to a position to a listener, oldest first. */
    void readMemos(long end, MemoListener reader) throws IOException {
        replay(end, new JournalRecordBuilder.JournalListener() {
            @Override
            public boolean wantsMemos() {
                return true;
            }

            @Override
            public void memo(String key, byte[] memo) throws IOException {
                reader.memo(key, memo);
            }

            @Override
            public void forget(String key) throws IOException {
                reader.memo(key, null);
            }
        });
    }

    /**
     * Copies the current memos into another journal. Reads twice, since the memos of a whole fleet do not fit in
     * memory.
     */
    void copyMemos(long end, Journal target) throws IOException {
        Map<String, Integer> newest = new HashMap<>();
        AtomicInteger replayed = new AtomicInteger();
        readMemos(end, (key, memo) -> newest.put(key, replayed.getAndIncrement()));
        replayed.set(0);
        readMemos(end, (key, memo) -> {
            Integer last = newest.get(key);
            int place = replayed.getAndIncrement();
            if (memo != null && last != null && last == place) {
                target.change().memo(key, memo);
            }
        });
    }
}
