package dev.lineman.input.revision;

import dev.lineman.input.InputFolders.InputFolder;
import dev.lineman.input.InputFolders.SymlinkTrail;
import dev.lineman.input.InputPaths;
import dev.lineman.input.ReadObstacle;
import dev.lineman.input.SymlinkBounds;
import dev.lineman.input.walk.InputWalk;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the inputs of a commit. Applies the same rules for symbolic links as {@link InputWalk} on the disk.
 * Not thread-safe.
 */
final class CommitWalk {
    private final InputPaths inputs;
    private final CommitTree tree;
    private final SymlinkBounds symlinkBounds;
    /** By the names that lead to them. */
    private final NavigableMap<String, CommitTree.Blob> files = new TreeMap<>();

    private final Map<String, Problem> blocked = new TreeMap<>();

    /**
     * Walks all input folders.
     *
     * @param root the real path of the root
     * @throws IOException if the content of an input folder is not in the commit
     */
    CommitWalk(InputPaths inputs, CommitTree tree, Path root) throws IOException {
        this.inputs = inputs;
        this.tree = tree;
        this.symlinkBounds = new SymlinkBounds(inputs, root, tree::resolveLinks);
        for (String kind : inputs.kinds()) {
            Path home = locate(kind);
            if (home != null) {
                walkFolder(home, kind, new SymlinkTrail(new InputFolder(kind, home, false), List.of()));
            }
        }
    }

    /** The files, by the names that lead to them. */
    NavigableMap<String, CommitTree.Blob> files() {
        return files;
    }

    /** The links that are not followed, and files that are not read. */
    Map<String, Problem> blocked() {
        return blocked;
    }

    /** The real path of an input folder; null if there is none, or if it may not be read. */
    private @Nullable Path locate(String folder) throws IOException {
        int slash = folder.lastIndexOf('/');
        Path above = slash < 0 ? symlinkBounds.root() : locate(folder.substring(0, slash));
        if (above == null) {
            return null;
        }
        Path named = above.resolve(folder.substring(slash + 1));
        CommitTree.Blob blob = tree.blobAt(named);
        if (blob == null) {
            return named;
        }
        if (!blob.isLink()) {
            addFile(blob, folder);
            return null;
        }
        Path real = tree.resolveLinks(named);
        if (real != null && symlinkBounds.isAllowedOutside(real)) {
            throw new IOException(folder + " is a symbolic link to " + real + ", and that folder is not in the commit");
        }
        String violation = real == null ? ReadObstacle.LEADS_NOWHERE : symlinkBounds.inputFolderViolation(folder, real);
        if (violation != null) {
            block(folder, violation);
            return null;
        }
        return real;
    }

    /**
     * Adds everything below a folder under a name.
     *
     * @param stored the real path of the folder
     * @param path its name, which links may have made
     */
    private void walkFolder(Path stored, String path, SymlinkTrail trail) throws IOException {
        for (Map.Entry<String, CommitTree.Blob> file : tree.below(stored).entrySet()) {
            if (!InputPaths.isVisible(Path.of(file.getKey()))) {
                continue;
            }
            Path place = stored.resolve(file.getKey());
            String below = path + '/' + file.getKey();
            if (file.getValue().isLink()) {
                followLink(place, below, trail.via(place.resolveSibling("")));
            } else if (symlinkBounds.isOtherInput(
                    trail.inputFolder().folder(), trail.inputFolder().requireReal(), place)) {
                block(below, ReadObstacle.otherInput(trail.inputFolder().folder()));
            } else if (symlinkBounds.isProtected(place) && inputs.singleFile(below) == null) {
                block(below, ReadObstacle.PROTECTED);
            } else {
                addFile(file.getValue(), below);
            }
        }
    }

    /** Adds the target of a link under the name of the link, if its bounds permit that. */
    private void followLink(Path link, String path, SymlinkTrail trail) throws IOException {
        Path real = tree.resolveLinks(link);
        InputFolder place = trail.inputFolder();
        String violation = real == null
                ? ReadObstacle.LEADS_NOWHERE
                : symlinkBounds.linkViolation(place.folder(), place.requireReal(), real);
        if (real == null || violation != null) {
            block(path, violation == null ? ReadObstacle.LEADS_NOWHERE : violation);
            return;
        }
        CommitTree.Blob blob = tree.blobAt(real);
        if (blob != null) {
            addFile(blob, path);
        } else if (trail.linkFolders().stream().anyMatch(above -> above.startsWith(real))) {
            block(path, ReadObstacle.LEADS_BACK);
        } else {
            walkFolder(real, path, trail);
        }
    }

    /** Adds a file under a name. */
    private void addFile(CommitTree.Blob blob, String path) throws IOException {
        if (blob.isSubmodule()) {
            throw new IOException(path + " is a submodule, and its files are in another repository");
        }
        files.put(path, blob);
    }

    /** Records an error at a path. */
    private void block(String path, String message) {
        blocked.put(path, Problem.blocking(Position.of(path), message));
    }
}
