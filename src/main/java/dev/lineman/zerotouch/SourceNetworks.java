package dev.lineman.zerotouch;

import dev.lineman.access.IpAddress;
import dev.lineman.access.IpNetwork;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The networks whose clients are answered without authentication: private and link-local addresses (RFC 1918,
 * RFC 3927, RFC 4193, RFC 4291), and those that the options add. Immutable.
 *
 * @param networks all of them
 */
public record SourceNetworks(List<IpNetwork> networks) {
    private static final List<IpNetwork> PRIVATE = Stream.of(
                    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10")
            .map(IpNetwork::parse)
            .map(Objects::requireNonNull)
            .toList();

    public SourceNetworks {
        networks = List.copyOf(networks);
    }

    /** Returns the private networks and others. */
    public static SourceNetworks privateAnd(List<IpNetwork> others) {
        return new SourceNetworks(
                Stream.concat(PRIVATE.stream(), others.stream()).toList());
    }

    /** Whether clients with this address are answered. */
    public boolean contains(IpAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
