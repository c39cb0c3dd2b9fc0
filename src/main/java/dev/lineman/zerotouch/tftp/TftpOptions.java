package dev.lineman.zerotouch.tftp;

import dev.lineman.access.IpNetwork;
import dev.lineman.zerotouch.SourceNetworks;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The options of the TFTP server. Immutable.
 *
 * @param host the address to listen at; a wildcard address stands for all addresses of this machine
 * @param port the UDP port; 0 selects any free port
 * @param networks the clients that are answered
 */
public record TftpOptions(String host, int port, SourceNetworks networks) {

    /** Returns the networks that are answered by default: private and link-local addresses, and this machine. */
    public static SourceNetworks defaultNetworks() {
        return SourceNetworks.privateAnd(Stream.of("127.0.0.0/8", "::1")
                .map(IpNetwork::parse)
                .map(Objects::requireNonNull)
                .toList());
    }
}
