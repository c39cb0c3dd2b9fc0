package dev.lineman.http.message;

import org.jspecify.annotations.Nullable;

/**
 * What a client asked, after every check of the grammar (RFC 9110, RFC 9112).
 *
 * @param method a registered method, upper case
 * @param path percent-decoded once, without query; begins with {@code /}; has no empty, {@code .} or {@code ..} segment, no
 *     backslash and no control character. Empty for what can be no path: nothing is there
 * @param target the request target as it came
 * @param version {@code HTTP/1.0} or {@code HTTP/1.1}
 * @param fields the header fields
 * @param peer who asks
 */
public record Request(String method, String path, String target, String version, HeaderFields fields, Peer peer) {
    public static final String HTTP_1_0 = "HTTP/1.0";
    static final String HTTP_1_1 = "HTTP/1.1";

    /** The value of a header field, of several lines joined with a comma, or null. */
    public @Nullable String header(String name) {
        return fields.get(name);
    }

    /** The request line as it was understood. */
    public String requestLine() {
        return method + ' ' + target + ' ' + version;
    }

    /** Whether it changes nothing: {@code GET} or {@code HEAD}. */
    public boolean isRead() {
        return method.equals("GET") || isHead();
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }
}
