package dev.lineman.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * Reads requests and sends responses on the connections of one {@link EventLoop}, as far as the sockets allow
 * without waiting. An {@link IOException} means that the connection must be closed. Used by the loop's thread.
 */
final class RequestProcessor {
    private static final int OUT_BYTES = 64 << 10;

    /** A connection may write this many full buffers before other connections have their turn. */
    private static final int MAX_WRITES_PER_TURN = 16;

    private final ConnectionTable connectionTable;
    private final Selector selector;
    private final ByteBuffer in;
    private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);

    /** @param in the input buffer, which all connections of the loop share */
    RequestProcessor(ConnectionTable connectionTable, Selector selector, ByteBuffer in) {
        this.connectionTable = connectionTable;
        this.selector = selector;
        this.in = in;
    }

    /** Reads input and processes it. */
    void read(ConnectionState connectionState) throws IOException {
        processInput(connectionState, connectionState.transport.read(in.clear()));
    }

    /** Continues a connection whose response can be sent on, then reads input that has arrived meanwhile. */
    void resume(ConnectionState connectionState) throws IOException {
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
        progress |= connection.takeReceiveProgress();
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
}
