package dev.lineman.input;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the real paths of the input folders, which may be symbolic links. Reports a folder that it cannot use to the
 * listener.
 *
 * <p>{@link dev.lineman.input.walk.InputWalk} makes one for each walk, since results are cached. Not thread-safe.
 */
public final class InputFolders {
    private final SymlinkBounds symlinkBounds;
    private final ScanCounters scanCounters;
    private final WalkListener walkListener;
    private final Map<String, InputFolder> foldersByPath = new HashMap<>();

    /**
     * An input folder and its real path.
     *
     * @param folder its path below the root
     * @param real its real path; null if it cannot be used, which the listener already knows
     * @param holdsProtected whether it contains protected files or folders, which are not inputs
     */
    public record InputFolder(String folder, @Nullable Path real, boolean holdsProtected) {
        /** The real path of a folder that can be used. */
        public Path requireReal() {
            return Objects.requireNonNull(real);
        }
    }

    /**
     * The links that a walk followed to its present place.
     *
     * @param inputFolder where the walk began
     * @param linkFolders the real folders of the links that it followed, to detect circles
     */
    public record SymlinkTrail(InputFolder inputFolder, List<Path> linkFolders) {
        /**
         * This trail, with one more link.
         *
         * @param folder the real folder that the link is in
         */
        public SymlinkTrail via(Path folder) {
            List<Path> all = new ArrayList<>(linkFolders);
            all.add(folder);
            return new SymlinkTrail(inputFolder, all);
        }
    }

    public InputFolders(SymlinkBounds symlinkBounds, ScanCounters scanCounters, WalkListener walkListener) {
        this.symlinkBounds = symlinkBounds;
        this.scanCounters = scanCounters;
        this.walkListener = walkListener;
    }

    /**
     * An input folder, or a folder of the root that contains input folders.
     *
     * @throws IOException if the file system fails in a way that is not a missing or unreadable folder
     */
    public InputFolder locate(String folder) throws IOException {
        InputFolder inputFolder = foldersByPath.get(folder);
        if (inputFolder == null) {
            Path real = realPathOf(folder);
            inputFolder = new InputFolder(folder, real, real != null && symlinkBounds.holdsProtected(real));
            foldersByPath.put(folder, inputFolder);
        }
        return inputFolder;
    }

    /** The real path of an input folder; null if it cannot be used, after a call of the listener. */
    private @Nullable Path realPathOf(String folder) throws IOException {
        int slash = folder.lastIndexOf('/');
        Path above = slash < 0
                ? symlinkBounds.root()
                : locate(folder.substring(0, slash)).real();
        if (above == null) {
            return null;
        }
        Path real = above.resolve(folder.substring(slash + 1));
        PathStatus status = scanCounters.statusOf(real);
        if (status == null) {
            if (symlinkBounds.isRequired(folder)) {
                walkListener.blocked(folder, ReadObstacle.missing(folder));
            } else {
                walkListener.missing(folder);
            }
            return null;
        }
        if (status.kind() == PathStatus.PathKind.LINK) {
            Path target = resolveLink(real, folder);
            String violation = target == null ? null : symlinkBounds.inputFolderViolation(folder, target);
            if (violation != null) {
                walkListener.blocked(folder, violation);
            }
            if (target == null || violation != null) {
                return null;
            }
            real = target;
            status = scanCounters.statusOf(real);
        }
        if (status == null || status.kind() != PathStatus.PathKind.FOLDER) {
            walkListener.blocked(folder, ReadObstacle.NOT_A_FOLDER);
            return null;
        }
        return real;
    }

    /** The real path of the target of a link; null if it cannot be resolved, after a call of the listener. */
    @Nullable
    public Path resolveLink(Path link, String path) throws IOException {
        try {
            return link.toRealPath();
        } catch (NoSuchFileException e) {
            walkListener.blocked(path, ReadObstacle.LEADS_NOWHERE);
        } catch (AccessDeniedException e) {
            walkListener.blocked(
                    path,
                    ReadObstacle.leadsToUnreadable(Files.readSymbolicLink(link).toString()));
        } catch (IOException e) {
            walkListener.blocked(path, ReadObstacle.unreadable(e));
        }
        return null;
    }
}
