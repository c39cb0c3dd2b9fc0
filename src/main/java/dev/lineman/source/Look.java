package dev.lineman.source;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What one look at a path, symbolic links not followed, came to. */
final class Look {
    private final Path path;
    private final @Nullable Status status;
    private final @Nullable IOException failure;

    private Look(Path path, @Nullable Status status, @Nullable IOException failure) {
        this.path = path;
        this.status = status;
        this.failure = failure;
    }

    /** Looks, and counts that. */
    static Look at(Path path, Meter meter) {
        meter.stats++;
        return at(path);
    }

    static Look at(Path path) {
        try {
            return new Look(path, Status.of(path), null);
        } catch (IOException e) {
            return new Look(path, null, e);
        }
    }

    Path path() {
        return path;
    }

    /** Null when there was nothing. */
    @Nullable
    Status status() throws IOException {
        if (failure != null) {
            throw failure;
        }
        return status;
    }
}
