package dev.lineman.input;

import dev.lineman.input.InputFolders.InputFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides where symbolic links may lead, and refuses all others. Paths are real paths, except the names of folders
 * and links below the root.
 *
 * <p>A link inside an input folder must lead to a place inside that kind of folder. An input folder that is a link
 * itself must lead to a folder below the root, or below a folder that the operator allows. It must not overlap with
 * another kind of input, with outputs, secrets, keys or Git's own files.
 *
 * <p>The same rules hold for files on disk ({@link dev.lineman.input.walk.InputWalk}) and for those of a commit.
 * Immutable after construction; thread-safe if the resolver is.
 */
public final class SymlinkBounds {
    /** Git's data about a working tree. It can contain the URLs of remotes with their passwords. */
    private static final Path GIT = Path.of(".git");

    /** Resolves all symbolic links of a path. One implementation asks the disk, another one a commit. */
    @FunctionalInterface
    public interface RealPathResolver {
        /** The real path; null if the path leads nowhere. */
        @Nullable
        Path resolve(Path path);
    }

    private final InputPaths inputs;
    private final Path root;
    private final RealPathResolver resolver;
    /** The root, and the folders that the operator allows. */
    private final List<Path> allowedTops = new ArrayList<>();
    /** Secrets, keys and outputs, by their names and by their real paths. */
    private final List<Path> protectedPaths = new ArrayList<>();

    /**
     * Bounds for the inputs of one root.
     *
     * @param root the root's real path
     * @param resolver finds the real paths of the protected and the allowed folders
     */
    public SymlinkBounds(InputPaths inputs, Path root, RealPathResolver resolver) {
        this.inputs = inputs;
        this.root = root;
        this.resolver = resolver;
        allowedTops.add(root);
        inputs.links().allowedFolders().stream()
                .map(resolver::resolve)
                .filter(Objects::nonNull)
                .forEach(allowedTops::add);
        List.of(inputs.links().protectedPaths(), inputs.files())
                .forEach(all -> all.forEach(path -> protectedPaths.addAll(namedAndRealPaths(path))));
    }

    /** The bounds for the root on the disk, as it is now; null if the root is missing. */
    public static @Nullable SymlinkBounds onDisk(InputPaths inputs) {
        Path root = realPathOrNull(inputs.root());
        return root == null ? null : new SymlinkBounds(inputs, root, SymlinkBounds::realPathOrNull);
    }

    /** Whether a folder of the root must exist, since it is an input folder itself. */
    boolean isRequired(String folder) {
        return inputs.kinds().contains(folder) && folder.indexOf('/') < 0;
    }

    /** The real path of a file or folder on the disk; null if there is none, or if it cannot be resolved. */
    static @Nullable Path realPathOrNull(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return null;
        }
    }

    /** The path as it is named, and its real path if there is one. */
    private List<Path> namedAndRealPaths(Path path) {
        Path named = path.startsWith(inputs.root()) ? root.resolve(inputs.root().relativize(path)) : path;
        Path real = resolver.resolve(path);
        return real == null ? List.of(named) : List.of(named, real);
    }

    /** The root's real path. */
    public Path root() {
        return root;
    }

    /** The root, or the allowed folder that contains a path. Without such a folder, the path itself. */
    public Path topOf(Path path) {
        return allowedTops.stream().filter(path::startsWith).findFirst().orElse(path);
    }

    /** Whether a path lies outside the root, in a folder that the operator allows. */
    public boolean isAllowedOutside(Path path) {
        return !path.startsWith(root) && allowedTops.contains(topOf(path));
    }

    /**
     * Why a link inside an input folder must not be followed; null if it may be.
     *
     * @param kind the name of the input folder
     * @param home its real path
     * @param target the real path of the link's target
     */
    @Nullable
    public String linkViolation(String kind, Path home, Path target) {
        if (!target.startsWith(home)) {
            return isMovable(target)
                    ? ReadObstacle.leadsOutOfKind(kind, displayName(target))
                    : ReadObstacle.leadsToOtherKind(kind, displayName(target));
        }
        if (isOtherInput(kind, home, target)) {
            return ReadObstacle.leadsToOtherKind(kind, displayName(target));
        }
        return isProtected(target) || liesInGitFolder(home, target)
                ? ReadObstacle.leadsToProtected(displayName(target))
                : null;
    }

    /**
     * Whether a message may advise to move this file or folder into an input folder. False if it must not be
     * published.
     */
    private boolean isMovable(Path target) {
        Path name = target.getFileName();
        return name != null
                && !name.toString().startsWith(".")
                && !root.startsWith(target)
                && !liesInGitFolder(root, target)
                && protectedPaths.stream().noneMatch(other -> overlaps(other, target))
                && inputs.kinds().stream()
                        .flatMap(kind -> namedAndRealPaths(inputs.resolve(kind)).stream())
                        .noneMatch(other -> overlaps(other, target));
    }

    /**
     * Whether a folder on a path below an input folder has the name of another input folder. This finds a copy of a
     * whole root inside an input folder.
     */
    public boolean isOtherInput(String kind, Path home, Path path) {
        for (Path part : home.relativize(path)) {
            if (isOtherInput(kind, part)) {
                return true;
            }
        }
        return false;
    }

    /** As {@link #isOtherInput(String, Path, Path)}, for a folder whose parents were already checked. */
    public boolean isOtherInput(InputFolder inputFolder, Path folder) {
        return isOtherInput(inputFolder.folder(), folder.getFileName());
    }

    private boolean isOtherInput(String kind, @Nullable Path name) {
        String text = String.valueOf(name);
        return inputs.kinds().contains(text) && !InputPaths.isWithin(text, kind);
    }

    /**
     * Why an input folder must not be a link to a target; null if it may be.
     *
     * @param folder the name of the input folder, or of the folder of the root that contains it
     * @param target the real path of the link's target
     */
    @Nullable
    public String inputFolderViolation(String folder, Path target) {
        Path top = topOf(target);
        if (!allowedTops.contains(top)) {
            return ReadObstacle.leadsOutOfTheRoot(folder, displayName(target));
        }
        if (liesInGitFolder(top, target)) {
            return ReadObstacle.overlaps(folder, displayName(target), "files of Git");
        }
        for (Path other : protectedPaths) {
            if (overlaps(other, target)) {
                return ReadObstacle.overlaps(folder, displayName(target), displayName(other));
            }
        }
        for (String kind : inputs.kinds()) {
            if (!InputPaths.isWithin(folder, kind)
                    && (namedAndRealPaths(inputs.resolve(kind)).stream().anyMatch(other -> overlaps(other, target))
                            || liesInOtherRoot(InputPaths.firstName(kind), folder, top, target))) {
                return ReadObstacle.overlaps(folder, displayName(target), kind);
            }
        }
        return null;
    }

    /**
     * Whether a folder is, contains or lies in a folder with the name of another input: an older checkout, or a copy
     * of a root.
     */
    private boolean liesInOtherRoot(String name, String folder, Path top, Path target) {
        if (name.equals(InputPaths.firstName(folder))) {
            return false;
        }
        for (Path part : top.relativize(target)) {
            if (part.toString().equals(name)) {
                return true;
            }
        }
        return resolver.resolve(target.resolve(name)) != null;
    }

    /** Whether a path is or lies in a protected file or folder, and so is not an input. */
    public boolean isProtected(Path path) {
        return protectedPaths.stream().anyMatch(path::startsWith);
    }

    /** Whether a folder contains something protected. */
    boolean holdsProtected(Path folder) {
        return protectedPaths.stream().anyMatch(path -> path.startsWith(folder));
    }

    private static boolean liesInGitFolder(Path from, Path path) {
        for (Path part : from.relativize(path)) {
            if (part.equals(GIT)) {
                return true;
            }
        }
        return false;
    }

    private static boolean overlaps(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    /** The name of a path for messages: relative below the root, absolute elsewhere. */
    private String displayName(Path path) {
        return path.startsWith(root) && !path.equals(root)
                ? root.relativize(path).toString()
                : path.toString();
    }
}
