package dev.lineman.serve.http;

import dev.lineman.access.IpAddress;
import dev.lineman.access.IpNetwork;
import dev.lineman.collection.LruMap;
import dev.lineman.http.exchange.ConnectionFilter;
import dev.lineman.http.message.Request;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the trusted proxies, and tells where a request comes from: the other end of its connection, unless that is a proxy of ours,
 * which says in {@code X-Forwarded-For} who stands behind it. What others say there counts for nothing, and so does what a client
 * says that a proxy of ours named with the PROXY protocol. Logs a malformed PROXY header once for each proxy; with too many
 * proxies, the one that sent none for the longest time is forgotten. Thread-safe.
 */
final class TrustedProxies implements ConnectionFilter {
    private static final Logger LOG = LoggerFactory.getLogger(TrustedProxies.class);
    private static final int MAX_LOGGED = 1000;

    /** A longer chain than that is somebody's play. */
    private static final int MAX_HOPS = 20;

    private final List<IpNetwork> networks;
    private final Set<IpAddress> logged =
            Collections.synchronizedSet(Collections.newSetFromMap(new LruMap<>(MAX_LOGGED)));

    /** @param ours the networks that our proxies are in */
    TrustedProxies(List<IpNetwork> ours) {
        this.networks = List.copyOf(ours);
    }

    /** The nearest address that is not one of our proxies; the farthest proxy's when nobody else is named. */
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
                    "closed a connection from the trusted proxy {}: its PROXY header is malformed: {}. Check the setting of the"
                            + " proxy (HAProxy: send-proxy or send-proxy-v2). This is logged once for each proxy",
                    address,
                    reason);
        }
    }

    /** Some proxies add a port. */
    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon > 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }
}
