package dev.lineman.serve.http;

import dev.lineman.access.Address;
import dev.lineman.access.Network;
import dev.lineman.http.Request;
import java.util.List;

/**
 * Tells where a request comes from: the other end of its connection, unless that is a proxy of ours, which says in
 * {@code X-Forwarded-For} who stands behind it. What others say there counts for nothing, and so does what a client says that a
 * proxy of ours named with the PROXY protocol.
 *
 * @param ours the networks that our proxies are in
 */
record Proxies(List<Network> ours) {
    /** A longer chain than that is somebody's play. */
    private static final int LONGEST = 20;

    Proxies {
        ours = List.copyOf(ours);
    }

    /** The nearest address that is not one of our proxies; the farthest proxy's when nobody else is named. */
    Address sourceOf(Request request) {
        Address source = Address.of(request.remote().getAddress());
        String chain = ours.isEmpty() || !isOurs(source) ? null : request.header("X-Forwarded-For");
        if (chain == null) {
            return source;
        }
        int end = chain.length();
        for (int i = 0; i < LONGEST && end >= 0; i++) {
            int comma = chain.lastIndexOf(',', end - 1);
            Address hop = Address.parse(bare(chain.substring(comma + 1, end).strip()));
            if (hop == null) {
                return source;
            }
            source = hop;
            if (!isOurs(hop)) {
                return source;
            }
            end = comma;
        }
        return source;
    }

    boolean isOurs(Address address) {
        for (Network network : ours) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Some proxies add a port. */
    private static String bare(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon > 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }
}
