package dev.lineman.resolve;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parts of {@code provisioning_url} that templates ask for as {@code PROVLINK…}. */
final class ProvisioningLink {
    private ProvisioningLink() {}

    /** Whether a name (lower case) is one of them. */
    static boolean isName(String name) {
        return name.startsWith("provlink");
    }

    /** The value of such a name for a URL; null when there is no such name. */
    static @Nullable String part(String name, String url) {
        String part = name.substring(name.startsWith("provlinklocal") ? "provlinklocal".length() : "provlink".length());
        if (part.isEmpty()) {
            return url;
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return null;
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (part) {
            case ".protocol" -> scheme;
            case ".host" -> uri.getHost() == null ? "" : uri.getHost();
            case ".port" -> String.valueOf(uri.getPort() >= 0 ? uri.getPort() : defaultPort(scheme));
            case ".path" -> uri.getRawPath() == null ? "" : uri.getRawPath();
            default -> null;
        };
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "https" -> 443;
            case "tftp" -> 69;
            case "ftp" -> 21;
            default -> 80;
        };
    }
}
