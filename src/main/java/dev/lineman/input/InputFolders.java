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

/** Finds where the input folders really lie, which may be symbolic links. For one thread, and one round of looking. */
public final class InputFolders {
    private final SymlinkBounds symlinkBounds;
    private final ScanCounters scanCounters;
    private final WalkListener walkListener;
    private final Map<String, InputFolder> foldersByPath = new HashMap<>();

    /**
     * Where an input folder lies.
     *
     * @param folder its path
     * @param real its real path; null when it cannot be looked at, which was told
     * @param holdsProtected whether there is something in it that is no input of its kind
     */
    public record InputFolder(String folder, @Nullable Path real, boolean holdsProtected) {
        public Path requireReal() {
            return Objects.requireNonNull(real);
        }
    }

    /**
     * How a walk came where it is.
     *
     * @param linkFolders the real folders of the links that it followed
     */
    public record SymlinkTrail(InputFolder inputFolder, List<Path> linkFolders) {
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

    /** Where an input folder lies, or a folder of the root that holds some. */
    public InputFolder locate(String folder) throws IOException {
        InputFolder place = foldersByPath.get(folder);
        if (place == null) {
            Path real = realPathOf(folder);
            place = new InputFolder(folder, real, real != null && symlinkBounds.holdsProtected(real));
            foldersByPath.put(folder, place);
        }
        return place;
    }

    /** The real path of an input folder; null when it cannot be looked at, which is then told. */
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
            if (slash < 0) {
                walkListener.blocked(folder, ReadObstacle.missing(folder));
            } else {
                walkListener.missing(folder);
            }
            return null;
        }
        if (status.kind() == PathStatus.PathKind.LINK) {
            Path target = resolveLink(real, folder);
            String misplaced = target == null ? null : symlinkBounds.inputFolderViolation(folder, target);
            if (misplaced != null) {
                walkListener.blocked(folder, misplaced);
            }
            if (target == null || misplaced != null) {
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

    /** The real path of what a link leads to; null when it cannot be looked at, which is then told. */
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
