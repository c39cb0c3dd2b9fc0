package dev.lineman.input.scan;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileStamp;
import dev.lineman.input.DocumentReader;
import dev.lineman.input.DocumentReader.Interest;
import dev.lineman.input.InputPaths;
import dev.lineman.input.OpenFolder;
import dev.lineman.input.PathStatus;
import dev.lineman.input.ReadObstacle;
import dev.lineman.input.ReadResult;
import dev.lineman.input.ScanCounters;
import dev.lineman.input.StaticFile;
import dev.lineman.input.git.UnfinishedFile;
import dev.lineman.input.snapshot.BlockReason;
import dev.lineman.input.snapshot.Snapshot.SnapshotEntry;
import dev.lineman.problem.FaultDescription;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads files whole and unchanged: only between two equal looks at one. Thread-safe. */
final class StableReader {
    private static final int ATTEMPTS = 3;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /**
     * A file that a walk came upon.
     *
     * @param status what it looked like then
     * @param known what was known of it before
     */
    record Sighting(
            OpenFolder in,
            Path name,
            String path,
            PathStatus status,
            Interest interest,
            @Nullable SnapshotEntry known) {}

    /** What became of it. */
    sealed interface Taken {
        record Gone() implements Taken {}

        record Blocked(BlockReason why) implements Taken {}

        /** It changed each time while it was read. */
        record Moving() implements Taken {}

        /** It holds what it held before. */
        record Same(FileStamp signature) implements Taken {}

        /** It holds something else. */
        record Fresh(FileStamp signature, Digest digest, ReadResult readResult) implements Taken {}
    }

    /** What became of one file, and what that cost. */
    record Outcome(Sighting file, Taken taken, ScanCounters scanCounters) {}

    private final InputPaths inputs;
    private final DocumentReader reader;
    private final @Nullable LargeFileHasher hasher;

    /** @param hasher of large static files; null where they are waited for */
    StableReader(InputPaths inputs, DocumentReader reader, @Nullable LargeFileHasher hasher) {
        this.inputs = inputs;
        this.reader = reader;
        this.hasher = hasher;
    }

    /** What kind of input a path is. */
    Interest wants(String path) {
        return reader.wants(path);
    }

    Outcome take(Sighting file) {
        ScanCounters scanCounters = new ScanCounters();
        return new Outcome(file, take(file, scanCounters), scanCounters);
    }

    private Taken take(Sighting file, ScanCounters scanCounters) {
        try {
            return hasher != null && isLarge(file) ? hashed(file, hasher, scanCounters) : read(file, scanCounters);
        } catch (NoSuchFileException e) {
            return new Taken.Gone();
        } catch (IOException e) {
            return unusable(file, ReadObstacle.unreadable(e));
        }
    }

    /** Whether a file is being hashed in the background, or is hashed, as it is now. */
    boolean isHashing(String path, PathStatus status) {
        return hasher != null && hasher.has(path, status);
    }

    private static boolean isLarge(Sighting file) {
        return file.interest() == Interest.DIGEST
                && file.status().kind() == PathStatus.PathKind.FILE
                && file.status().signature().size() > LargeFileHasher.LARGE;
    }

    private static Taken unusable(Sighting file, String message) {
        return new Taken.Blocked(new BlockReason.Unusable(Problem.error(Position.of(file.path()), message)));
    }

    private Taken hashed(Sighting file, LargeFileHasher large, ScanCounters scanCounters) throws IOException {
        Digest digest = large.digest(file);
        if (digest == null) {
            return new Taken.Blocked(new BlockReason.BeingHashed());
        }
        scanCounters.reads++;
        return taken(file, file.status().signature(), digest, null, scanCounters);
    }

    private Taken read(Sighting file, ScanCounters scanCounters) throws IOException {
        String path = file.path();
        PathStatus before = file.status();
        for (int attempt = 0; attempt < ATTEMPTS && before.kind() == PathStatus.PathKind.FILE; attempt++) {
            FileStamp signature = before.signature();
            boolean whole = file.interest() == Interest.READ || signature.size() <= UnfinishedFile.LARGEST_STATIC;
            long most = whole ? Math.min(reader.largest(path), LARGEST_ARRAY) : reader.largest(path);
            if (signature.size() > most) {
                return unusable(file, ReadObstacle.tooLarge(signature.size(), most));
            }
            byte[] bytes = whole ? new byte[(int) signature.size()] : null;
            scanCounters.reads++;
            Digest digest = digest(file.in(), file.name(), signature.size(), bytes);
            scanCounters.stats++;
            PathStatus after = PathStatus.of(file.in().path().resolve(file.name()));
            if (after == null) {
                return new Taken.Gone();
            }
            if (digest != null && after.equals(before)) {
                return taken(file, signature, digest, bytes, scanCounters);
            }
            before = after;
        }
        return new Taken.Moving();
    }

    /** The digest of so many bytes of a file; null when it is shorter. */
    static @Nullable Digest digest(OpenFolder in, Path name, long size, byte @Nullable [] whole) throws IOException {
        try (InputStream file = Channels.newInputStream(in.file(name))) {
            return Digest.read(file, size, whole, () -> false);
        }
    }

    private Taken taken(
            Sighting file, FileStamp signature, Digest digest, byte @Nullable [] bytes, ScanCounters scanCounters) {
        SnapshotEntry known = file.known();
        if (known != null && known.digest().equals(digest)) {
            return new Taken.Same(signature);
        }
        String path = file.path();
        Problem unfinished = bytes == null ? null : UnfinishedFile.problem(path, bytes);
        if (unfinished != null) {
            return new Taken.Fresh(signature, digest, new ReadResult(null, List.of(unfinished)));
        }
        if (bytes == null || file.interest() == Interest.DIGEST) {
            StaticFile stored = new StaticFile(digest, signature.size(), inputs.at(path));
            return new Taken.Fresh(signature, digest, new ReadResult(stored, List.of()));
        }
        scanCounters.parses++;
        return new Taken.Fresh(signature, digest, reading(path, bytes));
    }

    /** A reader that fails is a bug; it must cost this file alone. */
    private ReadResult reading(String path, byte[] bytes) {
        try {
            return reader.read(path, bytes);
        } catch (RuntimeException | StackOverflowError e) {
            String message = "the agent failed to read this file (" + FaultDescription.of(e)
                    + "): this is a bug, please report it";
            return new ReadResult(null, List.of(Problem.error(Position.of(path), message)));
        }
    }
}
