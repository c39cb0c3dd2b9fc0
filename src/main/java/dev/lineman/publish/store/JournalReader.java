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

/** What a journal tells, read from its file. */
final class JournalReader {
    private final Path file;

    JournalReader(Path file) {
        this.file = file;
    }

    /**
     * How much of a journal counts.
     *
     * @param listener the listener that has heard all of it; null when the journal is lost
     * @param end where the last whole change ends; 0 while there is none
     * @param base where the first change ends
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
            long told = end;
            while (records.next()) {
                if (told >= 0) {
                    told = tryReplay(records, steps) ? records.position() : -1;
                }
                if (records.isLast()) {
                    end = records.position();
                    base = base == 0 ? end : base;
                }
            }
            if (records.hasValidRecordAfter()) {
                return lost;
            }
            if (told != end) {
                steps = listeners.get();
                replay(end, steps);
            }
            return new JournalExtent<>(steps, end, base);
        } catch (NoSuchFileException e) {
            return new JournalExtent<>(steps, 0, 0);
        } catch (MalformedRecordException e) {
            // Written by something else than this version: as good as damaged.
            return lost;
        }
    }

    private static boolean tryReplay(RecordFile records, JournalRecordBuilder.JournalListener steps)
            throws IOException {
        try {
            JournalRecordBuilder.replay(records.payload(), steps);
            return true;
        } catch (MalformedRecordException e) {
            // Half a change, maybe, which counts for nothing: what counts is told again.
            return false;
        }
    }

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

    /** Tells every memo as far as the journal counts, oldest first. */
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

    /** Copies the memos that are neither overwritten nor forgotten. Reads twice: memory holds no memos of a whole fleet. */
    void copyMemos(long end, Journal target) throws IOException {
        Map<String, Integer> newest = new HashMap<>();
        AtomicInteger told = new AtomicInteger();
        readMemos(end, (key, memo) -> newest.put(key, told.getAndIncrement()));
        told.set(0);
        readMemos(end, (key, memo) -> {
            Integer last = newest.get(key);
            int place = told.getAndIncrement();
            if (memo != null && last != null && last == place) {
                target.change().memo(key, memo);
            }
        });
    }
}
