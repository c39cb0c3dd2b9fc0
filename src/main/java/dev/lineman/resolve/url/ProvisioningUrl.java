package dev.lineman.resolve.url;

import dev.lineman.fs.FileNames;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code provisioning_url} with the parts that Lineman appends: the token and the folder of the site, in the order
 * in which {@code serve} reads them. A URL that ends in them already stays as it is. Immutable.
 *
 * @param origin the scheme, the host and the port
 * @param base the path without token and site
 * @param query what follows the path; empty, or beginning with {@code ?} or {@code #}
 */
public record ProvisioningUrl(String origin, String base, String query) {
    /** The key in extension files. */
    public static final String KEY = ExtensionField.PROVISIONING_URL.key();

    /** The key below it for a URL to which nothing is appended. */
    public static final String EXACT = ExtensionField.EXACT.key();

    /** Groups: origin, path, query (RFC 3986, section 3). */
    private static final Pattern PARTS = Pattern.compile("([^:]*://[^/?#]*)([^?#]*)(.*)");

    /** Returns the nearest URL as it is written; null if no layer gives one. */
    public static LayerStack.@Nullable LayerValue find(LayerStack layers) {
        LayerStack.LayerValue found = layers.get(KEY);
        return found == null ? null : written(found);
    }

    /** Returns a value of {@link #KEY} as text or reference, also if it is an exact one. */
    public static LayerStack.LayerValue written(LayerStack.LayerValue found) {
        if (!(found.value() instanceof FieldValues fields)) {
            return found;
        }
        int exact = fields.indexOf(EXACT);
        return new LayerStack.LayerValue(fields.value(exact), found.layer(), fields.packedPosition(exact));
    }

    /** Whether nothing is appended to the nearest URL. */
    public static boolean isExact(LayerStack layers) {
        LayerStack.LayerValue found = layers.get(KEY);
        return found != null && found.value() instanceof FieldValues;
    }

    /** Returns the token in the path of a phone's files; null if no layer gives one. */
    public static LayerStack.@Nullable LayerValue token(LayerStack layers) {
        return layers.get(ExtensionField.PROVISIONING.key(), ExtensionField.TOKEN.key());
    }

    /**
     * Splits a URL.
     *
     * @param url a text that {@link ProvisioningLink} accepts
     * @param site the folder that a base does not include; empty for none
     * @param token the token that a base does not include; empty for none
     * @param servingPath a URL with just this path is the base, even if its end has the name of the site
     */
    public static ProvisioningUrl of(String url, String site, String token, ServingPath servingPath) {
        Matcher parts = PARTS.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a URL");
        }
        String base = parts.group(2);
        if (!servingPath.isAt(base)) {
            String withoutSite = isSite(lastPart(base), site) ? parent(base) : base;
            boolean hasToken = !token.isEmpty() && lastPart(withoutSite).equals(token);
            base = hasToken ? parent(withoutSite) : withoutSite;
        }
        return new ProvisioningUrl(parts.group(1), base, parts.group(3));
    }

    /** Whether phones can fetch files from it over HTTP. Other servers know no tokens and have paths of their own. */
    public boolean isHttp() {
        return origin.regionMatches(true, 0, "http:", 0, 5) || origin.regionMatches(true, 0, "https:", 0, 6);
    }

    /** Returns the last part of the base, decoded; empty if it has none. */
    public String lastPart() {
        return lastPart(base);
    }

    /** Returns this URL with a base that ends one part earlier. */
    public ProvisioningUrl withoutLastPart() {
        return new ProvisioningUrl(origin, parent(base), query);
    }

    /** Returns the URL with token and site behind the base; without these two, the base alone. */
    public String with(String token, String site) {
        StringBuilder path = new StringBuilder(base);
        boolean slash = base.endsWith("/");
        for (String part : new String[] {isHttp() ? token : "", site}) {
            if (!part.isEmpty()) {
                path.append(path.length() > 0 && path.charAt(path.length() - 1) == '/' ? "" : "/")
                        .append(URLEncoder.encode(part, StandardCharsets.UTF_8));
            }
        }
        boolean appended = path.length() > base.length();
        return origin + path + (appended && slash ? "/" : "") + query;
    }

    /** Returns what follows the path of a URL: empty, or beginning with {@code ?} or {@code #}. */
    public static String query(String url) {
        Matcher parts = PARTS.matcher(url);
        return parts.matches() ? parts.group(3) : "";
    }

    /**
     * Returns the URL of a file below a URL. A query stays behind it.
     *
     * @param url a text that {@link ProvisioningLink} accepts
     * @param path of the file, with {@code /}
     */
    public static String below(String url, String path) {
        Matcher parts = PARTS.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a URL");
        }
        StringBuilder whole = new StringBuilder(parts.group(1)).append(withoutTrailingSlashes(parts.group(2)));
        for (String part : path.split("/", -1)) {
            whole.append('/').append(encoded(part));
        }
        return whole.append(parts.group(3)).toString();
    }

    /** Returns a text in percent-encoding, for one part of a URL (RFC 3986, 2.1). */
    public static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static boolean isSite(String part, String site) {
        return !site.isEmpty() && FileNames.fold(part).equals(FileNames.fold(site));
    }

    private static String lastPart(String path) {
        String trimmed = withoutTrailingSlashes(path);
        String part = trimmed.substring(trimmed.lastIndexOf('/') + 1);
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }

    private static String withoutTrailingSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /** Removes the last part of a path. The result ends in a slash only if the path does. */
    private static String parent(String path) {
        String trimmed = withoutTrailingSlashes(path);
        String parent = trimmed.substring(0, Math.max(0, trimmed.lastIndexOf('/')));
        return path.endsWith("/") ? parent + '/' : parent;
    }
}
