package dev.lineman.serve.http;

import dev.lineman.access.IpNetwork;
import dev.lineman.access.auth.AuthenticationScheme;
import java.util.List;

/**
 * On which terms phones are served.
 *
 * @param prefix the path below which they ask, with {@code /} at both ends
 * @param proxies the networks that our proxies are in
 * @param schemes how clients may prove that they know a password, the preferred one first
 * @param log how each request is written down
 */
public record ServingOptions(
        String prefix, List<IpNetwork> proxies, List<AuthenticationScheme> schemes, AccessLog.Form log) {
    public ServingOptions {
        proxies = List.copyOf(proxies);
        schemes = List.copyOf(schemes);
    }
}
