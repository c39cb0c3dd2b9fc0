package dev.lineman.http;

import fi.iki.elonen.NanoHTTPD;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import org.jspecify.annotations.Nullable;

/**
 * Runs one {@link EventLoop} in NanoHTTPD. The thread on which NanoHTTPD accepts is the loop's thread: the call
 * to accept serves all connections of the loop until a new one has arrived, see {@link ServerSocketAdapter}. So
 * no connection changes its thread, and no thread has to be woken for it.
 *
 * <p>NanoHTTPD's server socket and its runner are replaced. Its {@code HTTPSession}, which needs one thread per
 * connection, is never created.
 */
final class Acceptor extends NanoHTTPD {
    private final EventLoop loop;
    private final Thread starter;

    /**
     * Starts the loop.
     *
     * @param threadName the name of the loop's thread
     */
    Acceptor(EventLoop loop, String threadName) {
        super(0);
        this.loop = loop;
        setServerSocketFactory(() -> new ServerSocketAdapter(loop, threadName));
        setAsyncRunner(new DirectRunner());
        // NanoHTTPD waits in steps of 10 ms until its thread runs. Nothing else needs to wait for that.
        this.starter = new Thread(this::startLoop, threadName + "-start");
        starter.start();
    }

    private void startLoop() {
        try {
            start(0, true);
        } catch (IOException e) {
            throw new AssertionError("the adapter binds nothing that can fail", e);
        }
    }

    /**
     * Asks the loop to end, see {@link EventLoop#stop}, and waits for it. A loop that does not end in time is left
     * alone.
     */
    void awaitEnd(long millis) throws InterruptedException {
        starter.join(millis);
        if (loop.awaitEnd(millis)) {
            stop();
        }
    }

    @Override
    protected ClientHandler createClientHandler(Socket socket, InputStream in) {
        return new ClientHandler(in, socket) {
            @Override
            public void run() {
                if (socket instanceof AcceptedSocket accepted) {
                    loop.open(accepted.connection());
                }
            }
        };
    }

    /** Runs a handler directly on the accepting thread. The loop keeps all failures to the connection. */
    private static final class DirectRunner implements AsyncRunner {
        @Override
        public void exec(ClientHandler handler) {
            handler.run();
        }

        @Override
        public void closed(ClientHandler handler) {}

        @Override
        public void closeAll() {}
    }

    /**
     * The server socket that NanoHTTPD accepts from. Behind it is one {@link EventLoop} with all its listening
     * sockets, see {@link ConnectionAcceptor}. It binds nothing itself. Used by the loop's thread; {@link #close} may
     * come from another one.
     */
    private static final class ServerSocketAdapter extends ServerSocket {
        private final EventLoop loop;
        private final String threadName;

        ServerSocketAdapter(EventLoop loop, String threadName) throws IOException {
            this.loop = loop;
            this.threadName = threadName;
        }

        /** Names the thread, which NanoHTTPD has made. The listening sockets are bound already. */
        @Override
        public void bind(@Nullable SocketAddress ignored) {
            Thread.currentThread().setName(threadName);
        }

        @Override
        public void setReuseAddress(boolean on) {}

        /**
         * Serves the connections of the loop until a new one has arrived.
         *
         * @throws SocketException if the loop has ended
         */
        @Override
        public Socket accept() throws IOException {
            ConnectionAcceptor.AcceptedConnection next = loop.nextAccepted();
            if (next == null) {
                throw new SocketException("closed");
            }
            return new AcceptedSocket(next);
        }

        @Override
        public boolean isClosed() {
            return loop.hasEnded();
        }

        @Override
        public void close() {
            loop.stop();
        }
    }

    /** An accepted connection in the form that NanoHTTPD takes. The loop reads and closes the channel. */
    private static final class AcceptedSocket extends Socket {
        private final ConnectionAcceptor.AcceptedConnection connection;

        AcceptedSocket(ConnectionAcceptor.AcceptedConnection connection) throws SocketException {
            super((SocketImpl) null);
            this.connection = connection;
        }

        ConnectionAcceptor.AcceptedConnection connection() {
            return connection;
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }
    }
}
