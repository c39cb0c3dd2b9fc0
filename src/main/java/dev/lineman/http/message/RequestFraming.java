package dev.lineman.http.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a request's body is delimited and whether another request may follow (RFC 9112, sections 6 and 9).
 *
 * @param codingRefusal the status to refuse the request with, or 0
 * @param length of the body in bytes; 0 if it is chunked
 * @param chunked whether the body comes in chunks
 * @param persistent whether the client wishes to send another request
 * @param expectsContinue whether the client waits for a word before it sends the body ({@code Expect: 100-continue})
 */
public record RequestFraming(
        int codingRefusal, long length, boolean chunked, boolean persistent, boolean expectsContinue) {

    static RequestFraming of(String version, HeaderFields fields) {
        boolean modern = version.equals(Request.HTTP_1_1);
        int hosts = fields.count("Host");
        String host = fields.get("Host");
        if (hosts > 1 || (modern && hosts == 0) || (host != null && !RequestTarget.isAuthority(host))) {
            return refused(400);
        }
        boolean persistent = !fields.listContains("Connection", "close")
                && (modern || fields.listContains("Connection", "keep-alive"));
        String expectation = modern ? fields.get("Expect") : null;
        boolean awaited = expectation != null && expectation.equalsIgnoreCase("100-continue");
        String encoding = fields.get("Transfer-Encoding");
        String length = fields.get("Content-Length");
        if (encoding != null) {
            int refusal = modern && length == null ? codingRefusal(encoding) : 400;
            return refusal == 0
                    ? checkExpectation(expectation, new RequestFraming(0, 0, true, persistent, awaited))
                    : refused(refusal);
        }
        long bytes = length == null ? 0 : number(length);
        return bytes < 0
                ? refused(400)
                : checkExpectation(expectation, new RequestFraming(0, bytes, false, persistent, awaited));
    }

    public boolean hasBody() {
        return chunked || length > 0;
    }

    private static RequestFraming checkExpectation(@Nullable String expectation, RequestFraming requestFraming) {
        return expectation == null || requestFraming.expectsContinue ? requestFraming : refused(417);
    }

    private static RequestFraming refused(int status) {
        return new RequestFraming(status, 0, false, false, false);
    }

    /** A coding that we do not know is a 501 (RFC 9112, section 6.1); chunks within chunks are a 400. */
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

    /** The value of a Content-Length; the largest number where it does not fit; -1 where it is none or more than one. */
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
