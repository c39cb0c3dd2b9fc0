package dev.lineman.serve.http;

import dev.lineman.access.IpNetwork;
import dev.lineman.access.auth.AuthenticationScheme;
import dev.lineman.serve.upload.UploadLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options for serving phones over HTTP. Immutable.
 *
 * @param prefix the path below which phones ask, with {@code /} at both ends
 * @param proxies the networks of the trusted proxies
 * @param schemes the accepted authentication schemes, the preferred one first
 * @param log the format of the access log
 * @param uploads the limits for uploads; null if phones cannot upload
 */
public record ServingOptions(
        String prefix,
        List<IpNetwork> proxies,
        List<AuthenticationScheme> schemes,
        AccessLog.Form log,
        @Nullable UploadLimits uploads) {
    public ServingOptions {
        proxies = List.copyOf(proxies);
        schemes = List.copyOf(schemes);
    }
}
