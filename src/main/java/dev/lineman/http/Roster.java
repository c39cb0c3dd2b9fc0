package dev.lineman.http;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which phase, the longest there first. Since all of a phase have the same time, the first of each list is the
 * first to expire, and nobody needs a timer. Each operation takes constant time. Not thread-safe.
 */
final class Roster {
    private final Map<Phase, Row> rows = new EnumMap<>(Phase.class);

    Roster(Limits limits) {
        rows.put(Phase.GREETING, new Row(limits.head()));
        rows.put(Phase.IDLE, new Row(limits.idle()));
        rows.put(Phase.HEAD, new Row(limits.head()));
        rows.put(Phase.BODY, new Row(limits.head()));
        rows.put(Phase.ANSWER, new Row(limits.write()));
        rows.put(Phase.LINGER, new Row(limits.linger()));
    }

    /** Someone on the roster. */
    abstract static class Entry {
        private @Nullable Row row;
        private @Nullable Entry before;
        private @Nullable Entry after;
        private long since;
    }

    private static final class Row {
        final long nanos;

        @Nullable
        Entry first;

        @Nullable
        Entry last;

        Row(Duration time) {
            nanos = time.toNanos();
        }
    }

    /** Enters someone as the newest of a phase, wherever they were. */
    void enter(Entry entry, Phase phase, long now) {
        leave(entry);
        Row row = rows.get(phase);
        if (row == null) {
            return;
        }
        entry.row = row;
        entry.since = now;
        entry.before = row.last;
        if (row.last == null) {
            row.first = entry;
        } else {
            row.last.after = entry;
        }
        row.last = entry;
    }

    boolean holds(Entry entry) {
        return entry.row != null;
    }

    void leave(Entry entry) {
        Row row = entry.row;
        if (row == null) {
            return;
        }
        if (entry.before == null) {
            row.first = entry.after;
        } else {
            entry.before.after = entry.after;
        }
        if (entry.after == null) {
            row.last = entry.before;
        } else {
            entry.after.before = entry.before;
        }
        entry.row = null;
        entry.before = null;
        entry.after = null;
    }

    /** Who has been in that phase longest. */
    @Nullable
    Entry oldest(Phase phase) {
        Row row = rows.get(phase);
        return row == null ? null : row.first;
    }

    /** Someone whose time is up, or null. */
    @Nullable
    Entry expired(long now) {
        for (Row row : rows.values()) {
            if (row.first != null && now - row.first.since >= row.nanos) {
                return row.first;
            }
        }
        return null;
    }

    /** How long until the next one expires, at least 0; {@link Long#MAX_VALUE} if nobody is here. */
    long nanosToNext(long now) {
        long next = Long.MAX_VALUE;
        for (Row row : rows.values()) {
            if (row.first != null) {
                next = Math.min(next, Math.max(0, row.nanos - (now - row.first.since)));
            }
        }
        return next;
    }
}
