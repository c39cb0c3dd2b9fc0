package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told: a status, header fields and a body. Immutable; one answer may be given many times if its body may.
 * {@code Content-Length}, {@code Date} and {@code Connection} are the connection's business and are not set here.
 */
public final class Answer {
    private static final Body EMPTY = Body.of(new byte[0]);
    private static final Answer SILENCE = empty(0);
    private static final Answer NOT_FOUND = plain(404);

    private final int status;
    private final String fields;
    private final Body body;
    private final @Nullable Instant modified;
    private final @Nullable Object attachment;

    private Answer(int status, String fields, Body body, @Nullable Instant modified, @Nullable Object attachment) {
        this.status = status;
        this.fields = fields;
        this.body = body;
        this.modified = modified;
        this.attachment = attachment;
    }

    /** An answer with a body; 204 and 304 have none, whatever is given. */
    public static Answer of(int status, String contentType, Body body) {
        return new Answer(status, "", body, null, null).with("Content-Type", contentType);
    }

    /** An answer with these bytes, which must not change any more. */
    public static Answer of(int status, String contentType, byte[] body) {
        return of(status, contentType, Body.of(body));
    }

    /** An answer without content. */
    public static Answer empty(int status) {
        return new Answer(status, "", EMPTY, null, null);
    }

    /** An answer whose body repeats its status in words. */
    public static Answer plain(int status) {
        return of(status, "text/plain; charset=utf-8", (status + " " + Status.reason(status) + "\n").getBytes(UTF_8));
    }

    /** Nothing is here: always the same answer. */
    public static Answer notFound() {
        return NOT_FOUND;
    }

    /** No answer: the connection is closed without a byte. Its status is 0. */
    public static Answer silence() {
        return SILENCE;
    }

    /** The client must prove who it is, in one of these ways (RFC 9110, section 11.6.1). */
    public static Answer unauthorized(List<String> challenges) {
        Answer answer = plain(401);
        for (String challenge : challenges) {
            answer = answer.with("WWW-Authenticate", challenge);
        }
        return answer;
    }

    /** The method is none of these. */
    public static Answer methodNotAllowed(String allowed) {
        return plain(405).with("Allow", allowed);
    }

    /**
     * This answer with one more header field.
     *
     * @throws IllegalArgumentException if the value could end the line or cannot be sent: whoever sets a field checks first
     */
    public Answer with(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 0xff || (c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException("the value of " + name + " has a character that no header may have");
            }
        }
        return new Answer(status, fields + name + ": " + value + "\r\n", body, modified, attachment);
    }

    /** This answer with a {@code Last-Modified}: in whole seconds, and never later than its {@code Date}. */
    public Answer modified(Instant time) {
        return new Answer(status, fields, body, time, attachment);
    }

    /** This answer with an object that is not sent: the {@link Observer} gets it in {@link Exchange#attachment}. */
    public Answer attaching(Object object) {
        return new Answer(status, fields, body, modified, object);
    }

    boolean isSilence() {
        return status == 0;
    }

    public int status() {
        return status;
    }

    /** The content, also if the status or the request's method keep it from being sent. */
    public Body body() {
        return body;
    }

    @Nullable
    Object attachment() {
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
    byte[] head(long second, String furtherFields) {
        String since = modified == null
                ? ""
                : "Last-Modified: " + HttpDate.format(Math.min(second, modified.getEpochSecond())) + "\r\n";
        String length = Status.isBodiless(status) ? "" : "Content-Length: " + body.length() + "\r\n";
        return ("HTTP/1.1 " + status + ' ' + Status.reason(status) + "\r\n" + furtherFields + fields + since + length
                        + "\r\n")
                .getBytes(ISO_8859_1);
    }
}
