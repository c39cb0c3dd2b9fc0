package dev.lineman.serve.http;

import dev.lineman.access.IpNetwork;
import dev.lineman.access.auth.AuthenticationScheme;
import java.util.List;

/**
 * The options for serving phones over HTTP. Immutable.
 *
 * @param prefix the path below which phones ask, with {@code /} at both ends
 * @param proxies the networks of the trusted proxies
 * @param schemes the accepted authentication schemes, the preferred one first
 * @param log the format of the access log
 */
public record ServingOptions(
        String prefix, List<IpNetwork> proxies, List<AuthenticationScheme> schemes, AccessLog.Form log) {
    public ServingOptions {
        proxies = List.copyOf(proxies);
        schemes = List.copyOf(schemes);
    }
}
