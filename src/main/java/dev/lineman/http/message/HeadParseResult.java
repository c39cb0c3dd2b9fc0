package dev.lineman.http.message;

/** The result of {@link RequestHeadParser} for one request head. */
public sealed interface HeadParseResult {

    /**
     * A valid request.
     *
     * @param request the request without its body
     * @param requestFraming how the body is delimited
     */
    record Complete(Request request, RequestFraming requestFraming) implements HeadParseResult {}

    /**
     * A head that is invalid or too large. The connection closes, because the start of the next request is
     * unknown.
     *
     * @param status the status of the response: 400, 414, 417, 431, 501 or 505
     */
    record Refused(int status) implements HeadParseResult {}
}
