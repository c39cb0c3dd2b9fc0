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
 * and looks who has run out of time. Everything but {@link #enqueue}, {@link #load}, {@link #requestClose} and {@link #stop} happens
 * on that thread. It reads and writes through two buffers of its own, whatever the number of connections.
 */
final class EventLoop implements Runnable {
    private static final int IN_BYTES = 18 << 10;
    private static final int OUT_BYTES = 64 << 10;

    /** So many full buffers one connection may write before the others have their turn. */
    private static final int MAX_WRITES_PER_TURN = 16;

    /** So often the selector tells of those who have spoken, at most, before who is silent is judged. */
    private static final int MAX_EXTRA_SELECTS = 16;

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
    private boolean wakeupConsumed;

    private boolean draining;
    private long drainDeadline;

    /**
     * @param workers do what would hold it up
     * @param loops how many there are: each has its share of what the limits allow
     */
    EventLoop(LoopContext loopContext, TlsWorkers workers, LongSupplier nanos, int loops) throws IOException {
        HttpLimits limits = loopContext.limits();
        this.selector = Selector.open();
        this.loopContext = loopContext;
        this.nanos = nanos;
        this.connectionTable = new ConnectionTable(limits, nanos, loops, acceptQueue::connectionClosed);
        this.handshakeProcessor = new HandshakeProcessor(loopContext, connectionTable, workers, selector);
        this.capacity = limits.connections() / loops;
    }

    /** Takes over a connection, from any thread. */
    void enqueue(AcceptedConnection acceptedConnection) {
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
    void requestClose() {
        acceptQueue.requestClose();
        selector.wakeup();
    }

    /** How many connections it is still to close. */
    int pendingCloses() {
        return acceptQueue.pendingCloses();
    }

    /** Ends soon: answers in hand are finished if that takes no longer than the limit. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        while (!draining || (!connectionTable.isEmpty() && nanos.getAsLong() - drainDeadline < 0)) {
            try {
                // Who was silent until then, and is so now. After a pause of the process all may have spoken, unheard.
                long looked = nanos.getAsLong();
                select();
                openAccepted();
                resumeHandshakes(looked);
                handleTimeouts(looked);
                connectionTable.evictDownTo(capacity);
                closeRequested();
                if (stopping && !draining) {
                    startDraining();
                }
            } catch (IOException | RuntimeException | StackOverflowError e) {
                loopContext.report(e);
            }
        }
        close();
    }

    /** Closes the connections that it owes. */
    private void closeRequested() {
        int many = acceptQueue.takeRequestedCloses();
        if (many > 0) {
            connectionTable.evictDownTo(Math.max(1, connectionTable.size() - many));
        }
    }

    /** Waits until there is something to do; not when something may be there that no event tells of. */
    private void select() throws IOException {
        if (wakeupConsumed || acceptQueue.hasUnreleasedDescriptors()) {
            wakeupConsumed = false;
            acceptQueue.beforeSelect();
            selector.selectNow(this::onReady);
            acceptQueue.afterSelect();
        } else {
            selector.select(this::onReady, millisToNext());
        }
    }

    private long millisToNext() {
        long next = draining ? Math.max(0, drainDeadline - nanos.getAsLong()) : Long.MAX_VALUE;
        next = Math.min(next, connectionTable.nanosToNext());
        // 0 would be for ever, and rounding down would spin through the last millisecond.
        return next == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(next) + 1;
    }

    private void openAccepted() {
        for (AcceptedConnection acceptedConnection = acceptQueue.poll();
                acceptedConnection != null;
                acceptedConnection = acceptQueue.poll()) {
            ConnectionState connectionState;
            try {
                connectionTable.evictDownTo(capacity - 1);
                connectionState = handshakeProcessor.open(acceptedConnection);
            } catch (IOException | RuntimeException | StackOverflowError e) {
                acceptQueue.reject(acceptedConnection.channel());
                if (!(e instanceof IOException)) {
                    loopContext.report(e);
                }
                continue;
            }
            connectionTable.add();
            // What it asks is often here already; then it may be over before the selector has heard of it.
            runGuarded(connectionState, connectionState.tls ? handshakeProcessor::awaitInput : this::handshake);
        }
    }

    /** Goes on with those for whom the workers have worked, and with those for whom there is room now. */
    private void resumeHandshakes(long now) {
        for (ConnectionState connectionState = handshakeProcessor.pollTasksDone();
                connectionState != null;
                connectionState = handshakeProcessor.pollTasksDone()) {
            runGuarded(connectionState, this::handshake);
        }
        for (ConnectionState connectionState = connectionTable.admitNextTls(now);
                connectionState != null;
                connectionState = connectionTable.admitNextTls(now)) {
            runGuarded(connectionState, this::handshake);
        }
    }

    private void handshake(ConnectionState connectionState) throws IOException {
        if (handshakeProcessor.advance(connectionState, in)) {
            read(connectionState);
        }
    }

    private void onReady(SelectionKey key) {
        if (key.attachment() instanceof ConnectionState connectionState && key.isValid()) {
            boolean greeting = connectionState.connection.phase() == ConnectionPhase.HANDSHAKE;
            runGuarded(connectionState, greeting ? this::handshake : key.isWritable() ? this::resume : this::read);
        }
    }

    private interface ConnectionStep {
        void run(ConnectionState connectionState) throws IOException;
    }

    /** A broken connection ends itself and nothing else; a fault of ours is told of as well. */
    private void runGuarded(ConnectionState connectionState, ConnectionStep step) {
        try {
            step.run(connectionState);
        } catch (IOException e) {
            connectionTable.close(connectionState);
        } catch (RuntimeException | StackOverflowError e) {
            connectionTable.close(connectionState);
            loopContext.report(e);
        }
    }

    private void read(ConnectionState connectionState) throws IOException {
        processInput(connectionState, connectionState.transport.read(in.clear()));
    }

    private void resume(ConnectionState connectionState) throws IOException {
        exchangeBytes(connectionState, connectionState.keptInput());
        int more = readBuffered(connectionState);
        if (more != 0) {
            processInput(connectionState, more);
        }
    }

    /** Goes on as long as something has come that no event will tell of. */
    private void processInput(ConnectionState connectionState, int count) throws IOException {
        int got = count;
        while (got >= 0) {
            exchangeBytes(connectionState, in.flip());
            got = readBuffered(connectionState);
            if (got == 0) {
                return;
            }
        }
        connectionTable.close(connectionState);
    }

    private int readBuffered(ConnectionState connectionState) throws IOException {
        ConnectionPhase connectionPhase = connectionState.connection.phase();
        return connectionPhase == ConnectionPhase.RESPONSE || connectionPhase == ConnectionPhase.DONE
                ? 0
                : connectionState.transport.readBuffered(in.clear());
    }

    private void exchangeBytes(ConnectionState connectionState, ByteBuffer input) throws IOException {
        HttpConnection connection = connectionState.connection;
        ConnectionPhase before = connection.phase();
        boolean progress = false;
        int turns = 0;
        connection.receive(input);
        while (connection.phase() == ConnectionPhase.RESPONSE && turns++ < MAX_WRITES_PER_TURN) {
            out.clear();
            connection.fill(out);
            int count = connectionState.transport.write(out.flip());
            connection.sent(count);
            progress |= connectionState.recordSent(count);
            if (out.hasRemaining()) {
                break;
            }
            connection.receive(input);
        }
        connectionState.keepInput(input);
        if (connection.phase() == ConnectionPhase.DONE) {
            connectionTable.close(connectionState);
        } else {
            updateInterest(connectionState);
            connectionTable.update(connectionState, before, progress);
        }
    }

    private void updateInterest(ConnectionState connectionState) throws IOException {
        ConnectionPhase connectionPhase = connectionState.connection.phase();
        if (connectionPhase == ConnectionPhase.LINGER && !connectionState.outputEnded) {
            connectionState.outputEnded = true;
            connectionState.transport.shutdownOutput();
        }
        connectionState.setInterest(
                selector, connectionPhase == ConnectionPhase.RESPONSE ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private void handleTimeouts(long now) throws IOException {
        // The selector tells of a thousand at a time: after a pause there may be more.
        for (int i = 0; i < MAX_EXTRA_SELECTS && connectionTable.hasExpired(now); i++) {
            wakeupConsumed = true;
            if (selector.selectNow(this::onReady) == 0) {
                break;
            }
        }
        for (ConnectionState connectionState = connectionTable.pollExpired(now);
                connectionState != null;
                connectionState = connectionTable.pollExpired(now)) {
            connectionState.connection.expire();
            runGuarded(connectionState, this::resume);
        }
    }

    private void startDraining() {
        draining = true;
        drainDeadline = nanos.getAsLong() + loopContext.limits().stopTimeout().toNanos();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof ConnectionState connectionState) {
                connectionState.connection.closeAfterCurrent();
                if (connectionState.connection.phase() == ConnectionPhase.DONE) {
                    connectionTable.close(connectionState);
                }
            }
        }
    }

    private void close() {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof ConnectionState connectionState) {
                connectionTable.close(connectionState);
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
