package dev.lineman.publish;

import dev.lineman.disk.Disk;
import dev.lineman.disk.FileMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What an output folder publishes, for somebody who only looks: takes no lock and writes nothing, also while an agent
 * writes there. It shows the moment at which it was opened. For one thread.
 */
public final class Showcase implements AutoCloseable {
    private final Store store;

    private Showcase(Store store) {
        this.store = store;
    }

    /**
     * Opens an output folder; one that nothing was ever published in is empty.
     *
     * @throws IOException when it cannot be read
     */
    public static Showcase open(Path out) throws IOException {
        return new Showcase(new Store(new Disk(FileMode.DEFAULT), out.resolve(Publication.STATE), Publisher.SIZES));
    }

    /** What is published. */
    public Publication current() {
        return store.current();
    }

    /** Tells every memo, oldest first: what is told of a key later replaces what was told before. */
    public void memos(MemoReader reader) throws IOException {
        store.memos(reader);
    }

    /**
     * The content of a file.
     *
     * @throws IOException when it cannot be read, is not what was published, or is too large for memory
     */
    public byte[] content(Entry entry) throws IOException {
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
