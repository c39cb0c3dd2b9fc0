package dev.lineman.http;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a loop that hold what TLS needs, which takes so much of the heap that ten thousand of them would not fit:
 * how many there may be, who waits for room, and who gives way. Used by the loop's thread.
 */
final class SecureSeats {
    /** A client may be on its way with the next request for so long; then it gives way to those who wait. */
    private static final long MERCY = TimeUnit.SECONDS.toNanos(1);

    private final int most;
    private final Set<Seat> inside = new HashSet<>();
    private final Sources<Seat> sources = new Sources<>();
    private final Turns<Seat> waiting = new Turns<>();

    /** Since when those inside have had nothing to do, the longest first. */
    private final Map<Seat, Long> idle = new LinkedHashMap<>();

    /** @param most how many there may be */
    SecureSeats(int most) {
        this.most = most;
    }

    /** Whether a connection has room, and keeps it until it leaves; else it waits, in the turn of its source. */
    boolean enter(Seat seat) {
        if (inside.contains(seat)) {
            return true;
        }
        if (inside.size() < most && waiting.isEmpty()) {
            take(seat);
            return true;
        }
        waiting.add(seat.source, seat);
        return false;
    }

    /** Has a connection in, before all that wait. */
    void take(Seat seat) {
        inside.add(seat);
        sources.enter(seat.source, seat, false);
    }

    void leave(Seat seat) {
        waiting.remove(seat.source, seat);
        if (inside.remove(seat)) {
            sources.leave(seat.source, seat);
            idle.remove(seat);
        }
    }

    /** Notes what a connection is doing, when that has changed. */
    void note(Seat seat, Phase phase, long now) {
        if (inside.contains(seat)) {
            sources.enter(seat.source, seat, phase == Phase.ANSWER);
            idle.remove(seat);
            if (phase == Phase.IDLE) {
                idle.put(seat, now);
            }
        }
    }

    /** Whose place one that has none is to take at once, since its source has many more inside; null when nobody's. */
    @Nullable
    Seat yieldingTo(Seat seat) {
        return inside.size() < most || inside.contains(seat) ? null : sources.mostDispensable(seat.source);
    }

    /** Who is to give way, since others wait and it has had nothing to do for long; null when nobody is. */
    @Nullable
    Seat yielding(long now) {
        if (waiting.isEmpty() || inside.size() < most || idle.isEmpty()) {
            return null;
        }
        Map.Entry<Seat, Long> longest = idle.entrySet().iterator().next();
        return now - longest.getValue() < MERCY ? null : longest.getKey();
    }

    /** The next of those who wait, that has room from now on; null when there is none, or nobody waits. */
    @Nullable
    Seat next() {
        Seat seat = inside.size() < most ? waiting.next(sources::weight) : null;
        if (seat != null) {
            take(seat);
        }
        return seat;
    }

    /** How long until somebody gives way or comes in, at least 0; {@link Long#MAX_VALUE} if nobody will. */
    long nanosToNext(long now) {
        if (!waiting.isEmpty() && inside.size() < most) {
            return 0;
        }
        if (waiting.isEmpty() || idle.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, MERCY - (now - idle.values().iterator().next()));
    }
}
