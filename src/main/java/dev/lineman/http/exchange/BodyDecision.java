package dev.lineman.http.exchange;

import dev.lineman.http.message.Response;

/** What to do with a request that may have a body: the decision of a {@link RequestHandler}, made from the head alone. */
public sealed interface BodyDecision {

    /** Respond at once. The body is discarded. */
    record Respond(Response response) implements BodyDecision {}

    /** Read the body. The receiver then gives the response. */
    record Receive(BodyReceiver receiver) implements BodyDecision {}
}
