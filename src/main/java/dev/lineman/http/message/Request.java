package dev.lineman.http.message;

import org.jspecify.annotations.Nullable;

/**
 * A request after all checks of the grammar (RFC 9110, RFC 9112), without its body. Immutable.
 *
 * @param method a registered method, in upper case
 * @param path percent-decoded once, without the query. It begins with {@code /} and has no empty, {@code .} or
 *     {@code ..} segment, no backslash and no control character. Empty if the target can be no path, which
 *     means status 404
 * @param target the request target as received
 * @param version {@code HTTP/1.0} or {@code HTTP/1.1}
 * @param fields the header fields
 * @param peer the client
 */
public record Request(String method, String path, String target, String version, HeaderFields fields, Peer peer) {
    public static final String HTTP_1_0 = "HTTP/1.0";
    static final String HTTP_1_1 = "HTTP/1.1";

    /** The value of a header field, or null. Several lines are joined with a comma. */
    public @Nullable String header(String name) {
        return fields.get(name);
    }

    /** The request line, for the access log. */
    public String requestLine() {
        return method + ' ' + target + ' ' + version;
    }

    /** Whether the method is {@code GET} or {@code HEAD}. */
    public boolean isRead() {
        return method.equals("GET") || isHead();
    }

    /** Whether the method is {@code HEAD}; the response then has no body. */
    public boolean isHead() {
        return method.equals("HEAD");
    }
}
