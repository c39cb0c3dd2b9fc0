package dev.lineman.input.watch;

import io.methvin.watcher.visitor.FileTreeVisitor;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Shows the watch library every folder below another one, except hidden folders such as {@code .git}. Files are left
 * out: a hint at a folder makes the scan walk it.
 *
 * <p>A folder that cannot be watched costs only the events of that folder. Thread-safe.
 */
final class FolderVisitor implements FileTreeVisitor {
    /** Link count of a folder without subfolders, on file systems that count them: its name and its own {@code .}. */
    private static final int LEAF_LINK_COUNT = 2;

    /** Folders without a watch, by their real paths. */
    private final Set<Path> unwatched = ConcurrentHashMap.newKeySet();

    private volatile @Nullable String limitMessage;

    @Override
    public void recursiveVisitFiles(Path folder, Callback onFolder, Callback onFile) throws IOException {
        try {
            // Watch first, list second: a folder that is made in between gives an event or is in the list.
            onFolder.call(folder);
            if (!isLeaf(folder)) {
                try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, this::isVisibleFolder)) {
                    for (Path child : children) {
                        recursiveVisitFiles(child, onFolder, onFile);
                    }
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            unwatched.remove(folder);
        } catch (DirectoryIteratorException e) {
            unwatched.add(folder);
        } catch (IOException e) {
            unwatched.add(folder);
            if (isWatchLimit(e)) {
                limitMessage = limitMessage(e);
            }
        }
    }

    private boolean isVisibleFolder(Path child) {
        return !child.getFileName().toString().startsWith(".") && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a folder has no subfolders, known without listing it. */
    private static boolean isLeaf(Path folder) throws IOException {
        return folder.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(folder, "unix:nlink") instanceof Integer links
                && links == LEAF_LINK_COUNT;
    }

    /** Whether the system refused to watch this folder, so that no event reports its changes. */
    boolean isUnwatched(Path folder) {
        return unwatched.contains(folder);
    }

    /** The message for the administrator if a limit of the system was reached; null otherwise. */
    @Nullable
    String limitMessage() {
        return limitMessage;
    }

    /** Whether the system has no watch left; only the message of the error shows it. */
    private static boolean isWatchLimit(IOException e) {
        String message = e.getMessage();
        return message != null && message.toLowerCase(Locale.ROOT).contains("limit");
    }

    /** The message for a limit of the system. See inotify(7) for the two settings. */
    static String limitMessage(IOException e) {
        return "the system refuses to watch more folders (" + e.getMessage()
                + "): raise fs.inotify.max_user_watches and fs.inotify.max_user_instances with sysctl; until then changes"
                + " are found by polling";
    }
}
