package dev.lineman.zerotouch.tftp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A relay between TFTP clients and a server that loses, doubles and reorders packets. The server answers from a new port;
 * the relay gives it a new port at its own side too. What becomes of a packet depends on the seed, the requested name, its
 * type and block, and how often it came, and not on the time: a slow machine loses the same packets. The fourth copy of a
 * packet always arrives, so each client ends.
 */
public final class LossyRelay implements AutoCloseable {
    private static final int MAX_PACKET = 65_600;
    private static final int MAX_LOST_COPIES = 3;

    private final InetSocketAddress server;
    private final long seed;
    private final double loss;
    private final double duplication;
    private final double reordering;
    private final DatagramSocket front;

    /** By client: the port at which the server sees it. */
    private final Map<SocketAddress, Session> sessions = new ConcurrentHashMap<>();

    /** The number of sessions by the requested name. */
    private final Map<String, Integer> sessionsOfName = new ConcurrentHashMap<>();

    private final List<DatagramSocket> sockets = new CopyOnWriteArrayList<>();

    /**
     * Starts a relay on the loopback address.
     *
     * @param loss the share of packets that are lost, in each direction
     */
    public LossyRelay(int serverPort, long seed, double loss, double duplication, double reordering)
            throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        this.seed = seed;
        this.loss = loss;
        this.duplication = duplication;
        this.reordering = reordering;
        this.front = open();
        receive(front, request -> {
            Session session =
                    sessions.computeIfAbsent(request.getSocketAddress(), client -> openSession(client, request));
            return new Route(session.back(), server, session);
        });
    }

    /** Returns the port that clients ask. */
    public int port() {
        return front.getLocalPort();
    }

    /**
     * The packets of one client.
     *
     * @param copies how often each packet came, by its first four bytes and its direction
     */
    private record Session(DatagramSocket back, long seed, Map<String, Integer> copies) {
        /** Returns random numbers for the next copy of a packet; null if it must arrive. */
        @Nullable
        Random chances(byte[] packet, boolean fromClient) {
            String key = HexFormat.of().formatHex(packet, 0, Math.min(4, packet.length)) + fromClient;
            int copy = copies.merge(key, 1, Integer::sum);
            return copy > MAX_LOST_COPIES ? null : new Random(seed * 31 + (key + copy).hashCode() * 1_000_003L);
        }
    }

    private record Route(DatagramSocket from, SocketAddress to, Session session) {}

    private interface Router {
        Route route(DatagramPacket packet);
    }

    private DatagramSocket open() {
        try {
            DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            return socket;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Session openSession(SocketAddress client, DatagramPacket request) {
        // The name ends at the first NUL behind the type.
        String text = new String(request.getData(), 2, request.getLength() - 2, StandardCharsets.ISO_8859_1);
        String name = text.split("\0", -1)[0];
        int number = sessionsOfName.merge(name, 1, Integer::sum);
        DatagramSocket back = open();
        Session session = new Session(back, seed * 31 + (name + number).hashCode(), new ConcurrentHashMap<>());
        Map<SocketAddress, DatagramSocket> transfers = new ConcurrentHashMap<>();
        receive(back, answer -> {
            DatagramSocket side = transfers.computeIfAbsent(answer.getSocketAddress(), transfer -> {
                DatagramSocket opened = open();
                receive(opened, acknowledgment -> new Route(back, transfer, session));
                return opened;
            });
            return new Route(side, client, session);
        });
        return session;
    }

    private void receive(DatagramSocket socket, Router router) {
        Thread thread = new Thread(() -> run(socket, router), "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(DatagramSocket socket, Router router) {
        byte[] buffer = new byte[MAX_PACKET];
        DatagramPacket held = null;
        Route heldRoute = null;
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (IOException e) {
                return;
            }
            Route route = router.route(packet);
            byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            DatagramPacket copy = new DatagramPacket(bytes, bytes.length, route.to());
            Random random = route.session()
                    .chances(bytes, route.from() == route.session().back());
            if (random != null && random.nextDouble() < loss) {
                continue;
            }
            if (random != null && held == null && random.nextDouble() < reordering) {
                held = copy;
                heldRoute = route;
                continue;
            }
            send(route, copy);
            if (random != null && random.nextDouble() < duplication) {
                send(route, copy);
            }
            if (held != null) {
                send(heldRoute, held);
                held = null;
            }
        }
    }

    private static void send(@Nullable Route route, DatagramPacket packet) {
        try {
            if (route != null) {
                route.from().send(packet);
            }
        } catch (IOException e) {
            // The packet is lost, as others are.
        }
    }

    @Override
    public void close() {
        sockets.forEach(DatagramSocket::close);
    }
}
