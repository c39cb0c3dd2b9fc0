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
 * The journal: every change of the publication, in a file of records (see {@link RecordWriter}). A change has one or
 * more records, and counts only with the last of them. Memos are part of a change.
 *
 * <p>{@link DurablePublication} writes it, {@link JournalReader} reads it at the start. For the writing thread.
 */
public final class Journal {
    /** Kind 0, version 1; see {@link RecordFormat}. */
    public static final RecordFormat FORMAT = new RecordFormat(0, 1);

    /** Bytes; a change with more is written as several records, so that memory stays bounded. */
    private static final int SPILL_SIZE = 64 << 10;

    private final FileOperations fileOperations;
    private final Path file;
    /** Bytes; the journal is not rewritten for less garbage than this. */
    private final long slack;

    /** Null until the first append, and after a rollback. */
    private @Nullable WritableFile writer;
    /** The end of the last complete change; 0 while there is no journal. */
    private long end;
    /** The end of the first change. A rewritten journal is one change, so this is its size without garbage. */
    private long base;
    /** The end of the records of the change in progress. */
    private long tail;
    /** Whether the file may have records after the last complete change. */
    private boolean dirty;

    /** The steps of the change in progress that are not in the file yet. */
    private final JournalRecordBuilder change = new JournalRecordBuilder();

    private final JournalReader journalReader;

    /** Creates a journal; nothing is read or written yet. */
    Journal(FileOperations fileOperations, Path file, long slack) {
        this.fileOperations = fileOperations;
        this.file = file;
        this.slack = slack;
        this.journalReader = new JournalReader(file);
    }

    /**
     * Replays every complete change, oldest first. A record that a crash cut short ends the journal. If intact
     * records follow a damaged one, the journal is lost: the part before it is too old to publish.
     *
     * @param listeners creates an empty listener; the journal is read once, and a second time only if it ends with
     *     half a change
     * @return the listener that received all complete changes; null if the journal is lost
     */
    <S extends JournalRecordBuilder.JournalListener> @Nullable S recover(Supplier<S> listeners) throws IOException {
        JournalReader.JournalExtent<S> extent = journalReader.recover(listeners);
        end = extent.end();
        base = extent.base();
        tail = end;
        return extent.listener();
    }

    /** Passes every memo to a listener, oldest first. A later memo replaces an earlier one with the same key. */
    void readMemos(MemoListener reader) throws IOException {
        journalReader.readMemos(end, reader);
    }

    /** Returns the change in progress, for more steps. Writes its steps so far if they are many. */
    JournalRecordBuilder change() throws IOException {
        if (change.size() >= SPILL_SIZE) {
            append(false);
        }
        return change;
    }

    /** Ends the change in progress and flushes it. Afterwards it counts. An empty change writes nothing. */
    void commit() throws IOException {
        if (change.isEmpty() && tail == end) {
            return;
        }
        append(true).flush();
        end = tail;
        dirty = false;
        base = base == 0 ? end : base;
    }

    /** Notes that everything reached the mirror. Not flushed, since the next start can do without this note. */
    void recordMirrored() throws IOException {
        change.mirrored();
        append(true);
        end = tail;
        dirty = false;
    }

    /** Forgets the change in progress. Records that are already in the file stay until {@link #truncate}. */
    void rollback() {
        change.clear();
        tail = end;
        close();
    }

    /**
     * Cuts off the records of a failed change, so that no later start reads them. Only then may the bodies of the
     * change be deleted.
     */
    void truncate() throws IOException {
        if (dirty) {
            WritableFile open = openForAppend();
            open.flush();
            dirty = false;
        }
    }

    /** Whether more than half of the journal is garbage. */
    boolean needsRewrite() {
        return end > 2 * base + slack;
    }

    /**
     * Replaces the journal with one that has only the current state, in one change. A rename makes it effective.
     *
     * @param publishedFiles all published files
     * @param leftovers dropped files that the mirror may still have
     */
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
                // All complete changes are flushed.
            }
        }
    }

    /**
     * Appends the steps of the change in progress as a record.
     *
     * @param last whether the change ends with it
     */
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

    /**
     * Opens the file and cuts off what follows the last complete change. Creates the file under a temporary name
     * first, so that a crash leaves no journal without a header.
     */
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

    /** Creates the file with its header. */
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
