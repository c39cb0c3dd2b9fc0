package dev.lineman.input;

import dev.lineman.input.InputFolders.InputFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where symbolic links may lead; everything else is refused. All paths are real ones, but for those of folders and links below
 * the root, which are names joined with {@code /}.
 *
 * <p>A link inside an input folder leads to a place inside that kind of folder. An input folder that is a link itself leads to
 * a folder below the root, or below one that the operator allows, and shares no place with another kind of input, with
 * outputs, secrets, keys or Git's own files. The same rules hold for the files on disk and for those of a commit.
 */
public final class SymlinkBounds {
    /** Where Git keeps what it knows of a working tree: remotes with their passwords, too. */
    private static final Path GIT = Path.of(".git");

    /** Resolves all symbolic links of a path; null when it leads nowhere. */
    @FunctionalInterface
    public interface RealPathResolver {
        @Nullable
        Path resolve(Path path);
    }

    private final InputPaths inputs;
    private final Path root;
    private final RealPathResolver resolver;
    private final List<Path> allowedTops = new ArrayList<>();
    private final List<Path> protectedPaths = new ArrayList<>();

    /** @param root the root's real path */
    public SymlinkBounds(InputPaths inputs, Path root, RealPathResolver real) {
        this.inputs = inputs;
        this.root = root;
        this.resolver = real;
        allowedTops.add(root);
        inputs.links().allowedFolders().stream()
                .map(real::resolve)
                .filter(Objects::nonNull)
                .forEach(allowedTops::add);
        List.of(inputs.links().protectedPaths(), inputs.files())
                .forEach(all -> all.forEach(path -> protectedPaths.addAll(namedAndRealPaths(path))));
    }

    /** Those of the root on the disk as it is now; null when it is missing. */
    public static @Nullable SymlinkBounds onDisk(InputPaths inputs) {
        Path root = realPathOrNull(inputs.root());
        return root == null ? null : new SymlinkBounds(inputs, root, SymlinkBounds::realPathOrNull);
    }

    /** The real path of a file or folder on the disk; null when there is none, or it cannot be told. */
    static @Nullable Path realPathOrNull(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return null;
        }
    }

    /** Where a path lies by its name, and where it really lies. */
    private List<Path> namedAndRealPaths(Path path) {
        Path named = path.startsWith(inputs.root()) ? root.resolve(inputs.root().relativize(path)) : path;
        Path led = resolver.resolve(path);
        return led == null ? List.of(named) : List.of(named, led);
    }

    /** The root's real path. */
    public Path root() {
        return root;
    }

    /** The root, or the allowed folder that a path lies in; the path itself where it lies in none. */
    public Path topOf(Path path) {
        return allowedTops.stream().filter(path::startsWith).findFirst().orElse(path);
    }

    /** Whether a path lies outside the root, in a folder that the operator allows. */
    public boolean isAllowedOutside(Path path) {
        return !path.startsWith(root) && allowedTops.contains(topOf(path));
    }

    /**
     * Why nothing may be read through a link inside an input folder; null when it may.
     *
     * @param kind the path of the input folder
     * @param home where that folder really lies
     * @param target what the link leads to
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

    /** Whether a person may be told to move a file or folder into an input folder: it is nothing that must not be published. */
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

    /** Whether a path below an input folder is, or lies in, a folder that is called like another one: a copy of a whole root. */
    public boolean isOtherInput(String kind, Path home, Path path) {
        for (Path part : home.relativize(path)) {
            if (isOtherInput(kind, part)) {
                return true;
            }
        }
        return false;
    }

    /** The same, for a folder in which that is known of those above it. */
    public boolean isOtherInput(InputFolder place, Path folder) {
        return isOtherInput(place.folder(), folder.getFileName());
    }

    private boolean isOtherInput(String kind, @Nullable Path name) {
        String text = String.valueOf(name);
        return inputs.kinds().contains(text) && !InputPaths.isWithin(text, kind);
    }

    /**
     * Why an input folder must not be a link; null when it may.
     *
     * @param folder the path of the input folder, or of the folder of the root that it lies in
     * @param target what the link leads to
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

    /** Whether a folder is, holds or lies in another root's folder of that name: an older checkout, or a copy. */
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

    /** Whether what lies there holds secrets or outputs, and is no input of any kind. */
    public boolean isProtected(Path path) {
        return protectedPaths.stream().anyMatch(path::startsWith);
    }

    /** Whether something that is closed lies in a folder. */
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

    /** What to call a path in a message. */
    private String displayName(Path path) {
        return path.startsWith(root) && !path.equals(root)
                ? root.relativize(path).toString()
                : path.toString();
    }
}
