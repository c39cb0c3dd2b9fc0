package dev.lineman.command.init;

import dev.lineman.build.make.FolderNames;
import dev.lineman.fs.FileContents;
import dev.lineman.fs.FileOperations;
import dev.lineman.input.git.WorkingTrees;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import dev.lineman.workspace.CannotStartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder that becomes a root, as it is now. Immutable.
 *
 * @param path the folder; it may be missing
 * @param empty whether it is missing, or has nothing but folders of Git, of the file system and of outputs
 * @param hasExtensions whether it has files of extensions or defaults, so that new ones could change phones
 * @param git where it is in a Git working tree
 */
record RootFolder(Path path, boolean empty, boolean hasExtensions, GitPlace git) {
    /** The place of a folder in a Git working tree. */
    enum GitPlace {
        /** It is in no working tree. */
        OUTSIDE,
        /** It is the top of one, where GitHub looks for workflows. */
        TOP,
        /** It is below the top of one. */
        BELOW
    }

    /** Names in a folder that counts as empty: of a new repository, of a new file system, and of an agent without inputs. */
    private static final List<String> IGNORED = List.of(WorkingTrees.GIT, "lost+found", "out");

    /**
     * Looks at a folder.
     *
     * @throws CannotStartException if it is no folder, or if it cannot be read
     */
    static RootFolder read(Path path) throws CannotStartException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path)) {
            throw new CannotStartException(path
                    + (Files.isSymbolicLink(path)
                            ? " is a symbolic link that leads to no folder; name another folder"
                            : " is no folder; name another one"));
        }
        try {
            Path present = FileOperations.nearestExisting(path);
            WorkingTrees.Tree tree = WorkingTrees.around(present);
            return new RootFolder(
                    path,
                    !Files.isDirectory(path) || isEmpty(path),
                    hasExtensions(path.resolve(FolderNames.EXTENSIONS)),
                    tree == null
                            ? GitPlace.OUTSIDE
                            : Files.isDirectory(path) && path.toRealPath().equals(tree.top())
                                    ? GitPlace.TOP
                                    : GitPlace.BELOW);
        } catch (IOException e) {
            throw new CannotStartException(path + " cannot be read: " + FileOperations.reason(e), e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.allMatch(file -> IGNORED.contains(String.valueOf(file.getFileName())));
        }
    }

    private static boolean hasExtensions(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder.toRealPath())) {
            // A link may lead to more files.
            return files.anyMatch(file -> Files.isSymbolicLink(file) || ExtensionReader.isYamlFile(file.toString()));
        }
    }

    /**
     * Checks that this user can write here.
     *
     * @throws CannotStartException if not
     */
    void requireWritable() throws CannotStartException {
        Path present = FileOperations.nearestExisting(path);
        if (!Files.isDirectory(present)) {
            throw new CannotStartException(present + " is no folder; name another one");
        }
        if (!Files.isWritable(present)) {
            throw new CannotStartException(
                    present + " cannot be written: permission denied. Run init as a user that can write there");
        }
    }

    /** Whether something is at a path below it, also a symbolic link that leads nowhere. */
    boolean has(String file) {
        return Files.exists(path.resolve(file), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Returns the lines of a file below it; none if there is no such file.
     *
     * @throws CannotStartException if it cannot be read
     */
    List<String> lines(String file) throws CannotStartException {
        Path read = path.resolve(file);
        try {
            return Files.isRegularFile(read)
                    ? new String(FileContents.read(read), StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new CannotStartException(read + " cannot be read: " + FileOperations.reason(e), e);
        }
    }

    /**
     * Returns the lines that its {@code .gitignore} lacks; none if there is no such file, because Lineman writes it.
     *
     * @throws CannotStartException if it cannot be read
     */
    List<String> unignored() throws CannotStartException {
        if (!has(RootFiles.GIT_IGNORE)) {
            return List.of();
        }
        // Without a slash, a line means the same name in all folders.
        Set<String> ignored = lines(RootFiles.GIT_IGNORE).stream()
                .map(RootFolder::withoutSlashes)
                .collect(Collectors.toSet());
        return RootTexts.GIT_IGNORE
                .lines()
                .filter(line -> !ignored.contains(withoutSlashes(line)))
                .toList();
    }

    private static String withoutSlashes(String line) {
        return line.strip().replaceAll("^/|/$", "");
    }

    /**
     * Checks that a new file would be in this folder.
     *
     * @throws CannotStartException if a symbolic link or a file is in its way
     */
    void requireInside(String file) throws CannotStartException {
        if (!Files.isDirectory(path)) {
            return;
        }
        Path above = FileOperations.nearestExisting(path.resolve(file).resolveSibling(""), LinkOption.NOFOLLOW_LINKS);
        if (!Files.isDirectory(above)) {
            throw new CannotStartException(above + " is no folder; remove it, then run init again");
        }
        try {
            if (!above.toRealPath().startsWith(path.toRealPath())) {
                throw new CannotStartException(above + " leads out of " + path
                        + "; replace the symbolic link by a folder, then run init again");
            }
        } catch (IOException e) {
            throw new CannotStartException(above + " cannot be read: " + FileOperations.reason(e), e);
        }
    }
}
