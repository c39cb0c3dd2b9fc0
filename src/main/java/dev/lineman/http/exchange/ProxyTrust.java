package dev.lineman.http.exchange;

import java.net.InetAddress;

/**
 * Knows the trusted proxies, whose connections may name another client with the PROXY protocol. The accepting
 * thread asks it before it reads anything. The event loops ask it about clients that a proxy names.
 * Implementations must be thread-safe and must not block.
 */
public interface ProxyTrust {
    /** Trusts no proxy. */
    ProxyTrust NO_PROXIES = source -> false;

    /**
     * Whether the address is that of a trusted proxy. A PROXY header from there is believed, and the limits for
     * one source do not apply to the address, because many clients share it.
     */
    boolean isTrustedProxy(InetAddress source);

    /**
     * Called after a connection was closed because of an invalid PROXY header.
     *
     * @param proxy the address of a trusted proxy
     * @param reason what is wrong with the header; contains nothing of the received bytes
     */
    default void malformedHeader(InetAddress proxy, String reason) {}
}
