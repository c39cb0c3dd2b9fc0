package dev.lineman.http.exchange;

import java.net.InetAddress;

/**
 * Says which connections come from proxies of ours. Asked on the accepting thread before anything is read, and on the threads that
 * serve for a client that a proxy names, on several at once: so it must not block.
 */
public interface ConnectionFilter {
    /** Nobody speaks for others. */
    ConnectionFilter NO_PROXIES = source -> false;

    /**
     * Whether many clients stand behind that address, as behind a proxy of ours: then no limit for one source applies, and a
     * connection may begin with a header of the PROXY protocol, which is believed.
     */
    boolean isTrustedProxy(InetAddress source);

    /**
     * Learns that a connection was closed because it began with a PROXY header that is not valid.
     *
     * @param proxy an address that speaks for many
     * @param reason what is wrong with the header; holds nothing that was received
     */
    default void malformedHeader(InetAddress proxy, String reason) {}
}
