package dev.lineman.http.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the body of a request is delimited, and whether another request may follow (RFC 9112, sections 6 and 9).
 * {@link RequestHeadParser} makes it from the header fields. Immutable.
 *
 * @param refusal the status to refuse the request with; 0 if it is acceptable
 * @param length the length of the body in bytes; 0 if it is chunked
 * @param chunked whether the body uses the chunked coding
 * @param persistent whether the client may send another request
 * @param expectsContinue whether the client waits for status 100 before it sends the body ({@code Expect:
 *     100-continue})
 */
public record RequestFraming(int refusal, long length, boolean chunked, boolean persistent, boolean expectsContinue) {

    /**
     * The framing from the version and the header fields. Ambiguous lengths are refused, so that no proxy in
     * front of the server can see another end of the body (RFC 9112, section 6.3).
     */
    static RequestFraming of(String version, HeaderFields fields) {
        boolean http11 = version.equals(Request.HTTP_1_1);
        int hosts = fields.count("Host");
        String host = fields.get("Host");
        if (hosts > 1 || (http11 && hosts == 0) || (host != null && !RequestTarget.isAuthority(host))) {
            return refused(400);
        }
        boolean persistent = !fields.listContains("Connection", "close")
                && (http11 || fields.listContains("Connection", "keep-alive"));
        String expectation = http11 ? fields.get("Expect") : null;
        boolean awaited = expectation != null && expectation.equalsIgnoreCase("100-continue");
        String encoding = fields.get("Transfer-Encoding");
        String length = fields.get("Content-Length");
        if (encoding != null) {
            int refusal = http11 && length == null ? codingRefusal(encoding) : 400;
            return refusal == 0
                    ? checkExpectation(expectation, new RequestFraming(0, 0, true, persistent, awaited))
                    : refused(refusal);
        }
        long bytes = length == null ? 0 : number(length);
        return bytes < 0
                ? refused(400)
                : checkExpectation(expectation, new RequestFraming(0, bytes, false, persistent, awaited));
    }

    /** Whether a body follows the head. */
    public boolean hasBody() {
        return chunked || length > 0;
    }

    /** An unknown expectation is status 417 (RFC 9110, section 10.1.1). */
    private static RequestFraming checkExpectation(@Nullable String expectation, RequestFraming requestFraming) {
        return expectation == null || requestFraming.expectsContinue ? requestFraming : refused(417);
    }

    private static RequestFraming refused(int status) {
        return new RequestFraming(status, 0, false, false, false);
    }

    /**
     * The status to refuse a transfer coding with, or 0. An unknown coding is status 501 (RFC 9112, section
     * 6.1); {@code chunked} twice is 400.
     */
    private static int codingRefusal(String encoding) {
        int chunked = 0;
        int unknown = 0;
        for (String coding : encoding.split(",", -1)) {
            String name = coding.strip().toLowerCase(Locale.ROOT);
            if (!RequestHeadParser.isToken(name)) {
                return 400;
            }
            if (name.equals("chunked")) {
                chunked++;
            } else {
                unknown++;
            }
        }
        if (chunked > 1) {
            return 400;
        }
        return unknown > 0 ? 501 : 0;
    }

    /** The value of {@code Content-Length}. The largest long value if it does not fit; -1 if it is not one number. */
    private static long number(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return -1;
            }
        }
        if (text.isEmpty()) {
            return -1;
        }
        return text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text);
    }
}
