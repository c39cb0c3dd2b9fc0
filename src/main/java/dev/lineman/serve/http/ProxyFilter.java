package dev.lineman.serve.http;

import dev.lineman.access.Address;
import dev.lineman.disk.LruMap;
import dev.lineman.http.Doorkeeper;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which connections come from trusted proxies. Logs a malformed PROXY header once for each
 * proxy; with too many proxies, the one that sent none for the longest time is forgotten. Thread-safe.
 */
final class ProxyFilter implements Doorkeeper {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyFilter.class);
    private static final int MOST_LOGGED = 1000;

    private final Proxies proxies;
    private final Set<Address> logged =
            Collections.synchronizedSet(Collections.newSetFromMap(new LruMap<>(MOST_LOGGED)));

    ProxyFilter(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public boolean speaksForMany(InetAddress source) {
        return proxies.isOurs(Address.of(source));
    }

    @Override
    public void malformed(InetAddress proxy, String reason) {
        Address address = Address.of(proxy);
        if (logged.add(address)) {
            LOG.warn(
                    "closed a connection from the trusted proxy {}: its PROXY header is malformed: {}. Check the setting of the"
                            + " proxy (HAProxy: send-proxy or send-proxy-v2). This is logged once for each proxy",
                    address,
                    reason);
        }
    }
}
