package dev.lineman;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Makes the temporary folders of unit tests in memory, where a flush takes no time. Integration tests have folders on
 * the disk, and so have unit tests on a machine without a large file system in memory. {@code junit-platform.properties}
 * names this class. Stateless.
 */
public final class MemoryFolders implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");
    /** Several processes test at the same time, and some tests copy large files. A container has 64 MB by default. */
    private static final long NEEDED_BYTES = 2L << 30;

    private static final String PREFIX = "junit-";

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
        boolean onDisk = context.getRequiredTestClass().getSimpleName().endsWith("IT");
        return onDisk || !isLargeEnough()
                ? Files.createTempDirectory(PREFIX)
                : Files.createTempDirectory(MEMORY.toRealPath(), PREFIX);
    }

    private static boolean isLargeEnough() throws IOException {
        if (!Files.isWritable(MEMORY)) {
            return false;
        }
        FileStore store = Files.getFileStore(MEMORY);
        return store.type().equals("tmpfs") && store.getUsableSpace() >= NEEDED_BYTES;
    }
}
