package dev.lineman.http.message;

/** What a {@link RequestHeadParser} made of the bytes of one head. */
public sealed interface HeadParseResult {

    /** A request that can be answered. */
    record Complete(Request request, RequestFraming requestFraming) implements HeadParseResult {}

    /** Something that is no request, or one too large: nothing after it on this connection can be trusted. */
    record Refused(int status) implements HeadParseResult {}
}
