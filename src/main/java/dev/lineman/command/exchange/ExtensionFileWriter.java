package dev.lineman.command.exchange;

import dev.lineman.build.make.FolderNames;
import dev.lineman.command.csv.CsvImport;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.FileSetWriter;
import dev.lineman.input.snapshot.InputMounts;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes extension files that {@code import} and {@code adopt} make below a root, and says what is in their way. */
public final class ExtensionFileWriter {
    private final Settings settings;

    public ExtensionFileWriter(Settings settings) {
        this.settings = settings;
    }

    /** Returns the files that differ from those below the root. */
    List<CsvImport.NewFile> changed(List<CsvImport.NewFile> files) {
        return files.stream().filter(file -> !isSame(file)).toList();
    }

    /** Whether a file below the root already has this content. */
    private boolean isSame(CsvImport.NewFile file) {
        Path path = settings.root().resolve(file.path());
        try {
            return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    && Arrays.equals(Files.readAllBytes(path), file.bytes());
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether something is at the path of a file. */
    public boolean exists(CsvImport.NewFile file) {
        return exists(settings.root().resolve(file.path()));
    }

    /** Returns extension files as files to write. */
    List<FileSetWriter.TextFile> textFiles(List<CsvImport.NewFile> files) {
        FileOperations fileOperations = new FileOperations(settings.fileMode());
        return files.stream()
                .map(file -> new FileSetWriter.TextFile(
                        fileOperations, settings.root().resolve(file.path()), file.content(), false))
                .toList();
    }

    /** Writes files that belong together: all, or none if the disk is full. */
    static void writeAll(List<FileSetWriter.TextFile> files) throws CannotStartException {
        try {
            FileSetWriter.writeAll(files);
        } catch (IOException e) {
            throw new CannotStartException("the files could not be written: " + FileOperations.reason(e), e);
        }
    }

    /**
     * Writes a new file. Replaces none, also none that another process creates at the same time.
     *
     * @throws CannotStartException if the file exists, or cannot be written
     */
    public void writeNew(CsvImport.NewFile file) throws CannotStartException {
        try {
            FileSetWriter.writeNew(textFiles(List.of(file)).get(0));
        } catch (FileAlreadyExistsException e) {
            throw new CannotStartException(file.path() + " is already there, and was not replaced", e);
        } catch (IOException e) {
            throw new CannotStartException(file.path() + " could not be written: " + FileOperations.reason(e), e);
        }
    }

    /** Returns a check that also refuses files on a file system that is not mounted. */
    CsvImport.TargetCheck targetCheck(Snapshot present, boolean overwrite) {
        InputMounts mounts = present.mounts();
        return file -> mounts.isLost(file.path())
                ? file.path() + " would be hidden when the file system is mounted again; mount it first"
                : obstacle(file, overwrite);
    }

    /** Returns the reason why a file cannot be written below the root; null when it can. */
    public @Nullable String obstacle(CsvImport.NewFile file, boolean overwrite) {
        String path = file.path();
        Path target;
        try {
            target = settings.root().resolve(path);
        } catch (InvalidPathException e) {
            return "no file can have this name in the present locale: run with LANG=C.UTF-8";
        }
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            return path + " is a folder";
        }
        if (exists(target) && !overwrite && !isSame(file)) {
            return path + " is already there; replace it with --overwrite, or choose another folder with --into";
        }
        String misplaced = settings.inputs().linkViolation(FolderNames.EXTENSIONS);
        if (misplaced != null) {
            return FolderNames.EXTENSIONS + ": " + misplaced;
        }
        // A symbolic link on the way must not lead out of the folder of extensions.
        Path folder = FileOperations.nearestExisting(target.resolveSibling(""), LinkOption.NOFOLLOW_LINKS);
        if (!Files.isDirectory(folder)) {
            return settings.root().relativize(folder) + " is not a folder";
        }
        try {
            Path real = folder.toRealPath();
            Path extensions = settings.root().resolve(FolderNames.EXTENSIONS);
            boolean inside = exists(extensions)
                    ? real.startsWith(extensions.toRealPath())
                    : real.equals(settings.root().toRealPath());
            return inside ? null : settings.root().relativize(folder) + " leads out of " + FolderNames.EXTENSIONS;
        } catch (IOException e) {
            return settings.root().relativize(folder) + " cannot be read: " + FileOperations.reason(e);
        }
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
