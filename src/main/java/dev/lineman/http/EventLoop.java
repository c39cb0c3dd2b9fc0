package dev.lineman.http;

import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.transport.TlsWorkers;
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
final class EventLoop implements Runnable {
    private static final int IN_BYTES = 18 << 10;
    private static final int OUT_BYTES = 64 << 10;

    /** So many full buffers one connection may write before the others have their turn. */
    private static final int TURN = 16;

    /** So often the selector tells of those who have spoken, at most, before who is silent is judged. */
    private static final int MOST_TOLD = 16;

    private final Selector selector;
    private final LoopContext loopContext;
    private final LongSupplier nanos;
    private final ConnectionTable connectionTable;
    private final HandshakeProcessor handshakeProcessor;
    private final AcceptQueue acceptQueue = new AcceptQueue();
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
    EventLoop(LoopContext loopContext, TlsWorkers workers, LongSupplier nanos, int loops) throws IOException {
        HttpLimits limits = loopContext.limits();
        this.selector = Selector.open();
        this.loopContext = loopContext;
        this.nanos = nanos;
        this.connectionTable = new ConnectionTable(limits, nanos, loops, acceptQueue::leave);
        this.handshakeProcessor = new HandshakeProcessor(loopContext, connectionTable, workers, selector);
        this.capacity = limits.connections() / loops;
    }

    /** Takes over a connection, from any thread. */
    void admit(AcceptedConnection acceptedConnection) {
        acceptQueue.add(acceptedConnection);
        if (selector.isOpen()) {
            selector.wakeup();
        }
    }

    /** How many connections are here or on their way. */
    int load() {
        return acceptQueue.load();
    }

    /** Closes one connection soon, the one that can be spared best: something else needs its descriptor. From any thread. */
    void release() {
        acceptQueue.owe();
        selector.wakeup();
    }

    /** How many connections it is still to close. */
    int owed() {
        return acceptQueue.owed();
    }

    /** Ends soon: answers in hand are finished if that takes no longer than the limit. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        while (!finishing || (!connectionTable.isEmpty() && nanos.getAsLong() - finishBy < 0)) {
            try {
                // Who was silent until then, and is so now. After a pause of the process all may have spoken, unheard.
                long looked = nanos.getAsLong();
                select();
                admitNewcomers();
                greetThoseWhoWaited(looked);
                expire(looked);
                connectionTable.makeRoom(capacity);
                giveBack();
                if (stopping && !finishing) {
                    finish();
                }
            } catch (IOException | RuntimeException | StackOverflowError e) {
                loopContext.report(e);
            }
        }
        close();
    }

    /** Closes the connections that it owes. */
    private void giveBack() {
        int many = acceptQueue.repay();
        if (many > 0) {
            connectionTable.makeRoom(Math.max(1, connectionTable.size() - many));
        }
    }

    /** Waits until there is something to do; not when something may be there that no event tells of. */
    private void select() throws IOException {
        if (hurried || acceptQueue.unsettled()) {
            hurried = false;
            acceptQueue.settling();
            selector.selectNow(this::ready);
            acceptQueue.settled();
        } else {
            selector.select(this::ready, millisToNext());
        }
    }

    private long millisToNext() {
        long next = finishing ? Math.max(0, finishBy - nanos.getAsLong()) : Long.MAX_VALUE;
        next = Math.min(next, connectionTable.nanosToNext());
        // 0 would be for ever, and rounding down would spin through the last millisecond.
        return next == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(next) + 1;
    }

    private void admitNewcomers() {
        for (AcceptedConnection acceptedConnection = acceptQueue.next();
                acceptedConnection != null;
                acceptedConnection = acceptQueue.next()) {
            ConnectionState connectionState;
            try {
                connectionTable.makeRoom(capacity - 1);
                connectionState = handshakeProcessor.seat(acceptedConnection);
            } catch (IOException | RuntimeException | StackOverflowError e) {
                acceptQueue.turnAway(acceptedConnection.channel());
                if (!(e instanceof IOException)) {
                    loopContext.report(e);
                }
                continue;
            }
            connectionTable.add();
            // What it asks is often here already; then it may be over before the selector has heard of it.
            guarded(connectionState, connectionState.secure ? handshakeProcessor::await : this::greet);
        }
    }

    /** Goes on with those for whom the workers have worked, and with those for whom there is room now. */
    private void greetThoseWhoWaited(long now) {
        for (ConnectionState connectionState = handshakeProcessor.worked();
                connectionState != null;
                connectionState = handshakeProcessor.worked()) {
            guarded(connectionState, this::greet);
        }
        for (ConnectionState connectionState = connectionTable.nextSecured(now);
                connectionState != null;
                connectionState = connectionTable.nextSecured(now)) {
            guarded(connectionState, this::greet);
        }
    }

    private void greet(ConnectionState connectionState) throws IOException {
        if (handshakeProcessor.proceed(connectionState, in)) {
            read(connectionState);
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof ConnectionState connectionState && key.isValid()) {
            boolean greeting = connectionState.connection.phase() == ConnectionPhase.GREETING;
            guarded(connectionState, greeting ? this::greet : key.isWritable() ? this::resume : this::read);
        }
    }

    private interface ConnectionStep {
        void run(ConnectionState connectionState) throws IOException;
    }

    /** A broken connection ends itself and nothing else; a fault of ours is told of as well. */
    private void guarded(ConnectionState connectionState, ConnectionStep step) {
        try {
            step.run(connectionState);
        } catch (IOException e) {
            connectionTable.end(connectionState);
        } catch (RuntimeException | StackOverflowError e) {
            connectionTable.end(connectionState);
            loopContext.report(e);
        }
    }

    private void read(ConnectionState connectionState) throws IOException {
        proceed(connectionState, connectionState.transport.read(in.clear()));
    }

    private void resume(ConnectionState connectionState) throws IOException {
        drive(connectionState, connectionState.kept());
        int more = more(connectionState);
        if (more != 0) {
            proceed(connectionState, more);
        }
    }

    /** Goes on as long as something has come that no event will tell of. */
    private void proceed(ConnectionState connectionState, int count) throws IOException {
        int got = count;
        while (got >= 0) {
            drive(connectionState, in.flip());
            got = more(connectionState);
            if (got == 0) {
                return;
            }
        }
        connectionTable.end(connectionState);
    }

    private int more(ConnectionState connectionState) throws IOException {
        ConnectionPhase connectionPhase = connectionState.connection.phase();
        return connectionPhase == ConnectionPhase.ANSWER || connectionPhase == ConnectionPhase.DONE
                ? 0
                : connectionState.transport.more(in.clear());
    }

    private void drive(ConnectionState connectionState, ByteBuffer input) throws IOException {
        HttpConnection connection = connectionState.connection;
        ConnectionPhase before = connection.phase();
        boolean progress = false;
        int turns = 0;
        connection.receive(input);
        while (connection.phase() == ConnectionPhase.ANSWER && turns++ < TURN) {
            out.clear();
            connection.fill(out);
            int count = connectionState.transport.write(out.flip());
            connection.sent(count);
            progress |= connectionState.strides(count);
            if (out.hasRemaining()) {
                break;
            }
            connection.receive(input);
        }
        connectionState.keep(input);
        if (connection.phase() == ConnectionPhase.DONE) {
            connectionTable.end(connectionState);
        } else {
            await(connectionState);
            connectionTable.note(connectionState, before, progress);
        }
    }

    private void await(ConnectionState connectionState) throws IOException {
        ConnectionPhase connectionPhase = connectionState.connection.phase();
        if (connectionPhase == ConnectionPhase.LINGER && !connectionState.outputEnded) {
            connectionState.outputEnded = true;
            connectionState.transport.endOutput();
        }
        connectionState.await(
                selector, connectionPhase == ConnectionPhase.ANSWER ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private void expire(long now) throws IOException {
        // The selector tells of a thousand at a time: after a pause there may be more.
        for (int i = 0; i < MOST_TOLD && connectionTable.anyExpired(now); i++) {
            hurried = true;
            if (selector.selectNow(this::ready) == 0) {
                break;
            }
        }
        for (ConnectionState connectionState = connectionTable.expired(now);
                connectionState != null;
                connectionState = connectionTable.expired(now)) {
            connectionState.connection.expire();
            guarded(connectionState, this::resume);
        }
    }

    private void finish() {
        finishing = true;
        finishBy = nanos.getAsLong() + loopContext.limits().stop().toNanos();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof ConnectionState connectionState) {
                connectionState.connection.finish();
                if (connectionState.connection.phase() == ConnectionPhase.DONE) {
                    connectionTable.end(connectionState);
                }
            }
        }
    }

    private void close() {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof ConnectionState connectionState) {
                connectionTable.end(connectionState);
            }
        }
        acceptQueue.close();
        try {
            selector.close();
        } catch (IOException e) {
            loopContext.report(e);
        }
    }
}
