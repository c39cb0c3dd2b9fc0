package dev.lineman.inventory.secret;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the secrets in the URLs of a text, so that views and messages can mask them: passwords before the host
 * (RFC 3986, section 3.2.1), values of the query or of a path parameter, and tokens in the path. In doubt, a text
 * is a secret. Stateless.
 */
public final class UrlSecrets {
    /** A part of a path with fewer characters is a name, not a token. */
    private static final int SHORTEST_TOKEN = 16;

    private static final String SEPARATOR = "://";

    /**
     * A host and port without a user before it: an IPv6 address in brackets, or text without {@code :} and {@code
     * @}.
     */
    private static final Pattern HOST = Pattern.compile("\\[[^]]*](?::\\d*)?|[^:@]*(?::\\d*)?");

    /** A name and value in a query, a fragment or a path parameter. */
    private static final Pattern PARAMETER = Pattern.compile("[;?&#]([^;?&#/=]*)=([^;?&#/]*)");
    /** A parameter whose name contains one of these words has a secret value. */
    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("pass|pwd|secret|token|pin|key|auth|sig|session|code|cred", Pattern.CASE_INSENSITIVE);
    /** Unreserved characters of RFC 3986, section 2.3. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{" + SHORTEST_TOKEN + ",}");
    /** A file name with its extension is no token, even if it is long. */
    private static final Pattern FILE = Pattern.compile(".*\\.[A-Za-z][A-Za-z0-9]{1,4}");

    private UrlSecrets() {}

    /**
     * Returns the secrets in a text as they are written, and also percent-decoded where that differs.
     *
     * @param text any text, with any number of URLs
     * @param known tests whether a part of a path is no token
     */
    public static Set<String> find(String text, Predicate<String> known) {
        int first = text.indexOf(SEPARATOR);
        if (first < 0) {
            return Set.of();
        }
        Set<String> secrets = new LinkedHashSet<>();
        for (int at = first; at >= 0; ) {
            int next = text.indexOf(SEPARATOR, at + SEPARATOR.length());
            String rest = text.substring(at + SEPARATOR.length(), end(text, at + SEPARATOR.length(), next));
            int host = hostStart(rest);
            if (host > 0) {
                String user = rest.substring(0, host - 1);
                add(secrets, user.substring(user.indexOf(':') + 1));
            }
            addParameters(secrets, rest.substring(host));
            addPathTokens(secrets, rest.substring(host), known);
            at = next;
        }
        return secrets;
    }

    /**
     * Returns the end of a URL: before white space, a double quote, or the scheme of the next URL, as in {@code
     * a=http://h/a;b=http://h/b}.
     *
     * @param from where the URL begins, after its scheme
     * @param next where the next {@code ://} begins, or -1
     */
    private static int end(String text, int from, int next) {
        int limit = next < 0 ? text.length() : next;
        // Step back over the letters of the next URL's scheme.
        while (next >= 0 && limit > from && Character.isLetterOrDigit(text.charAt(limit - 1))) {
            limit--;
        }
        int end = from;
        while (end < limit && !Character.isWhitespace(text.charAt(end)) && text.charAt(end) != '"') {
            end++;
        }
        return end;
    }

    /** Whether any text has a URL with a password or a secret parameter. Tokens in paths do not count here. */
    public static boolean containsSecret(String text) {
        return !find(text, part -> true).isEmpty();
    }

    /** Whether a {@code provisioning_url} of a site has a secret; tokens in its path count. */
    public static boolean containsSecret(String url, String site) {
        return !findInProvisioningUrl(url, site).isEmpty();
    }

    /**
     * Returns the secrets in a {@code provisioning_url} of a site. The name of the site's folder in the path is
     * no token.
     */
    public static Set<String> findInProvisioningUrl(String url, String site) {
        return find(url, site::equalsIgnoreCase);
    }

    /**
     * Replaces the secrets in a {@code provisioning_url} of a site.
     *
     * @param mask the text to show instead of each secret
     */
    public static String mask(String url, String site, String mask) {
        String masked = url;
        for (String secret : findInProvisioningUrl(url, site)) {
            masked = masked.replace(secret, mask);
        }
        return masked;
    }

    /**
     * Returns where the host begins: after the last {@code @} of the authority. A password may contain a {@code
     * /}, which is not allowed there but occurs; then it is the last {@code @} of the whole text.
     */
    private static int hostStart(String rest) {
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(0, end);
        return HOST.matcher(authority).matches() ? 0 : 1 + Math.max(authority.lastIndexOf('@'), rest.lastIndexOf('@'));
    }

    /** Adds the values of parameters whose name or form is that of a secret. */
    private static void addParameters(Set<String> secrets, String rest) {
        Matcher parameter = PARAMETER.matcher(rest);
        while (parameter.find()) {
            String value = parameter.group(2);
            if (SECRET_PARAMETER.matcher(parameter.group(1)).find()
                    || TOKEN.matcher(decode(value)).matches()) {
                add(secrets, value);
            }
        }
    }

    /** Adds the parts of a path that have the form of a token. */
    private static void addPathTokens(Set<String> secrets, String rest, Predicate<String> known) {
        String[] parts = rest.split("[?#]", 2)[0].split("[/;]", -1);
        for (int i = 1; i < parts.length; i++) {
            String part = decode(parts[i]);
            if (TOKEN.matcher(part).matches() && !FILE.matcher(part).matches() && !known.test(part)) {
                add(secrets, parts[i]);
            }
        }
    }

    /** Adds a secret in both forms: a file may contain either. */
    private static void add(Set<String> secrets, String secret) {
        if (!secret.isEmpty()) {
            secrets.add(secret);
            secrets.add(decode(secret));
        }
    }

    /** Decodes percent escapes (RFC 3986, section 2.1). A plus sign stays one, unlike in HTML forms. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
