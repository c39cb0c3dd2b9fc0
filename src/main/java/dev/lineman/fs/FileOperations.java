package dev.lineman.fs;

import dev.lineman.fs.FaultPoint.Operation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes every change of the file system: one place for file modes, for names of temporary files and
 * for the fault point of crash tests. {@code publish}, the CSV import and the stores below {@code out/.lineman}
 * use it. Several threads may replace files of different names at the same time; everything else is for one thread
 * at a time.
 */
public final class FileOperations {
    private static final Pattern TEMPORARY = Pattern.compile("\\.lineman-([0-9a-z]+)\\.tmp");
    /** Digits of the largest process id, in base 36, with room to spare. */
    private static final int MAX_PID_DIGITS = 12;

    private static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final Set<OpenOption> OPEN = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    /** Whether a new file has the wanted mode at once. Learned from the first file that is created. */
    private enum ModeSupport {
        /** No file was created yet. */
        UNKNOWN,
        /** No further call is needed: new files have the mode, or the file system ignores modes. */
        SETTLED,
        /** The umask removes bits from new files, so each file needs a second call. */
        MASKED
    }

    /** Called before each operation. */
    private final FaultPoint faults;

    private final Set<PosixFilePermission> fileMode;
    private final Set<PosixFilePermission> folderMode;
    private final FileAttribute<?>[] fileAttributes;
    private final FileAttribute<?>[] folderAttributes;
    private volatile ModeSupport modes;
    /** Number of temporary names that this process has used. */
    private final AtomicLong temporaries = new AtomicLong();

    /** Makes operations whose new files and folders get a mode. */
    public FileOperations(FileMode mode) {
        this(mode, FaultPoint.NONE);
    }

    /** Makes operations with a fault point for tests. */
    public FileOperations(FileMode mode, FaultPoint faults) {
        this.faults = faults;
        fileMode = mode.filePermissions();
        folderMode = mode.folderPermissions();
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        modes = posix ? ModeSupport.UNKNOWN : ModeSupport.SETTLED;
        fileAttributes = attributes(posix, fileMode);
        folderAttributes = attributes(posix, folderMode);
    }

    private static FileAttribute<?>[] attributes(boolean posix, Set<PosixFilePermission> mode) {
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)} : new FileAttribute<?>[0];
    }

    /** Returns the permissions of new files. */
    public Set<PosixFilePermission> fileMode() {
        return fileMode;
    }

    /**
     * Creates an empty file and opens it.
     *
     * @throws FileAlreadyExistsException if the name exists, also as a dangling symbolic link
     */
    public WritableFile create(Path file) throws IOException {
        faults.before(Operation.CREATE, file);
        FileChannel channel = FileChannel.open(file, CREATE, fileAttributes);
        if (modes != ModeSupport.SETTLED) {
            correctMode(file);
        }
        return new WritableFile(faults, file, channel);
    }

    /** Opens an existing file for writing. Fails if the name is a symbolic link. */
    public WritableFile open(Path file) throws IOException {
        faults.before(Operation.OPEN, file);
        return new WritableFile(faults, file, FileChannel.open(file, OPEN));
    }

    /**
     * Replaces a file in one step: writes a temporary file beside it, then renames it over the target. An
     * existing file or symbolic link is replaced, a folder is not. The content is not flushed, so a power loss
     * may leave an empty file.
     *
     * @param writer writes the content; if it throws, the old file stays
     */
    public void replace(Path target, ContentWriter writer) throws IOException {
        Path temporary = target.resolveSibling(temporaryName());
        try {
            try (WritableFile file = create(temporary)) {
                writer.writeTo(file);
            }
            rename(temporary, target);
        } catch (IOException e) {
            deleteQuietly(temporary);
            throw e;
        }
    }

    /**
     * Gives a file a second name (hard link) in one step. An existing file of that name is replaced.
     *
     * @throws IOException also if the file system has no hard links
     */
    public void link(Path file, Path target) throws IOException {
        Path temporary = target.resolveSibling(temporaryName());
        try {
            linkNew(file, temporary);
            rename(temporary, target);
        } finally {
            // rename(2) does nothing if both names are links to the same file. Then the temporary name is left.
            deleteQuietly(temporary);
        }
    }

    /**
     * Gives a file a second name (hard link) in one step.
     *
     * @throws IOException also if a file has that name, or the file system has no hard links
     */
    public void linkNew(Path file, Path name) throws IOException {
        faults.before(Operation.CREATE, name);
        try {
            Files.createLink(name, file);
        } catch (UnsupportedOperationException e) {
            throw new IOException("this file system has no hard links", e);
        }
    }

    /** Renames a file in one step. An existing file of the new name is replaced. */
    public void rename(Path from, Path to) throws IOException {
        faults.before(Operation.RENAME, from);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a file, a symbolic link or an empty folder. */
    public void delete(Path file) throws IOException {
        faults.before(Operation.DELETE, file);
        Files.delete(file);
    }

    /**
     * Deletes a file that no other file refers to, and ignores a failure. A file that cannot be deleted takes up
     * space until the next start.
     */
    public void deleteQuietly(Path file) {
        try {
            delete(file);
        } catch (IOException e) {
            // The file does not exist, or the disk fails: nothing depends on it.
        }
    }

    /** Creates a folder. Its parent must exist. */
    public void createFolder(Path folder) throws IOException {
        faults.before(Operation.CREATE_FOLDER, folder);
        Files.createDirectory(folder, folderAttributes);
        if (folderAttributes.length > 0
                && !Files.getPosixFilePermissions(folder).equals(folderMode)) {
            setMode(folder, folderMode);
        }
    }

    /** Creates a folder and its missing parents. Does nothing if the folder exists. */
    public void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            createFolders(parent);
        }
        try {
            createFolder(folder);
        } catch (FileAlreadyExistsException e) {
            // Another thread or process may have created the folder at the same moment.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /**
     * Returns when the names in a folder are on the disk, where the file system can do that. A rename survives a
     * power loss only after this call.
     */
    public void flushFolder(Path folder) throws IOException {
        faults.before(Operation.FLUSH, folder);
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (AccessDeniedException e) {
            // Windows cannot open folders.
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    /** Sets the mode of an existing file, where the file system has modes. */
    public void setFileMode(Path file) throws IOException {
        setMode(file, fileMode);
    }

    /** Returns an unused name for a temporary file: process id and a counter, both in base 36. */
    public String temporaryName() {
        return ".lineman-" + Long.toString(ProcessHandle.current().pid(), 36) + "z"
                + Long.toString(temporaries.getAndIncrement(), 36) + ".tmp";
    }

    /**
     * Whether a name is a {@link #temporaryName} of any process. Such files are left over if a process crashes.
     */
    public static boolean isTemporary(String name) {
        return name.startsWith(".lineman-") && TEMPORARY.matcher(name).matches();
    }

    /**
     * Deletes the temporary files in a folder whose process has ended. Failures are ignored.
     */
    public void deleteLeftovers(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".lineman-*.tmp")) {
            for (Path file : files) {
                Matcher name = TEMPORARY.matcher(String.valueOf(file.getFileName()));
                if (name.matches() && !isOfLiveProcess(name.group(1))) {
                    deleteQuietly(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // The files only take up space.
        }
    }

    /** Whether a live process may have made this {@link #temporaryName}. The separator can also be a digit. */
    private static boolean isOfLiveProcess(String name) {
        for (int z = name.indexOf('z', 1); z > 0 && z <= MAX_PID_DIGITS; z = name.indexOf('z', z + 1)) {
            if (ProcessHandle.of(Long.parseLong(name.substring(0, z), 36)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Gives a file the owner, the group and the mode of another one. Other users get no permission.
     *
     * @throws IOException if this user may not do that
     */
    public void copyOwner(Path from, Path to) throws IOException {
        faults.before(Operation.SET_MODE, to);
        FileOwnership.copyWithMode(from, to);
    }

    /**
     * Gives a file or a folder the owner and the group of another one. Its mode stays.
     *
     * @throws IOException if this user may not do that
     */
    public void copyOwnership(Path from, Path to) throws IOException {
        faults.before(Operation.SET_MODE, to);
        FileOwnership.copy(from, to);
    }

    /** Returns the path if it exists, or else the nearest folder above it that does. */
    public static Path nearestExisting(Path path, LinkOption... options) {
        Path present = path;
        while (!Files.exists(present, options)) {
            present = present.resolveSibling("");
        }
        return present;
    }

    /**
     * Returns the reason of a failure for a message, without the file's name: callers name the file themselves.
     */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failure instanceof FileSystemException named && named.getReason() != null) {
            return named.getReason();
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** Applies the mode to a new file, and learns from the first file whether further files need it. */
    private void correctMode(Path file) throws IOException {
        if (modes == ModeSupport.UNKNOWN && Files.getPosixFilePermissions(file).equals(fileMode)) {
            modes = ModeSupport.SETTLED;
            return;
        }
        setMode(file, fileMode);
        if (modes == ModeSupport.UNKNOWN) {
            modes = Files.getPosixFilePermissions(file).equals(fileMode) ? ModeSupport.MASKED : ModeSupport.SETTLED;
        }
    }

    private void setMode(Path file, Set<PosixFilePermission> mode) throws IOException {
        faults.before(Operation.SET_MODE, file);
        try {
            Files.setPosixFilePermissions(file, mode);
        } catch (UnsupportedOperationException | FileSystemException e) {
            // The file system has no modes, or fixes them for the whole mount. Both are the administrator's
            // choice.
        }
    }

    /** Writes the content of a file that {@link #replace} puts in place. */
    @FunctionalInterface
    public interface ContentWriter {
        /**
         * Writes the content.
         *
         * @throws IOException if it cannot be written; the target then stays unchanged
         */
        void writeTo(WritableFile file) throws IOException;
    }
}
