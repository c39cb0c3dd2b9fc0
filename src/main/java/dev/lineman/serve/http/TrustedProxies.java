package dev.lineman.serve.http;

import dev.lineman.access.IpAddress;
import dev.lineman.access.IpNetwork;
import dev.lineman.collection.LruMap;
import dev.lineman.http.exchange.ProxyTrust;
import dev.lineman.http.message.Request;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the trusted proxies, and finds the client address of a request.
 * That is the peer address of the connection, unless the peer is a trusted proxy. Then {@code X-Forwarded-For} of the
 * proxy counts. The field is ignored from all other peers. If a trusted proxy names the client with the PROXY
 * protocol, that client counts as the peer. Logs a malformed PROXY header once for each proxy, up to a bound.
 * Thread-safe.
 */
final class TrustedProxies implements ProxyTrust {
    private static final Logger LOG = LoggerFactory.getLogger(TrustedProxies.class);

    /** Proxies with a malformed header in the log. When it is full, the least recently used one is dropped. */
    private static final int MAX_LOGGED = 1000;

    /** Addresses in {@code X-Forwarded-For}. A longer chain is no real chain of proxies. */
    private static final int MAX_HOPS = 20;

    private final List<IpNetwork> networks;
    private final Set<IpAddress> logged =
            Collections.synchronizedSet(Collections.newSetFromMap(new LruMap<>(MAX_LOGGED)));

    /**
     * Creates the list of trusted proxies.
     *
     * @param networks the networks of the trusted proxies
     */
    TrustedProxies(List<IpNetwork> networks) {
        this.networks = List.copyOf(networks);
    }

    /** Returns the nearest address that is not a trusted proxy. If there is none, returns the farthest proxy. */
    IpAddress sourceOf(Request request) {
        IpAddress source = IpAddress.of(request.peer().address().getAddress());
        String chain = networks.isEmpty() || !isProxy(source) ? null : request.header("X-Forwarded-For");
        if (chain == null) {
            return source;
        }
        int end = chain.length();
        for (int i = 0; i < MAX_HOPS && end >= 0; i++) {
            int comma = chain.lastIndexOf(',', end - 1);
            IpAddress hop =
                    IpAddress.parse(withoutPort(chain.substring(comma + 1, end).strip()));
            if (hop == null) {
                return source;
            }
            source = hop;
            if (!isProxy(hop)) {
                return source;
            }
            end = comma;
        }
        return source;
    }

    private boolean isProxy(IpAddress address) {
        for (IpNetwork network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isTrustedProxy(InetAddress source) {
        return isProxy(IpAddress.of(source));
    }

    @Override
    public void malformedHeader(InetAddress proxy, String reason) {
        IpAddress address = IpAddress.of(proxy);
        if (logged.add(address)) {
            LOG.warn(
                    "closed a connection from the trusted proxy {}: its PROXY header is malformed: {}. Check"
                            + " the setting of the"
                            + " proxy (HAProxy: send-proxy or send-proxy-v2). This is logged once for each proxy",
                    address,
                    reason);
        }
    }

    /** Removes the port that some proxies add to an address. */
    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon > 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }
}
