package dev.lineman.source;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.source.Reader.Interest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Looks at inputs that are no folders. They may lie anywhere; symbolic links bind such a file to the root only when it lies there
 * itself.
 */
final class SingleFiles {
    private final Inputs inputs;
    private final Reader reader;
    private final Meter meter;
    private final Findings findings;

    SingleFiles(Inputs inputs, Reader reader, Meter meter, Findings findings) {
        this.inputs = inputs;
        this.reader = reader;
        this.meter = meter;
        this.findings = findings;
    }

    /**
     * Looks at a file.
     *
     * @param bounds of the root; null while it is missing, and then the file is none below it
     */
    void look(Path file, String path, @Nullable Bounds bounds) {
        try {
            Status named = stat(file);
            if (named == null) {
                findings.missing(path);
                return;
            }
            Path real = file.toRealPath();
            if (bounds != null && file.startsWith(inputs.root()) && !real.startsWith(bounds.root())) {
                block(path, Obstacle.LEADS_OUT);
                return;
            }
            Status status = named.kind() == Status.Kind.LINK ? stat(real) : named;
            Path folder = real.getParent();
            if (status == null || status.kind() != Status.Kind.FILE || folder == null) {
                block(path, Obstacle.NO_FILE);
            } else if (reader.wants(path) == Interest.IGNORE) {
                findings.missing(path);
            } else {
                try (Folder in = Folder.open(folder)) {
                    findings.file(in, real.getFileName(), path, status);
                }
            }
        } catch (NoSuchFileException e) {
            block(path, Obstacle.LEADS_NOWHERE);
        } catch (IOException e) {
            block(path, Obstacle.unreadable(e));
        }
    }

    private @Nullable Status stat(Path path) throws IOException {
        meter.stats++;
        return Look.at(path).status();
    }

    private void block(String path, String message) {
        findings.blocked(path, Problem.error(Position.of(path), message));
    }
}
