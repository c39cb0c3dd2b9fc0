package dev.lineman.publish;

import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.publish.store.DurablePublication;
import dev.lineman.publish.store.MemoListener;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A publication for readers only, such as {@code lineman plan}. Takes no lock and writes nothing, so it also works
 * while an agent writes in the folder. It shows the moment at which it was opened. For one thread.
 */
public final class ReadOnlyPublication implements AutoCloseable {
    private final DurablePublication store;

    private ReadOnlyPublication(DurablePublication store) {
        this.store = store;
    }

    /**
     * Opens an output folder. If nothing was ever published there, the publication is empty.
     *
     * @throws IOException if the folder cannot be read
     */
    public static ReadOnlyPublication open(Path out) throws IOException {
        return new ReadOnlyPublication(new DurablePublication(
                new FileOperations(FileMode.DEFAULT), out.resolve(Publication.STATE), Publisher.SIZES));
    }

    /** Returns the publication. */
    public Publication current() {
        return store.current();
    }

    /** Passes every memo to a listener, oldest first. A later memo replaces an earlier one with the same key. */
    public void readMemos(MemoListener reader) throws IOException {
        store.readMemos(reader);
    }

    /**
     * Returns the content of a file.
     *
     * @throws IOException if the content cannot be read, is damaged, or is too large for memory
     */
    public byte[] content(PublishedFile entry) throws IOException {
        if (entry.length() > Integer.MAX_VALUE - 8) {
            throw new IOException("larger than 2 GiB");
        }
        byte[] content = new byte[(int) entry.length()];
        entry.body().read(0, ByteBuffer.wrap(content));
        return content;
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
