package dev.lineman.http.transport;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Encrypted bytes of a connection that are not decrypted yet: less than a TLS record, or records that did not fit.
 * Used by one thread at a time.
 */
final class ReceivedRecords {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** The length of a record's header (RFC 8446, section 5.1). */
    private static final int HEADER = 5;

    /** The first byte of a record with handshake messages that are not encrypted, or with TLS 1.2. */
    private static final int HANDSHAKE = 22;

    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 24;

    private ByteBuffer bytes;

    /** @param bytes what was received already; may be empty */
    ReceivedRecords(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads all bytes that have arrived, as far as the buffer has room. A client that has closed the connection already
     * costs no computation then.
     *
     * @param buffer a buffer to use within this call
     */
    void readAll(SocketChannel channel, ByteBuffer buffer) throws IOException {
        int count = channel.read(buffer.clear().put(bytes));
        while (count > 0 && buffer.hasRemaining()) {
            count = channel.read(buffer);
        }
        if (count < 0) {
            throw new EOFException("the client has closed the connection");
        }
        keep(buffer.flip());
    }

    /**
     * Whether the next record is complete. Also true if the bytes are no record, or the start of one that is larger than
     * the limit.
     */
    boolean hasRecord(int limit) {
        int count = bytes.remaining();
        if (count < HEADER) {
            return false;
        }
        int type = bytes.get(bytes.position());
        return count >= limit
                || type < FIRST_TYPE
                || type > LAST_TYPE
                || count >= HEADER + bytes.getChar(bytes.position() + HEADER - Character.BYTES);
    }

    /** Whether the next record has handshake messages that are not encrypted, or of TLS 1.2. */
    boolean startsWithHandshake() {
        return bytes.hasRemaining() && bytes.get(bytes.position()) == HANDSHAKE;
    }

    /** Moves the bytes to the start of a buffer. */
    ByteBuffer moveTo(ByteBuffer buffer) {
        buffer.clear().put(bytes);
        bytes = NOTHING;
        return buffer;
    }

    /** Keeps a copy of these bytes. */
    void keep(ByteBuffer rest) {
        bytes = copy(rest);
    }

    boolean isEmpty() {
        return !bytes.hasRemaining();
    }

    /** Heap that it takes, in bytes. */
    int capacity() {
        return bytes.capacity();
    }

    /** A copy of bytes in a buffer that others use too. */
    static ByteBuffer copy(ByteBuffer bytes) {
        return bytes.hasRemaining()
                ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip()
                : NOTHING;
    }
}
