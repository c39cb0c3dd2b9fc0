package dev.lineman.http;

import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.transport.TlsWorkers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread that accepts and serves many connections. It waits with a selector until connections are ready, does
 * all work that needs no waiting, and then handles the timeouts. {@link Acceptor} runs it.
 *
 * <p>{@link #listen}, {@link #load}, {@link #requestClose}, {@link #pendingCloses}, {@link #stop}, {@link
 * #hasEnded} and {@link #awaitEnd} are thread-safe. Everything else runs on the loop's thread. All connections share the buffers of the loop, so
 * an idle connection holds none.
 */
final class EventLoop {
    /** Holds a TLS record of any size (RFC 8446, section 5.2). */
    private static final int IN_BYTES = 18 << 10;

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
    private final RequestProcessor requestProcessor;
    private final ConnectionCounts connectionCounts = new ConnectionCounts();
    private final ConnectionAcceptor acceptor;
    private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES);

    /** This loop's share of the connections that the limits allow. */
    private final int capacity;

    /** The connections of all loops that share the limits. */
    private final IntSupplier totalLoad;

    private final CountDownLatch ended = new CountDownLatch(1);

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
     * @param loops the number of loops; each has an equal share of the limits
     * @param totalLoad the connections of these loops together
     * @throws IOException if no selector can be opened
     */
    EventLoop(LoopContext loopContext, TlsWorkers workers, ServerContext context, int loops, IntSupplier totalLoad)
            throws IOException {
        HttpLimits limits = loopContext.limits();
        this.selector = Selector.open();
        this.loopContext = loopContext;
        this.nanos = context.nanos();
        this.connectionTable = new ConnectionTable(limits, nanos, loops, connectionCounts);
        this.acceptor = new ConnectionAcceptor(selector, loopContext, connectionCounts, context);
        this.handshakeProcessor = new HandshakeProcessor(loopContext, connectionTable, workers, selector);
        this.requestProcessor = new RequestProcessor(connectionTable, selector, in);
        this.capacity = limits.connections() / loops;
        this.totalLoad = totalLoad;
    }

    /** Accepts connections from a listening socket too. Thread-safe. */
    void listen(ConnectionAcceptor.ListeningSocket listeningSocket) {
        acceptor.add(listeningSocket);
        selector.wakeup();
    }

    /** The number of connections that the loop has. Thread-safe. */
    int load() {
        return connectionCounts.load();
    }

    /** Asks the loop to close one connection soon, because its file descriptor is needed. Thread-safe. */
    void requestClose() {
        connectionCounts.requestClose();
        selector.wakeup();
    }

    /** The number of requested closes that are not finished. Thread-safe. */
    int pendingCloses() {
        return connectionCounts.pendingCloses();
    }

    /** Asks the loop to end. Responses in progress have {@link HttpLimits#stopTimeout} to finish. Thread-safe. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    /** Whether the loop has ended. Thread-safe. */
    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Waits for the end of the loop. Returns whether it has ended. Thread-safe. */
    boolean awaitEnd(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Serves connections until a new one is accepted, and returns it for {@link #open}; null at the end of the loop. */
    ConnectionAcceptor.@Nullable AcceptedConnection nextAccepted() {
        for (ConnectionAcceptor.AcceptedConnection next = acceptor.poll(); ; next = acceptor.poll()) {
            if (next != null) {
                return next;
            }
            if (draining && (connectionTable.isEmpty() || nanos.getAsLong() - drainDeadline >= 0)) {
                close();
                return null;
            }
            try {
                if (stopping && !draining) {
                    startDraining();
                } else {
                    serveReady();
                }
            } catch (IOException | RuntimeException | StackOverflowError e) {
                loopContext.report(e);
            }
        }
    }

    /** Waits until connections are ready or a timeout passes, and does all that is due. */
    private void serveReady() throws IOException {
        // Timeouts are judged by the time before the selection. After a pause of the process, input may wait that
        // no selection has reported; its clients must not count as silent.
        long beforeSelect = nanos.getAsLong();
        select();
        resumeHandshakes(beforeSelect);
        handleTimeouts(beforeSelect);
        evictAbove(capacity);
        closeRequested();
    }

    /** Closes connections beyond a share of the limit, if the loops together are above the limit. */
    private void evictAbove(int share) {
        int excess = connectionTable.size() - share;
        if (excess > 0) {
            int allowed =
                    Math.max(0, totalLoad.getAsInt() - loopContext.limits().connections());
            connectionTable.evictDownTo(connectionTable.size() - Math.min(excess, allowed));
        }
    }

    /** Closes connections that {@link FileDescriptors} has asked for, except the last: it may be new. */
    private void closeRequested() {
        int many = connectionCounts.takeRequestedCloses();
        if (many > 0) {
            connectionTable.evictDownTo(Math.max(1, connectionTable.size() - many));
        }
    }

    /** Waits until a connection is ready or a timeout passes; not if an event may already be pending. */
    private void select() throws IOException {
        acceptor.prepare();
        if (wakeupConsumed || connectionCounts.hasUnreleasedDescriptors()) {
            wakeupConsumed = false;
            connectionCounts.beforeSelect();
            selector.selectNow(this::onReady);
            connectionCounts.afterSelect();
        } else {
            selector.select(this::onReady, millisToNext());
        }
    }

    /** Milliseconds that a selection may wait; 0 means without limit, as {@link Selector#select(long)} defines it. */
    private long millisToNext() {
        long next = draining ? Math.max(0, drainDeadline - nanos.getAsLong()) : Long.MAX_VALUE;
        next = Math.min(next, Math.min(connectionTable.nanosToNext(), acceptor.nanosToNext()));
        // 0 would be for ever, and rounding down would spin through the last millisecond.
        return next == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(next) + 1;
    }

    /** Opens an accepted connection. If the loop is full, it closes others first. */
    void open(ConnectionAcceptor.AcceptedConnection acceptedConnection) {
        ConnectionState connectionState;
        try {
            evictAbove(capacity - 1);
            connectionState = handshakeProcessor.open(acceptedConnection);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            acceptor.reject(acceptedConnection.channel());
            if (!(e instanceof IOException)) {
                loopContext.report(e);
            }
            return;
        }
        connectionTable.add();
        // The request has often arrived already, so the loop tries to read before it waits.
        runGuarded(connectionState, connectionState.tls ? handshakeProcessor::awaitInput : this::handshake);
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
            requestProcessor.read(connectionState);
        }
    }

    /** Handles a connection that the selector reports as ready. */
    private void onReady(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof ConnectionAcceptor.ListeningSocket listeningSocket) {
            acceptor.accept(listeningSocket);
        } else if (key.attachment() instanceof ConnectionState connectionState) {
            boolean handshaking = connectionState.connection.phase() == ConnectionPhase.HANDSHAKE;
            runGuarded(
                    connectionState,
                    handshaking
                            ? this::handshake
                            : key.isWritable() ? requestProcessor::resume : requestProcessor::read);
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
            runGuarded(connectionState, requestProcessor::resume);
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

    /** Closes all connections and listening sockets, and the selector. */
    private void close() {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof ConnectionState connectionState) {
                connectionTable.close(connectionState);
            }
        }
        acceptor.close();
        try {
            selector.close();
        } catch (IOException e) {
            loopContext.report(e);
        } finally {
            ended.countDown();
        }
    }
}
