package dev.lineman.resolve.url;

import dev.lineman.template.constraint.UrlParts;
import java.util.List;
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

    /** All names, in lower case. */
    public static final List<String> NAMES = Stream.of("provlink", "provlinklocal")
            .flatMap(link ->
                    Stream.concat(Stream.of(""), UrlParts.NAMES.stream()).map(part -> link + part))
            .toList();

    private ProvisioningLink() {}

    /** Whether a name, in lower case, is one of {@link #NAMES}. */
    public static boolean isName(String name) {
        return name.startsWith("provlink") && NAME.matcher(name).matches();
    }

    /** Whether a text is a URL. */
    public static boolean isUrl(String text) {
        return UrlParts.of(text) != null;
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
        UrlParts parts = UrlParts.of(url);
        return parts == null ? null : parts.part(requested.group(1));
    }
}
