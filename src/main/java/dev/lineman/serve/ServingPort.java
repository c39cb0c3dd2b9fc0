package dev.lineman.serve;

import dev.lineman.serve.visits.RequestChannel;

/**
 * Where a client asks for a file. It decides what names mean, and what a client can show there. {@link ServingPolicy}
 * reads it.
 */
public enum ServingPort {
    /** HTTP or HTTPS: names are below the prefix, and all access rules can hold. */
    PHONES("at the port for phones", RequestChannel.HTTP),
    /** The second port for plain HTTP: names are at the top, and only the address tells who a client is. */
    CISCO("at --cisco-port", RequestChannel.HTTP),
    /** TFTP: as {@link #CISCO}, and only for phones that use it. */
    TFTP("by TFTP", RequestChannel.TFTP);

    private final String label;
    private final RequestChannel channel;

    ServingPort(String label, RequestChannel channel) {
        this.label = label;
        this.channel = channel;
    }

    /** Returns the name in messages. */
    String label() {
        return label;
    }

    /** Returns the channel in the records of requests. */
    RequestChannel channel() {
        return channel;
    }

    /** Returns whether names are at the top, and a rule can ask only for the address, the time and the fetches. */
    boolean isTopLevel() {
        return this != PHONES;
    }
}
