package dev.lineman.publish;

import dev.lineman.disk.MalformedRecordException;
import dev.lineman.disk.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a journal tells, read from its file. */
final class JournalHistory {
    private final Path file;

    JournalHistory(Path file) {
        this.file = file;
    }

    /**
     * How much of a journal counts.
     *
     * @param heard the listener that has heard all of it; null when the journal is lost
     * @param end where the last whole change ends; 0 while there is none
     * @param base where the first change ends
     */
    record Reach<S>(@Nullable S heard, long end, long base) {}

    /** Who hears of memos as well. */
    private abstract static class Memos implements JournalBuffer.Steps {
        @Override
        public final boolean hearsMemos() {
            return true;
        }
    }

    /** As {@link Journal#recover}. */
    <S extends JournalBuffer.Steps> Reach<S> recover(Supplier<S> listeners) throws IOException {
        S steps = listeners.get();
        try {
            Whole whole = whole(steps);
            if (whole == null) {
                return new Reach<>(null, 0, 0);
            }
            if (!whole.told()) {
                steps = listeners.get();
                tell(whole.end(), steps);
            }
            return new Reach<>(steps, whole.end(), whole.base());
        } catch (NoSuchFileException e) {
            return new Reach<>(steps, 0, 0);
        } catch (MalformedRecordException e) {
            // Written by something else than this version: as good as damaged.
            return new Reach<>(null, 0, 0);
        }
    }

    /** @param told whether all of it, and nothing else, was told on the way */
    private record Whole(long end, long base, boolean told) {}

    /** Finds the end of the last whole change, and tells all there is on the way; null when the journal is lost. */
    private @Nullable Whole whole(JournalBuffer.Steps steps) throws IOException {
        try (RecordFile records = new RecordFile(file, Files.size(file))) {
            if (!records.hasHeader(Journal.FORMAT)) {
                return null;
            }
            long end = records.position();
            long base = 0;
            long told = end;
            while (records.next()) {
                if (told >= 0) {
                    told = told(records, steps) ? records.position() : -1;
                }
                if (records.isLast()) {
                    end = records.position();
                    base = base == 0 ? end : base;
                }
            }
            return records.hasSoundBeyond() ? null : new Whole(end, base, told == end);
        }
    }

    private static boolean told(RecordFile records, JournalBuffer.Steps steps) throws IOException {
        try {
            JournalBuffer.tell(records.payload(), steps);
            return true;
        } catch (MalformedRecordException e) {
            // Half a change, maybe, which counts for nothing: what counts is told again.
            return false;
        }
    }

    private void tell(long end, JournalBuffer.Steps steps) throws IOException {
        if (end == 0) {
            return;
        }
        try (RecordFile records = new RecordFile(file, end)) {
            boolean more = records.hasHeader(Journal.FORMAT) && records.next();
            while (more) {
                JournalBuffer.tell(records.payload(), steps);
                more = records.next();
            }
        }
    }

    /** Tells every memo as far as the journal counts, oldest first. */
    void memos(long end, MemoReader reader) throws IOException {
        tell(end, new Memos() {
            @Override
            public void memo(String key, byte[] memo) {
                reader.memo(key, memo);
            }

            @Override
            public void forget(String key) {
                reader.memo(key, null);
            }
        });
    }

    /** Copies the memos that are neither overwritten nor forgotten. */
    void copyMemos(long end, Journal target) throws IOException {
        Map<String, Integer> newest = new HashMap<>();
        tell(end, new Memos() {
            private int count;

            @Override
            public void memo(String key, byte[] memo) {
                newest.put(key, count++);
            }

            @Override
            public void forget(String key) {
                newest.remove(key);
            }
        });
        tell(end, new Memos() {
            private int count;

            @Override
            public void memo(String key, byte[] memo) throws IOException {
                Integer last = newest.get(key);
                int place = count++;
                if (last != null && last == place) {
                    target.change().memo(key, memo);
                }
            }
        });
    }
}
