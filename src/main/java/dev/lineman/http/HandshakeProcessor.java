package dev.lineman.http;

import dev.lineman.http.limit.ClientSource;
import dev.lineman.http.message.Peer;
import dev.lineman.http.proxy.ProxyHeader;
import dev.lineman.http.proxy.ProxyHeaderParser;
import dev.lineman.http.tls.TlsCredentials;
import dev.lineman.http.transport.PlainTransport;
import dev.lineman.http.transport.TlsTransport;
import dev.lineman.http.transport.TlsWorkers;
import dev.lineman.http.transport.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Brings the connections of one {@link EventLoop} from the accepted socket to the first request. First a
 * trusted proxy may send a {@link ProxyHeader}. From then on the connection counts for the client that the
 * header names, in TLS and in all limits. On a TLS port the connection then waits for admission, see {@link
 * TlsAdmission}, and makes the TLS handshake. {@link TlsWorkers} run the costly parts of it.
 *
 * <p>Used by the loop's thread, except for {@link #runDelegatedTasks}.
 */
final class HandshakeProcessor {
    /** Holds a TLS record of any size, see {@link TlsTransport}. */
    private static final int RECORDS_BYTES = 18 << 10;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final LoopContext loopContext;
    private final ConnectionTable connectionTable;
    private final TlsWorkers workers;
    private final Selector selector;

    /** Encrypted bytes within one call; all connections of the loop share it. */
    private final ByteBuffer records = ByteBuffer.allocateDirect(RECORDS_BYTES);

    /** Connections whose tasks are done. The workers add, the loop's thread removes. */
    private final Queue<ConnectionState> tasksDone = new ConcurrentLinkedQueue<>();

    HandshakeProcessor(
            LoopContext loopContext, ConnectionTable connectionTable, TlsWorkers workers, Selector selector) {
        this.loopContext = loopContext;
        this.connectionTable = connectionTable;
        this.workers = workers;
        this.selector = selector;
    }

    /**
     * Makes the state for an accepted socket.
     *
     * @throws IOException if the client has closed the connection already
     */
    ConnectionState open(ConnectionAcceptor.AcceptedConnection acceptedConnection) throws IOException {
        SocketChannel channel = acceptedConnection.channel();
        channel.configureBlocking(false);
        Peer peer = Peer.plain(remote(channel));
        Object source = acceptedConnection.proxied()
                ? acceptedConnection
                : ClientSource.of(peer.address().getAddress());
        return new ConnectionState(
                acceptedConnection,
                createTransport(acceptedConnection, peer, NOTHING),
                new HttpConnection(loopContext, peer),
                source);
    }

    /** Waits for the client's next bytes. No memory for TLS is allocated before the first one. */
    void awaitInput(ConnectionState connectionState) throws IOException {
        connectionState.setInterest(selector, SelectionKey.OP_READ);
        connectionTable.update(connectionState, ConnectionPhase.HANDSHAKE, false);
    }

    /**
     * Continues the handshake as far as the received bytes allow.
     *
     * @param in a buffer to use within this call, of at least {@link ProxyHeaderParser#LONGEST} bytes
     * @return whether the handshake is complete and requests can be read; otherwise the connection waits
     * @throws IOException if the connection must be closed
     */
    boolean advance(ConnectionState connectionState, ByteBuffer in) throws IOException {
        ConnectionAcceptor.AcceptedConnection accepted = connectionState.awaitingProxyHeader;
        if (accepted != null && !readProxyHeader(connectionState, accepted, in.clear())) {
            awaitInput(connectionState);
            return false;
        }
        if (connectionState.tls && !connectionTable.admitTls(connectionState)) {
            connectionState.setInterest(selector, 0);
            return false;
        }
        Transport.TransportNeed need = connectionState.transport.handshake(in);
        if (need == Transport.TransportNeed.NOTHING) {
            connectionState.connection.begin(connectionState.transport.peer());
            connectionTable.suspendTimeout(connectionState);
            return true;
        }
        connectionState.setInterest(selector, need.interest);
        connectionTable.update(connectionState, ConnectionPhase.HANDSHAKE, false);
        if (need == Transport.TransportNeed.TASKS) {
            connectionTable.suspendTimeout(connectionState);
            workers.submit(connectionState.source, buffer -> runDelegatedTasks(connectionState, buffer));
        }
        return false;
    }

    /** Runs the tasks of a handshake, on a thread of the workers. */
    private void runDelegatedTasks(ConnectionState connectionState, ByteBuffer buffer) {
        try {
            if (connectionState.channel.isOpen()) {
                connectionState.transport.runDelegatedTasks(buffer);
            }
        } catch (Exception | StackOverflowError e) {
            // Native code can throw a checked exception that no signature has.
            connectionState.tasksFailed = true;
            loopContext.report(e);
        }
        tasksDone.add(connectionState);
        selector.wakeup();
    }

    /** The next open connection whose tasks are done, or null. Closes connections whose tasks have failed. */
    @Nullable
    ConnectionState pollTasksDone() {
        for (ConnectionState connectionState = tasksDone.poll();
                connectionState != null;
                connectionState = tasksDone.poll()) {
            if (connectionState.tasksFailed) {
                connectionTable.close(connectionState);
            } else if (connectionState.channel.isOpen()) {
                return connectionState;
            }
        }
        return null;
    }

    /**
     * Reads the PROXY header, if there is one. Without a header, or with one that names no client, the proxy
     * itself is the client.
     *
     * @return false if the handshake must wait for more bytes
     */
    private boolean readProxyHeader(
            ConnectionState connectionState, ConnectionAcceptor.AcceptedConnection acceptedConnection, ByteBuffer in)
            throws IOException {
        SocketChannel channel = acceptedConnection.channel();
        if (channel.read(in.limit(ProxyHeaderParser.LONGEST).put(connectionState.keptInput())) < 0) {
            throw new EOFException("the proxy has closed the connection");
        }
        Peer peer = Peer.plain(remote(channel));
        ProxyHeader header = ProxyHeaderParser.parse(in.flip());
        if (header instanceof ProxyHeader.Incomplete) {
            connectionState.keepInput(in);
            return false;
        }
        if (header instanceof ProxyHeader.Malformed malformed) {
            loopContext.proxyTrust().malformedHeader(peer.socket().getAddress(), malformed.reason());
            throw new IOException("a malformed PROXY header");
        }
        if (header instanceof ProxyHeader.Present present) {
            in.position(present.length());
            InetSocketAddress client = present.client();
            if (client != null) {
                attributeToClient(connectionState, client.getAddress());
                peer = peer.withClient(client);
            }
        }
        boolean hasInput = !connectionState.tls || in.hasRemaining();
        connectionState.useTransport(createTransport(acceptedConnection, peer, copy(in)));
        return hasInput;
    }

    /** Counts the connection for its client from now on, unless the client is a trusted proxy too. */
    private void attributeToClient(ConnectionState connectionState, InetAddress client) {
        if (!loopContext.proxyTrust().isTrustedProxy(client)) {
            connectionTable.changeSource(connectionState, ClientSource.of(client));
        }
    }

    /**
     * The transport for a connection, plain or over TLS.
     *
     * @param received bytes that have been read and belong to the transport
     */
    private Transport createTransport(
            ConnectionAcceptor.AcceptedConnection acceptedConnection, Peer peer, ByteBuffer received) {
        TlsCredentials credentials = acceptedConnection.credentials();
        return credentials == null
                ? new PlainTransport(acceptedConnection.channel(), peer, received)
                : new TlsTransport(acceptedConnection.channel(), peer, credentials, records, received);
    }

    private static InetSocketAddress remote(SocketChannel channel) throws IOException {
        if (channel.getRemoteAddress() instanceof InetSocketAddress remote) {
            return remote;
        }
        throw new IOException("the connection has no remote address");
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return bytes.hasRemaining()
                ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip()
                : NOTHING;
    }
}
