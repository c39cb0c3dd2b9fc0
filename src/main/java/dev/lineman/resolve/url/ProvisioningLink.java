package dev.lineman.resolve.url;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of {@code provisioning_url}, which templates read as {@code PROVLINK} and {@code PROVLINK.HOST}.
 * Stateless.
 */
public final class ProvisioningLink {
    /** Group 1: the part with its dot; empty for the whole URL. */
    private static final Pattern NAME = Pattern.compile("provlink(?:local)?(|\\.protocol|\\.host|\\.port|\\.path)");

    /**
     * Scheme, host, port and path (RFC 3986, 3). A host may contain {@code _}, which {@link java.net.URI}
     * refuses.
     */
    private static final Pattern URL = Pattern.compile(
            "([A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#@]*@)?(\\[[^]/?#\\s]*]|[^:/?#@\\s]+)(?::(\\d{0,5}))?(/[^?#]*)?(?:[?#].*)?");

    /** All names, in lower case. */
    public static final List<String> NAMES = Stream.of("provlink", "provlinklocal")
            .flatMap(link ->
                    Stream.of("", ".protocol", ".host", ".port", ".path").map(part -> link + part))
            .toList();

    private ProvisioningLink() {}

    /** Whether a name, in lower case, is one of {@link #NAMES}. */
    public static boolean isName(String name) {
        return name.startsWith("provlink") && NAME.matcher(name).matches();
    }

    /** Whether a text is a URL. */
    public static boolean isUrl(String text) {
        return URL.matcher(text).matches();
    }

    /**
     * The value of such a name. Without a part, the URL as it is written.
     *
     * @param name in lower case
     * @return null if the name is no part, or if the text is no URL and a part is requested
     */
    public static @Nullable String part(String name, String url) {
        Matcher requested = NAME.matcher(name);
        if (!requested.matches()) {
            return null;
        }
        if (requested.group(1).isEmpty()) {
            return url;
        }
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return null;
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        return switch (requested.group(1)) {
            case ".protocol" -> scheme;
            case ".host" -> parts.group(2);
            case ".port" -> parts.group(3) == null || parts.group(3).isEmpty() ? defaultPort(scheme) : parts.group(3);
            default -> parts.group(4) == null ? "" : parts.group(4);
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
