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
    private final LongSupplier nanos;
    private final long retainable;
    private final Runnable gone;
    private int size;
    private long retained;

    /**
     * @param retainable how much input may be kept, in bytes
     * @param gone is told when one has gone
     */
    Seats(Limits limits, LongSupplier nanos, long retainable, Runnable gone) {
        this.roster = new Roster(limits);
        this.nanos = nanos;
        this.retainable = retainable;
        this.gone = gone;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add() {
        size++;
    }

    /** Notes where a connection stands. It has its full time again after progress, or in another phase than before. */
    void note(Seat seat, Phase before, boolean progress) {
        Phase phase = seat.connection.phase();
        if (progress || phase != before || !roster.holds(seat)) {
            roster.enter(seat, phase, nanos.getAsLong());
            sources.enter(seat.source, seat, phase == Phase.ANSWER);
        }
        count(seat, seat.retained());
        makeHeapRoom();
    }

    /** One whose time is up, to be dealt with: it is off the roster. */
    @Nullable
    Seat expired() {
        if (!(roster.expired(nanos.getAsLong()) instanceof Seat seat)) {
            return null;
        }
        roster.leave(seat);
        return seat;
    }

    long nanosToNext() {
        return roster.nanosToNext(nanos.getAsLong());
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
