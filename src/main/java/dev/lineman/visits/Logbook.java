package dev.lineman.visits;

import dev.lineman.access.Address;
import dev.lineman.disk.Disk;
import dev.lineman.disk.FileMode;
import dev.lineman.disk.MalformedRecordException;
import dev.lineman.disk.RecordFile;
import dev.lineman.disk.RecordFormat;
import dev.lineman.disk.RecordReader;
import dev.lineman.disk.RecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps visits and fetches over restarts: each in a file of records that is replaced as a whole, soon after something was noted
 * and at the end. A background thread of the caller reads and writes, and writing takes never more than a twentieth of its time.
 * Thread-safe.
 */
public final class Logbook implements AutoCloseable {
    /** How long the caller waits before each {@link #keep()}. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Logbook.class);

    static final RecordFormat VISITS = new RecordFormat(2, 1);
    static final RecordFormat FETCHES = new RecordFormat(3, 1);
    private static final byte VISIT = 1;
    private static final byte STRANGER = 2;

    private static final Duration LEAST = Duration.ofSeconds(5);
    private static final int SHARE = 20;

    private final Disk disk;
    private final Path folder;
    private final LongSupplier nanos;
    private final Visits visits = new Visits();
    private final Fetches fetches = new Fetches();
    private long visitsKept;
    private long fetchesKept;
    private long due;
    private boolean troubled;
    private boolean visitsRead;

    private Logbook(Path folder, FileMode mode, LongSupplier nanos) {
        this.disk = new Disk(mode);
        this.folder = folder;
        this.nanos = nanos;
        this.due = nanos.getAsLong();
    }

    /**
     * Opens a logbook, and takes up what it says of fetches.
     *
     * @param folder where its files are; made when there is something to keep
     */
    public static Logbook open(Path folder, FileMode mode, LongSupplier nanos) {
        Logbook logbook = new Logbook(folder, mode, nanos);
        logbook.read("fetches", FETCHES, logbook::fetch);
        return logbook;
    }

    /** Takes up what it says of visits. No visit is written down before that; phones need not wait for it. */
    public synchronized void readVisits() {
        read("visits", VISITS, this::visit);
        visitsRead = true;
    }

    /** Writes down what was noted since the last time. */
    public void keep() {
        keep(false);
    }

    /** What is kept in a folder, for who only looks; another may be writing there. */
    public static Visits kept(Path folder) {
        Logbook logbook = new Logbook(folder, FileMode.DEFAULT, () -> 0);
        logbook.read("visits", VISITS, logbook::visit);
        return logbook.visits;
    }

    public Visits visits() {
        return visits;
    }

    public Fetches fetches() {
        return fetches;
    }

    private void read(String name, RecordFormat format, RecordFile.Consumer consumer) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean sound;
        try {
            sound = RecordFile.readAll(file, format, consumer);
        } catch (IOException e) {
            sound = false;
        }
        if (!sound) {
            LOG.warn("{} cannot be read in whole; what it said of phones is forgotten", file);
        }
    }

    private void fetch(RecordReader record) throws IOException {
        fetches.restore(record.readText(), record.readText(), record.readInt());
    }

    private static RecordWriter fetches(Fetches fetches) {
        RecordWriter records = new RecordWriter(FETCHES);
        fetches.tell((file, count) -> {
            records.putText(file);
            records.putText(count.window());
            records.putInt(count.had());
            records.end();
        });
        return records;
    }

    private void visit(RecordReader record) throws IOException {
        byte kind = record.readByte();
        String mac = record.readText();
        if (kind == VISIT) {
            visits.restore(
                    mac,
                    new Visit(
                            record.readLong(),
                            address(record.readText()),
                            record.readInt(),
                            record.readText(),
                            record.readDigest(),
                            record.readText()));
        } else if (kind == STRANGER) {
            visits.restore(new Stranger(
                    mac,
                    record.readLong(),
                    record.readLong(),
                    record.readLong(),
                    address(record.readText()),
                    record.readText()));
        } else {
            throw new MalformedRecordException("neither a visit nor a stranger");
        }
    }

    private static Address address(String text) throws MalformedRecordException {
        Address address = Address.parse(text);
        if (address == null) {
            throw new MalformedRecordException("not an address");
        }
        return address;
    }

    private static RecordWriter visits(Visits visits) {
        visits.trim();
        RecordWriter records = new RecordWriter(VISITS);
        for (String mac : visits.phones()) {
            for (Visit visit : visits.of(mac)) {
                records.putByte(VISIT);
                records.putText(mac);
                records.putLong(visit.second());
                records.putText(visit.from().toString());
                records.putInt(visit.status());
                records.putText(visit.file());
                records.putDigest(visit.digest());
                records.putText(visit.agent());
                records.end();
            }
        }
        for (Stranger stranger : visits.strangers(mac -> false)) {
            records.putByte(STRANGER);
            records.putText(stranger.mac());
            records.putLong(stranger.first());
            records.putLong(stranger.last());
            records.putLong(stranger.count());
            records.putText(stranger.from().toString());
            records.putText(stranger.agent());
            records.end();
        }
        return records;
    }

    private synchronized void keep(boolean last) {
        long visitsNow = visits.version();
        long fetchesNow = fetches.version();
        try {
            if (fetchesNow != fetchesKept) {
                write("fetches", fetches(fetches), true);
                fetchesKept = fetchesNow;
            }
            long now = nanos.getAsLong();
            if (visitsRead && visitsNow != visitsKept && (last || now - due >= 0)) {
                write("visits", visits(visits), false);
                visitsKept = visitsNow;
                long took = nanos.getAsLong() - now;
                due = now + Math.max(LEAST.toNanos(), took * SHARE);
            }
            troubled = false;
        } catch (IOException e) {
            if (!troubled) {
                LOG.warn("what phones fetched cannot be written down in {}: {}", folder, Disk.reason(e));
            }
            troubled = true;
        }
    }

    private void write(String name, RecordWriter records, boolean flushed) throws IOException {
        disk.createFolders(folder);
        disk.replace(folder.resolve(name), file -> {
            file.write(records.bytes(), 0);
            if (flushed) {
                file.flush();
            }
        });
    }

    /** Keeps what is to be kept; nothing that is noted after that is. */
    @Override
    public void close() {
        keep(true);
    }
}
