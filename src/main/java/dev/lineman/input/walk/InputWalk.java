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
 * Goes where the inputs are: looks at a path, walks it when it is a folder, follows symbolic links as far as they may
 * lead, and tells what it comes upon. Reads no file. For one thread, and one round of looking.
 */
public final class InputWalk implements Closeable {
    /** Deeper than any site plan, and few enough that each folder on the way may stay open. */
    private static final int MAX_DEPTH = 64;

    private final InputPaths inputs;
    private final DocumentReader reader;
    private final ScanCounters scanCounters;
    private final WalkListener walkListener;
    private final Set<String> visited = new HashSet<>();
    private final SingleFiles singleFiles;
    private final List<Path> repositories = new ArrayList<>();
    private final @Nullable SymlinkBounds symlinkBounds;
    private final @Nullable InputFolders inputFolders;

    /** The folder that the last path lay in, kept open: the next one mostly lies there too. */
    private @Nullable OpenFolder openParent;

    private String openParentPath = "";

    public InputWalk(InputPaths inputs, DocumentReader reader, ScanCounters scanCounters, WalkListener walkListener) {
        this.inputs = inputs;
        this.reader = reader;
        this.scanCounters = scanCounters;
        this.walkListener = walkListener;
        this.singleFiles = new SingleFiles(reader, scanCounters, walkListener);
        this.symlinkBounds = SymlinkBounds.onDisk(inputs);
        this.inputFolders = symlinkBounds == null ? null : new InputFolders(symlinkBounds, scanCounters, walkListener);
    }

    /** Looks at a path, unless it was already come upon in this round. Least work in the order of the paths. */
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

    /** The folders with a {@code .git} that were come upon, by their real paths. */
    public List<Path> repositories() {
        return repositories;
    }

    private SymlinkBounds requireBounds() {
        return Objects.requireNonNull(symlinkBounds, "the root is missing");
    }

    private InputFolders requireInputFolders() {
        return Objects.requireNonNull(inputFolders, "the root is missing");
    }

    /** Goes down to a path from its input folder, as far as there are plain folders. */
    private void walkFromInputFolder(String path) {
        String input = inputs.inputFolderOf(path);
        try {
            InputFolder place = requireInputFolders().locate(input);
            if (place.real() == null) {
                return;
            }
            if (path.equals(input)) {
                walkInputFolder(place);
                return;
            }
            String parent = path.substring(0, path.lastIndexOf('/'));
            OpenFolder folder = parent.equals(openParentPath) ? openParent : openParentOf(place, path);
            if (folder != null) {
                Path child = folder.path().resolve(path.substring(parent.length() + 1));
                visit(folder, child, path, new SymlinkTrail(place, List.of()));
            }
        } catch (NoSuchFileException e) {
            walkListener.blocked(input, ReadObstacle.CHANGED_MEANWHILE);
        } catch (IOException e) {
            walkListener.blocked(input, ReadObstacle.unreadable(e));
        }
    }

    /** Walks an input folder, or each of those that a folder of the root holds. */
    private void walkInputFolder(InputFolder place) throws IOException {
        Path home = place.requireReal();
        PathStatus status = scanCounters.statusOf(home);
        if (status == null) {
            walkListener.blocked(place.folder(), ReadObstacle.CHANGED_MEANWHILE);
        } else if (inputs.kinds().contains(place.folder())) {
            try (OpenFolder folder = OpenFolder.open(requireBounds().topOf(home), home)) {
                walkFolder(folder, place.folder(), status, new SymlinkTrail(place, List.of()));
            }
        } else {
            walkListener.opened(place.folder(), home, status.stamp());
            if (Files.exists(home.resolve(WorkingTrees.GIT))) {
                repositories.add(home);
            }
            inputs.kinds().stream()
                    .filter(kind -> InputPaths.isWithin(place.folder(), kind))
                    .forEach(this::walkPath);
        }
    }

    /**
     * Opens the folder that a path lies in, and keeps it for the next path. When something on the way is no plain folder,
     * that is looked at instead, and null returned.
     */
    private @Nullable OpenFolder openParentOf(InputFolder place, String path) throws IOException {
        close();
        OpenFolder folder = OpenFolder.open(requireBounds().topOf(place.requireReal()), place.requireReal());
        int from = place.folder().length() + 1;
        for (int slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
            Path child = folder.path().resolve(path.substring(from, slash));
            try (OpenFolder above = folder) {
                OpenFolder next = openPlainFolder(place, above, child);
                if (next == null) {
                    String instead = path.substring(0, slash);
                    visited.add(instead);
                    visit(above, child, instead, new SymlinkTrail(place, List.of()));
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

    private @Nullable OpenFolder openPlainFolder(InputFolder place, OpenFolder in, Path child) {
        try {
            PathStatus status = scanCounters.statusOf(child);
            boolean plain = status != null && status.kind() == PathStatus.PathKind.FOLDER;
            return plain && !requireBounds().isOtherInput(place, child) ? in.openFolder(child.getFileName()) : null;
        } catch (IOException e) {
            return null;
        }
    }

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

    /** Whether a file is no input; one that people may take for an input is told. */
    private boolean isSkipped(String path) {
        Interest interest = reader.interest(path);
        if (interest == Interest.UNREAD) {
            walkListener.unread(path, reader.unreadWarning(path));
        } else if (interest == Interest.IGNORE) {
            walkListener.missing(path);
        }
        return interest == Interest.UNREAD || interest == Interest.IGNORE;
    }

    /** Follows a symbolic link as far as it leads, and goes on there as if what it leads to lay here. */
    private void followLink(OpenFolder in, Path link, String path, SymlinkTrail trail) throws IOException {
        Path real = requireInputFolders().resolveLink(link, path);
        Path home = trail.inputFolder().requireReal();
        String astray = real == null
                ? null
                : requireBounds().linkViolation(trail.inputFolder().folder(), home, real);
        PathStatus status = real == null || astray != null ? null : scanCounters.statusOf(real);
        Path folder = in.path();
        if (real != null && status != null) {
            folder = status.kind() == PathStatus.PathKind.FOLDER ? real : real.resolveSibling("");
        }
        walkListener.link(path, folder);
        if (real == null) {
            return;
        }
        SymlinkTrail further = trail.via(in.path());
        if (astray != null) {
            walkListener.blocked(path, astray);
        } else if (status == null) {
            walkListener.blocked(path, ReadObstacle.CHANGED_MEANWHILE);
        } else if (status.kind() == PathStatus.PathKind.FOLDER) {
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

    private void walkFolder(OpenFolder folder, String path, PathStatus before, SymlinkTrail trail) throws IOException {
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

    @Override
    public void close() throws IOException {
        openParentPath = "";
        if (openParent != null) {
            openParent.close();
            openParent = null;
        }
    }
}
