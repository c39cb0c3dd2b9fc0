package dev.lineman.http;

import java.net.InetAddress;

/**
 * Says who may connect at all. Asked on the accepting thread before anything is read, so it must not block.
 */
public interface Doorkeeper {
    /** Everybody may come in, and nobody speaks for others. */
    Doorkeeper OPEN = source -> true;

    /** Whether a newcomer from there is served; else the connection is closed without a byte. */
    boolean admits(InetAddress source);

    /** Whether many clients stand behind that address, as behind a proxy of ours: then no limit for one source applies. */
    default boolean speaksForMany(InetAddress source) {
        return false;
    }
}
