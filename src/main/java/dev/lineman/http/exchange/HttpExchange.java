package dev.lineman.http.exchange;

import dev.lineman.http.message.Peer;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * A finished exchange: one request and its response. Immutable.
 *
 * @param peer the client
 * @param request the request; null if the head was refused (status 400, 408, 414, 417, 431, 501, 505)
 * @param requestLine the request line. If the head was refused, the received part of it, with any characters
 * @param status the status of the response; 0 for {@link Response#dropConnection}
 * @param sentBytes bytes of the content that were sent, without the head
 * @param complete whether the response was sent to its end. Whether it arrived is unknown
 * @param attachment the object that the handler attached to its response; null if there is none, or if another
 *     response was sent
 */
public record HttpExchange(
        Peer peer,
        @Nullable Request request,
        String requestLine,
        int status,
        long sentBytes,
        boolean complete,
        @Nullable Object attachment) {}
