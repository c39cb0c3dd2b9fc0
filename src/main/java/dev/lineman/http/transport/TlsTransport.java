package dev.lineman.http.transport;

import dev.lineman.http.message.Peer;
import dev.lineman.http.tls.TlsCredentials;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Carries the bytes over TLS 1.2 or 1.3 (RFC 5246, RFC 8446) with an {@link SSLEngine}. Used by the loop's thread,
 * except for {@link #runDelegatedTasks}.
 *
 * <p>Encrypted records pass through a buffer that all connections of the loop share. Only an incomplete record
 * is kept here between two events, so an idle connection holds no buffer. Renegotiation is refused.
 */
public final class TlsTransport implements Transport {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Gets the text of a handshake, which has none. With an empty buffer, Conscrypt does not convert exceptions. */
    private static final ByteBuffer NO_TEXT = ByteBuffer.allocateDirect(1);

    private final SocketChannel channel;
    private final Peer peer;
    private final TlsCredentials credentials;

    /** Encrypted bytes within one call; shared by the loop's connections. */
    private final ByteBuffer records;

    /** Null before the first byte of the client and after the close. */
    private @Nullable SSLEngine engine;

    private final ReceivedRecords received;

    /** What went wrong in {@link #runDelegatedTasks}; null if nothing did. */
    private @Nullable IOException failure;

    /** Encrypted bytes that the socket has not taken yet. */
    private ByteBuffer unsent = NOTHING;

    /** Bytes that are encrypted in {@link #unsent} and not yet reported as sent. The caller offers them again. */
    private int encryptedBytes;

    /**
     * @param peer the client before TLS
     * @param records a buffer for use within calls; holds at least one record of any size
     * @param received bytes that were read already, together with a PROXY header; may be empty
     */
    public TlsTransport(
            SocketChannel channel, Peer peer, TlsCredentials credentials, ByteBuffer records, ByteBuffer received) {
        this.channel = channel;
        this.peer = peer;
        this.credentials = credentials;
        this.records = records;
        this.received = new ReceivedRecords(received);
    }

    /** Continues the TLS handshake as far as the received bytes allow. */
    @Override
    public TransportNeed handshake(ByteBuffer in) throws IOException {
        if (engine == null) {
            received.readAll(channel, records);
        }
        while (true) {
            if (failure != null) {
                throw failure;
            }
            if (!flush()) {
                return TransportNeed.WRITE;
            }
            switch (engine().getHandshakeStatus()) {
                case NEED_TASK -> {
                    return TransportNeed.TASKS;
                }
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (credentials.hasNativeEngines()) {
                        if (!received.hasRecord(records.capacity())) {
                            received.readAll(channel, records);
                        }
                        if (!received.hasRecord(records.capacity())) {
                            return TransportNeed.READ;
                        }
                        // In TLS 1.3 a client's certificate is in an encrypted record.
                        if (received.startsWithHandshake() || credentials.requiresClientCertificate()) {
                            return TransportNeed.TASKS;
                        }
                        unwrapReceived(engine(), records);
                        continue;
                    }
                    SSLEngineResult result = unwrap(in.clear(), true);
                    if (result == null) {
                        return TransportNeed.READ;
                    }
                    if (result.getStatus() == Status.CLOSED) {
                        throw new EOFException("the client has closed TLS during the handshake");
                    }
                }
                default -> {
                    return TransportNeed.NOTHING;
                }
            }
        }
    }

    /** Lets a native engine process the records of a handshake. Nothing is thrown, see {@link #failure}. */
    private void unwrapReceived(SSLEngine current, ByteBuffer buffer) {
        received.moveTo(buffer).flip();
        try {
            SSLEngineResult result;
            do {
                result = current.unwrap(buffer, NO_TEXT.duplicate());
            } while (result.bytesConsumed() > 0 && result.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP);
            if (result.getStatus() == Status.CLOSED) {
                failure = new EOFException("the client has closed TLS during the handshake");
            } else if (buffer.remaining() == buffer.capacity()) {
                failure = new SSLException("a record is larger than TLS allows");
            }
        } catch (SSLException e) {
            failure = e;
        }
        received.keep(buffer);
    }

    /** The engine, created on first use because it takes much heap. */
    private SSLEngine engine() throws IOException {
        SSLEngine made = engine == null ? credentials.engine() : engine;
        engine = made;
        return made;
    }

    /**
     * Runs the costly tasks of the handshake, such as signatures. On a worker thread; the loop does not touch
     * the engine meanwhile.
     */
    @Override
    public void runDelegatedTasks(ByteBuffer buffer) {
        SSLEngine current = engine;
        if (current == null) {
            return;
        }
        if (credentials.hasNativeEngines()) {
            unwrapReceived(current, buffer);
        }
        for (Runnable task = current.getDelegatedTask(); task != null; task = current.getDelegatedTask()) {
            task.run();
        }
    }

    /** The client with its certificate, if the port requires one. */
    @Override
    public Peer peer() throws IOException {
        return peer.overTls(ClientCertificate.of(engine()));
    }

    @Override
    public int read(ByteBuffer in) throws IOException {
        return read(in, true);
    }

    /** Decrypts records that were received together with earlier ones. */
    @Override
    public int readBuffered(ByteBuffer in) throws IOException {
        return received.isEmpty() ? 0 : read(in, false);
    }

    /**
     * Decrypts until there is plain text or more bytes are needed.
     *
     * @param further whether to read from the socket if the received bytes are not enough
     */
    private int read(ByteBuffer in, boolean further) throws IOException {
        while (true) {
            SSLEngineResult result = unwrap(in, further);
            if (result == null) {
                return 0;
            }
            if (result.getStatus() == Status.CLOSED) {
                return -1;
            }
            if (result.bytesProduced() > 0) {
                return result.bytesProduced();
            }
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                throw new SSLException("the client asks for renegotiation, which is not supported");
            }
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                if (!flush()) {
                    return 0;
                }
                wrap(NOTHING);
            } else if (result.bytesConsumed() == 0) {
                return 0;
            }
        }
    }

    /** Encrypts and sends as much as the socket takes. Returns the plain bytes whose records were sent completely. */
    @Override
    public int write(ByteBuffer out) throws IOException {
        int sent = 0;
        do {
            if (!flush()) {
                return sent;
            }
            out.position(out.position() + encryptedBytes);
            sent += encryptedBytes;
            encryptedBytes = 0;
            if (out.hasRemaining()) {
                int before = out.position();
                wrap(out);
                encryptedBytes = out.position() - before;
                out.position(before);
            }
        } while (encryptedBytes > 0 || unsent.hasRemaining());
        return sent;
    }

    /** Sends close_notify (RFC 8446, section 6.1) and ends the output. */
    @Override
    public void shutdownOutput() throws IOException {
        sendCloseNotify();
        channel.shutdownOutput();
    }

    @Override
    public int retainedBytes() {
        return received.capacity() + unsent.capacity();
    }

    /** Closes with a TCP reset and without close_notify. */
    @Override
    public void reset() throws IOException {
        try (channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } finally {
            releaseEngine();
        }
    }

    /** Sends close_notify as far as possible without waiting, and closes. */
    @Override
    public void close() throws IOException {
        try (channel) {
            sendCloseNotify();
        } catch (IOException | RuntimeException e) {
            // The connection is closed in any case.
        } finally {
            releaseEngine();
        }
    }

    /** Sends the alerts that the engine has left: close_notify, or the alert that names a fault. */
    private void sendCloseNotify() throws IOException {
        if (engine == null) {
            return;
        }
        engine.closeOutbound();
        boolean more = true;
        while (more && flush() && !engine.isOutboundDone()) {
            more = wrap(NOTHING);
        }
    }

    /**
     * Lets go of the engine, so that a task that still waits for a worker does not keep it in memory. A native engine
     * frees its memory when both directions are closed and nothing is left to send.
     */
    private void releaseEngine() throws IOException {
        SSLEngine ended = engine;
        engine = null;
        if (ended != null && credentials.hasNativeEngines()) {
            ended.closeOutbound();
            ended.closeInbound();
            while (!ended.isOutboundDone()
                    && ended.wrap(NOTHING, records.clear()).bytesProduced() > 0) {
                // The connection is closed, so nothing is sent.
            }
        }
    }

    /** Decrypts one record; null if it is incomplete. */
    private @Nullable SSLEngineResult unwrap(ByteBuffer in, boolean further) throws IOException {
        received.moveTo(records);
        try {
            while (true) {
                SSLEngineResult result = engine().unwrap(records.flip(), in);
                records.compact();
                if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                    throw new SSLException("a record is larger than TLS allows");
                }
                if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
                    return result;
                }
                int count = further ? channel.read(records) : 0;
                if (count < 0) {
                    throw new EOFException("the client has closed the connection");
                }
                if (count == 0) {
                    return null;
                }
            }
        } finally {
            received.keep(records.flip());
        }
    }

    /** Encrypts one record and sends as much of it as the socket takes. Returns whether there was something to send. */
    private boolean wrap(ByteBuffer out) throws IOException {
        SSLEngineResult result = engine().wrap(out, records.clear());
        records.flip();
        channel.write(records);
        unsent = ReceivedRecords.copy(records);
        if (result.getStatus() == Status.CLOSED && out.hasRemaining()) {
            throw new EOFException("the client has closed TLS");
        }
        return result.bytesProduced() > 0;
    }

    /** Sends the rest of earlier records. Returns whether nothing is left. */
    private boolean flush() throws IOException {
        if (unsent.hasRemaining()) {
            channel.write(unsent);
        }
        if (unsent.hasRemaining()) {
            return false;
        }
        unsent = NOTHING;
        return true;
    }
}
