package dev.lineman.visits;

import dev.lineman.access.Address;
import dev.lineman.disk.Digest;
import dev.lineman.disk.Disk;
import dev.lineman.disk.FileMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps visits and fetches over restarts: each in a file of lines that is replaced as a whole, soon after something was noted
 * and at the end. A background thread of the caller reads and writes, and writing takes never more than a twentieth of its time.
 * Thread-safe.
 */
public final class Logbook implements AutoCloseable {
    /** How long the caller waits before each {@link #keep()}. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Logbook.class);

    private static final String HEAD = "lineman 1";
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
        logbook.read("fetches", logbook::fetch);
        return logbook;
    }

    /** Takes up what it says of visits. No visit is written down before that; phones need not wait for it. */
    public synchronized void readVisits() {
        read("visits", this::visit);
        visitsRead = true;
    }

    /** Writes down what was noted since the last time. */
    public void keep() {
        keep(false);
    }

    /** What is kept in a folder, for who only looks; another may be writing there. */
    public static Visits kept(Path folder) {
        Logbook logbook = new Logbook(folder, FileMode.DEFAULT, () -> 0);
        logbook.read("visits", logbook::visit);
        return logbook.visits;
    }

    public Visits visits() {
        return visits;
    }

    public Fetches fetches() {
        return fetches;
    }

    private interface Line {
        /** Takes up a line; what it does not understand is an {@link IllegalArgumentException}. */
        void read(String[] fields);
    }

    private void read(String name, Line line) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int lost = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            boolean ours = HEAD.equals(lines.readLine());
            for (String text = lines.readLine(); text != null && ours; text = lines.readLine()) {
                try {
                    line.read(text.split("\t", -1));
                } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                    lost++;
                }
            }
            lost += ours ? 0 : 1;
        } catch (IOException e) {
            lost++;
        }
        if (lost > 0) {
            LOG.warn("{} cannot be read in whole; what it said of phones is forgotten", file);
        }
    }

    private void fetch(String[] fields) {
        fetches.restore(fields[2], fields[1], Integer.parseInt(fields[0]));
    }

    private void visit(String[] fields) {
        if (fields[0].equals("stranger")) {
            visits.restore(new Stranger(
                    fields[1],
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[4]),
                    address(fields[5]),
                    fields[6]));
            return;
        }
        long high = Long.parseUnsignedLong(fields[4], 16);
        long low = Long.parseUnsignedLong(fields[5], 16);
        visits.restore(
                fields[0],
                new Visit(
                        Long.parseLong(fields[1]),
                        address(fields[2]),
                        Integer.parseInt(fields[3]),
                        fields[6],
                        new Digest(high, low),
                        fields[7]));
    }

    private static Address address(String text) {
        Address address = Address.parse(text);
        if (address == null) {
            throw new IllegalArgumentException("not an address");
        }
        return address;
    }

    private synchronized void keep(boolean last) {
        long visitsNow = visits.version();
        long fetchesNow = fetches.version();
        try {
            if (fetchesNow != fetchesKept) {
                StringBuilder text = new StringBuilder(HEAD).append('\n');
                fetches.tell((file, count) -> line(text, Integer.toString(count.had()), count.window(), file));
                write("fetches", text, true);
                fetchesKept = fetchesNow;
            }
            long now = nanos.getAsLong();
            if (visitsRead && visitsNow != visitsKept && (last || now - due >= 0)) {
                write("visits", told(), false);
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

    private StringBuilder told() {
        visits.trim();
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        for (String mac : visits.phones()) {
            for (Visit visit : visits.of(mac)) {
                line(
                        text,
                        mac,
                        Long.toString(visit.second()),
                        visit.from().toString(),
                        Integer.toString(visit.status()),
                        Long.toHexString(visit.digest().high()),
                        Long.toHexString(visit.digest().low()),
                        visit.file(),
                        visit.agent().replace('\t', ' '));
            }
        }
        for (Stranger stranger : visits.strangers(mac -> false)) {
            line(
                    text,
                    "stranger",
                    stranger.mac(),
                    Long.toString(stranger.first()),
                    Long.toString(stranger.last()),
                    Long.toString(stranger.count()),
                    stranger.from().toString(),
                    stranger.agent().replace('\t', ' '));
        }
        return text;
    }

    private static void line(StringBuilder text, String... fields) {
        text.append(String.join("\t", fields)).append('\n');
    }

    private void write(String name, StringBuilder text, boolean flushed) throws IOException {
        disk.createFolders(folder);
        disk.replace(folder.resolve(name), file -> {
            file.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)), 0);
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
