package dev.lineman.zerotouch.pnp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A network interface that can have phones, with its IPv4 addresses. Two are equal if nothing changed between two looks.
 * Immutable.
 *
 * @param name such as {@code eth0}
 * @param index the number of the interface; a removed and created one has another
 * @param addresses at least one, in the order of the operating system
 */
record PnpInterface(String name, int index, List<LocalAddress> addresses) {
    PnpInterface {
        addresses = List.copyOf(addresses);
    }

    /**
     * An IPv4 address of this host.
     *
     * @param prefix the bits of its network
     */
    record LocalAddress(InetAddress address, int prefix) {
        private boolean isNetworkOf(InetAddress other) {
            int mask = prefix == 0 ? 0 : -1 << (32 - prefix);
            return ((bits(address) ^ bits(other)) & mask) == 0;
        }

        private static int bits(InetAddress address) {
            return ByteBuffer.wrap(address.getAddress()).getInt();
        }
    }

    /**
     * Returns the interfaces that are up, support multicast and have an IPv4 address.
     *
     * @param names those wanted; empty for all but the loopback interface
     */
    static List<PnpInterface> find(List<String> names) throws SocketException {
        List<PnpInterface> found = new ArrayList<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            try {
                List<LocalAddress> addresses = addresses(each);
                if (isWanted(each, names) && each.isUp() && !addresses.isEmpty()) {
                    found.add(new PnpInterface(each.getName(), each.getIndex(), addresses));
                }
            } catch (SocketException e) {
                // It was removed since it was listed.
            }
        }
        return found;
    }

    private static boolean isWanted(NetworkInterface each, List<String> names) throws SocketException {
        return names.isEmpty()
                ? !each.isLoopback() && !each.isPointToPoint() && each.supportsMulticast()
                : names.contains(each.getName());
    }

    private static List<LocalAddress> addresses(NetworkInterface of) {
        return of.getInterfaceAddresses().stream()
                .filter(each -> each.getAddress() instanceof Inet4Address)
                .map(each -> new LocalAddress(each.getAddress(), each.getNetworkPrefixLength()))
                .toList();
    }

    /** Returns the addresses that no phone has: all of this host, and the broadcast addresses of its networks. */
    static Set<InetAddress> addressesOfNoPhone() throws SocketException {
        Set<InetAddress> addresses = new HashSet<>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            for (InterfaceAddress own : each.getInterfaceAddresses()) {
                addresses.add(own.getAddress());
                if (own.getBroadcast() != null) {
                    addresses.add(own.getBroadcast());
                }
            }
        }
        return addresses;
    }

    /** Returns the address on the network of a phone; the first one if the phone is behind a router. */
    InetAddress addressFor(InetAddress phone) {
        return addresses.stream()
                .filter(local -> local.isNetworkOf(phone))
                .findFirst()
                .orElse(addresses.get(0))
                .address();
    }

    /** Returns for example {@code eth0 (10.0.0.2)}. */
    @Override
    public String toString() {
        return name
                + addresses.stream()
                        .map(local -> local.address().getHostAddress())
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
