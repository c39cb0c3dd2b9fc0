package dev.lineman.resolve.value;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parts of {@code provisioning_url} that templates ask for as {@code PROVLINK…}. */
public final class ProvisioningLink {
    private static final Pattern NAME = Pattern.compile("provlink(?:local)?(|\\.protocol|\\.host|\\.port|\\.path)");

    /** Scheme, host, port and path (RFC 3986); a host may have {@code _}, which {@link java.net.URI} refuses. */
    private static final Pattern URL = Pattern.compile(
            "([A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#@]*@)?(\\[[^]/?#\\s]*]|[^:/?#@\\s]+)(?::(\\d{0,5}))?(/[^?#]*)?(?:[?#].*)?");

    /** All of them. */
    public static final List<String> NAMES = Stream.of("provlink", "provlinklocal")
            .flatMap(link ->
                    Stream.of("", ".protocol", ".host", ".port", ".path").map(part -> link + part))
            .toList();

    private ProvisioningLink() {}

    /** Whether a name (lower case) is one of them. */
    public static boolean isName(String name) {
        return name.startsWith("provlink") && NAME.matcher(name).matches();
    }

    /** The value of such a name, the whole as it was typed; null when what is given is no URL. */
    public static @Nullable String part(String name, String url) {
        Matcher asked = NAME.matcher(name);
        if (!asked.matches()) {
            return null;
        }
        if (asked.group(1).isEmpty()) {
            return url;
        }
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return null;
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        return switch (asked.group(1)) {
            case ".protocol" -> scheme;
            case ".host" -> parts.group(2);
            case ".port" -> parts.group(3) == null || parts.group(3).isEmpty() ? defaultPort(scheme) : parts.group(3);
            default -> parts.group(4) == null ? "" : parts.group(4);
        };
    }

    private static String defaultPort(String scheme) {
        return switch (scheme) {
            case "https" -> "443";
            case "tftp" -> "69";
            case "ftp" -> "21";
            default -> "80";
        };
    }
}
