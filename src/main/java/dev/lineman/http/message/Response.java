package dev.lineman.http.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lineman.http.exchange.ExchangeListener;
import dev.lineman.http.exchange.HttpExchange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told: a status, header fields and a body. Immutable; one answer may be given many times if its body may.
 * {@code Content-Length}, {@code Date} and {@code HttpConnection} are the connection's business and are not set here.
 */
public final class Response {
    private static final ResponseBody EMPTY = ResponseBody.of(new byte[0]);
    private static final Response NO_RESPONSE = empty(0);
    private static final Response NOT_FOUND = plain(404);

    private final int status;
    private final String fields;
    private final ResponseBody body;
    private final @Nullable Instant lastModified;
    private final @Nullable Object attachment;

    private Response(
            int status, String fields, ResponseBody body, @Nullable Instant modified, @Nullable Object attachment) {
        this.status = status;
        this.fields = fields;
        this.body = body;
        this.lastModified = modified;
        this.attachment = attachment;
    }

    /** An answer with a body; 204 and 304 have none, whatever is given. */
    public static Response of(int status, String contentType, ResponseBody body) {
        return new Response(status, "", body, null, null).with("Content-Type", contentType);
    }

    /** An answer with these bytes, which must not change any more. */
    public static Response of(int status, String contentType, byte[] body) {
        return of(status, contentType, ResponseBody.of(body));
    }

    /** An answer without content. */
    public static Response empty(int status) {
        return new Response(status, "", EMPTY, null, null);
    }

    /** An answer whose body repeats its status in words. */
    public static Response plain(int status) {
        return of(
                status,
                "text/plain; charset=utf-8",
                (status + " " + ReasonPhrases.reason(status) + "\n").getBytes(UTF_8));
    }

    /** Nothing is here: always the same answer. */
    public static Response notFound() {
        return NOT_FOUND;
    }

    /** No answer: the connection is closed without a byte. Its status is 0. */
    public static Response dropConnection() {
        return NO_RESPONSE;
    }

    /** The client must prove who it is, in one of these ways (RFC 9110, section 11.6.1). */
    public static Response unauthorized(List<String> challenges) {
        Response answer = plain(401);
        for (String challenge : challenges) {
            answer = answer.with("WWW-Authenticate", challenge);
        }
        return answer;
    }

    /** The method is none of these. */
    public static Response methodNotAllowed(String allowed) {
        return plain(405).with("Allow", allowed);
    }

    /**
     * This answer with one more header field.
     *
     * @throws IllegalArgumentException if the value could end the line or cannot be sent: whoever sets a field checks first
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

    /** This answer with a {@code Last-Modified}: in whole seconds, and never later than its {@code Date}. */
    public Response withLastModified(Instant time) {
        return new Response(status, fields, body, time, attachment);
    }

    /** This answer with an object that is not sent: the {@link ExchangeListener} gets it in {@link HttpExchange#attachment}. */
    public Response withAttachment(Object object) {
        return new Response(status, fields, body, lastModified, object);
    }

    public boolean dropsConnection() {
        return status == 0;
    }

    public int status() {
        return status;
    }

    /** The content, also if the status or the request's method keep it from being sent. */
    public ResponseBody body() {
        return body;
    }

    @Nullable
    public Object attachment() {
        return attachment;
    }

    /** The header fields as they are sent, each ended by CR LF. */
    public String fields() {
        return fields;
    }

    /**
     * The head, with the empty line that ends it.
     *
     * @param second what {@code Date} says, in seconds since 1970
     * @param furtherFields lines that end with CR LF
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
