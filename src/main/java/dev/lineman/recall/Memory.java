package dev.lineman.recall;

import dev.lineman.disk.Disk;
import dev.lineman.disk.FileMode;
import dev.lineman.disk.WritableFile;
import dev.lineman.plan.Ledger;
import dev.lineman.source.Snapshot;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in which it is remembered what the inputs said, and what the units had looked up in them. It is written whole, now
 * and then, and may be older than what is published: what differs is found out at the start.
 *
 * <p>It holds what the inputs hold, passwords of extensions too, and only its owner can read it. Files with a password or token
 * of those who fetch files are remembered by their digests alone, and read at each start.
 */
public final class Memory {
    private static final Logger LOG = LoggerFactory.getLogger(Memory.class);

    private static final int OWNER_ONLY = 0600;
    private static final int BUFFER = 64 << 10;

    private final Disk disk = new Disk(new FileMode(OWNER_ONLY));
    private final Path file;
    private final String build;
    private final Map<String, String> environment;

    /**
     * A memory.
     *
     * @param out the folder with the outputs
     * @param build of the program: another one may understand the same files otherwise
     * @param environment the variables that inputs may stand for
     */
    public Memory(Path out, String build, Map<String, String> environment) {
        this.file = out.resolve(".lineman").resolve("inputs");
        this.build = build;
        this.environment = environment;
    }

    /**
     * Writes down what is known.
     *
     * @param due the units that the next start has to make again, whatever else is known of them, each with the path of its
     *     template where it is to be made after all others, else with an empty text
     */
    public void write(Snapshot snapshot, Ledger ledger, Map<String, String> due) throws IOException {
        // Not under the name of a temporary file: those are removed after each start, while this is being written.
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        disk.discard(fresh);
        try (WritableFile target = disk.create(fresh)) {
            new MemoryWriter(target).write(build, environment, snapshot, ledger, due);
        }
        disk.rename(fresh, file);
    }

    /** What is remembered; null when nothing is that may be used. */
    public @Nullable Recalled read() {
        try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
                DataInputStream in = new DataInputStream(new BufferedInputStream(bytes, BUFFER))) {
            return new MemoryReader(in, build, environment).read();
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            LOG.info("what was remembered of the inputs is damaged: all of them are read again");
            return null;
        }
    }
}
