package dev.lineman.http.exchange;

import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;

/**
 * Responds to requests. Called on the threads of the event loops, on several at the same time, so it must be
 * thread-safe and must not block. If it throws, the client gets status 500 and the connection closes.
 *
 * <p>The handler sees only requests with a valid head and a registered method (RFC 9110, section 16.1.1). It
 * handles {@code HEAD} like {@code GET}; the body is left out later.
 */
@FunctionalInterface
public interface RequestHandler {

    /** The response to one request. The caller takes over the response's body and closes it. */
    Response handle(Request request);

    /**
     * Decides about a request with another method than {@code GET} and {@code HEAD}, before its body is read. Without
     * an own implementation the response is that of {@link #handle}, and the body is discarded.
     */
    default BodyDecision decide(Request request) {
        return new BodyDecision.Respond(handle(request));
    }
}
