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
 * The file descriptors of the process. Some stay free for files: when connections leave fewer than that, the busiest loops
 * close what they can spare. Nothing is remembered of a shortage, so that there is room again as soon as there are
 * descriptors. One for all listeners of a process. Thread-safe.
 *
 * <p>How many are free is counted seldom, and between two counts estimated by the connections that came and went. Where the system does
 * not say (only Linux does, in {@code /proc}), a shortage shows when accepting fails.
 */
public final class FileDescriptors {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Pattern LIMIT = Pattern.compile("(?m)^Max open files +(\\d+)");

    /** So many stay free where there are many, and of few a fourth. */
    private static final int MAX_RESERVED = 64;

    private static final int MIN_RESERVED = 2;

    /** Counting takes time in proportion to what is open. */
    private static final long COUNT_VALID_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A loop that takes longer to close a connection is stuck, and accepting must not be. */
    private static final int MAX_WAIT_MILLIS = 100;

    private static final long WARNING_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int UNKNOWN = Integer.MAX_VALUE / 2;

    private final List<EventLoop> loops = new ArrayList<>();
    private final LongSupplier nanos;
    private final Consumer<String> warnings;
    private int limit = UNKNOWN;
    private int reserved;
    private int openAtCount;
    private int connectionsAtCount;
    private boolean counted;
    private long countedAt;
    private boolean warned;
    private long warnedAt;

    /**
     * Those of this process.
     *
     * @param nanos a clock for durations
     * @param warnings is told of a shortage, once a minute at most
     */
    public FileDescriptors(LongSupplier nanos, Consumer<String> warnings) {
        this.nanos = nanos;
        this.warnings = warnings;
    }

    synchronized void add(List<EventLoop> some) {
        loops.addAll(some);
    }

    synchronized void remove(List<EventLoop> some) {
        loops.removeAll(some);
    }

    /**
     * A connection came: makes room for the next one, and for files. Called by the thread that accepts, which waits here for
     * the loops when half of what is spare is taken: else it would be faster than they are, and leave nothing for files.
     */
    synchronized void connectionAccepted() {
        if (!counted || free() < 2 * reserved) {
            count();
            requestCloses(reserved - free());
            for (int waited = 0; waited < MAX_WAIT_MILLIS && free() < reserved / 2 && pendingCloses() > 0; waited++) {
                try {
                    wait(1);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** Accepting failed: whether there is no descriptor left, in which case room is being made. */
    synchronized boolean exhausted() {
        if (canOpen()) {
            return false;
        }
        count();
        requestCloses(reserved - (counted ? Math.min(0, free()) : 0));
        return true;
    }

    private static boolean canOpen() {
        try {
            SocketChannel.open().close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** An estimate, and at most too high by what others than connections took since {@link #count}. */
    private int free() {
        return limit - openAtCount - (connections() - connectionsAtCount);
    }

    private int connections() {
        return loops.stream().mapToInt(EventLoop::load).sum();
    }

    private int pendingCloses() {
        return loops.stream().mapToInt(EventLoop::pendingCloses).sum();
    }

    /** Counts anew, if it can and has not just been done. Where no descriptor is left to count with, the next one that asks counts. */
    private void count() {
        limit = limit();
        long now = nanos.getAsLong();
        if (!counted || now - countedAt >= COUNT_VALID_NANOS) {
            String[] open =
                    limit == UNKNOWN ? new String[1] : OPEN_FILES.toFile().list();
            counted = open != null;
            countedAt = now;
            connectionsAtCount = connections();
            // Listing the folder takes one, too.
            openAtCount = open == null ? limit : open.length - 1;
        }
        int room = limit - openAtCount + connectionsAtCount;
        reserved = Math.max(MIN_RESERVED, Math.min(MAX_RESERVED, room / 4));
    }

    /** As it is now: it can be changed from outside (prlimit(1)). */
    private int limit() {
        try {
            Matcher limit = LIMIT.matcher(Files.readString(LIMITS, StandardCharsets.US_ASCII));
            return limit.find() ? (int) Math.min(UNKNOWN, Long.parseLong(limit.group(1))) : UNKNOWN;
        } catch (IOException e) {
            return limit;
        }
    }

    /** Has the busiest loops close so many connections, besides those that they are to close already. */
    private void requestCloses(int many) {
        int missing = many - pendingCloses();
        boolean any = false;
        for (; missing > 0; missing--) {
            EventLoop busiest = Collections.max(loops, Comparator.comparingInt(FileDescriptors::connectionsKept));
            // The last one may be the newcomer.
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

    private static int connectionsKept(EventLoop loop) {
        return loop.load() - loop.pendingCloses();
    }

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
