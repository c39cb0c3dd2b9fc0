package dev.lineman.publish.body;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.FileStamp;
import dev.lineman.fs.record.RecordFile;
import dev.lineman.fs.record.RecordFormat;
import dev.lineman.fs.record.RecordWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the seals of large bodies over a restart, in a file with one record. A large body without a seal in it is
 * hashed before it is served. For the writing thread.
 *
 * <p>The record repeats, for each body: digest, size, modification time, change time, inode.
 */
public final class BodySealFile {
    /** Kind 1, version 1; see {@link RecordFormat}. */
    public static final RecordFormat FORMAT = new RecordFormat(1, 1);

    private final FileOperations fileOperations;
    private final Path file;
    /** What the file holds now. */
    private final Map<Digest, FileStamp> saved = new HashMap<>();

    BodySealFile(FileOperations fileOperations, Path file) {
        this.fileOperations = fileOperations;
        this.file = file;
        // A file that cannot be read costs only time: its bodies are hashed again.
        try {
            RecordFile.readAll(file, FORMAT, record -> {
                while (record.hasMore()) {
                    saved.put(
                            record.readDigest(),
                            new FileStamp(record.readLong(), record.readLong(), record.readLong(), record.readLong()));
                }
            });
        } catch (IOException e) {
            saved.clear();
        }
    }

    /** Returns the saved stamp of a body; null if there is none. */
    @Nullable
    FileStamp stamp(Digest digest) {
        return saved.get(digest);
    }

    /**
     * Saves the seals of these bodies, if they differ from the saved ones. Bodies that are not given lose their
     * seals.
     */
    void save(Collection<StoredBody> storedBodies) throws IOException {
        Map<Digest, FileStamp> now = new HashMap<>();
        for (StoredBody body : storedBodies) {
            BodySeal bodySeal = body.seal();
            FileStamp stamp = bodySeal == null ? null : bodySeal.stamp();
            if (stamp != null) {
                now.put(body.digest(), stamp);
            }
        }
        if (now.equals(saved)) {
            return;
        }
        RecordWriter record = new RecordWriter(FORMAT);
        now.forEach((digest, stamp) -> {
            record.putDigest(digest);
            record.putLong(stamp.size());
            record.putLong(stamp.modified());
            record.putLong(stamp.changed());
            record.putLong(stamp.inode());
        });
        record.end();
        fileOperations.replace(file, target -> target.write(record.bytes(), 0));
        saved.clear();
        saved.putAll(now);
    }
}
