package dev.lineman.workspace;

import dev.lineman.build.make.FolderNames;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Checks that a folder can be the root of a command: whether it exists, what it has, and who can read it. Stateless. */
public final class RootCheck {
    private RootCheck() {}

    /**
     * Checks that the root folder exists.
     *
     * @throws CannotStartException if it does not, or if this user cannot see it
     */
    public static void requireRoot(Settings settings) throws CannotStartException {
        if (!Files.isDirectory(settings.root())) {
            requireAccess(settings, settings.root());
            throw new CannotStartException(settings.root() + " is no folder; name the right one with --root");
        }
    }

    /**
     * Checks that the root has a folder for extensions. A symbolic link that leads nowhere counts: the scan reports it.
     *
     * @throws CannotStartException if it has none, with the command that makes one
     */
    public static void requireExtensions(Settings settings) throws CannotStartException {
        requireRoot(settings);
        Path extensions = settings.root().resolve(FolderNames.EXTENSIONS);
        if (!Files.exists(extensions, LinkOption.NOFOLLOW_LINKS)) {
            requireAccess(settings, extensions);
            throw new CannotStartException(settings.root() + " has no folder " + FolderNames.EXTENSIONS
                    + "; run 'lineman init " + settings.root()
                    + "' to make a root, or name the right one with --root");
        }
    }

    /**
     * Checks that this user has the rights to see whether a path of the root exists. Without them, each path seems missing.
     *
     * @throws CannotStartException if the user does not
     */
    public static void requireAccess(Settings settings, Path path) throws CannotStartException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            String advice = "Run Lineman as a user who can read it, such as root, or as a member of the folder's group";
            throw new CannotStartException(settings.root() + " cannot be read: permission denied. " + advice, e);
        } catch (IOException e) {
            // The path is missing, which the caller reports.
        }
    }

    /**
     * Checks that the root has a folder for extensions, or a publication: an agent that published before serves its last
     * files, also while its input folder is missing.
     *
     * @throws CannotStartException if it has neither, with the command that makes a root
     */
    public static void requireInputs(Settings settings) throws CannotStartException {
        if (!Files.exists(settings.out().resolve(".lineman"), LinkOption.NOFOLLOW_LINKS)) {
            requireExtensions(settings);
        }
    }

    /**
     * Refuses an output folder that holds inputs, and the reverse: a cycle would read its own outputs. Symbolic links
     * are followed first.
     *
     * @throws CannotStartException if one of the folders contains another
     */
    static void requireSeparateFolders(Settings settings) throws CannotStartException {
        for (Path input : settings.inputFolders()) {
            requireSeparate(settings.out(), input);
        }
    }

    private static void requireSeparate(Path out, Path input) throws CannotStartException {
        Path written = realPath(out);
        Path read = realPath(input);
        if (written.startsWith(read) || read.startsWith(written)) {
            throw new CannotStartException(out + " and " + input
                    + ": one folder contains the other; use separate folders for outputs and inputs");
        }
    }

    /** Resolves symbolic links. A path that does not exist stays unresolved. */
    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}
