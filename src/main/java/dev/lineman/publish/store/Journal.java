package dev.lineman.publish.store;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.WritableFile;
import dev.lineman.fs.record.RecordFormat;
import dev.lineman.fs.record.RecordWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was published, change after change, in a file of records (see {@link RecordWriter}). A change is one or more records, and
 * counts only with the last of them. Of the writing thread.
 */
public final class Journal {
    public static final RecordFormat FORMAT = new RecordFormat(0, 1);

    private static final int SPILL_SIZE = 64 << 10;

    private final FileOperations fileOperations;
    private final Path file;
    /** Bytes of garbage that are never worth rewriting for. */
    private final long slack;

    private @Nullable WritableFile writer;
    /** Where the last whole change ends; 0 while there is no journal. */
    private long end;
    /** Where the first change ends: the size without garbage, since a rewritten journal is one change. */
    private long base;
    /** Where the records of the change in hand end. */
    private long tail;
    /** Whether something may stand behind the last whole change. */
    private boolean dirty;

    private final JournalRecordBuilder change = new JournalRecordBuilder();
    private final JournalReader journalReader;

    Journal(FileOperations fileOperations, Path file, long slack) {
        this.fileOperations = fileOperations;
        this.file = file;
        this.slack = slack;
        this.journalReader = new JournalReader(file);
    }

    /**
     * Tells every whole change, oldest first. A record that a crash cut short ends the journal; one that is damaged
     * and has sound ones behind it makes the journal lost, since it would tell of a state that is long past.
     *
     * @param listeners makes one that has heard nothing yet; the journal is read once, and again only where a crash
     *     left half a change at its end
     * @return the one that has heard all of it; null when the journal is lost
     */
    <S extends JournalRecordBuilder.JournalListener> @Nullable S recover(Supplier<S> listeners) throws IOException {
        JournalReader.JournalExtent<S> reach = journalReader.recover(listeners);
        end = reach.end();
        base = reach.base();
        tail = end;
        return reach.listener();
    }

    /** Tells every memo, oldest first: what is told of a key later replaces what was told before. */
    void readMemos(MemoListener reader) throws IOException {
        journalReader.readMemos(end, reader);
    }

    /** The change in hand, to be told more of. */
    JournalRecordBuilder change() throws IOException {
        if (change.size() >= SPILL_SIZE) {
            append(false);
        }
        return change;
    }

    /** Ends the change in hand; it counts once this returns. Nothing is written for an empty one. */
    void commit() throws IOException {
        if (change.isEmpty() && tail == end) {
            return;
        }
        append(true).flush();
        end = tail;
        dirty = false;
        base = base == 0 ? end : base;
    }

    /** Notes that everything reached the mirror. The note may get lost: no flush. */
    void recordMirrored() throws IOException {
        change.mirrored();
        append(true);
        end = tail;
        dirty = false;
    }

    /** Forgets the change in hand. What it has written counts for nothing once {@link #truncate} has been. */
    void rollback() {
        change.clear();
        tail = end;
        close();
    }

    /**
     * Takes away what a failed change has written, so that no later start takes it for whole. Only then may its bodies
     * go.
     */
    void truncate() throws IOException {
        if (dirty) {
            WritableFile open = openForAppend();
            open.flush();
            dirty = false;
        }
    }

    /** Whether more than half of the journal tells of what is past. */
    boolean needsRewrite() {
        return end > 2 * base + slack;
    }

    /** Replaces the journal by one that tells only what is the case now. */
    void rewrite(Iterable<PublishedFile> publishedFiles, Map<String, Digest> leftovers) throws IOException {
        Journal fresh = new Journal(fileOperations, file.resolveSibling(fileOperations.temporaryName()), slack);
        try {
            fresh.create();
            for (PublishedFile entry : publishedFiles) {
                fresh.change().put(entry);
            }
            for (Map.Entry<String, Digest> leftover : leftovers.entrySet()) {
                fresh.change().leftover(leftover.getKey(), leftover.getValue());
            }
            journalReader.copyMemos(end, fresh);
            fresh.commit();
            fileOperations.rename(fresh.file, file);
        } catch (IOException e) {
            fresh.close();
            fileOperations.deleteQuietly(fresh.file);
            throw e;
        }
        fresh.close();
        close();
        end = fresh.end;
        base = fresh.end;
        tail = fresh.end;
        fileOperations.flushFolder(folder());
    }

    void close() {
        WritableFile open = writer;
        writer = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // What counts has been flushed.
            }
        }
    }

    /** Writes the change in hand, so far as it was told, behind what is there. */
    private WritableFile append(boolean last) throws IOException {
        WritableFile open = writer == null ? openForAppend() : writer;
        dirty = true;
        ByteBuffer record = change.record(last);
        int bytes = record.remaining();
        open.write(record, tail);
        tail += bytes;
        change.clear();
        return open;
    }

    private WritableFile openForAppend() throws IOException {
        if (end == 0) {
            Journal fresh = new Journal(fileOperations, file.resolveSibling(fileOperations.temporaryName()), slack);
            fresh.create().flush();
            fresh.close();
            fileOperations.rename(fresh.file, file);
            fileOperations.flushFolder(folder());
            end = fresh.end;
            tail = fresh.end;
        }
        WritableFile open = fileOperations.open(file);
        writer = open;
        if (open.size() > end) {
            open.truncate(end);
        }
        return open;
    }

    private WritableFile create() throws IOException {
        WritableFile open = fileOperations.create(file);
        writer = open;
        open.write(ByteBuffer.allocate(Long.BYTES).putLong(0, FORMAT.header()), 0);
        end = Long.BYTES;
        tail = end;
        return open;
    }

    private Path folder() {
        return file.resolveSibling("");
    }
}
