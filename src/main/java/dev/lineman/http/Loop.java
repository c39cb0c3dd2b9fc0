package dev.lineman.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One thread that serves many connections: it waits until some can be read or written, does what can be done without waiting,
 * and looks who has run out of time. Everything but {@link #admit}, {@link #load}, {@link #release} and {@link #stop} happens
 * on that thread. It reads and writes through two buffers of its own, whatever the number of connections.
 */
final class Loop implements Runnable {
    private static final int IN_BYTES = 18 << 10;
    private static final int OUT_BYTES = 64 << 10;

    /** So many full buffers one connection may write before the others have their turn. */
    private static final int TURN = 16;

    /** So often the selector tells of those who have spoken, at most, before who is silent is judged. */
    private static final int MOST_TOLD = 16;

    private final Selector selector;
    private final Service service;
    private final LongSupplier nanos;
    private final Seats seats;
    private final Handshakes handshakes;
    private final Arrivals arrivals = new Arrivals();
    private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);
    private final int capacity;
    private volatile boolean stopping;

    /** Whether a wake-up may have been taken by a selection that did not wait. */
    private boolean hurried;

    private boolean finishing;
    private long finishBy;

    /**
     * @param workers do what would hold it up
     * @param loops how many there are: each has its share of what the limits allow
     */
    Loop(Service service, Workers workers, LongSupplier nanos, int loops) throws IOException {
        Limits limits = service.limits();
        this.selector = Selector.open();
        this.service = service;
        this.nanos = nanos;
        this.seats = new Seats(limits, nanos, loops, arrivals::leave);
        this.handshakes = new Handshakes(service, seats, workers, selector);
        this.capacity = limits.connections() / loops;
    }

    /** Takes over a connection, from any thread. */
    void admit(Newcomer newcomer) {
        arrivals.add(newcomer);
        if (selector.isOpen()) {
            selector.wakeup();
        }
    }

    /** How many connections are here or on their way. */
    int load() {
        return arrivals.load();
    }

    /** Closes one connection soon, the one that can be spared best: something else needs its descriptor. From any thread. */
    void release() {
        arrivals.owe();
        selector.wakeup();
    }

    /** How many connections it is still to close. */
    int owed() {
        return arrivals.owed();
    }

    /** Ends soon: answers in hand are finished if that takes no longer than the limit. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        while (!finishing || (!seats.isEmpty() && nanos.getAsLong() - finishBy < 0)) {
            try {
                // Who was silent until then, and is so now. After a pause of the process all may have spoken, unheard.
                long looked = nanos.getAsLong();
                select();
                admitNewcomers();
                greetThoseWhoWaited(looked);
                expire(looked);
                seats.makeRoom(capacity);
                giveBack();
                if (stopping && !finishing) {
                    finish();
                }
            } catch (IOException | RuntimeException | StackOverflowError e) {
                service.report(e);
            }
        }
        close();
    }

    /** Closes the connections that it owes. */
    private void giveBack() {
        int many = arrivals.repay();
        if (many > 0) {
            seats.makeRoom(Math.max(1, seats.size() - many));
        }
    }

    /** Waits until there is something to do; not when something may be there that no event tells of. */
    private void select() throws IOException {
        if (hurried || arrivals.unsettled()) {
            hurried = false;
            arrivals.settling();
            selector.selectNow(this::ready);
            arrivals.settled();
        } else {
            selector.select(this::ready, millisToNext());
        }
    }

    private long millisToNext() {
        long next = finishing ? Math.max(0, finishBy - nanos.getAsLong()) : Long.MAX_VALUE;
        next = Math.min(next, seats.nanosToNext());
        // 0 would be for ever, and rounding down would spin through the last millisecond.
        return next == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(next) + 1;
    }

    private void admitNewcomers() {
        for (Newcomer newcomer = arrivals.next(); newcomer != null; newcomer = arrivals.next()) {
            Seat seat;
            try {
                seats.makeRoom(capacity - 1);
                seat = handshakes.seat(newcomer);
            } catch (IOException | RuntimeException | StackOverflowError e) {
                arrivals.turnAway(newcomer.channel());
                if (!(e instanceof IOException)) {
                    service.report(e);
                }
                continue;
            }
            seats.add();
            // What it asks is often here already; then it may be over before the selector has heard of it.
            guarded(seat, seat.secure ? handshakes::await : this::greet);
        }
    }

    /** Goes on with those for whom the workers have worked, and with those for whom there is room now. */
    private void greetThoseWhoWaited(long now) {
        for (Seat seat = handshakes.worked(); seat != null; seat = handshakes.worked()) {
            guarded(seat, this::greet);
        }
        for (Seat seat = seats.nextSecured(now); seat != null; seat = seats.nextSecured(now)) {
            guarded(seat, this::greet);
        }
    }

    private void greet(Seat seat) throws IOException {
        if (handshakes.proceed(seat, in)) {
            read(seat);
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Seat seat && key.isValid()) {
            boolean greeting = seat.connection.phase() == Phase.GREETING;
            guarded(seat, greeting ? this::greet : key.isWritable() ? this::resume : this::read);
        }
    }

    private interface Step {
        void run(Seat seat) throws IOException;
    }

    /** A broken connection ends itself and nothing else; a fault of ours is told of as well. */
    private void guarded(Seat seat, Step step) {
        try {
            step.run(seat);
        } catch (IOException e) {
            seats.end(seat);
        } catch (RuntimeException | StackOverflowError e) {
            seats.end(seat);
            service.report(e);
        }
    }

    private void read(Seat seat) throws IOException {
        proceed(seat, seat.wire.read(in.clear()));
    }

    private void resume(Seat seat) throws IOException {
        drive(seat, seat.kept());
        int more = more(seat);
        if (more != 0) {
            proceed(seat, more);
        }
    }

    /** Goes on as long as something has come that no event will tell of. */
    private void proceed(Seat seat, int count) throws IOException {
        int got = count;
        while (got >= 0) {
            drive(seat, in.flip());
            got = more(seat);
            if (got == 0) {
                return;
            }
        }
        seats.end(seat);
    }

    private int more(Seat seat) throws IOException {
        Phase phase = seat.connection.phase();
        return phase == Phase.ANSWER || phase == Phase.DONE ? 0 : seat.wire.more(in.clear());
    }

    private void drive(Seat seat, ByteBuffer input) throws IOException {
        Connection connection = seat.connection;
        Phase before = connection.phase();
        boolean progress = false;
        int turns = 0;
        connection.receive(input);
        while (connection.phase() == Phase.ANSWER && turns++ < TURN) {
            out.clear();
            connection.fill(out);
            int count = seat.wire.write(out.flip());
            connection.sent(count);
            progress |= seat.strides(count);
            if (out.hasRemaining()) {
                break;
            }
            connection.receive(input);
        }
        seat.keep(input);
        if (connection.phase() == Phase.DONE) {
            seats.end(seat);
        } else {
            await(seat);
            seats.note(seat, before, progress);
        }
    }

    private void await(Seat seat) throws IOException {
        Phase phase = seat.connection.phase();
        if (phase == Phase.LINGER && !seat.outputEnded) {
            seat.outputEnded = true;
            seat.wire.endOutput();
        }
        seat.await(selector, phase == Phase.ANSWER ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private void expire(long now) throws IOException {
        // The selector tells of a thousand at a time: after a pause there may be more.
        for (int i = 0; i < MOST_TOLD && seats.anyExpired(now); i++) {
            hurried = true;
            if (selector.selectNow(this::ready) == 0) {
                break;
            }
        }
        for (Seat seat = seats.expired(now); seat != null; seat = seats.expired(now)) {
            seat.connection.expire();
            guarded(seat, this::resume);
        }
    }

    private void finish() {
        finishing = true;
        finishBy = nanos.getAsLong() + service.limits().stop().toNanos();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Seat seat) {
                seat.connection.finish();
                if (seat.connection.phase() == Phase.DONE) {
                    seats.end(seat);
                }
            }
        }
    }

    private void close() {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Seat seat) {
                seats.end(seat);
            }
        }
        arrivals.close();
        try {
            selector.close();
        } catch (IOException e) {
            service.report(e);
        }
    }
}
