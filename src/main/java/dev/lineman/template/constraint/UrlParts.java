package dev.lineman.template.constraint;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an absolute URL, such as {@code http://10.172.0.2:5481/provisioning}, as templates read them. Immutable.
 *
 * @param protocol the scheme, in lower case
 * @param host a name or an address; an IPv6 address has its brackets
 * @param port as it is written; otherwise the well-known port of the scheme
 * @param path empty, or beginning with {@code /}
 */
public record UrlParts(String protocol, String host, String port, String path) {
    /** The names of the parts, with the dot before them, as they follow the name of a URL. */
    public static final List<String> NAMES = List.of(".protocol", ".host", ".port", ".path");

    /**
     * Scheme, host, port and path (RFC 3986, 3), without white space. A host may contain {@code _}, which {@link
     * java.net.URI} refuses.
     */
    private static final Pattern URL = Pattern.compile(
            "([A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#@\\s]*@)?(\\[[^]/?#\\s]*]|[^:/?#@\\s]+)(?::(\\d{0,5}))?(/[^?#\\s]*)?(?:[?#]\\S*)?");

    private static final int MAX_PORT = 65_535;

    /** Returns the parts of a text; null if it is no absolute URL. */
    public static @Nullable UrlParts of(String text) {
        Matcher parts = URL.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        String port = parts.group(3) == null || parts.group(3).isEmpty() ? defaultPort(scheme) : parts.group(3);
        if (Integer.parseInt(port) > MAX_PORT) {
            return null;
        }
        return new UrlParts(scheme, parts.group(2), port, parts.group(4) == null ? "" : parts.group(4));
    }

    /**
     * Returns a part.
     *
     * @param name one of {@link #NAMES}
     */
    public String part(String name) {
        return switch (name) {
            case ".protocol" -> protocol;
            case ".host" -> host;
            case ".port" -> port;
            default -> path;
        };
    }

    /** The scheme's well-known port (IANA service names). */
    private static String defaultPort(String scheme) {
        return switch (scheme) {
            case "https" -> "443";
            case "tftp" -> "69";
            case "ftp" -> "21";
            default -> "80";
        };
    }
}
