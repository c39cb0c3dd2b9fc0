package dev.lineman.serve.http;

import dev.lineman.access.Network;
import dev.lineman.login.Scheme;
import java.util.List;

/**
 * On which terms phones are served.
 *
 * @param prefix the path below which they ask, with {@code /} at both ends
 * @param proxies the networks that our proxies are in
 * @param schemes how clients may prove that they know a password, the preferred one first
 * @param log how each request is written down
 */
public record Terms(String prefix, List<Network> proxies, List<Scheme> schemes, AccessLog.Form log) {
    public Terms {
        proxies = List.copyOf(proxies);
        schemes = List.copyOf(schemes);
    }
}
