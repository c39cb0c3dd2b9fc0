package dev.lineman.publish;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
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

    /** Told of a memo that counts. */
    interface MemoStep {
        void memo(String key, ByteBuffer memo) throws IOException;
    }

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
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            // Written by something else than this version: as good as damaged.
            return new Reach<>(null, 0, 0);
        }
    }

    /** @param told whether all of it, and nothing else, was told on the way */
    private record Whole(long end, long base, boolean told) {}

    /** Finds the end of the last whole change, and tells all there is on the way; null when the journal is lost. */
    private @Nullable Whole whole(JournalBuffer.Steps steps) throws IOException {
        try (JournalRecords records = new JournalRecords(file, Files.size(file))) {
            if (!records.head()) {
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
            return records.soundBeyond() ? null : new Whole(end, base, told == end);
        }
    }

    private static boolean told(JournalRecords records, JournalBuffer.Steps steps) throws IOException {
        try {
            tell(records, steps);
            return true;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            // Half a change, maybe, which counts for nothing: what counts is told again.
            return false;
        }
    }

    private static void tell(JournalRecords records, JournalBuffer.Steps steps) throws IOException {
        ByteBuffer told = records.steps();
        JournalBuffer.tell(told, records.position() - told.remaining() - told.position(), steps);
    }

    private void tell(long end, JournalBuffer.Steps steps) throws IOException {
        if (end == 0) {
            return;
        }
        try (JournalRecords records = new JournalRecords(file, end)) {
            boolean more = records.head() && records.next();
            while (more) {
                tell(records, steps);
                more = records.next();
            }
        }
    }

    /** Tells every memo as far as the journal counts, oldest first. */
    void memos(long end, MemoReader reader) throws IOException {
        tell(end, new Memos() {
            @Override
            public void memo(String key, ByteBuffer memo, long at) {
                byte[] bytes = new byte[memo.remaining()];
                memo.get(bytes);
                reader.memo(key, bytes);
            }

            @Override
            public void forget(String key) {
                reader.memo(key, null);
            }
        });
    }

    /** Tells the memos that are neither overwritten nor forgotten. */
    void lastMemos(long end, MemoStep reader) throws IOException {
        Map<String, Long> newest = new HashMap<>();
        tell(end, new Memos() {
            @Override
            public void memo(String key, ByteBuffer memo, long at) {
                newest.put(key, at);
            }

            @Override
            public void forget(String key) {
                newest.remove(key);
            }
        });
        tell(end, new Memos() {
            @Override
            public void memo(String key, ByteBuffer memo, long at) throws IOException {
                Long last = newest.get(key);
                if (last != null && last == at) {
                    reader.memo(key, memo);
                }
            }
        });
    }
}
