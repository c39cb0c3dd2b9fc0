package dev.lineman.source;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.source.Places.Place;
import dev.lineman.source.Places.Trail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Goes where the inputs of a commit are, by the same rules for symbolic links as {@link Walk} does on the disk. */
final class CommitWalk {
    private final Inputs inputs;
    private final CommitTree tree;
    private final Bounds bounds;
    private final NavigableMap<String, CommitTree.Blob> files = new TreeMap<>();
    private final Map<String, Problem> blocked = new TreeMap<>();

    /**
     * Walks all input folders.
     *
     * @param root the real path of the root
     * @throws IOException when what is in an input folder is not in the commit
     */
    CommitWalk(Inputs inputs, CommitTree tree, Path root) throws IOException {
        this.inputs = inputs;
        this.tree = tree;
        this.bounds = new Bounds(inputs, root, tree::real);
        for (String kind : inputs.kinds()) {
            Path home = home(kind);
            if (home != null) {
                folder(home, kind, new Trail(new Place(kind, home, false), List.of()));
            }
        }
    }

    /** The files, by the paths that they are reached by. */
    NavigableMap<String, CommitTree.Blob> files() {
        return files;
    }

    /** Links that are not followed. */
    Map<String, Problem> blocked() {
        return blocked;
    }

    /** Where an input folder really lies; null when there is none, or none that may be read. */
    private @Nullable Path home(String folder) throws IOException {
        int slash = folder.lastIndexOf('/');
        Path above = slash < 0 ? bounds.root() : home(folder.substring(0, slash));
        if (above == null) {
            return null;
        }
        Path named = above.resolve(folder.substring(slash + 1));
        CommitTree.Blob blob = tree.at(named);
        if (blob == null) {
            return named;
        }
        if (!blob.isLink()) {
            take(blob, folder);
            return null;
        }
        Path real = tree.real(named);
        if (real != null && bounds.isAllowedOutside(real)) {
            throw new IOException(
                    folder + " is a symbolic link to " + real + ", and what that holds is not in the commit");
        }
        String misplaced = real == null ? Obstacle.LEADS_NOWHERE : bounds.misplaced(folder, real);
        if (misplaced != null) {
            block(folder, misplaced);
            return null;
        }
        return real;
    }

    private void folder(Path stored, String path, Trail trail) throws IOException {
        for (Map.Entry<String, CommitTree.Blob> file : tree.below(stored).entrySet()) {
            if (!Inputs.visible(Path.of(file.getKey()))) {
                continue;
            }
            Path place = stored.resolve(file.getKey());
            String below = path + '/' + file.getKey();
            if (file.getValue().isLink()) {
                follow(place, below, trail.via(place.resolveSibling("")));
            } else if (bounds.isOtherInput(trail.place().folder(), trail.place().home(), place)) {
                block(below, Obstacle.otherInput(trail.place().folder()));
            } else if (bounds.closes(place) && inputs.file(below) == null) {
                block(below, Obstacle.CLOSED);
            } else {
                take(file.getValue(), below);
            }
        }
    }

    private void follow(Path link, String path, Trail trail) throws IOException {
        Path real = tree.real(link);
        Place place = trail.place();
        String astray = real == null ? Obstacle.LEADS_NOWHERE : bounds.astray(place.folder(), place.home(), real);
        if (real == null || astray != null) {
            block(path, astray == null ? Obstacle.LEADS_NOWHERE : astray);
            return;
        }
        CommitTree.Blob blob = tree.at(real);
        if (blob != null) {
            take(blob, path);
        } else if (trail.through().stream().anyMatch(above -> above.startsWith(real))) {
            block(path, Obstacle.LEADS_BACK);
        } else {
            folder(real, path, trail);
        }
    }

    private void take(CommitTree.Blob blob, String path) throws IOException {
        if (blob.isSubmodule()) {
            throw new IOException(path + " is a submodule, and what it holds is in another repository");
        }
        files.put(path, blob);
    }

    private void block(String path, String message) {
        blocked.put(path, Problem.error(Position.of(path), message));
    }
}
