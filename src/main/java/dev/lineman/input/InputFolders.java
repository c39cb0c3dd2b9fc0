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
    private final Map<String, InputFolder> known = new HashMap<>();

    /**
     * Where an input folder lies.
     *
     * @param folder its path
     * @param real its real path; null when it cannot be looked at, which was told
     * @param closed whether there is something in it that is no input of its kind
     */
    public record InputFolder(String folder, @Nullable Path real, boolean closed) {
        public Path home() {
            return Objects.requireNonNull(real);
        }
    }

    /**
     * How a walk came where it is.
     *
     * @param through the real folders of the links that it followed
     */
    public record SymlinkTrail(InputFolder place, List<Path> through) {
        public SymlinkTrail via(Path folder) {
            List<Path> all = new ArrayList<>(through);
            all.add(folder);
            return new SymlinkTrail(place, all);
        }
    }

    public InputFolders(SymlinkBounds symlinkBounds, ScanCounters scanCounters, WalkListener walkListener) {
        this.symlinkBounds = symlinkBounds;
        this.scanCounters = scanCounters;
        this.walkListener = walkListener;
    }

    /** Where an input folder lies, or a folder of the root that holds some. */
    public InputFolder of(String folder) throws IOException {
        InputFolder place = known.get(folder);
        if (place == null) {
            Path real = real(folder);
            place = new InputFolder(folder, real, real != null && symlinkBounds.holdsClosed(real));
            known.put(folder, place);
        }
        return place;
    }

    /** The real path of an input folder; null when it cannot be looked at, which is then told. */
    private @Nullable Path real(String folder) throws IOException {
        int slash = folder.lastIndexOf('/');
        Path above = slash < 0
                ? symlinkBounds.root()
                : of(folder.substring(0, slash)).real();
        if (above == null) {
            return null;
        }
        Path real = above.resolve(folder.substring(slash + 1));
        PathStatus status = scanCounters.look(real);
        if (status == null) {
            if (slash < 0) {
                walkListener.blocked(folder, ReadObstacle.missing(folder));
            } else {
                walkListener.missing(folder);
            }
            return null;
        }
        if (status.kind() == PathStatus.PathKind.LINK) {
            Path target = target(real, folder);
            String misplaced = target == null ? null : symlinkBounds.misplaced(folder, target);
            if (misplaced != null) {
                walkListener.blocked(folder, misplaced);
            }
            if (target == null || misplaced != null) {
                return null;
            }
            real = target;
            status = scanCounters.look(real);
        }
        if (status == null || status.kind() != PathStatus.PathKind.FOLDER) {
            walkListener.blocked(folder, ReadObstacle.NO_FOLDER);
            return null;
        }
        return real;
    }

    /** The real path of what a link leads to; null when it cannot be looked at, which is then told. */
    @Nullable
    public Path target(Path link, String path) throws IOException {
        try {
            return link.toRealPath();
        } catch (NoSuchFileException e) {
            walkListener.blocked(path, ReadObstacle.LEADS_NOWHERE);
        } catch (AccessDeniedException e) {
            walkListener.blocked(
                    path,
                    ReadObstacle.leadsToNoEntry(Files.readSymbolicLink(link).toString()));
        } catch (IOException e) {
            walkListener.blocked(path, ReadObstacle.unreadable(e));
        }
        return null;
    }
}
