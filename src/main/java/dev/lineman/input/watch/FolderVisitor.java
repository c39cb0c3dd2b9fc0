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
 * Takes the library to every folder below another, but for hidden ones ({@code .git}). Files are left out: a hint at a
 * folder has it walked anyway. A folder that cannot be watched costs that folder alone.
 */
final class FolderVisitor implements FileTreeVisitor {
    /** A folder that is linked to by its own {@code .} and its name alone holds no other folder, where links are counted. */
    private static final int LEAF_LINK_COUNT = 2;

    private final Set<Path> unwatched = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String limitMessage;

    @Override
    public void recursiveVisitFiles(Path folder, Callback onFolder, Callback onFile) throws IOException {
        try {
            // Watched first and listed second, so that a folder made in between is found one way or the other.
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

    private static boolean isLeaf(Path folder) throws IOException {
        return folder.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(folder, "unix:nlink") instanceof Integer links
                && links == LEAF_LINK_COUNT;
    }

    /** Whether this folder was not watched, so that what happens in it is not told. */
    boolean isUnwatched(Path folder) {
        return unwatched.contains(folder);
    }

    /** What to tell the administrator when the system refused a watch for want of room; null when it did not. */
    @Nullable
    String limitMessage() {
        return limitMessage;
    }

    private static boolean isWatchLimit(IOException e) {
        String message = e.getMessage();
        return message != null && message.toLowerCase(Locale.ROOT).contains("limit");
    }

    static String limitMessage(IOException e) {
        return "the system refuses to watch more folders (" + e.getMessage()
                + "): raise fs.inotify.max_user_watches and fs.inotify.max_user_instances with sysctl; until then changes"
                + " are found by polling";
    }
}
