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
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps visits, missed requests and fetch counts over restarts, in three record files below {@code out/.lineman}. Each
 * save replaces a file as a whole.
 * A background thread calls {@link #save()} once a {@link #PERIOD}; {@link #close} saves the rest. Saving takes at most
 * a twentieth of that thread's time. Thread-safe.
 */
public final class VisitStore implements AutoCloseable {
    /** The time between two calls of {@link #save()}. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(VisitStore.class);

    /** The kind and version of the file {@code visits}. */
    static final RecordFormat VISITS = new RecordFormat(2, 1);

    /** The kind and version of the file {@code fetches}. */
    static final RecordFormat FETCHES = new RecordFormat(3, 1);

    /** The kind and version of the file {@code missed}. */
    private static final RecordFormat MISSED = new RecordFormat(7, 1);

    /** Record types of the file {@code visits}. */
    private static final byte VISIT = 1;

    /** An unknown phone without the name that it asked for, as earlier versions wrote it. */
    private static final byte UNNAMED_REQUEST = 2;

    /** An unknown phone that asked over HTTP, as earlier versions wrote it. */
    private static final byte HTTP_REQUEST = 3;

    private static final byte UNKNOWN_PHONE = 4;

    /** The shortest time between two writes of the visits. */
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(5);

    /** The next write waits for this multiple of the time that the last one took. */
    private static final int INTERVAL_FACTOR = 20;

    private final FileOperations fileOperations;
    private final Path folder;
    private final LongSupplier nanos;
    private final VisitLog visits = new VisitLog();
    private final FetchCounter fetchCounter = new FetchCounter();

    /** The version of the visits in the file; the same for missed requests and fetches below. */
    private long savedVisits;

    private long savedMissed;

    private long savedFetches;

    /** When visits may be written again, in nanoseconds of the monotonic clock. */
    private long nextSave;

    /** Whether the last write failed: the log gets one warning, not one a second. */
    private boolean writeFailed;

    /** Visits are not written before the old ones are read, since that would lose them. */
    private boolean visitsRead;

    private VisitStore(Path folder, FileMode mode, LongSupplier nanos) {
        this.fileOperations = new FileOperations(mode);
        this.folder = folder;
        this.nanos = nanos;
        this.nextSave = nanos.getAsLong();
    }

    /**
     * Opens the store and reads the fetch counts, which decisions need. Visits follow with {@link #readVisits}.
     *
     * @param folder the folder of the files; created with the first save
     */
    public static VisitStore open(Path folder, FileMode mode, LongSupplier nanos) {
        VisitStore visitStore = new VisitStore(folder, mode, nanos);
        visitStore.read("fetches", FETCHES, visitStore::fetch);
        return visitStore;
    }

    /** Reads the saved visits. Phones are served meanwhile; visits are not saved before the end. */
    public synchronized void readVisits() {
        readRequests();
        visitsRead = true;
    }

    /** Saves new fetch counts at once, and new visits if the last write was long enough ago. */
    public void save() {
        save(false);
    }

    /** Returns the saved visits of a folder, for commands that only read. An agent may be writing there. */
    public static VisitLog load(Path folder) {
        VisitStore visitStore = new VisitStore(folder, FileMode.DEFAULT, () -> 0);
        visitStore.readRequests();
        return visitStore.visits;
    }

    /** Reads visits, then missed requests: their place depends on the visits. */
    private void readRequests() {
        read("visits", VISITS, this::visit);
        read("missed", MISSED, this::missedRequest);
    }

    /** Returns the visits in memory. */
    public VisitLog visits() {
        return visits;
    }

    /** Returns the fetch counts in memory. */
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
            LOG.warn("{} cannot be read completely: a part of the record of fetches is lost", file);
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
        } else if (kind == UNKNOWN_PHONE || kind == HTTP_REQUEST || kind == UNNAMED_REQUEST) {
            visits.restore(unknownPhone(record, kind, mac));
        } else {
            throw new MalformedRecordException("neither a visit nor an unknown phone");
        }
    }

    private static UnknownPhone unknownPhone(RecordReader record, byte kind, String mac) throws IOException {
        long first = record.readLong();
        long last = record.readLong();
        long count = record.readLong();
        IpAddress from = address(record.readText());
        String agent = record.readText();
        String name = kind == UNNAMED_REQUEST ? "" : record.readText();
        String model = kind == UNKNOWN_PHONE ? record.readText() : "";
        String firmware = kind == UNKNOWN_PHONE ? record.readText() : "";
        List<RequestChannel> channels = new ArrayList<>();
        while (kind == UNKNOWN_PHONE && record.hasMore()) {
            RequestChannel channel = RequestChannel.of(record.readText());
            if (channel != null) {
                channels.add(channel);
            }
        }
        return new UnknownPhone(
                mac,
                first,
                last,
                count,
                from,
                channels.isEmpty() ? List.of(RequestChannel.HTTP) : channels,
                name,
                new ReportedDevice(agent, model, firmware));
    }

    private void missedRequest(RecordReader record) throws IOException {
        String mac = record.readText();
        MissedRequest request = new MissedRequest(
                record.readText(),
                address(record.readText()),
                record.readInt(),
                record.readByte() != 0,
                record.readLong(),
                record.readLong(),
                record.readLong(),
                record.readText());
        visits.missedRequests().restore(mac, request, visits.wasServed(mac));
    }

    private static RecordWriter missedRequests(MissedRequestLog missedRequests) {
        RecordWriter records = new RecordWriter(MISSED);
        missedRequests.forEach((mac, request) -> {
            records.putText(mac);
            records.putText(request.name());
            records.putText(request.from().toString());
            records.putInt(request.status());
            records.putByte((byte) (request.refused() ? 1 : 0));
            records.putLong(request.first());
            records.putLong(request.last());
            records.putLong(request.count());
            records.putText(request.agent());
            records.end();
        });
        return records;
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
            records.putText(unknownPhone.name());
            records.putText(unknownPhone.device().reportedModel());
            records.putText(unknownPhone.device().reportedFirmware());
            unknownPhone.channels().forEach(channel -> records.putText(channel.name()));
            records.end();
        }
        return records;
    }

    private synchronized void save(boolean last) {
        long fetchesNow = fetchCounter.version();
        try {
            if (fetchesNow != savedFetches) {
                write("fetches", fetches(fetchCounter), true);
                savedFetches = fetchesNow;
            }
            if (visitsRead && (last || nanos.getAsLong() - nextSave >= 0)) {
                saveRequests();
            }
            writeFailed = false;
        } catch (IOException e) {
            if (!writeFailed) {
                LOG.warn(
                        "the record of fetches cannot be saved in {}: {}. Correct the folder;"
                                + " Lineman tries again every second",
                        folder,
                        FileOperations.reason(e));
            }
            writeFailed = true;
        }
    }

    /** Writes the files of requests that have news, and sets the time of the next write. */
    private void saveRequests() throws IOException {
        long visitsNow = visits.visitsVersion();
        long missedNow = visits.missedRequests().version();
        if (visitsNow == savedVisits && missedNow == savedMissed) {
            return;
        }
        long begin = nanos.getAsLong();
        if (visitsNow != savedVisits) {
            write("visits", visits(visits), false);
            savedVisits = visitsNow;
        }
        if (missedNow != savedMissed) {
            write("missed", missedRequests(visits.missedRequests()), false);
            savedMissed = missedNow;
        }
        long took = nanos.getAsLong() - begin;
        nextSave = begin + Math.max(MIN_INTERVAL.toNanos(), took * INTERVAL_FACTOR);
    }

    private void write(String name, RecordWriter records, boolean flushed) throws IOException {
        fileOperations.createFolders(folder);
        fileOperations.replace(folder.resolve(name), file -> {
            file.write(records.bytes(), 0);
            // Fetch counts must survive a power failure: otherwise a limited file could be fetched again.
            if (flushed) {
                file.flush();
            }
        });
    }

    /** Saves everything. Records after this call are lost. */
    @Override
    public void close() {
        save(true);
    }
}
