package dev.lineman.http.transport;

import dev.lineman.http.message.Peer;
import dev.lineman.http.tls.TlsCredentials;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Carries the bytes over TLS 1.2 or 1.3 (RFC 5246, RFC 8446) with the JDK's {@link SSLEngine}. Used by the
 * loop's thread, except for {@link #runDelegatedTasks}.
 *
 * <p>Encrypted records pass through a buffer that all connections of the loop share. Only an incomplete record
 * is kept here between two events, so an idle connection holds no buffer. Renegotiation is refused.
 */
public final class TlsTransport implements Transport {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final Peer peer;
    private final TlsCredentials credentials;

    /** Encrypted bytes within one call; shared by the loop's connections. */
    private final ByteBuffer records;

    /** Null before the first byte of the client and after the close. */
    private @Nullable SSLEngine engine;

    /** Encrypted bytes that are not decrypted yet: less than a record, or records that did not fit. */
    private ByteBuffer received;

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
        this.received = received;
    }

    /** Continues the TLS handshake as far as the received bytes allow. */
    @Override
    public TransportNeed handshake(ByteBuffer in) throws IOException {
        if (engine == null) {
            readFirstBytes();
        }
        while (true) {
            if (!flush()) {
                return TransportNeed.WRITE;
            }
            switch (engine().getHandshakeStatus()) {
                case NEED_TASK -> {
                    return TransportNeed.TASKS;
                }
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
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

    /**
     * Reads all bytes that have arrived. A client that has closed the connection already costs no computation
     * then.
     */
    private void readFirstBytes() throws IOException {
        int count = channel.read(records.clear().put(received));
        while (count > 0 && records.hasRemaining()) {
            count = channel.read(records);
        }
        if (count < 0) {
            throw new EOFException("the client has closed the connection");
        }
        received = ByteBuffer.allocate(records.flip().remaining()).put(records).flip();
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
    public void runDelegatedTasks() {
        SSLEngine current = engine;
        if (current == null) {
            return;
        }
        for (Runnable task = current.getDelegatedTask(); task != null; task = current.getDelegatedTask()) {
            task.run();
        }
    }

    /** The client with its certificate, if the port requires one. */
    @Override
    public Peer peer() throws IOException {
        X509Certificate certificate = engine().getNeedClientAuth()
                        && engine().getSession().getPeerCertificates()[0] instanceof X509Certificate first
                ? first
                : null;
        return peer.overTls(certificate);
    }

    @Override
    public int read(ByteBuffer in) throws IOException {
        return read(in, true);
    }

    /** Decrypts records that were received together with earlier ones. */
    @Override
    public int readBuffered(ByteBuffer in) throws IOException {
        return received.hasRemaining() ? read(in, false) : 0;
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
        engine = null;
        try (channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
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
            // A task that still waits for a worker must not keep the engine in memory.
            engine = null;
        }
    }

    /** Sends the alerts that the engine has left: close_notify, or the alert that names a fault. */
    private void sendCloseNotify() throws IOException {
        if (engine == null) {
            return;
        }
        engine.closeOutbound();
        while (flush() && !engine.isOutboundDone() && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            wrap(NOTHING);
        }
    }

    /** Decrypts one record; null if it is incomplete. */
    private @Nullable SSLEngineResult unwrap(ByteBuffer in, boolean further) throws IOException {
        records.clear().put(received);
        received = NOTHING;
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
            if (records.flip().hasRemaining()) {
                received = ByteBuffer.allocate(records.remaining()).put(records).flip();
            }
        }
    }

    /** Encrypts one record and sends as much of it as the socket takes. */
    private void wrap(ByteBuffer out) throws IOException {
        SSLEngineResult result = engine().wrap(out, records.clear());
        records.flip();
        channel.write(records);
        if (records.hasRemaining()) {
            unsent = ByteBuffer.allocate(records.remaining()).put(records).flip();
        }
        if (result.getStatus() == Status.CLOSED && out.hasRemaining()) {
            throw new EOFException("the client has closed TLS");
        }
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
