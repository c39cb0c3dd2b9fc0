package dev.lineman.input.scan;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileStamp;
import dev.lineman.input.Document;
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
import dev.lineman.input.snapshot.Settling;
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

/**
 * Reads files completely and unchanged: it takes a content only if the file's status is the same before and after the
 * read. Thread-safe.
 */
final class StableReader {
    /** How often a file that changes during the read is read. */
    private static final int MAX_ATTEMPTS = 3;

    /** The longest array that Java virtual machines allow. */
    private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    /**
     * A file that a walk found.
     *
     * @param in its folder, which must be open during the read
     * @param name its name in that folder
     * @param path its name as an input
     * @param status as the walk found it
     * @param known the file in the last snapshot; null if there was none
     * @param unfinished why the file is not taken unless its content is complete; null if it is taken
     */
    record FoundFile(
            OpenFolder in,
            Path name,
            String path,
            PathStatus status,
            Interest interest,
            @Nullable SnapshotEntry known,
            Settling.@Nullable Pending unfinished) {}

    /** The result of a read. */
    sealed interface ReadState {
        /** The file was removed. */
        record Gone() implements ReadState {}

        /** The file cannot be taken now. */
        record Blocked(BlockReason why) implements ReadState {}

        /** The file changed during each attempt. */
        record Unstable() implements ReadState {}

        /** The content is the known one. */
        record Unchanged(FileStamp stamp) implements ReadState {}

        /** The content is new. */
        record Changed(FileStamp stamp, Digest digest, ReadResult readResult) implements ReadState {}
    }

    /** The result for one file, and the calls that it needed. */
    record ReadOutcome(FoundFile file, ReadState state, ScanCounters scanCounters) {}

    private final InputPaths inputs;
    private final DocumentReader reader;
    private final @Nullable LargeFileHasher hasher;

    /**
     * A reader of these inputs.
     *
     * @param hasher hashes large static files in the background; null if reads hash them
     */
    StableReader(InputPaths inputs, DocumentReader reader, @Nullable LargeFileHasher hasher) {
        this.inputs = inputs;
        this.reader = reader;
        this.hasher = hasher;
    }

    /** How a scan handles this path. */
    Interest interest(String path) {
        return reader.interest(path);
    }

    /** Reads one file. Throws nothing: failures are part of the result. */
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

    /** Whether a file with this status is being hashed in the background, or is hashed. */
    boolean isHashing(String path, PathStatus status) {
        return hasher != null && hasher.isHashing(path, status);
    }

    /** Whether a file is left to the hasher. */
    private static boolean isLarge(FoundFile file) {
        return file.interest() == Interest.DIGEST
                && file.status().kind() == PathStatus.PathKind.FILE
                && file.status().stamp().size() > LargeFileHasher.LARGE_BYTES;
    }

    /** The result for a file that cannot be read. */
    private static ReadState unreadable(FoundFile file, String message) {
        return new ReadState.Blocked(new BlockReason.Unreadable(Problem.blocking(Position.of(file.path()), message)));
    }

    /** The result for a large file: its digest, or that it is still being hashed. */
    private ReadState readHashed(FoundFile file, LargeFileHasher background, ScanCounters scanCounters)
            throws IOException {
        Digest digest = background.digest(file);
        if (digest == null) {
            return new ReadState.Blocked(new BlockReason.BeingHashed());
        }
        scanCounters.reads++;
        return stateOf(file, file.status().stamp(), digest, null, scanCounters);
    }

    /** Reads a file until its status is the same before and after the read. */
    private ReadState readWhole(FoundFile file, ScanCounters scanCounters) throws IOException {
        String path = file.path();
        PathStatus before = file.status();
        for (int attempt = 0; attempt < MAX_ATTEMPTS && before.kind() == PathStatus.PathKind.FILE; attempt++) {
            FileStamp stamp = before.stamp();
            boolean whole = file.interest() == Interest.READ || stamp.size() <= UnfinishedFile.MAX_STATIC_BYTES;
            long most = whole ? Math.min(reader.maxBytes(path), MAX_ARRAY_BYTES) : reader.maxBytes(path);
            if (stamp.size() > most) {
                return unreadable(file, ReadObstacle.tooLarge(stamp.size(), most));
            }
            byte[] bytes = whole ? new byte[(int) stamp.size()] : null;
            scanCounters.reads++;
            Digest digest = digest(file.in(), file.name(), stamp.size(), bytes);
            scanCounters.stats++;
            PathStatus after = PathStatus.of(file.in().path().resolve(file.name()));
            if (after == null) {
                return new ReadState.Gone();
            }
            if (digest != null && after.equals(before)) {
                return stateOf(file, stamp, digest, bytes, scanCounters);
            }
            before = after;
        }
        return new ReadState.Unstable();
    }

    /**
     * The digest of the first bytes of a file; null if it has fewer.
     *
     * @param size how many bytes
     * @param whole receives the bytes; null if only the digest is needed
     */
    static @Nullable Digest digest(OpenFolder in, Path name, long size, byte @Nullable [] whole) throws IOException {
        try (InputStream file = Channels.newInputStream(in.openFile(name))) {
            return Digest.read(file, size, whole, () -> false);
        }
    }

    /** Compares a digest with the known one, and parses new content. */
    private ReadState stateOf(
            FoundFile file, FileStamp stamp, Digest digest, byte @Nullable [] bytes, ScanCounters scanCounters) {
        SnapshotEntry known = file.known();
        if (known != null && known.digest().equals(digest)) {
            return new ReadState.Unchanged(stamp);
        }
        if (file.unfinished() != null && !isComplete(known, bytes)) {
            return new ReadState.Blocked(new BlockReason.BeingWritten(file.unfinished()));
        }
        String path = file.path();
        Problem unfinished = bytes == null ? null : UnfinishedFile.problem(path, bytes);
        if (unfinished != null) {
            return new ReadState.Changed(stamp, digest, new ReadResult(null, List.of(unfinished)));
        }
        if (bytes == null || file.interest() == Interest.DIGEST) {
            StaticFile stored = new StaticFile(digest, stamp.size(), inputs.resolve(path));
            return new ReadState.Changed(stamp, digest, new ReadResult(stored, List.of()));
        }
        scanCounters.parses++;
        ReadResult parsed = parse(path, bytes, known);
        Document last = known == null ? null : known.document();
        if (last != null && parsed.document() != null) {
            parsed = new ReadResult(parsed.document().sharing(last), parsed.problems());
        }
        return new ReadState.Changed(stamp, digest, parsed);
    }

    /** Whether the last good document proves that a content is complete. */
    private static boolean isComplete(@Nullable SnapshotEntry known, byte @Nullable [] bytes) {
        Document good = known == null ? null : known.document();
        return good != null && bytes != null && good.isCompletedBy(bytes);
    }

    /** Parses the content. An exception in a reader is a bug, and affects this file only. */
    private ReadResult parse(String path, byte[] bytes, @Nullable SnapshotEntry known) {
        try {
            return reader.read(path, bytes, known == null ? null : known.document());
        } catch (RuntimeException | StackOverflowError e) {
            String message = "the agent failed to read this file (" + FaultDescription.of(e)
                    + "): this is a bug, please report it";
            return new ReadResult(null, List.of(Problem.blocking(Position.of(path), message)));
        }
    }
}
