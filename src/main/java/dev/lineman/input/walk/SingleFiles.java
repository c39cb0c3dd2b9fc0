package dev.lineman.input.walk;

import dev.lineman.input.DocumentReader;
import dev.lineman.input.DocumentReader.Interest;
import dev.lineman.input.OpenFolder;
import dev.lineman.input.PathStatus;
import dev.lineman.input.ReadObstacle;
import dev.lineman.input.ScanCounters;
import dev.lineman.input.WalkListener;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Visits single input files, such as the file of secrets. They may be anywhere, and may be symbolic links to
 * anywhere: the operator names them. Not thread-safe.
 */
final class SingleFiles {
    private final DocumentReader reader;
    private final ScanCounters scanCounters;
    private final WalkListener walkListener;

    SingleFiles(DocumentReader reader, ScanCounters scanCounters, WalkListener walkListener) {
        this.reader = reader;
        this.scanCounters = scanCounters;
        this.walkListener = walkListener;
    }

    /**
     * Visits a file and tells the listener about it.
     *
     * @param file its absolute path
     * @param path its name, for the listener
     */
    void visit(Path file, String path) {
        try {
            PathStatus named = scanCounters.statusOf(file);
            if (named == null) {
                walkListener.missing(path);
                return;
            }
            Path real = file.toRealPath();
            PathStatus status = named.kind() == PathStatus.PathKind.LINK ? scanCounters.statusOf(real) : named;
            Path folder = real.getParent();
            if (status == null || status.kind() != PathStatus.PathKind.FILE || folder == null) {
                walkListener.blocked(path, ReadObstacle.NOT_A_FILE);
            } else if (reader.interest(path) == Interest.IGNORE) {
                walkListener.missing(path);
            } else {
                try (OpenFolder in = OpenFolder.open(folder)) {
                    walkListener.file(in, real.getFileName(), path, status);
                }
            }
        } catch (NoSuchFileException e) {
            walkListener.blocked(path, ReadObstacle.LEADS_NOWHERE);
        } catch (IOException e) {
            walkListener.blocked(path, ReadObstacle.unreadable(e));
        }
    }
}
