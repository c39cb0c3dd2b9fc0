package dev.lineman.publish.mirror;

import dev.lineman.fs.FileOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/**
 * The folders in {@code out/} during one {@link MirrorUpdate}. Each is inspected once: it is present, missing, or
 * another file has its name. No path leads through a symbolic link. For the writing thread.
 */
final class MirrorFolders {
    private final FileOperations fileOperations;
    private final Map<String, MirrorFolder> known = new HashMap<>();

    MirrorFolders(FileOperations fileOperations, Path out) {
        this.fileOperations = fileOperations;
        known.put("", new MirrorFolder("", out));
    }

    /**
     * Returns the folder of a file; or the first folder on the way to it that is missing or obstructed.
     *
     * @param make whether to create missing folders
     */
    MirrorFolder folderOf(String file, boolean make) {
        return folder(parent(file), make);
    }

    /** Returns the part before the last {@code /}; empty if there is none. */
    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** Returns the part after the last {@code /}. */
    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private MirrorFolder folder(String path, boolean make) {
        MirrorFolder folder = known.get(path);
        if (folder == null) {
            MirrorFolder above = folder(parent(path), make);
            if (above.state != FolderState.PRESENT) {
                return above;
            }
            folder = inspect(path, above);
            known.put(path, folder);
        }
        if (make && folder.state == FolderState.MISSING) {
            folder.create();
        }
        return folder;
    }

    /** Looks at a folder on the disk, without following a link. */
    private MirrorFolder inspect(String path, MirrorFolder above) {
        String name = name(path);
        MirrorFolder folder;
        try {
            folder = new MirrorFolder(path, above.at.resolve(name));
        } catch (InvalidPathException e) {
            return new MirrorFolder(path, above.at).obstruct(LOCALE_MESSAGE);
        }
        try {
            BasicFileAttributes found =
                    Files.readAttributes(folder.at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isSymbolicLink()) {
                return folder.obstruct("a symbolic link is in the place of a folder: move it away");
            }
            return found.isDirectory() ? folder : folder.obstruct("a file is in the place of a folder: move it away");
        } catch (NoSuchFileException e) {
            folder.state = FolderState.MISSING;
            return folder;
        } catch (IOException e) {
            folder.failed = true;
            return folder.obstruct(FileOperations.reason(e));
        }
    }

    /** The problem of a name that the locale of the process cannot express. */
    static final String LOCALE_MESSAGE = "the locale cannot write this name: run with LANG=C.UTF-8";

    /** Whether a folder can be used. */
    private enum FolderState {
        PRESENT,
        MISSING,
        OBSTRUCTED
    }

    /** One folder as it was found. */
    final class MirrorFolder {
        private final String path;
        private final Path at;
        private FolderState state = FolderState.PRESENT;
        private String reason = "";
        private boolean failed;
        /** Whether this update created the folder. Then it has no files of other programs. */
        private boolean created;

        private MirrorFolder(String path, Path at) {
            this.path = path;
            this.at = at;
        }

        /** Returns the path below {@code out/}; empty for {@code out/} itself. */
        String path() {
            return path;
        }

        Path at() {
            return at;
        }

        boolean isPresent() {
            return state == FolderState.PRESENT;
        }

        /** Whether the folder could not be inspected or created. */
        boolean isUnknown() {
            return failed;
        }

        /** Returns why the folder cannot be used; empty if it can. */
        String reason() {
            return reason;
        }

        /** Whether it is certain that no file has this name. For any thread. */
        boolean isUnused(String name) {
            return created || Files.notExists(at.resolve(name), LinkOption.NOFOLLOW_LINKS);
        }

        /** Notes that the folder was removed. */
        void markRemoved() {
            state = FolderState.MISSING;
            created = false;
        }

        private MirrorFolder obstruct(String why) {
            state = FolderState.OBSTRUCTED;
            reason = why;
            return this;
        }

        /** Creates the folder; if that fails, the folder counts as obstructed. */
        private void create() {
            try {
                fileOperations.createFolder(at);
                state = FolderState.PRESENT;
                created = true;
            } catch (IOException e) {
                failed = true;
                obstruct(FileOperations.reason(e));
            }
        }
    }
}
