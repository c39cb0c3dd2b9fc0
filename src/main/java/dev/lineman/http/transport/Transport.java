package dev.lineman.http.transport;

import dev.lineman.http.message.Peer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/**
 * Carries the bytes of one connection, without ever blocking. Used by the loop's thread, except for {@link
 * #runDelegatedTasks}. An {@link IOException} means that the connection must be closed.
 */
public interface Transport extends Closeable {

    /** What a transport needs before the handshake can continue. */
    enum TransportNeed {
        /** The handshake is complete. */
        NOTHING(0),
        /** More bytes of the client. */
        READ(SelectionKey.OP_READ),
        /** Room in the socket's send buffer. */
        WRITE(SelectionKey.OP_WRITE),
        /** The run of {@link #runDelegatedTasks} on another thread. */
        TASKS(0);

        /** The operations that the selector waits for. */
        public final int interest;

        TransportNeed(int interest) {
            this.interest = interest;
        }
    }

    /**
     * Continues the handshake; without TLS there is none.
     *
     * @param in a buffer for use within this call
     */
    default TransportNeed handshake(ByteBuffer in) throws IOException {
        return TransportNeed.NOTHING;
    }

    /**
     * Runs the costly tasks of the handshake, on another thread. No other thread uses this transport meanwhile, except
     * to close it.
     *
     * @param records a buffer for use within this call, of the size of a TLS record
     */
    default void runDelegatedTasks(ByteBuffer records) {}

    /** The client, after the handshake. */
    Peer peer() throws IOException;

    /**
     * Reads bytes of the client into an empty buffer. Returns their number, 0 if there are none now, -1 at the
     * end.
     */
    int read(ByteBuffer in) throws IOException;

    /** Like {@link #read}, but without reading from the socket. */
    default int readBuffered(ByteBuffer in) throws IOException {
        return 0;
    }

    /**
     * Sends bytes as far as possible without waiting. Bytes that were taken but not sent are not counted: the
     * next call must offer them again.
     *
     * @return how many bytes were sent
     */
    int write(ByteBuffer out) throws IOException;

    /** Tells the client that no more bytes follow. Input can still be read. */
    void shutdownOutput() throws IOException;

    /** Heap that it holds between two calls, in bytes. */
    int retainedBytes();

    /** Closes at once, with a TCP reset, so that the client does not take a partial response for a whole one. */
    void reset() throws IOException;

    /** Closes in order, as far as that is possible without waiting. */
    @Override
    void close() throws IOException;
}
