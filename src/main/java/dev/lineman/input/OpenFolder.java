package dev.lineman.input;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An open folder. Opens its files relative to the open folder (openat(2)), and follows no symbolic link. So a folder
 * or file that is replaced between a check and an open cannot lead the agent elsewhere.
 *
 * <p>On platforms without such calls, it verifies the real path after the open. Several threads may open files in it
 * at once.
 */
public final class OpenFolder implements Closeable {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private final DirectoryStream<Path> stream;
    /** How many owners must close this folder. Guarded by this object. */
    private int references = 1;

    private OpenFolder(Path path, DirectoryStream<Path> stream) {
        this.path = path;
        this.stream = stream;
    }

    /** Opens a folder by its real path. */
    @SuppressWarnings("StreamResourceLeak") // closed with the folder
    public static OpenFolder open(Path real) throws IOException {
        return new OpenFolder(real, Files.newDirectoryStream(real));
    }

    /** Opens a folder below another by its real path, one name at a time, so that no name on the way can be a link. */
    public static OpenFolder open(Path top, Path real) throws IOException {
        OpenFolder folder = open(top);
        if (real.equals(top)) {
            return folder;
        }
        for (Path name : top.relativize(real)) {
            try (OpenFolder above = folder) {
                folder = above.openFolder(name);
            }
        }
        return folder;
    }

    /** Adds an owner, and returns this folder. The folder closes when each owner has closed it. */
    public synchronized OpenFolder retain() {
        references++;
        return this;
    }

    /** The real path of this folder. */
    public Path path() {
        return path;
    }

    /** Opens a folder in this one. The caller closes it. */
    public OpenFolder openFolder(Path name) throws IOException {
        Path child = path.resolve(name);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new OpenFolder(child, secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
        }
        OpenFolder folder = open(child);
        verify(folder, child);
        return folder;
    }

    /** Opens a file in this folder for reading. The caller closes it. */
    public SeekableByteChannel openFile(Path name) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure.newByteChannel(name, READ);
        }
        SeekableByteChannel channel = Files.newByteChannel(path.resolve(name), READ);
        verify(channel, path);
        return channel;
    }

    /**
     * The entries of this folder, as absolute paths in no order. Works once: the directory stream cannot be read
     * again.
     */
    public List<Path> list() throws IOException {
        List<Path> entries = new ArrayList<>();
        try {
            for (Path entry : stream) {
                entries.add(entry);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    /** Checks after an open that the path is still the real one. Closes what was opened if it is not. */
    private static void verify(Closeable opened, Path real) throws IOException {
        if (!real.toRealPath().equals(real)) {
            opened.close();
            throw new IOException("it was replaced while it was opened");
        }
    }

    /** Removes one owner. The last one closes the folder. */
    @Override
    public synchronized void close() throws IOException {
        if (--references == 0) {
            stream.close();
        }
    }
}
