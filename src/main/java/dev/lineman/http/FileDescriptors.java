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
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Pattern LIMIT = Pattern.compile("(?m)^Max open files +(\\d+)");

    /** So many stay free where there are many, and of few a fourth. */
    private static final int MOST_SPARE = 64;

    private static final int LEAST_SPARE = 2;

    /** Counting takes time in proportion to what is open. */
    private static final long COUNTED_FOR = TimeUnit.MILLISECONDS.toNanos(100);

    /** A loop that takes longer to close a connection is stuck, and accepting must not be. */
    private static final int MOST_WAITED_MILLIS = 100;

    private static final long TOLD_FOR = TimeUnit.MINUTES.toNanos(1);
    private static final int UNKNOWN = Integer.MAX_VALUE / 2;

    private final List<EventLoop> loops = new ArrayList<>();
    private final LongSupplier nanos;
    private final Consumer<String> warnings;
    private int limit = UNKNOWN;
    private int spare;
    private int openThen;
    private int heldThen;
    private boolean counted;
    private long countedAt;
    private boolean told;
    private long toldAt;

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
    synchronized void taken() {
        if (!counted || free() < 2 * spare) {
            count();
            release(spare - free());
            for (int waited = 0; waited < MOST_WAITED_MILLIS && free() < spare / 2 && owed() > 0; waited++) {
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
        release(spare - (counted ? Math.min(0, free()) : 0));
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
        return limit - openThen - (held() - heldThen);
    }

    private int held() {
        return loops.stream().mapToInt(EventLoop::load).sum();
    }

    private int owed() {
        return loops.stream().mapToInt(EventLoop::owed).sum();
    }

    /** Counts anew, if it can and has not just been done. Where no descriptor is left to count with, the next one that asks counts. */
    private void count() {
        limit = limit();
        long now = nanos.getAsLong();
        if (!counted || now - countedAt >= COUNTED_FOR) {
            String[] open = limit == UNKNOWN ? new String[1] : OPEN.toFile().list();
            counted = open != null;
            countedAt = now;
            heldThen = held();
            // Listing the folder takes one, too.
            openThen = open == null ? limit : open.length - 1;
        }
        int room = limit - openThen + heldThen;
        spare = Math.max(LEAST_SPARE, Math.min(MOST_SPARE, room / 4));
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
    private void release(int many) {
        int missing = many - owed();
        boolean any = false;
        for (; missing > 0; missing--) {
            EventLoop busiest = Collections.max(loops, Comparator.comparingInt(FileDescriptors::keeping));
            // The last one may be the newcomer.
            if (keeping(busiest) <= 1) {
                break;
            }
            busiest.release();
            any = true;
        }
        if (any) {
            tell();
        }
    }

    private static int keeping(EventLoop loop) {
        return loop.load() - loop.owed();
    }

    private void tell() {
        long now = nanos.getAsLong();
        if (!told || now - toldAt >= TOLD_FOR) {
            told = true;
            toldAt = now;
            warnings.accept(
                    "few file descriptors are left, so idle connections are being closed: let the process open more files"
                            + " (LimitNOFILE= of its unit, or ulimit -n), or lower --max-connections");
        }
    }
}
