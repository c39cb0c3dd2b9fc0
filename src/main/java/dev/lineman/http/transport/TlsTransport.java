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
 * The bytes over TLS (RFC 8446, RFC 5246). Records pass through a buffer of the loop; only what is left of one between two
 * events is kept here, so that an idle connection holds none. A client that wants to negotiate again is not served.
 */
public final class TlsTransport implements Transport {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final Peer peer;
    private final TlsCredentials credentials;
    private final ByteBuffer records;
    private @Nullable SSLEngine engine;
    private ByteBuffer received;
    private ByteBuffer unsent = NOTHING;
    private int encryptedBytes;

    /**
     * @param peer the other end before TLS
     * @param records is used within calls only; holds at least one record of any size
     * @param received what has come already, less than a record may have
     */
    public TlsTransport(
            SocketChannel channel, Peer peer, TlsCredentials credentials, ByteBuffer records, ByteBuffer received) {
        this.channel = channel;
        this.peer = peer;
        this.credentials = credentials;
        this.records = records;
        this.received = received;
    }

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
                        throw new EOFException("the client ended its greeting");
                    }
                }
                default -> {
                    return TransportNeed.NOTHING;
                }
            }
        }
    }

    /** Takes in all that has come: who is gone by now costs no arithmetic. */
    private void readFirstBytes() throws IOException {
        int count = channel.read(records.clear().put(received));
        while (count > 0 && records.hasRemaining()) {
            count = channel.read(records);
        }
        if (count < 0) {
            throw new EOFException("the client is gone");
        }
        received = ByteBuffer.allocate(records.flip().remaining()).put(records).flip();
    }

    /** Made when there is something to be said: it takes much of the heap. */
    private SSLEngine engine() throws IOException {
        SSLEngine made = engine == null ? credentials.engine() : engine;
        engine = made;
        return made;
    }

    @Override
    public void runDelegatedTasks() {
        SSLEngine greeting = engine;
        if (greeting == null) {
            return;
        }
        for (Runnable task = greeting.getDelegatedTask(); task != null; task = greeting.getDelegatedTask()) {
            task.run();
        }
    }

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

    @Override
    public int readBuffered(ByteBuffer in) throws IOException {
        return received.hasRemaining() ? read(in, false) : 0;
    }

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
                throw new SSLException("the client negotiates again");
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

    @Override
    public void shutdownOutput() throws IOException {
        sendCloseNotify();
        channel.shutdownOutput();
    }

    @Override
    public int retainedBytes() {
        return received.capacity() + unsent.capacity();
    }

    @Override
    public void reset() throws IOException {
        engine = null;
        try (channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            sendCloseNotify();
        } catch (IOException | RuntimeException e) {
            // It is over all the same.
        } finally {
            // Work of it that still waits for its turn must not keep what it took.
            engine = null;
        }
    }

    /** The engine's last words, which after a fault say what it was. */
    private void sendCloseNotify() throws IOException {
        if (engine == null) {
            return;
        }
        engine.closeOutbound();
        while (flush() && !engine.isOutboundDone() && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            wrap(NOTHING);
        }
    }

    /** One record, or null if it has not come whole. */
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
                    throw new EOFException("the client is gone");
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

    private void wrap(ByteBuffer out) throws IOException {
        SSLEngineResult result = engine().wrap(out, records.clear());
        records.flip();
        channel.write(records);
        if (records.hasRemaining()) {
            unsent = ByteBuffer.allocate(records.remaining()).put(records).flip();
        }
        if (result.getStatus() == Status.CLOSED && out.hasRemaining()) {
            throw new EOFException("the client has ended the conversation");
        }
    }

    /** Whether nothing is left to be sent. */
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
