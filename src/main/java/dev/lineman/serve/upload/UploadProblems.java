package dev.lineman.serve.upload;

import dev.lineman.fs.FileOperations;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Why uploads fail at the moment, for {@link UploadStore}. Thread-safe. */
final class UploadProblems {
    /** A problem lasts at least this long: large uploads that fail and small ones that succeed would fill the log. */
    private static final Duration SHORTEST = Duration.ofMinutes(10);

    private static final Position OPTION = Position.of("--uploads");

    private final Path folder;
    private final InstantSource clock;
    private final Runnable onChanged;
    private List<Problem> problems = List.of();
    private Instant lastFailure = Instant.MIN;

    /** @param onChanged runs each time that {@link #all} changes */
    UploadProblems(Path folder, InstantSource clock, Runnable onChanged) {
        this.folder = folder;
        this.clock = clock;
        this.onChanged = onChanged;
    }

    synchronized List<Problem> all() {
        return problems;
    }

    /** An upload does not fit into the space for all phones. */
    void full() {
        fail(
                "an upload does not fit into --max-uploads-total, and the phone gets status 507; raise it, or delete files below "
                        + folder + ", which Lineman notices within an hour");
    }

    /** An upload cannot be written. */
    void failed(IOException failure) {
        fail("an upload cannot be stored below " + folder + ": " + FileOperations.reason(failure)
                + "; the phone gets status 507. Free some space, or check the permissions of the folder");
    }

    private void fail(String message) {
        synchronized (this) {
            lastFailure = clock.instant();
        }
        set(List.of(Problem.warning(OPTION, message)));
    }

    /** An upload is stored. The problem ends, unless others fail meanwhile. */
    void succeeded() {
        Instant end;
        synchronized (this) {
            end = problems.isEmpty() ? Instant.MIN : lastFailure.plus(SHORTEST);
        }
        if (!clock.instant().isBefore(end)) {
            set(List.of());
        }
    }

    private void set(List<Problem> now) {
        synchronized (this) {
            if (problems.equals(now)) {
                return;
            }
            problems = now;
        }
        onChanged.run();
    }
}
