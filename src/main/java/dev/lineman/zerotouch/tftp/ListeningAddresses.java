package dev.lineman.zerotouch.tftp;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets at which the server listens: one for each address, also for a wildcard address. So an answer comes from the
 * address that the client has asked, and a broadcast reaches no socket. Not thread-safe.
 */
final class ListeningAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(ListeningAddresses.class);

    private final Selector selector;
    private final InetAddress host;
    private final Map<InetAddress, DatagramChannel> sockets = new HashMap<>();

    /** Addresses that could not be used, so that the log has one line for each. */
    private final Set<InetAddress> failed = new LinkedHashSet<>();

    private int port;

    /**
     * Opens the sockets.
     *
     * @throws IOException if no socket can be opened; the message names the address, the cause and the remedy
     */
    ListeningAddresses(Selector selector, InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("cannot listen on " + address.getHostString() + ": no such host");
        }
        this.selector = selector;
        this.host = address.getAddress();
        this.port = address.getPort();
        IOException first = null;
        for (InetAddress each : addresses()) {
            try {
                open(each);
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            // A port that is taken at one address would leave the phones there without answers.
            close();
            throw new IOException(
                    "cannot listen on UDP port " + port + " of " + address.getHostString() + " for TFTP: "
                            + first.getMessage() + remedy(first),
                    first);
        }
    }

    private static String remedy(IOException e) {
        String cause = String.valueOf(e.getMessage());
        if (cause.contains("Permission denied")) {
            return ". A port below 1024 needs the capability CAP_NET_BIND_SERVICE: add 'AmbientCapabilities="
                    + "CAP_NET_BIND_SERVICE' and 'CapabilityBoundingSet=CAP_NET_BIND_SERVICE' with 'systemctl edit"
                    + " lineman', or use a port above 1023";
        }
        return cause.contains("in use")
                ? ". Another TFTP server, such as dnsmasq or tftpd, may have it: 'ss -ulpn' names the program"
                : "";
    }

    /** Returns the protocol family of an address. */
    static ProtocolFamily family(InetAddress address) {
        return address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    /** Returns the addresses to listen at now. */
    private Set<InetAddress> addresses() throws SocketException {
        if (!host.isAnyLocalAddress()) {
            return Set.of(host);
        }
        Set<InetAddress> all = new LinkedHashSet<>();
        NetworkInterface.networkInterfaces()
                .filter(ListeningAddresses::isUp)
                .flatMap(NetworkInterface::inetAddresses)
                .forEach(all::add);
        return all;
    }

    private static boolean isUp(NetworkInterface networkInterface) {
        try {
            return networkInterface.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private void open(InetAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open(family(address));
        try {
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(address, port));
            channel.register(selector, SelectionKey.OP_READ, address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        sockets.put(address, channel);
    }

    /** Follows the addresses of this machine: opens sockets for new ones, and closes those of addresses that are gone. */
    void update() {
        try {
            update(addresses());
        } catch (SocketException e) {
            // The sockets stay as they are until the next attempt.
        }
    }

    private void update(Set<InetAddress> now) {
        failed.retainAll(now);
        sockets.forEach((address, channel) -> {
            if (!now.contains(address)) {
                close(channel);
            }
        });
        sockets.keySet().retainAll(now);
        for (InetAddress address : now) {
            if (!sockets.containsKey(address)) {
                try {
                    open(address);
                    failed.remove(address);
                } catch (IOException e) {
                    if (failed.add(address)) {
                        LOG.warn(
                                "TFTP cannot listen at the new address {}, and tries it again: {}{}",
                                address.getHostAddress(),
                                e.getMessage(),
                                remedy(e));
                    }
                }
            }
        }
    }

    /** Returns whether packets of this address and port come from this server itself. */
    boolean isOwn(InetSocketAddress source) {
        return source.getPort() == port && sockets.containsKey(source.getAddress());
    }

    /** Returns whether the addresses can change. */
    boolean isWildcard() {
        return host.isAnyLocalAddress();
    }

    int port() {
        return port;
    }

    void close() {
        sockets.values().forEach(ListeningAddresses::close);
        sockets.clear();
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // A socket without a connection has nothing to lose.
        }
    }
}
