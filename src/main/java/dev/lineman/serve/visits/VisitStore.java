package dev.lineman.serve.visits;

import dev.lineman.access.IpAddress;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.record.MalformedRecordException;
import dev.lineman.fs.record.RecordFile;
import dev.lineman.fs.record.RecordFormat;
import dev.lineman.fs.record.RecordReader;
import dev.lineman.fs.record.RecordWriter;
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
public final class VisitStore implements AutoCloseable {
    /** How long the caller waits before each {@link #save()}. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(VisitStore.class);

    static final RecordFormat VISITS = new RecordFormat(2, 1);
    static final RecordFormat FETCHES = new RecordFormat(3, 1);
    private static final byte VISIT = 1;
    private static final byte UNKNOWN_PHONE = 2;

    private static final Duration MIN_INTERVAL = Duration.ofSeconds(5);
    private static final int INTERVAL_FACTOR = 20;

    private final FileOperations fileOperations;
    private final Path folder;
    private final LongSupplier nanos;
    private final VisitLog visits = new VisitLog();
    private final FetchCounter fetchCounter = new FetchCounter();
    private long savedVisits;
    private long savedFetches;
    private long nextSave;
    private boolean writeFailed;
    private boolean visitsRead;

    private VisitStore(Path folder, FileMode mode, LongSupplier nanos) {
        this.fileOperations = new FileOperations(mode);
        this.folder = folder;
        this.nanos = nanos;
        this.nextSave = nanos.getAsLong();
    }

    /**
     * Opens a logbook, and takes up what it says of fetches.
     *
     * @param folder where its files are; made when there is something to keep
     */
    public static VisitStore open(Path folder, FileMode mode, LongSupplier nanos) {
        VisitStore visitStore = new VisitStore(folder, mode, nanos);
        visitStore.read("fetches", FETCHES, visitStore::fetch);
        return visitStore;
    }

    /** Takes up what it says of visits. No visit is written down before that; phones need not wait for it. */
    public synchronized void readVisits() {
        read("visits", VISITS, this::visit);
        visitsRead = true;
    }

    /** Writes down what was noted since the last time. */
    public void save() {
        save(false);
    }

    /** What is kept in a folder, for who only looks; another may be writing there. */
    public static VisitLog load(Path folder) {
        VisitStore visitStore = new VisitStore(folder, FileMode.DEFAULT, () -> 0);
        visitStore.read("visits", VISITS, visitStore::visit);
        return visitStore.visits;
    }

    public VisitLog visits() {
        return visits;
    }

    public FetchCounter fetches() {
        return fetchCounter;
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
        fetchCounter.restore(record.readText(), record.readText(), record.readInt());
    }

    private static RecordWriter fetches(FetchCounter fetchCounter) {
        RecordWriter records = new RecordWriter(FETCHES);
        fetchCounter.forEach((file, count) -> {
            records.putText(file);
            records.putText(count.window());
            records.putInt(count.completed());
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
        } else if (kind == UNKNOWN_PHONE) {
            visits.restore(new UnknownPhone(
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

    private static IpAddress address(String text) throws MalformedRecordException {
        IpAddress address = IpAddress.parse(text);
        if (address == null) {
            throw new MalformedRecordException("not an address");
        }
        return address;
    }

    private static RecordWriter visits(VisitLog visits) {
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
        for (UnknownPhone unknownPhone : visits.unknownPhones(mac -> false)) {
            records.putByte(UNKNOWN_PHONE);
            records.putText(unknownPhone.mac());
            records.putLong(unknownPhone.first());
            records.putLong(unknownPhone.last());
            records.putLong(unknownPhone.count());
            records.putText(unknownPhone.from().toString());
            records.putText(unknownPhone.agent());
            records.end();
        }
        return records;
    }

    private synchronized void save(boolean last) {
        long visitsNow = visits.version();
        long fetchesNow = fetchCounter.version();
        try {
            if (fetchesNow != savedFetches) {
                write("fetches", fetches(fetchCounter), true);
                savedFetches = fetchesNow;
            }
            long now = nanos.getAsLong();
            if (visitsRead && visitsNow != savedVisits && (last || now - nextSave >= 0)) {
                write("visits", visits(visits), false);
                savedVisits = visitsNow;
                long took = nanos.getAsLong() - now;
                nextSave = now + Math.max(MIN_INTERVAL.toNanos(), took * INTERVAL_FACTOR);
            }
            writeFailed = false;
        } catch (IOException e) {
            if (!writeFailed) {
                LOG.warn("what phones fetched cannot be written down in {}: {}", folder, FileOperations.reason(e));
            }
            writeFailed = true;
        }
    }

    private void write(String name, RecordWriter records, boolean flushed) throws IOException {
        fileOperations.createFolders(folder);
        fileOperations.replace(folder.resolve(name), file -> {
            file.write(records.bytes(), 0);
            if (flushed) {
                file.flush();
            }
        });
    }

    /** Keeps what is to be kept; nothing that is noted after that is. */
    @Override
    public void close() {
        save(true);
    }
}
