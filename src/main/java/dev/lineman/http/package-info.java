/**
 * Listener, connections, request heads, answers and limits. Knows no phones.
 *
 * <p>From the outside in: a {@link dev.lineman.http.Listener} accepts through NanoHTTPD ({@code Reception}, {@code Entrance})
 * and gives each socket to a {@code Loop}, which keeps its {@code Seats}; {@code Sources} says who goes when there are too many.
 * {@code Handshakes} brings each to its first request: it reads the {@code ProxyHeader} with which a trusted proxy names its client,
 * and negotiates TLS, whose arithmetic {@code Workers} do. A {@code Wire} carries the bytes, plain or over TLS. A {@code Connection} turns bytes into answers without
 * knowing what carries them: {@code HeadParser}, {@code Target} and {@code Framing} read a request, {@code UnwantedBody} what
 * follows it, a {@link dev.lineman.http.Handler} answers it, {@code Sending} sends the answer, and a
 * {@link dev.lineman.http.Observer} is told when it is over.
 */
@NullMarked
package dev.lineman.http;

import org.jspecify.annotations.NullMarked;
