package dev.lineman.zerotouch.pnp;

import java.net.InetSocketAddress;

/** Sends from one address of this host. */
interface PnpSender {
    /** Returns the address and port from which messages are sent, and where phones answer. */
    InetSocketAddress local();

    /** Sends a datagram. One that cannot be sent counts as lost: its transaction sends it again. */
    void send(byte[] message, InetSocketAddress to);
}
