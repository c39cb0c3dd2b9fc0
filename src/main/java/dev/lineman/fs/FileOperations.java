package dev.lineman.fs;

import dev.lineman.fs.FaultPoint.Operation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
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
import java.util.regex.Pattern;

/**
 * Every operation that changes the file system goes through here: one place for the mode of files, for names of
 * temporary files and for the fault point of crash tests. Files of different names may be put into their places at the same time;
 * all else is for one thread at a time.
 */
public final class FileOperations {
    private static final Pattern TEMPORARY = Pattern.compile("\\.lineman-[0-9a-z]+\\.tmp");
    private static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final Set<OpenOption> OPEN = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private enum ModeSupport {
        /** Not yet known what the file system and the umask make of a mode. */
        UNKNOWN,
        /** A new file has its mode at once, or never. */
        SETTLED,
        /** The umask takes bits away: they are given back, file by file. */
        MASKED
    }

    private final FaultPoint faults;
    private final Set<PosixFilePermission> fileMode;
    private final Set<PosixFilePermission> folderMode;
    private final FileAttribute<?>[] fileAttributes;
    private final FileAttribute<?>[] folderAttributes;
    private volatile ModeSupport modes;
    private final AtomicLong temporaries = new AtomicLong();

    /** A disk where files get this mode. */
    public FileOperations(FileMode mode) {
        this(mode, FaultPoint.NONE);
    }

    /** A disk with a fault point. */
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

    /** The permissions that files get. */
    public Set<PosixFilePermission> fileMode() {
        return fileMode;
    }

    /**
     * A new, empty file.
     *
     * @throws FileAlreadyExistsException when anything has that name, a dangling link too
     */
    public WritableFile create(Path file) throws IOException {
        faults.before(Operation.CREATE, file);
        FileChannel channel = FileChannel.open(file, CREATE, fileAttributes);
        if (modes != ModeSupport.SETTLED) {
            correctMode(file);
        }
        return new WritableFile(faults, file, channel);
    }

    /** A file that is there; a symbolic link is refused. */
    public WritableFile open(Path file) throws IOException {
        faults.before(Operation.OPEN, file);
        return new WritableFile(faults, file, FileChannel.open(file, OPEN));
    }

    /**
     * Puts a file into its place whole: filled beside its target, then renamed over it. Whatever had that name, a
     * symbolic link too, is replaced; a folder is not. Not flushed.
     */
    public void replace(Path target, ContentWriter filling) throws IOException {
        Path temporary = target.resolveSibling(temporaryName());
        try {
            try (WritableFile file = create(temporary)) {
                filling.writeTo(file);
            }
            rename(temporary, target);
        } catch (IOException e) {
            deleteQuietly(temporary);
            throw e;
        }
    }

    /**
     * Gives a file a second name in one step, over a file that has it.
     *
     * @throws IOException also when the file system has no such links
     */
    public void link(Path file, Path target) throws IOException {
        Path temporary = target.resolveSibling(temporaryName());
        faults.before(Operation.CREATE, temporary);
        try {
            Files.createLink(temporary, file);
            rename(temporary, target);
        } catch (UnsupportedOperationException e) {
            throw new IOException("no links here", e);
        } finally {
            // To rename a file over another name of its own does nothing (rename(2)).
            deleteQuietly(temporary);
        }
    }

    /** Gives a file another name in one step, over a file that has it. */
    public void rename(Path from, Path to) throws IOException {
        faults.before(Operation.RENAME, from);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes a file, a link or an empty folder. */
    public void delete(Path file) throws IOException {
        faults.before(Operation.DELETE, file);
        Files.delete(file);
    }

    /** Removes a file that nothing leads to, if it can be done; else it takes up space until the next start. */
    public void deleteQuietly(Path file) {
        try {
            delete(file);
        } catch (IOException e) {
            // It is not there, or the disk fails: nothing depends on it.
        }
    }

    /** Makes one folder; its parent is there. */
    public void createFolder(Path folder) throws IOException {
        faults.before(Operation.CREATE_FOLDER, folder);
        Files.createDirectory(folder, folderAttributes);
        if (folderAttributes.length > 0
                && !Files.getPosixFilePermissions(folder).equals(folderMode)) {
            setMode(folder, folderMode);
        }
    }

    /** Makes a folder unless it is there, parents too. */
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
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /** Returns when the names in a folder lie on the disk, where the file system can promise that. */
    public void flushFolder(Path folder) throws IOException {
        faults.before(Operation.FLUSH, folder);
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (AccessDeniedException e) {
            // Windows opens no folders.
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    /** Gives a file the mode of files, where the file system has modes. */
    public void setFileMode(Path file) throws IOException {
        setMode(file, fileMode);
    }

    /** A name in no use, for a file on its way to its place. */
    public String temporaryName() {
        return ".lineman-" + Long.toString(ProcessHandle.current().pid(), 36) + "z"
                + Long.toString(temporaries.getAndIncrement(), 36) + ".tmp";
    }

    /** Whether a name is one of {@link #temporaryName}, of this process or of one that crashed. */
    public static boolean isTemporary(String name) {
        return name.startsWith(".lineman-") && TEMPORARY.matcher(name).matches();
    }

    /** Why an operation failed, in words for a person, without the file's name. */
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
            // A file system without modes, or one that fixes them for the whole mount: nothing to be had here.
        }
    }

    /** What a file shall hold. */
    @FunctionalInterface
    public interface ContentWriter {
        void writeTo(WritableFile file) throws IOException;
    }
}
