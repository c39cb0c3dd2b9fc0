package dev.lineman.serve;

/**
 * How an answer went out.
 *
 * @param status of HTTP (RFC 9110, section 15), or the nearest one for another protocol; 0 for no answer
 * @param whole whether it was sent to its end
 * @param content whether the client asked for content, not for a head only
 */
public record Transmission(int status, boolean whole, boolean content) {}
