package dev.lineman.zerotouch.tftp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A relay between TFTP clients and a server that loses, doubles and reorders packets. The server answers from a new port;
 * the relay gives it a new port at its own side too.
 */
public final class LossyRelay implements AutoCloseable {
    private static final int MAX_PACKET = 65_600;

    private final InetSocketAddress server;
    private final Random random;
    private final double loss;
    private final double duplication;
    private final double reordering;
    private final DatagramSocket front;

    /** By client: the port at which the server sees it. */
    private final Map<SocketAddress, DatagramSocket> backs = new ConcurrentHashMap<>();

    private final List<DatagramSocket> sockets = new CopyOnWriteArrayList<>();

    /**
     * Starts a relay on the loopback address.
     *
     * @param loss the share of packets that are lost, in each direction
     */
    public LossyRelay(int serverPort, long seed, double loss, double duplication, double reordering)
            throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        this.random = new Random(seed);
        this.loss = loss;
        this.duplication = duplication;
        this.reordering = reordering;
        this.front = open();
        receive(front, request -> {
            DatagramSocket back = backs.computeIfAbsent(request.getSocketAddress(), this::openBack);
            return new Route(back, server);
        });
    }

    /** Returns the port that clients ask. */
    public int port() {
        return front.getLocalPort();
    }

    private record Route(DatagramSocket from, SocketAddress to) {}

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

    private DatagramSocket openBack(SocketAddress client) {
        DatagramSocket back = open();
        Map<SocketAddress, DatagramSocket> transfers = new ConcurrentHashMap<>();
        receive(back, answer -> {
            DatagramSocket side = transfers.computeIfAbsent(answer.getSocketAddress(), transfer -> {
                DatagramSocket opened = open();
                receive(opened, acknowledgment -> new Route(back, transfer));
                return opened;
            });
            return new Route(side, client);
        });
        return back;
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
            if (chance(loss)) {
                continue;
            }
            if (held == null && chance(reordering)) {
                held = copy;
                heldRoute = route;
                continue;
            }
            send(route, copy);
            if (chance(duplication)) {
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

    private boolean chance(double share) {
        synchronized (random) {
            return random.nextDouble() < share;
        }
    }

    @Override
    public void close() {
        sockets.forEach(DatagramSocket::close);
    }
}
