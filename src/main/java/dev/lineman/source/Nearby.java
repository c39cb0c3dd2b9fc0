package dev.lineman.source;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The folder that the last path lay in, kept open: the next one mostly lies there too. */
final class Nearby implements Closeable {
    private String path = "";
    private @Nullable Folder folder;

    /** The folder of this path, if it is the one that is kept. */
    @Nullable
    Folder at(String wanted) {
        return wanted.equals(path) ? folder : null;
    }

    /** Keeps a folder from now on, and closes it in the end. */
    void keep(String at, Folder open) {
        path = at;
        folder = open;
    }

    /** Closes what is kept. */
    @Override
    public void close() throws IOException {
        path = "";
        if (folder != null) {
            folder.close();
            folder = null;
        }
    }
}
