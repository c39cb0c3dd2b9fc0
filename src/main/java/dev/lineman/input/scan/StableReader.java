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
    private static final int MAX_ATTEMPTS = 3;

    private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    /**
     * A file that a walk came upon.
     *
     * @param status what it looked like then
     * @param known what was known of it before
     */
    record FoundFile(
            OpenFolder in,
            Path name,
            String path,
            PathStatus status,
            Interest interest,
            @Nullable SnapshotEntry known) {}

    /** What became of it. */
    sealed interface ReadState {
        record Gone() implements ReadState {}

        record Blocked(BlockReason why) implements ReadState {}

        /** It changed each time while it was read. */
        record Unstable() implements ReadState {}

        /** It holds what it held before. */
        record Unchanged(FileStamp stamp) implements ReadState {}

        /** It holds something else. */
        record Changed(FileStamp stamp, Digest digest, ReadResult readResult) implements ReadState {}
    }

    /** What became of one file, and what that cost. */
    record ReadOutcome(FoundFile file, ReadState state, ScanCounters scanCounters) {}

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
    Interest interest(String path) {
        return reader.interest(path);
    }

    ReadOutcome read(FoundFile file) {
        ScanCounters scanCounters = new ScanCounters();
        return new ReadOutcome(file, read(file, scanCounters), scanCounters);
    }

    private ReadState read(FoundFile file, ScanCounters scanCounters) {
        try {
            return hasher != null && isLarge(file)
                    ? readHashed(file, hasher, scanCounters)
                    : readWhole(file, scanCounters);
        } catch (NoSuchFileException e) {
            return new ReadState.Gone();
        } catch (IOException e) {
            return unreadable(file, ReadObstacle.unreadable(e));
        }
    }

    /** Whether a file is being hashed in the background, or is hashed, as it is now. */
    boolean isHashing(String path, PathStatus status) {
        return hasher != null && hasher.isHashing(path, status);
    }

    private static boolean isLarge(FoundFile file) {
        return file.interest() == Interest.DIGEST
                && file.status().kind() == PathStatus.PathKind.FILE
                && file.status().stamp().size() > LargeFileHasher.LARGE_BYTES;
    }

    private static ReadState unreadable(FoundFile file, String message) {
        return new ReadState.Blocked(new BlockReason.Unreadable(Problem.error(Position.of(file.path()), message)));
    }

    private ReadState readHashed(FoundFile file, LargeFileHasher large, ScanCounters scanCounters) throws IOException {
        Digest digest = large.digest(file);
        if (digest == null) {
            return new ReadState.Blocked(new BlockReason.BeingHashed());
        }
        scanCounters.reads++;
        return stateOf(file, file.status().stamp(), digest, null, scanCounters);
    }

    private ReadState readWhole(FoundFile file, ScanCounters scanCounters) throws IOException {
        String path = file.path();
        PathStatus before = file.status();
        for (int attempt = 0; attempt < MAX_ATTEMPTS && before.kind() == PathStatus.PathKind.FILE; attempt++) {
            FileStamp signature = before.stamp();
            boolean whole = file.interest() == Interest.READ || signature.size() <= UnfinishedFile.MAX_STATIC_BYTES;
            long most = whole ? Math.min(reader.maxBytes(path), MAX_ARRAY_BYTES) : reader.maxBytes(path);
            if (signature.size() > most) {
                return unreadable(file, ReadObstacle.tooLarge(signature.size(), most));
            }
            byte[] bytes = whole ? new byte[(int) signature.size()] : null;
            scanCounters.reads++;
            Digest digest = digest(file.in(), file.name(), signature.size(), bytes);
            scanCounters.stats++;
            PathStatus after = PathStatus.of(file.in().path().resolve(file.name()));
            if (after == null) {
                return new ReadState.Gone();
            }
            if (digest != null && after.equals(before)) {
                return stateOf(file, signature, digest, bytes, scanCounters);
            }
            before = after;
        }
        return new ReadState.Unstable();
    }

    /** The digest of so many bytes of a file; null when it is shorter. */
    static @Nullable Digest digest(OpenFolder in, Path name, long size, byte @Nullable [] whole) throws IOException {
        try (InputStream file = Channels.newInputStream(in.openFile(name))) {
            return Digest.read(file, size, whole, () -> false);
        }
    }

    private ReadState stateOf(
            FoundFile file, FileStamp signature, Digest digest, byte @Nullable [] bytes, ScanCounters scanCounters) {
        SnapshotEntry known = file.known();
        if (known != null && known.digest().equals(digest)) {
            return new ReadState.Unchanged(signature);
        }
        String path = file.path();
        Problem unfinished = bytes == null ? null : UnfinishedFile.problem(path, bytes);
        if (unfinished != null) {
            return new ReadState.Changed(signature, digest, new ReadResult(null, List.of(unfinished)));
        }
        if (bytes == null || file.interest() == Interest.DIGEST) {
            StaticFile stored = new StaticFile(digest, signature.size(), inputs.resolve(path));
            return new ReadState.Changed(signature, digest, new ReadResult(stored, List.of()));
        }
        scanCounters.parses++;
        return new ReadState.Changed(signature, digest, parse(path, bytes));
    }

    /** A reader that fails is a bug; it must cost this file alone. */
    private ReadResult parse(String path, byte[] bytes) {
        try {
            return reader.read(path, bytes);
        } catch (RuntimeException | StackOverflowError e) {
            String message = "the agent failed to read this file (" + FaultDescription.of(e)
                    + "): this is a bug, please report it";
            return new ReadResult(null, List.of(Problem.error(Position.of(path), message)));
        }
    }
}
