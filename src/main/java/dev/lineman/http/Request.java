package dev.lineman.http;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked, after every check of the grammar (RFC 9110, RFC 9112).
 *
 * @param method a registered method, upper case
 * @param path percent-decoded once, without query; begins with {@code /}; has no empty, {@code .} or {@code ..} segment, no
 *     backslash and no control character
 * @param target the request target as it came
 * @param version {@code HTTP/1.0} or {@code HTTP/1.1}
 * @param fields the header fields
 * @param remote where the connection comes from
 */
public record Request(
        String method, String path, String target, String version, Fields fields, InetSocketAddress remote) {
    static final String HTTP_1_0 = "HTTP/1.0";
    static final String HTTP_1_1 = "HTTP/1.1";

    /** The value of a header field, of several lines joined with a comma, or null. */
    public @Nullable String header(String name) {
        return fields.get(name);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }
}
