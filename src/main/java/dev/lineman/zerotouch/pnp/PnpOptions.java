package dev.lineman.zerotouch.pnp;

import dev.lineman.access.IpNetwork;
import java.util.List;

/**
 * The options of SIP Plug and Play. Immutable.
 *
 * @param interfaces the names of the network interfaces to listen on; empty for all that can have phones
 * @param networks networks whose phones are answered, besides private and link-local addresses
 * @param tokens whether a URL with a secret token may be sent, which anyone on the network can read
 */
public record PnpOptions(List<String> interfaces, List<IpNetwork> networks, boolean tokens) {
    public PnpOptions {
        interfaces = List.copyOf(interfaces);
        networks = List.copyOf(networks);
    }
}
