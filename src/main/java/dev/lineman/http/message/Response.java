package dev.lineman.http.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request: a status, header fields and a body. Immutable. It may be sent several times if its
 * body allows that. The connection adds {@code Date} and {@code Connection}; {@link #head} adds
 * {@code Content-Length}.
 */
public final class Response {
    private static final ResponseBody EMPTY = ResponseBody.of(new byte[0]);

    /** Its status 0 is not an HTTP status. */
    private static final Response NO_RESPONSE = empty(0);

    private static final Response NOT_FOUND = plain(404);

    private final int status;

    /** Lines that each end with CR LF. */
    private final String fields;

    private final ResponseBody body;
    private final @Nullable Instant lastModified;
    private final @Nullable Object attachment;

    private Response(
            int status, String fields, ResponseBody body, @Nullable Instant lastModified, @Nullable Object attachment) {
        this.status = status;
        this.fields = fields;
        this.body = body;
        this.lastModified = lastModified;
        this.attachment = attachment;
    }

    /** A response with a body. With status 204 and 304 the body is never sent. */
    public static Response of(int status, String contentType, ResponseBody body) {
        return new Response(status, "", body, null, null).with("Content-Type", contentType);
    }

    /** A response with these bytes. The array must not change afterwards. */
    public static Response of(int status, String contentType, byte[] body) {
        return of(status, contentType, ResponseBody.of(body));
    }

    /** A response without content. */
    public static Response empty(int status) {
        return new Response(status, "", EMPTY, null, null);
    }

    /** A response whose body is its status as text, such as {@code 404 Not Found}. */
    public static Response plain(int status) {
        return of(
                status,
                "text/plain; charset=utf-8",
                (status + " " + ReasonPhrases.reason(status) + "\n").getBytes(UTF_8));
    }

    /** Status 404, always the same object. */
    public static Response notFound() {
        return NOT_FOUND;
    }

    /** No response: the connection closes without a byte. The status is 0. */
    public static Response dropConnection() {
        return NO_RESPONSE;
    }

    /**
     * Status 401 with these challenges (RFC 9110, section 11.6.1).
     *
     * @param challenges values of {@code WWW-Authenticate}, in the order of preference
     */
    public static Response unauthorized(List<String> challenges) {
        Response response = plain(401);
        for (String challenge : challenges) {
            response = response.with("WWW-Authenticate", challenge);
        }
        return response;
    }

    /**
     * Status 405.
     *
     * @param allowed the value of {@code Allow}
     */
    public static Response methodNotAllowed(String allowed) {
        return plain(405).with("Allow", allowed);
    }

    /**
     * A copy with one more header field.
     *
     * @throws IllegalArgumentException if the value contains a control character or a character beyond Latin-1.
     *     Callers check values from outside first
     */
    public Response with(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 0xff || (c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException("the value of " + name + " has a character that no header may have");
            }
        }
        return new Response(status, fields + name + ": " + value + "\r\n", body, lastModified, attachment);
    }

    /**
     * A copy with {@code Last-Modified}: in whole seconds, and never later than {@code Date} (RFC 9110, section
     * 8.8.2.1).
     */
    public Response withLastModified(Instant time) {
        return new Response(status, fields, body, time, attachment);
    }

    /**
     * A copy with an object that is not sent. The exchange listener gets it with the finished exchange.
     */
    public Response withAttachment(Object object) {
        return new Response(status, fields, body, lastModified, object);
    }

    /** Whether this is {@link #dropConnection}. */
    public boolean dropsConnection() {
        return status == 0;
    }

    public int status() {
        return status;
    }

    /** The content, even if the status or the method prevents that it is sent. */
    public ResponseBody body() {
        return body;
    }

    @Nullable
    public Object attachment() {
        return attachment;
    }

    /** The header fields as they are sent, each ended with CR LF. */
    public String fields() {
        return fields;
    }

    /**
     * The head as bytes, including the empty line at its end.
     *
     * @param second the time of {@code Date}, in seconds since 1970
     * @param furtherFields lines of the connection, each with CR LF
     */
    public byte[] head(long second, String furtherFields) {
        String since = lastModified == null
                ? ""
                : "Last-Modified: " + HttpDate.format(Math.min(second, lastModified.getEpochSecond())) + "\r\n";
        String length = ReasonPhrases.isBodiless(status) ? "" : "Content-Length: " + body.length() + "\r\n";
        return ("HTTP/1.1 " + status + ' ' + ReasonPhrases.reason(status) + "\r\n" + furtherFields + fields + since
                        + length + "\r\n")
                .getBytes(ISO_8859_1);
    }
}
