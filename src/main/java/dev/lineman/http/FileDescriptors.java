package dev.lineman.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps some file descriptors of the process free for files. When connections leave fewer than that, the loops
 * with the most connections close some. Nothing is remembered of a shortage, so the full capacity returns as
 * soon as descriptors are free. One instance serves all listeners of a process. Thread-safe.
 *
 * <p>Counting is slow, so the number of free descriptors is counted rarely. Between two counts it is estimated
 * from the connections that were opened and closed. Only Linux has the numbers, in {@code /proc}. On other
 * systems a shortage shows when accepting fails.
 */
public final class FileDescriptors {
    /** One entry for each open descriptor (proc(5)). */
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Pattern LIMIT = Pattern.compile("(?m)^Max open files +(\\d+)");

    /** This many descriptors stay free for files; if there are few, a quarter of them. */
    private static final int MAX_RESERVED = 64;

    private static final int MIN_RESERVED = 2;

    /** How long a count is used. The time for a count grows with the number of open descriptors. */
    private static final long COUNT_VALID_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The shortest time between two warnings. */
    private static final long WARNING_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** The limit where the system does not tell it. Half of the range, so that sums do not overflow. */
    private static final int UNKNOWN = Integer.MAX_VALUE / 2;

    /** The loops of all listeners. Each change replaces the list, so that it can be read without a lock. */
    private volatile List<EventLoop> loops = List.of();

    private final LongSupplier nanos;
    private final Consumer<String> warnings;

    /** How many descriptors the process may have. */
    private int limit = UNKNOWN;

    /** How many descriptors must stay free. */
    private int reserved;

    /** Open descriptors at the last count. */
    private int openAtCount;

    /** Connections at the last count. */
    private int connectionsAtCount;

    /** Up to this many connections there are more than twice the reserve of descriptors. */
    private volatile int connectionsWithoutCheck;

    private boolean counted;

    /** The time of the last count, in nanoseconds. */
    private long countedAt;

    private boolean warned;
    private long warnedAt;

    /**
     * Manages the descriptors of this process.
     *
     * @param nanos a monotonic clock, in nanoseconds
     * @param warnings receives a warning about a shortage, at most once a minute
     */
    public FileDescriptors(LongSupplier nanos, Consumer<String> warnings) {
        this.nanos = nanos;
        this.warnings = warnings;
    }

    /** Adds the loops of a listener that has been opened. */
    synchronized void add(List<EventLoop> added) {
        List<EventLoop> all = new ArrayList<>(loops);
        all.addAll(added);
        loops = List.copyOf(all);
    }

    /** Removes the loops of a listener that has been closed. */
    synchronized void remove(List<EventLoop> removed) {
        List<EventLoop> all = new ArrayList<>(loops);
        all.removeAll(removed);
        loops = List.copyOf(all);
    }

    /**
     * Called after each accepted connection. Frees descriptors for the next one and for files.
     *
     * @return false if the caller must wait before it accepts more, because half of the reserve is used. Otherwise
     *     the loops would accept faster than they close, and no descriptor would remain for files
     */
    boolean connectionAccepted() {
        if (connections() <= connectionsWithoutCheck) {
            return true;
        }
        synchronized (this) {
            count();
            requestCloses(reserved - free());
            return free() >= reserved / 2 || pendingCloses() == 0;
        }
    }

    /**
     * Called when accepting has failed. Returns whether no descriptor is left; if so, asks the loops to close
     * connections.
     */
    synchronized boolean freeIfExhausted() {
        if (canOpen()) {
            return false;
        }
        count();
        requestCloses(reserved - (counted ? Math.min(0, free()) : 0));
        return true;
    }

    /** Whether a descriptor is free, found by opening one. */
    private static boolean canOpen() {
        try {
            SocketChannel.open().close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The estimated number of free descriptors. It is too high by the descriptors that were opened for other
     * purposes since {@link #count}.
     */
    private int free() {
        return limit - openAtCount - (connections() - connectionsAtCount);
    }

    /** All connections of all listeners. */
    private int connections() {
        int sum = 0;
        for (EventLoop loop : loops) {
            sum += loop.load();
        }
        return sum;
    }

    private int pendingCloses() {
        return loops.stream().mapToInt(EventLoop::pendingCloses).sum();
    }

    /**
     * Counts the open descriptors, unless a count has just been made. Listing the folder needs a descriptor; if
     * none is left, the next call counts.
     */
    private void count() {
        limit = limit();
        long now = nanos.getAsLong();
        if (!counted || now - countedAt >= COUNT_VALID_NANOS) {
            String[] open =
                    limit == UNKNOWN ? new String[1] : OPEN_FILES.toFile().list();
            counted = open != null;
            countedAt = now;
            connectionsAtCount = connections();
            // The listing itself has one descriptor open.
            openAtCount = open == null ? limit : open.length - 1;
        }
        int room = limit - openAtCount + connectionsAtCount;
        reserved = Math.max(MIN_RESERVED, Math.min(MAX_RESERVED, room / 4));
        connectionsWithoutCheck = counted ? room - 2 * reserved : 0;
    }

    /** The current limit. It can change while the process runs (prlimit(1)). */
    private int limit() {
        try {
            Matcher limit = LIMIT.matcher(Files.readString(LIMITS, StandardCharsets.US_ASCII));
            return limit.find() ? (int) Math.min(UNKNOWN, Long.parseLong(limit.group(1))) : UNKNOWN;
        } catch (IOException e) {
            return limit;
        }
    }

    /** Asks the loops with the most connections to close this many, including the closes that are already pending. */
    private void requestCloses(int count) {
        int missing = count - pendingCloses();
        boolean any = false;
        for (; missing > 0; missing--) {
            EventLoop busiest = Collections.max(loops, Comparator.comparingInt(FileDescriptors::connectionsKept));
            // The last connection may be the one that was just accepted.
            if (connectionsKept(busiest) <= 1) {
                break;
            }
            busiest.requestClose();
            any = true;
        }
        if (any) {
            warn();
        }
    }

    /** The connections of a loop that it is not asked to close. */
    private static int connectionsKept(EventLoop loop) {
        return loop.load() - loop.pendingCloses();
    }

    /** Warns about the shortage, unless a warning was given recently. */
    private void warn() {
        long now = nanos.getAsLong();
        if (!warned || now - warnedAt >= WARNING_INTERVAL_NANOS) {
            warned = true;
            warnedAt = now;
            warnings.accept(
                    "few file descriptors are left, so idle connections are being closed: let the process open more files"
                            + " (LimitNOFILE= of its unit, or ulimit -n), or lower --max-connections");
        }
    }
}
