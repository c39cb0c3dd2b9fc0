package dev.lineman.http.exchange;

import dev.lineman.http.message.Peer;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * One request and what became of it.
 *
 * @param peer who asked
 * @param request what was asked; null if it was no request (status 400, 408, 414, 431, 501, 505)
 * @param requestLine the request line; if it was no request, as far as it came, with whatever a client sent there
 * @param status what was answered; 0 for {@link Response#dropConnection}
 * @param sentBytes how much of the content went out, in bytes, without the head
 * @param complete whether the answer went out to its end: into the network, nobody knows whether it arrived
 * @param attachment the object that the handler attached to its answer; null when there is none, or when the answer was another
 */
public record HttpExchange(
        Peer peer,
        @Nullable Request request,
        String requestLine,
        int status,
        long sentBytes,
        boolean complete,
        @Nullable Object attachment) {}
