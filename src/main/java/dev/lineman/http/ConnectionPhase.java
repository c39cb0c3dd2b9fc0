package dev.lineman.http;

/**
 * The phase of a connection, from the accepted socket to the close. {@link HttpConnection} moves between the
 * phases, and {@link TimeoutQueue} limits the time in each phase except {@link #DONE}.
 */
enum ConnectionPhase {
    /** Waits for the PROXY header of a trusted proxy, then for the TLS handshake. */
    HANDSHAKE,
    /** Between requests: no byte of the next request has arrived. */
    IDLE,
    /** A part of a request head has arrived. */
    HEAD,
    /** The body of a request is read for its handler. The response follows. */
    RECEIVE,
    /** The response is sent. The rest of the request body is read and discarded. */
    BODY,
    /** A response is being sent. No input is read. */
    RESPONSE,
    /**
     * The last response is sent. Input is discarded, so that the client can read the response (RFC 9112,
     * section 9.6).
     */
    LINGER,
    /** The connection is to be closed. */
    DONE
}
