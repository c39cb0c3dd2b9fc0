package dev.lineman.inventory.secret;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the secrets in the URLs of a text: passwords before the host (RFC 3986, section 3.2.1), values of the query or of a path
 * parameter, and tokens in the path. Where in doubt, a text is a secret.
 */
public final class UrlSecrets {
    private static final int SHORTEST_TOKEN = 16;
    private static final String SEPARATOR = "://";

    /** A host and port, as far as there is no user before it. */
    private static final Pattern HOST = Pattern.compile("\\[[^]]*](?::\\d*)?|[^:@]*(?::\\d*)?");

    private static final Pattern PARAMETER = Pattern.compile("[;?&#]([^;?&#/=]*)=([^;?&#/]*)");
    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("pass|pwd|secret|token|pin|key|auth|sig|session|code|cred", Pattern.CASE_INSENSITIVE);
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{" + SHORTEST_TOKEN + ",}");
    private static final Pattern FILE = Pattern.compile(".*\\.[A-Za-z][A-Za-z0-9]{1,4}");

    private UrlSecrets() {}

    /**
     * The secrets in a text, as they stand there, and percent-decoded where that differs.
     *
     * @param known which parts of a path are no tokens, however long they are
     */
    public static Set<String> find(String text, Predicate<String> known) {
        Set<String> secrets = new LinkedHashSet<>();
        for (int at = text.indexOf(SEPARATOR); at >= 0; ) {
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

    /** Where a URL ends: before white space, a double quote, or the scheme of another, as in {@code a=http://h/a;b=http://h/b}. */
    private static int end(String text, int from, int next) {
        int limit = next < 0 ? text.length() : next;
        while (next >= 0 && limit > from && Character.isLetterOrDigit(text.charAt(limit - 1))) {
            limit--;
        }
        int end = from;
        while (end < limit && !Character.isWhitespace(text.charAt(end)) && text.charAt(end) != '"') {
            end++;
        }
        return end;
    }

    /** Whether a text that may be anything has a URL with a password or a secret parameter. */
    public static boolean containsSecret(String text) {
        return !find(text, part -> true).isEmpty();
    }

    /** Whether a {@code provisioning_url} of a site has a secret, be it a token. */
    public static boolean containsSecret(String url, String site) {
        return !findInProvisioningUrl(url, site).isEmpty();
    }

    /** The secrets in a {@code provisioning_url} of a site, whose folder stands in the path. */
    public static Set<String> findInProvisioningUrl(String url, String site) {
        return find(url, site::equalsIgnoreCase);
    }

    /** A {@code provisioning_url} of a site with something in place of its secrets. */
    public static String mask(String url, String site, String mask) {
        String masked = url;
        for (String secret : findInProvisioningUrl(url, site)) {
            masked = masked.replace(secret, mask);
        }
        return masked;
    }

    /** Where the host begins: behind the last {@code @} of the authority, also where a password has a {@code /} that it must not. */
    private static int hostStart(String rest) {
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(0, end);
        return HOST.matcher(authority).matches() ? 0 : 1 + Math.max(authority.lastIndexOf('@'), rest.lastIndexOf('@'));
    }

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

    private static void addPathTokens(Set<String> secrets, String rest, Predicate<String> known) {
        String[] parts = rest.split("[?#]", 2)[0].split("[/;]", -1);
        for (int i = 1; i < parts.length; i++) {
            String part = decode(parts[i]);
            if (TOKEN.matcher(part).matches() && !FILE.matcher(part).matches() && !known.test(part)) {
                add(secrets, parts[i]);
            }
        }
    }

    private static void add(Set<String> secrets, String secret) {
        if (!secret.isEmpty()) {
            secrets.add(secret);
            secrets.add(decode(secret));
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
