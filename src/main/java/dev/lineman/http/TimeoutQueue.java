package dev.lineman.http;

import dev.lineman.http.message.HttpLimits;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which phase, the longest there first. Since all of a phase have the same time, the first of each list is the
 * first to expire, and nobody needs a timer. Each operation takes constant time. Not thread-safe.
 */
final class TimeoutQueue {
    private final Map<ConnectionPhase, Row> rows = new EnumMap<>(ConnectionPhase.class);

    TimeoutQueue(HttpLimits limits) {
        rows.put(ConnectionPhase.GREETING, new Row(limits.head()));
        rows.put(ConnectionPhase.IDLE, new Row(limits.idle()));
        rows.put(ConnectionPhase.HEAD, new Row(limits.head()));
        rows.put(ConnectionPhase.BODY, new Row(limits.head()));
        rows.put(ConnectionPhase.ANSWER, new Row(limits.write()));
        rows.put(ConnectionPhase.LINGER, new Row(limits.linger()));
    }

    /** Someone on the roster. */
    abstract static class TimeoutEntry {
        private @Nullable Row row;
    }

    /**
     * Those in one phase.
     *
     * @param nanos how long each may be there
     * @param since when each came, the first to come first
     */
    private record Row(long nanos, Map<TimeoutEntry, Long> since) {
        Row(Duration time) {
            this(time.toNanos(), new LinkedHashMap<>());
        }

        /** How long until the time of the first is up, perhaps below 0; {@link Long#MAX_VALUE} if nobody is here. */
        long left(long now) {
            return since.isEmpty()
                    ? Long.MAX_VALUE
                    : nanos - (now - since.values().iterator().next());
        }
    }

    /** Enters someone as the newest of a phase, wherever they were. */
    void enter(TimeoutEntry entry, ConnectionPhase connectionPhase, long now) {
        leave(entry);
        Row row = rows.get(connectionPhase);
        if (row != null) {
            row.since.put(entry, now);
            entry.row = row;
        }
    }

    boolean holds(TimeoutEntry entry) {
        return entry.row != null;
    }

    void leave(TimeoutEntry entry) {
        Row row = entry.row;
        if (row != null) {
            row.since.remove(entry);
            entry.row = null;
        }
    }

    /** Who has been in that phase longest. */
    @Nullable
    TimeoutEntry oldest(ConnectionPhase connectionPhase) {
        Row row = rows.get(connectionPhase);
        return row == null || row.since.isEmpty()
                ? null
                : row.since.keySet().iterator().next();
    }

    /** Someone whose time is up, or null. */
    @Nullable
    TimeoutEntry expired(long now) {
        for (Row row : rows.values()) {
            if (row.left(now) <= 0) {
                return row.since.keySet().iterator().next();
            }
        }
        return null;
    }

    /** How long until the next one expires, at least 0; {@link Long#MAX_VALUE} if nobody is here. */
    long nanosToNext(long now) {
        long next = Long.MAX_VALUE;
        for (Row row : rows.values()) {
            next = Math.min(next, Math.max(0, row.left(now)));
        }
        return next;
    }
}
