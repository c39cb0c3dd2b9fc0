package dev.lineman.http.transport;

import dev.lineman.http.message.Peer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/** What carries a conversation's bytes, without ever waiting. Used by its loop's thread. */
public interface Transport extends Closeable {

    /** What a wire waits for before it can carry anything. */
    enum TransportNeed {
        NOTHING(0),
        READ(SelectionKey.OP_READ),
        WRITE(SelectionKey.OP_WRITE),
        /** Work that takes long, done by {@link #runDelegatedTasks}. */
        TASKS(0);

        /** What a selector is to look for. */
        public final int interest;

        TransportNeed(int interest) {
            this.interest = interest;
        }
    }

    /** Goes on with what must be settled before the conversation. */
    default TransportNeed handshake(ByteBuffer in) throws IOException {
        return TransportNeed.NOTHING;
    }

    /** Work for another thread, while nobody else touches this wire. */
    default void runDelegatedTasks() {}

    /** Who is at the other end, once greeted. */
    Peer peer() throws IOException;

    /** Bytes of the conversation into an empty buffer; 0 if there are none now, -1 if there will never be any. */
    int read(ByteBuffer in) throws IOException;

    /** As {@link #read}, of what has come already. */
    default int readBuffered(ByteBuffer in) throws IOException {
        return 0;
    }

    /**
     * Sends what it can. What it took and could not send it keeps, and does not count: the next call is to offer it again.
     *
     * @return how many bytes really went
     */
    int write(ByteBuffer out) throws IOException;

    /** Says that nothing more will be sent. */
    void shutdownOutput() throws IOException;

    /** How much of the heap it holds between two calls, in bytes. */
    int retainedBytes();

    /** Ends without another word, and at once. */
    void reset() throws IOException;

    /** Ends as it should, as far as that needs no waiting. */
    @Override
    void close() throws IOException;
}
