package dev.lineman.http;

/** What a connection is doing. Each phase but the last has its own time limit. */
enum ConnectionPhase {
    /** A trusted proxy may say for which client the connection is; then TLS is being negotiated. */
    HANDSHAKE,
    /** Between requests: nothing of the next one has come. */
    IDLE,
    /** A part of a head has come. */
    HEAD,
    /** The request is answered; its body is still coming and is read away. */
    BODY,
    /** An answer is being sent; nothing is read. */
    RESPONSE,
    /** The last answer is sent; the client may still be sending. */
    LINGER,
    /** Over: to be closed. */
    DONE
}
