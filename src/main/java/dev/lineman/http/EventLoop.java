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
 * One thread that serves many connections. It waits with a selector until connections are ready, does all work
 * that needs no waiting, and then handles the timeouts.
 *
 * <p>{@link #enqueue}, {@link #load}, {@link #requestClose}, {@link #pendingCloses} and {@link #stop} are
 * thread-safe. Everything else runs on the loop's thread. All connections share the two buffers of the loop, so
 * an idle connection holds none.
 */
final class EventLoop implements Runnable {
    /** Holds a TLS record of any size (RFC 8446, section 5.2). */
    private static final int IN_BYTES = 18 << 10;

    private static final int OUT_BYTES = 64 << 10;

    /** A connection may write this many full buffers before other connections have their turn. */
    private static final int MAX_WRITES_PER_TURN = 16;

    /**
     * A selection reports some thousand ready connections. This many more selections run before timeouts are
     * handled.
     */
    private static final int MAX_EXTRA_SELECTS = 16;

    private final Selector selector;
    private final LoopContext loopContext;
    private final LongSupplier nanos;
    private final ConnectionTable connectionTable;
    private final HandshakeProcessor handshakeProcessor;
    private final AcceptQueue acceptQueue = new AcceptQueue();
    private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);

    /** This loop's share of the connections that the limits allow. */
    private final int capacity;

    /** Set by {@link #stop}; the loop then starts to drain. */
    private volatile boolean stopping;

    /** Whether a selection without waiting may have consumed a wake-up. If so, the next one must not wait. */
    private boolean wakeupConsumed;

    /** No new requests are taken; the loop ends when all responses are sent or the deadline has passed. */
    private boolean draining;

    /** In nanoseconds of the clock {@link #nanos}. */
    private long drainDeadline;

    /**
     * @param workers run the delegated tasks of TLS handshakes, which would block the loop
     * @param nanos a monotonic clock, in nanoseconds
     * @param loops the number of loops; each has an equal share of the limits
     * @throws IOException if no selector can be opened
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

    /** Takes over an accepted connection. Thread-safe. */
    void enqueue(AcceptedConnection acceptedConnection) {
        acceptQueue.add(acceptedConnection);
        if (selector.isOpen()) {
            selector.wakeup();
        }
    }

    /** The number of connections in the loop or on the way to it. Thread-safe. */
    int load() {
        return acceptQueue.load();
    }

    /** Asks the loop to close one connection soon, because its file descriptor is needed. Thread-safe. */
    void requestClose() {
        acceptQueue.requestClose();
        selector.wakeup();
    }

    /** The number of requested closes that are not finished. Thread-safe. */
    int pendingCloses() {
        return acceptQueue.pendingCloses();
    }

    /** Asks the loop to end. Responses in progress have {@link HttpLimits#stopTimeout} to finish. Thread-safe. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        while (!draining || (!connectionTable.isEmpty() && nanos.getAsLong() - drainDeadline < 0)) {
            try {
                // Timeouts are judged by the time before the selection. After a pause of the process, input may
                // wait that no selection has reported; its clients must not count as silent.
                long beforeSelect = nanos.getAsLong();
                select();
                openAccepted();
                resumeHandshakes(beforeSelect);
                handleTimeouts(beforeSelect);
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

    /** Closes connections that {@link FileDescriptors} has asked for, except the last: it may be new. */
    private void closeRequested() {
        int many = acceptQueue.takeRequestedCloses();
        if (many > 0) {
            connectionTable.evictDownTo(Math.max(1, connectionTable.size() - many));
        }
    }

    /** Waits until a connection is ready or a timeout passes; not if an event may already be pending. */
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

    /** Milliseconds that a selection may wait; 0 means without limit, as {@link Selector#select(long)} defines it. */
    private long millisToNext() {
        long next = draining ? Math.max(0, drainDeadline - nanos.getAsLong()) : Long.MAX_VALUE;
        next = Math.min(next, connectionTable.nanosToNext());
        // 0 would be for ever, and rounding down would spin through the last millisecond.
        return next == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(next) + 1;
    }

    /** Opens the connections that were accepted since the last round. If the loop is full, it closes others first. */
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
            // The request has often arrived already, so the loop tries to read before it waits.
            runGuarded(connectionState, connectionState.tls ? handshakeProcessor::awaitInput : this::handshake);
        }
    }

    /** Continues handshakes whose tasks are done, and handshakes that are admitted now. */
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

    /** Continues a handshake; after its end reads the first request. */
    private void handshake(ConnectionState connectionState) throws IOException {
        if (handshakeProcessor.advance(connectionState, in)) {
            read(connectionState);
        }
    }

    /** Handles a connection that the selector reports as ready. */
    private void onReady(SelectionKey key) {
        if (key.attachment() instanceof ConnectionState connectionState && key.isValid()) {
            boolean handshaking = connectionState.connection.phase() == ConnectionPhase.HANDSHAKE;
            runGuarded(connectionState, handshaking ? this::handshake : key.isWritable() ? this::resume : this::read);
        }
    }

    /** A step of the work on one connection. An exception ends the connection. */
    private interface ConnectionStep {
        void run(ConnectionState connectionState) throws IOException;
    }

    /** Runs a step. A failure closes this connection only. A fault of the server is also reported. */
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

    /** Continues a connection whose response can be sent on, then reads input that has arrived meanwhile. */
    private void resume(ConnectionState connectionState) throws IOException {
        exchangeBytes(connectionState, connectionState.keptInput());
        int more = readBuffered(connectionState);
        if (more != 0) {
            processInput(connectionState, more);
        }
    }

    /**
     * Processes input until no more is buffered. The selector does not report bytes that the transport holds.
     *
     * @param count the number of bytes in {@link #in}; negative if the client has closed its side
     */
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

    /** Reads decrypted input of the transport, unless a response is due. */
    private int readBuffered(ConnectionState connectionState) throws IOException {
        ConnectionPhase connectionPhase = connectionState.connection.phase();
        return connectionPhase == ConnectionPhase.RESPONSE || connectionPhase == ConnectionPhase.DONE
                ? 0
                : connectionState.transport.readBuffered(in.clear());
    }

    /** Feeds input to the state machine and sends its responses, as far as the socket takes them without waiting. */
    private void exchangeBytes(ConnectionState connectionState, ByteBuffer input) throws IOException {
        HttpConnection connection = connectionState.connection;
        ConnectionPhase before = connection.phase();
        boolean progress = false;
        int writes = 0;
        connection.receive(input);
        while (connection.phase() == ConnectionPhase.RESPONSE && writes++ < MAX_WRITES_PER_TURN) {
            out.clear();
            connection.fill(out);
            int count = connectionState.transport.write(out.flip());
            connection.sent(count);
            progress |= connectionState.recordSent(count);
            // The socket's send buffer is full; the selector reports when there is room.
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

    /** Waits for room in the send buffer while a response is due, and for input otherwise. */
    private void updateInterest(ConnectionState connectionState) throws IOException {
        ConnectionPhase connectionPhase = connectionState.connection.phase();
        if (connectionPhase == ConnectionPhase.LINGER && !connectionState.outputEnded) {
            connectionState.outputEnded = true;
            connectionState.transport.shutdownOutput();
        }
        connectionState.setInterest(
                selector, connectionPhase == ConnectionPhase.RESPONSE ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Ends connections whose timeout has passed. An unfinished request head gets status 408. */
    private void handleTimeouts(long now) throws IOException {
        // After a pause of the process, more connections may be ready than one selection reports.
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

    /** Takes no more requests and sets the deadline for the responses that are being sent. */
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

    /** Closes all connections, rejects later ones and closes the selector. */
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
