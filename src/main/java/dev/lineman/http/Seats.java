package dev.lineman.http;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a loop and what they take together: how many there are, how much input they keep, whose time is up, and
 * who goes when there is too much. Used by the loop's thread.
 */
final class Seats {
    private final Roster roster;
    private final Sources<Seat> sources = new Sources<>();
    private final SecureSeats secure;
    private final LongSupplier nanos;
    private final long retainable;
    private final Runnable gone;
    private int size;
    private long retained;

    /**
     * @param loops how many share the limits
     * @param gone is told when one has gone
     */
    Seats(Limits limits, LongSupplier nanos, int loops, Runnable gone) {
        this.roster = new Roster(limits);
        this.secure = new SecureSeats(Math.max(1, limits.secure() / loops));
        this.nanos = nanos;
        this.retainable = limits.retainedBytes() / loops;
        this.gone = gone;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void add() {
        size++;
    }

    /** Notes where a connection stands. It has its full time again after progress, or in another phase than before. */
    void note(Seat seat, Phase before, boolean progress) {
        Phase phase = seat.connection.phase();
        if (progress || phase != before || !roster.holds(seat)) {
            long now = nanos.getAsLong();
            roster.enter(seat, phase, now);
            sources.enter(seat.source, seat, phase == Phase.ANSWER);
            secure.note(seat, phase, now);
        }
        count(seat, seat.retained());
        makeHeapRoom();
    }

    /** Puts a connection that has waited, and holds nothing for TLS yet, down to another source. */
    void attribute(Seat seat, Object source) {
        sources.leave(seat.source, seat);
        seat.source = source;
        sources.enter(source, seat, false);
    }

    /** Whether there is room for what TLS needs for a connection; else it waits for that, and is not to blame for how long. */
    boolean secures(Seat seat) {
        Seat yielding = secure.yieldingTo(seat);
        if (yielding != null) {
            end(yielding);
            secure.take(seat);
        } else if (!secure.enter(seat)) {
            suspend(seat);
            return false;
        }
        return true;
    }

    /** The next of those who waited for room, and have it now. */
    @Nullable
    Seat nextSecured(long now) {
        Seat yielding = secure.yielding(now);
        if (yielding != null) {
            end(yielding);
        }
        return secure.next();
    }

    /** Stops the clock of one that we keep waiting, until something is noted of it again. */
    void suspend(Seat seat) {
        roster.leave(seat);
    }

    boolean anyExpired(long now) {
        return roster.expired(now) != null;
    }

    /** One whose time was up by then, to be dealt with: it is off the roster. */
    @Nullable
    Seat expired(long now) {
        if (!(roster.expired(now) instanceof Seat seat)) {
            return null;
        }
        roster.leave(seat);
        return seat;
    }

    long nanosToNext() {
        long now = nanos.getAsLong();
        return Math.min(roster.nanosToNext(now), secure.nanosToNext(now));
    }

    /** Ends connections of whoever has most of them, until there are no more than that. */
    void makeRoom(int most) {
        while (size > most) {
            Seat dispensable = sources.mostDispensable();
            if (dispensable == null) {
                return;
            }
            end(dispensable);
        }
    }

    /** Ends a connection, whatever it is doing. */
    void end(Seat seat) {
        if (!seat.channel.isOpen()) {
            return;
        }
        boolean cut = seat.connection.phase() == Phase.ANSWER;
        seat.connection.abandon();
        roster.leave(seat);
        sources.leave(seat.source, seat);
        secure.leave(seat);
        count(seat, 0);
        size--;
        gone.run();
        try {
            if (cut) {
                seat.wire.cut();
            } else {
                seat.wire.close();
            }
        } catch (IOException e) {
            // Nothing of it is left to save.
        }
    }

    /** Input is kept of those who have not finished a head and of those who ask on without reading the answers. */
    private void makeHeapRoom() {
        while (retained > retainable) {
            Roster.Entry unfinished = roster.oldest(Phase.HEAD);
            if (!((unfinished == null ? roster.oldest(Phase.ANSWER) : unfinished) instanceof Seat seat)) {
                return;
            }
            end(seat);
        }
    }

    private void count(Seat seat, int bytes) {
        retained += bytes - seat.counted;
        seat.counted = bytes;
    }
}
