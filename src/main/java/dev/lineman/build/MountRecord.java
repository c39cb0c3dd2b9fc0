package dev.lineman.build;

import dev.lineman.fs.FileOperations;
import dev.lineman.fs.record.RecordFile;
import dev.lineman.fs.record.RecordFormat;
import dev.lineman.fs.record.RecordReader;
import dev.lineman.fs.record.RecordWriter;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.input.snapshot.InputMounts;
import dev.lineman.input.snapshot.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file below {@code out/.lineman} that says which mounts the inputs lay on, so that a start knows which are missing. There
 * is none where no input lies on a mount. For one thread.
 */
public final class MountRecord {
    private static final Logger LOG = LoggerFactory.getLogger(MountRecord.class);

    private static final RecordFormat FORMAT = new RecordFormat(4, 1);

    private final Path file;
    private SortedMap<String, Mount> written = new TreeMap<>();

    /** @param out the folder with the outputs */
    public MountRecord(Path out) {
        this.file = out.resolve(".lineman").resolve("mounts");
    }

    /** What the last run has noted. */
    public InputMounts read() {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return InputMounts.NONE;
        }
        try {
            SortedMap<String, Mount> known = new TreeMap<>();
            if (!RecordFile.readAll(file, FORMAT, record -> known.put(record.readText(), mount(record)))) {
                throw new IOException("it is damaged, or another version wrote it");
            }
            InputMounts mounts = InputMounts.NONE;
            for (Map.Entry<String, Mount> one : known.entrySet()) {
                mounts = mounts.with(one.getKey(), one.getValue());
            }
            written = mounts.known();
            return mounts;
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be read ({}): files of a file system that is not mounted now will be removed",
                    file,
                    FileOperations.reason(e));
            return InputMounts.NONE;
        }
    }

    private static Mount mount(RecordReader record) throws IOException {
        return new Mount(record.readText(), record.readText(), record.readInt(), record.readText());
    }

    /**
     * What the inputs are seen through, when their mounts are noted before anything is made of what was seen.
     *
     * @param fileOperations writes them down
     */
    public Cycle.Sight noting(Cycle.Sight sight, FileOperations fileOperations) {
        return (last, hints) -> {
            ScanResult scanResult = sight.scan(last, hints);
            write(scanResult.snapshot().mounts(), fileOperations);
            return scanResult;
        };
    }

    /** Notes these mounts, if they are others than before. */
    public void write(InputMounts mounts, FileOperations fileOperations) throws IOException {
        SortedMap<String, Mount> known = mounts.known();
        if (known.equals(written)) {
            return;
        }
        RecordWriter records = new RecordWriter(FORMAT);
        known.forEach((path, mount) -> {
            records.putText(path);
            records.putText(mount.point());
            records.putText(mount.type());
            records.putInt(mount.depth());
            records.putText(mount.identity());
            records.end();
        });
        fileOperations.replace(file, opened -> {
            opened.write(records.bytes(), 0);
            opened.flush();
        });
        written = known;
    }
}
