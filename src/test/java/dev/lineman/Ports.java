package dev.lineman;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for programs that do not take any free one themselves. */
public final class Ports {
    private Ports() {}

    /**
     * A port that is free for UDP and TCP. Systems give ports from 32,768 on to other sockets, and tests run beside this one: below that,
     * it also stays free until it is used, and over a restart.
     */
    public static int free() {
        return ThreadLocalRandom.current()
                .ints(20_000, 32_000)
                .filter(Ports::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramSocket udp = new DatagramSocket(port, loopback);
                ServerSocket tcp = new ServerSocket(port, 1, loopback)) {
            return udp.isBound() && tcp.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
