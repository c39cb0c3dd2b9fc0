package dev.lineman.http;

/** What a {@link HeadParser} made of the bytes of one head. */
sealed interface Head {

    /** A request that can be answered. */
    record Complete(Request request, Framing framing) implements Head {}

    /** Something that is no request, or one too large: nothing after it on this connection can be trusted. */
    record Refused(int status) implements Head {}
}
