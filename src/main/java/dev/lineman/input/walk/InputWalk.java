package dev.lineman.input.walk;

import dev.lineman.input.DocumentReader;
import dev.lineman.input.DocumentReader.Interest;
import dev.lineman.input.InputFolders;
import dev.lineman.input.InputFolders.InputFolder;
import dev.lineman.input.InputFolders.SymlinkTrail;
import dev.lineman.input.InputPaths;
import dev.lineman.input.OpenFolder;
import dev.lineman.input.PathStatus;
import dev.lineman.input.ReadObstacle;
import dev.lineman.input.ScanCounters;
import dev.lineman.input.SymlinkBounds;
import dev.lineman.input.WalkListener;
import dev.lineman.input.git.WorkingTrees;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the inputs: takes a path, lists it if it is a folder, follows symbolic links within their bounds, and
 * calls the listener for each finding. Reads no file.
 *
 * <p>{@link dev.lineman.input.scan.SnapshotScanner} makes one for each round of a scan, and for each comparison
 * without a scan. Not thread-safe. Reports unreadable paths to the listener, and throws nothing for them.
 */
public final class InputWalk implements Closeable {
    /** Deeper than any sensible folder tree, and low enough that all folders on the way can stay open. */
    private static final int MAX_DEPTH = 64;

    private final InputPaths inputs;
    private final DocumentReader reader;
    private final ScanCounters scanCounters;
    private final WalkListener walkListener;
    /** Folders that this walk has visited. */
    private final Set<String> visited = new HashSet<>();

    private final SingleFiles singleFiles;
    /** Real paths of folders with a {@code .git}. */
    private final List<Path> repositories = new ArrayList<>();
    /** Null if the root is missing. */
    private final @Nullable SymlinkBounds symlinkBounds;
    /** Null if the root is missing. */
    private final @Nullable InputFolders inputFolders;

    /** The folder of the last path. It stays open, since the next path is mostly in the same folder. */
    private @Nullable OpenFolder openParent;

    /** The name of {@link #openParent}; empty if there is none. */
    private String openParentPath = "";

    /**
     * A walk that has visited nothing yet.
     *
     * @param scanCounters counts the calls of the file system
     * @param walkListener receives the findings
     */
    public InputWalk(InputPaths inputs, DocumentReader reader, ScanCounters scanCounters, WalkListener walkListener) {
        this.inputs = inputs;
        this.reader = reader;
        this.scanCounters = scanCounters;
        this.walkListener = walkListener;
        this.singleFiles = new SingleFiles(reader, scanCounters, walkListener);
        this.symlinkBounds = SymlinkBounds.onDisk(inputs);
        this.inputFolders = symlinkBounds == null ? null : new InputFolders(symlinkBounds, scanCounters, walkListener);
    }

    /** Visits a path, unless this walk has already visited it. Paths in sorted order cost least. */
    public void walkPath(String path) {
        if (InputPaths.topmost(path, visited::contains) != null) {
            return;
        }
        Path single = inputs.singleFile(path);
        if (symlinkBounds == null && (single == null || single.startsWith(inputs.root()))) {
            walkListener.blocked(
                    single == null ? InputPaths.firstName(path) : path,
                    ReadObstacle.missing(inputs.root().toString()));
        } else if (single == null) {
            walkFromInputFolder(path);
        } else {
            singleFiles.visit(single, path);
        }
    }

    /** The folders with a {@code .git} that the walk found, by their real paths. */
    public List<Path> repositories() {
        return repositories;
    }

    /** The bounds, for code that runs only if the root exists. */
    private SymlinkBounds requireBounds() {
        return Objects.requireNonNull(symlinkBounds, "the root is missing");
    }

    /** The input folders, for code that runs only if the root exists. */
    private InputFolders requireInputFolders() {
        return Objects.requireNonNull(inputFolders, "the root is missing");
    }

    /** Opens the folders from the input folder down to a path, and visits the path. */
    private void walkFromInputFolder(String path) {
        String input = inputs.inputFolderOf(path);
        try {
            InputFolder inputFolder = requireInputFolders().locate(input);
            if (inputFolder.real() == null) {
                return;
            }
            if (path.equals(input)) {
                walkInputFolder(inputFolder);
                return;
            }
            String parent = path.substring(0, path.lastIndexOf('/'));
            OpenFolder folder = parent.equals(openParentPath) ? openParent : openParentOf(inputFolder, path);
            if (folder != null) {
                Path child = folder.path().resolve(path.substring(parent.length() + 1));
                visit(folder, child, path, new SymlinkTrail(inputFolder, List.of()));
            }
        } catch (NoSuchFileException e) {
            walkListener.blocked(input, ReadObstacle.CHANGED_MEANWHILE);
        } catch (IOException e) {
            walkListener.blocked(input, ReadObstacle.unreadable(e));
        }
    }

    /** Walks an input folder, or each input folder inside a folder of the root. */
    private void walkInputFolder(InputFolder inputFolder) throws IOException {
        Path home = inputFolder.requireReal();
        PathStatus status = scanCounters.statusOf(home);
        if (status == null) {
            walkListener.blocked(inputFolder.folder(), ReadObstacle.CHANGED_MEANWHILE);
        } else if (inputs.kinds().contains(inputFolder.folder())) {
            try (OpenFolder folder = OpenFolder.open(requireBounds().topOf(home), home)) {
                walkFolder(folder, inputFolder.folder(), status, new SymlinkTrail(inputFolder, List.of()));
            }
        } else {
            walkListener.opened(inputFolder.folder(), home, status.stamp());
            if (Files.exists(home.resolve(WorkingTrees.GIT))) {
                repositories.add(home);
            }
            inputs.kinds().stream()
                    .filter(kind -> InputPaths.isWithin(inputFolder.folder(), kind))
                    .forEach(this::walkPath);
        }
    }

    /**
     * Opens the folder that contains a path, and keeps it open for the next path. If a part of the way is not a plain
     * folder, visits that part instead and returns null.
     */
    private @Nullable OpenFolder openParentOf(InputFolder inputFolder, String path) throws IOException {
        close();
        OpenFolder folder =
                OpenFolder.open(requireBounds().topOf(inputFolder.requireReal()), inputFolder.requireReal());
        int from = inputFolder.folder().length() + 1;
        for (int slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
            Path child = folder.path().resolve(path.substring(from, slash));
            try (OpenFolder above = folder) {
                OpenFolder next = openPlainFolder(inputFolder, above, child);
                if (next == null) {
                    String instead = path.substring(0, slash);
                    visited.add(instead);
                    visit(above, child, instead, new SymlinkTrail(inputFolder, List.of()));
                    return null;
                }
                folder = next;
            }
            from = slash + 1;
        }
        openParent = folder;
        openParentPath = path.substring(0, from - 1);
        PathStatus status = scanCounters.statusOf(folder.path());
        if (status != null) {
            walkListener.opened(openParentPath, folder.path(), status.stamp());
        }
        return folder;
    }

    /** Opens a folder; null if it is a link, another kind of input, or cannot be opened. */
    private @Nullable OpenFolder openPlainFolder(InputFolder inputFolder, OpenFolder in, Path child) {
        try {
            PathStatus status = scanCounters.statusOf(child);
            boolean plain = status != null && status.kind() == PathStatus.PathKind.FOLDER;
            return plain && !requireBounds().isOtherInput(inputFolder, child)
                    ? in.openFolder(child.getFileName())
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Handles one entry of an open folder according to its kind. */
    private void visit(OpenFolder in, Path child, String path, SymlinkTrail trail) {
        try {
            PathStatus status = scanCounters.statusOf(child);
            if (status == null) {
                walkListener.missing(path);
            } else if (status.kind() == PathStatus.PathKind.LINK) {
                followLink(in, child, path, trail);
            } else {
                walkListener.notLink(path);
                Path name = child.getFileName();
                if (status.kind() == PathStatus.PathKind.FOLDER) {
                    try (OpenFolder folder = in.openFolder(name)) {
                        walkFolder(folder, path, status, trail);
                    }
                } else if (isSkipped(path)) {
                    return;
                } else if (status.kind() != PathStatus.PathKind.FILE) {
                    walkListener.blocked(path, ReadObstacle.NOT_FILE_OR_FOLDER);
                } else if (trail.inputFolder().holdsProtected()
                        && requireBounds().isProtected(child)
                        && inputs.singleFile(path) == null) {
                    walkListener.blocked(path, ReadObstacle.PROTECTED);
                } else {
                    walkListener.file(in, name, path, status);
                }
            }
        } catch (NoSuchFileException e) {
            walkListener.missing(path);
        } catch (IOException e) {
            walkListener.blocked(path, ReadObstacle.unreadable(e));
        }
    }

    /** Whether the reader does not want a file. Tells the listener. */
    private boolean isSkipped(String path) {
        Interest interest = reader.interest(path);
        if (interest == Interest.UNREAD) {
            walkListener.unread(path, reader.unreadWarning(path));
        } else if (interest == Interest.IGNORE) {
            walkListener.missing(path);
        }
        return interest == Interest.UNREAD || interest == Interest.IGNORE;
    }

    /** Follows a symbolic link within its bounds. Visits the target as if it were at the path of the link. */
    private void followLink(OpenFolder in, Path link, String path, SymlinkTrail trail) throws IOException {
        Path real = requireInputFolders().resolveLink(link, path);
        Path home = trail.inputFolder().requireReal();
        String violation = real == null
                ? null
                : requireBounds().linkViolation(trail.inputFolder().folder(), home, real);
        PathStatus status = real == null || violation != null ? null : scanCounters.statusOf(real);
        // The listener needs a folder even for a link that is not followed.
        Path folder = in.path();
        if (real != null && status != null) {
            folder = status.kind() == PathStatus.PathKind.FOLDER ? real : real.resolveSibling("");
        }
        walkListener.link(path, folder);
        if (real == null) {
            return;
        }
        SymlinkTrail further = trail.via(in.path());
        if (violation != null) {
            walkListener.blocked(path, violation);
        } else if (status == null) {
            walkListener.blocked(path, ReadObstacle.CHANGED_MEANWHILE);
        } else if (status.kind() == PathStatus.PathKind.FOLDER) {
            // A target that contains a folder on the way would never end.
            if (further.linkFolders().stream().anyMatch(above -> above.startsWith(real))) {
                walkListener.blocked(path, ReadObstacle.LEADS_BACK);
            } else {
                try (OpenFolder target = OpenFolder.open(requireBounds().topOf(home), real)) {
                    walkFolder(target, path, status, further);
                }
            }
        } else if (isSkipped(path)) {
            return;
        } else if (status.kind() == PathStatus.PathKind.FILE) {
            try (OpenFolder target = OpenFolder.open(requireBounds().topOf(home), folder)) {
                walkListener.file(target, real.getFileName(), path, status);
            }
        } else {
            walkListener.blocked(path, ReadObstacle.LEADS_TO_NO_FILE_OR_FOLDER);
        }
    }

    /**
     * Lists a folder and visits all its entries.
     *
     * @param before the status of the folder before its open
     * @throws IOException if the folder cannot be listed
     */
    private void walkFolder(OpenFolder folder, String path, PathStatus before, SymlinkTrail trail) throws IOException {
        // Both count: a chain of links can be long without being deep.
        int depth =
                folder.path().getNameCount() - trail.inputFolder().requireReal().getNameCount();
        if (depth > MAX_DEPTH || trail.linkFolders().size() > MAX_DEPTH) {
            walkListener.blocked(path, ReadObstacle.tooDeep(MAX_DEPTH));
            return;
        }
        if (requireBounds().isOtherInput(trail.inputFolder(), folder.path())) {
            walkListener.blocked(
                    path, ReadObstacle.otherInput(trail.inputFolder().folder()));
            return;
        }
        visited.add(path);
        walkListener.opened(path, folder.path(), before.stamp());
        scanCounters.listings++;
        String at = folder.path().toString();
        int start = at.endsWith("/") ? at.length() : at.length() + 1;
        List<Path> children = folder.list();
        // Git's folder has a hidden name, so it is noted before the hidden names are removed.
        if (children.removeIf(child -> child.endsWith(WorkingTrees.GIT))) {
            repositories.add(folder.path());
        }
        children.removeIf(child -> InputPaths.isIgnoredName(child.toString().substring(start)));
        Set<String> names = new HashSet<>(children.size() * 2);
        for (Path child : children) {
            String name = child.toString().substring(start);
            names.add(name);
            String below = path + '/' + name;
            if (name.indexOf(InputPaths.UNDECODABLE) >= 0) {
                walkListener.blocked(below, ReadObstacle.UNDECODABLE);
            } else {
                visit(folder, child, below, trail);
            }
        }
        walkListener.listed(path, names);
    }

    /** Closes the folder that is kept open for the next path. */
    @Override
    public void close() throws IOException {
        openParentPath = "";
        if (openParent != null) {
            openParent.close();
            openParent = null;
        }
    }
}
