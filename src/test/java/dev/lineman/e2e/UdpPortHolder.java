package dev.lineman.e2e;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.StandardSocketOptions;

/** A program that listens at all addresses of a UDP port without sharing it, until it is ended. Uses the JDK alone. */
final class UdpPortHolder {
    private UdpPortHolder() {}

    public static void main(String[] args) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(Integer.parseInt(args[0]))) {
            System.out.println("shares " + socket.getOption(StandardSocketOptions.SO_REUSEADDR));
            int unused = System.in.read();
        }
    }
}
