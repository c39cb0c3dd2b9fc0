package dev.lineman.zerotouch.pnp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of one network interface: one that receives what arrives there for the group, and one for each address of
 * the interface, from which answers are sent and where phones answer. Not thread-safe.
 *
 * <p>The socket of the group shares its port with other programs, which keep all messages to their own addresses. A socket
 * for each interface tells where a request came from: Java gets no such information with a datagram, but receives only for
 * the memberships of the socket (IP_MULTICAST_ALL is off).
 */
final class PnpPort implements AutoCloseable {
    /** The group of all SIP servers (RFC 3261, section 10.2.6). */
    static final InetSocketAddress GROUP = new InetSocketAddress("224.0.1.75", 5060);

    private static final Logger LOG = LoggerFactory.getLogger(PnpPort.class);

    private final PnpInterface on;
    private final DatagramChannel group;
    private final List<UnicastSender> senders = new ArrayList<>();

    /** A socket with an address of this host. */
    static final class UnicastSender implements PnpSender {
        private final DatagramChannel channel;
        private final InetSocketAddress local;

        private UnicastSender(DatagramChannel channel, InetSocketAddress local) {
            this.channel = channel;
            this.local = local;
        }

        @Override
        public InetSocketAddress local() {
            return local;
        }

        @Override
        public void send(byte[] message, InetSocketAddress to) {
            try {
                int unused = channel.send(ByteBuffer.wrap(message), to);
            } catch (IOException e) {
                // As if it was lost on the way. The end of the transaction is logged.
            }
        }
    }

    private PnpPort(PnpInterface on, DatagramChannel group) {
        this.on = on;
        this.group = group;
    }

    /**
     * Opens the sockets. The keys of the selector have this object attached, or a {@link UnicastSender}.
     *
     * @throws IOException if another program uses the port and does not share it, or if the interface is gone
     */
    static PnpPort open(PnpInterface on, Selector selector) throws IOException {
        PnpPort port = new PnpPort(on, DatagramChannel.open(StandardProtocolFamily.INET));
        try {
            port.listen(selector);
            return port;
        } catch (IOException | RuntimeException e) {
            port.close();
            throw e;
        }
    }

    private void listen(Selector selector) throws IOException {
        NetworkInterface nic = NetworkInterface.getByName(on.name());
        if (nic == null) {
            throw new IOException("the interface " + on.name() + " is gone");
        }
        group.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        group.bind(GROUP);
        group.join(GROUP.getAddress(), nic);
        group.configureBlocking(false);
        group.register(selector, SelectionKey.OP_READ, this);
        for (PnpInterface.LocalAddress local : on.addresses()) {
            DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
            channel.bind(new InetSocketAddress(local.address(), 0));
            UnicastSender sender = new UnicastSender(channel, (InetSocketAddress) channel.getLocalAddress());
            senders.add(sender);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, sender);
        }
    }

    PnpInterface on() {
        return on;
    }

    /** Whether a socket is one of these. */
    boolean has(DatagramChannel channel) {
        return group == channel || senders.stream().anyMatch(sender -> sender.channel == channel);
    }

    List<UnicastSender> senders() {
        return List.copyOf(senders);
    }

    /** Returns the sender on the network of a phone. */
    PnpSender senderFor(InetAddress phone) {
        InetAddress local = on.addressFor(phone);
        for (UnicastSender sender : senders) {
            if (sender.local().getAddress().equals(local)) {
                return sender;
            }
        }
        return senders.get(0);
    }

    @Override
    public void close() {
        close(group);
        senders.forEach(sender -> close(sender.channel));
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("PnP cannot close a socket: {}", e.getMessage());
        }
    }
}
