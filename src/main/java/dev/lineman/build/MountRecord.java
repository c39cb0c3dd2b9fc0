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
 * Records which mounts the inputs were on, in a file below {@code out/.lineman}. After a start, a missing mount is
 * not taken for a removal of its files. Without inputs on mounts there is no file. For one thread.
 */
public final class MountRecord {
    private static final Logger LOG = LoggerFactory.getLogger(MountRecord.class);

    /** One record per mount: input path, mount point, type, depth, identity. */
    private static final RecordFormat FORMAT = new RecordFormat(4, 1);

    private final Path file;

    /** The content of the file, as far as this process knows. */
    private SortedMap<String, Mount> written = new TreeMap<>();

    /**
     * Creates a record that is not read yet.
     *
     * @param out the output folder
     */
    public MountRecord(Path out) {
        this.file = out.resolve(".lineman").resolve("mounts");
    }

    /** Reads the mounts of the last run. An unusable file is logged and gives no mounts. */
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

    /** Reads one mount. The file holds its fields in this order. */
    private static Mount mount(RecordReader record) throws IOException {
        return new Mount(record.readText(), record.readText(), record.readInt(), record.readText());
    }

    /**
     * Wraps a scanner so that each scan records its mounts before the cycle uses the snapshot.
     *
     * @param fileOperations writes the file
     */
    public Cycle.InputScanner recording(Cycle.InputScanner scanner, FileOperations fileOperations) {
        return (last, hints) -> {
            ScanResult scanResult = scanner.scan(last, hints);
            write(scanResult.snapshot().mounts(), fileOperations);
            return scanResult;
        };
    }

    /**
     * Writes the mounts, flushed, if they differ from the last ones.
     *
     * @throws IOException if the file cannot be written
     */
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
