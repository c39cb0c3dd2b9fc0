package dev.lineman.http.exchange;

import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;

/**
 * Answers requests. It is asked on the threads that serve every connection, so it must not block, and it may be asked on
 * several of them at once. What it throws becomes a 500 and the end of that connection.
 *
 * <p>Requests that break the grammar of HTTP, and methods that nobody registered, never come here. {@code HEAD} does, and
 * is answered as if it were {@code GET}: the body is left out later.
 */
@FunctionalInterface
public interface RequestHandler {

    /** The answer to one request. Whoever returns it gives its body away. */
    Response handle(Request request);
}
