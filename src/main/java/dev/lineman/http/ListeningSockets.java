package dev.lineman.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Binds several listening sockets to one address. Each has a queue of its own for connections that are not accepted
 * yet, and Linux distributes new connections evenly among them (SO_REUSEPORT, socket(7)). All loops accept from all
 * sockets, so a busy loop delays no new connection. On other systems there is one socket. Immutable.
 *
 * <p>Ten thousand phones may connect at
 * once after a power failure, perhaps while the process collects its heap. A client that finds the queue full retries
 * after one second, then after two, four and so on. So there are enough sockets to queue all connections that the
 * limits allow, as far as {@link #MAX_SOCKETS_PER_LOOP} permits.
 */
final class ListeningSockets {
    /** The longest queue of one socket that the system allows (listen(2)). */
    private static final Path SYSTEM_LIMIT = Path.of("/proc/sys/net/core/somaxconn");

    private static final int MAX_SOCKETS_PER_LOOP = 8;

    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

    private final int connections;
    private final int loops;
    private final int count;

    /** The queue of one socket. */
    private final int queue;

    /**
     * @param loops the number of loops
     * @param connections how many connections should find room in the queues
     * @param systemLimit the longest queue that the system allows
     */
    ListeningSockets(int loops, int connections, int systemLimit) {
        this.loops = loops;
        this.connections = connections;
        this.queue = Math.max(1, Math.min(systemLimit, connections));
        this.count = LINUX ? loops * Math.min(MAX_SOCKETS_PER_LOOP, connections / (loops * queue) + 1) : 1;
    }

    /** The longest queue that Linux allows; without a limit where the system does not tell it. */
    static int systemLimit() {
        // The kernel gives the value in one read only, so the buffer must have room for all of it.
        try (BufferedReader limit = Files.newBufferedReader(SYSTEM_LIMIT, StandardCharsets.US_ASCII)) {
            return Integer.parseInt(String.valueOf(limit.readLine()));
        } catch (IOException | NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }

    /** The number of sockets for each address. */
    int count() {
        return count;
    }

    /** What to do if the queues have no room for all connections that the limits allow; null if they have. */
    @Nullable
    String shortage() {
        if (count * (long) queue >= connections) {
            return null;
        }
        int enough = (connections - 1) / (loops * MAX_SOCKETS_PER_LOOP) + 1;
        return ("the system queues at most %d new connections while Lineman is busy, and --max-connections is %d. If more"
                        + " phones connect at once, some get their files up to a minute later. Set the sysctl"
                        + " net.core.somaxconn to %d or more, or lower --max-connections")
                .formatted(count * (long) queue, connections, enough);
    }

    /**
     * Binds the sockets to an address, in non-blocking mode.
     *
     * @param address port 0 takes a free port
     * @throws IOException if the address cannot be used
     */
    List<ServerSocketChannel> bind(InetSocketAddress address) throws IOException {
        List<ServerSocketChannel> sockets = new ArrayList<>();
        try {
            // The first one fails if another process has the port. It must not share the port before that is clear.
            ServerSocketChannel first = open(sockets);
            first.bind(address, queue);
            if (count > 1) {
                first.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            InetSocketAddress bound =
                    new InetSocketAddress(address.getAddress(), first.socket().getLocalPort());
            while (sockets.size() < count) {
                ServerSocketChannel next = open(sockets);
                next.setOption(StandardSocketOptions.SO_REUSEPORT, true);
                next.bind(bound, queue);
            }
            return sockets;
        } catch (IOException | RuntimeException e) {
            close(sockets);
            throw e;
        }
    }

    private static ServerSocketChannel open(List<ServerSocketChannel> sockets) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        sockets.add(socket);
        socket.configureBlocking(false);
        socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        return socket;
    }

    /** Closes sockets. The port is free when the loops have ended, or at once if no loop uses them. */
    static void close(List<ServerSocketChannel> sockets) {
        for (ServerSocketChannel socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // A socket without connections has nothing to lose.
            }
        }
    }
}
