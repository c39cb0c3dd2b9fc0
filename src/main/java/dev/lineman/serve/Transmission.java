package dev.lineman.serve;

/**
 * How a response was sent. Immutable.
 *
 * @param status the HTTP status (RFC 9110, section 15), or the nearest one for another protocol; 0 when there was no
 *     response
 * @param whole whether the response was sent completely
 * @param content whether the client requested content, and not only a head
 */
public record Transmission(int status, boolean whole, boolean content) {}
