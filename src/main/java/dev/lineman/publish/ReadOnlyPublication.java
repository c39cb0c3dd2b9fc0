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
 * What an output folder publishes, for somebody who only looks: takes no lock and writes nothing, also while an agent
 * writes there. It shows the moment at which it was opened. For one thread.
 */
public final class ReadOnlyPublication implements AutoCloseable {
    private final DurablePublication store;

    private ReadOnlyPublication(DurablePublication store) {
        this.store = store;
    }

    /**
     * Opens an output folder; one that nothing was ever published in is empty.
     *
     * @throws IOException when it cannot be read
     */
    public static ReadOnlyPublication open(Path out) throws IOException {
        return new ReadOnlyPublication(new DurablePublication(
                new FileOperations(FileMode.DEFAULT), out.resolve(Publication.STATE), Publisher.SIZES));
    }

    /** What is published. */
    public Publication current() {
        return store.current();
    }

    /** Tells every memo, oldest first: what is told of a key later replaces what was told before. */
    public void readMemos(MemoListener reader) throws IOException {
        store.readMemos(reader);
    }

    /**
     * The content of a file.
     *
     * @throws IOException when it cannot be read, is not what was published, or is too large for memory
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
