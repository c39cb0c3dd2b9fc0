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
 * The seals of large bodies over a restart: a file with one record. A body that is not in it is served when it was
 * hashed. Of the writing thread.
 */
public final class BodySealFile {
    public static final RecordFormat FORMAT = new RecordFormat(1, 1);

    private final FileOperations fileOperations;
    private final Path file;
    private final Map<Digest, FileStamp> saved = new HashMap<>();

    BodySealFile(FileOperations fileOperations, Path file) {
        this.fileOperations = fileOperations;
        this.file = file;
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

    /** What was known of a body; null when nothing was. */
    @Nullable
    FileStamp stamp(Digest digest) {
        return saved.get(digest);
    }

    /** Writes down the seals of these bodies, if they are others than before. */
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
