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
 * An open folder. What lies in it is opened relative to the open folder (openat(2)) and never through a symbolic
 * link, so that nobody can lead the agent elsewhere between a look and an open. Where the platform has no such calls,
 * the real path is verified after the open. Files may be opened in it by many threads at once.
 */
public final class OpenFolder implements Closeable {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private final DirectoryStream<Path> stream;
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

    /** Opens a folder below another by its real path, one name after the other. */
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

    /** The same for one more holder: it closes when each has closed it. */
    public synchronized OpenFolder retain() {
        references++;
        return this;
    }

    /** Its real path. */
    public Path path() {
        return path;
    }

    /** Opens a folder in this one. */
    public OpenFolder openFolder(Path name) throws IOException {
        Path child = path.resolve(name);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new OpenFolder(child, secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
        }
        OpenFolder folder = open(child);
        verify(folder, child);
        return folder;
    }

    /** Opens a file in this folder for reading. */
    public SeekableByteChannel openFile(Path name) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure.newByteChannel(name, READ);
        }
        SeekableByteChannel channel = Files.newByteChannel(path.resolve(name), READ);
        verify(channel, path);
        return channel;
    }

    /** What lies in it, as absolute paths in no order; to be asked once. */
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

    private static void verify(Closeable opened, Path real) throws IOException {
        if (!real.toRealPath().equals(real)) {
            opened.close();
            throw new IOException("it was replaced while it was opened");
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (--references == 0) {
            stream.close();
        }
    }
}
