package dev.lineman.source;

import dev.lineman.source.Reader.Interest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Looks at inputs that are no folders. They may lie anywhere, and may be symbolic links to anywhere. */
final class SingleFiles {
    private final Reader reader;
    private final Meter meter;
    private final Findings findings;

    SingleFiles(Reader reader, Meter meter, Findings findings) {
        this.reader = reader;
        this.meter = meter;
        this.findings = findings;
    }

    /** Looks at a file. */
    void look(Path file, String path) {
        try {
            Status named = meter.look(file);
            if (named == null) {
                findings.missing(path);
                return;
            }
            Path real = file.toRealPath();
            Status status = named.kind() == Status.Kind.LINK ? meter.look(real) : named;
            Path folder = real.getParent();
            if (status == null || status.kind() != Status.Kind.FILE || folder == null) {
                findings.blocked(path, Obstacle.NO_FILE);
            } else if (reader.wants(path) == Interest.IGNORE) {
                findings.missing(path);
            } else {
                try (Folder in = Folder.open(folder)) {
                    findings.file(in, real.getFileName(), path, status);
                }
            }
        } catch (NoSuchFileException e) {
            findings.blocked(path, Obstacle.LEADS_NOWHERE);
        } catch (IOException e) {
            findings.blocked(path, Obstacle.unreadable(e));
        }
    }
}
