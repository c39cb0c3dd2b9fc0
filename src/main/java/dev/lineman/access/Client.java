package dev.lineman.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client of one request, as far as the access check needs it. {@link FileAccess} reads it; {@code serve}
 * implements it. It is used for one request on one thread.
 */
public interface Client {
    /** The MAC in the name of the requested file, in 12 lower-case digits; null if there is none. */
    @Nullable
    String requestedMac();

    /** The client's address. */
    IpAddress address();

    /** The MACs in the User-Agent; empty if there are none. */
    List<String> userAgentMacs();

    /** The MACs in the client certificate; null if the client has sent none. */
    @Nullable
    List<String> certificateMacs();

    /** The credentials that the client has proved to know; null if none. */
    @Nullable
    UserCredentials credentials();

    /** The {@link AccessRule#hashToken} of the token in the path; empty if there is none. */
    String token();

    /** Whether the hash is that of any phone's token. */
    boolean isTokenHash(String hash);

    /** Whether the MAC is that of a known phone. */
    boolean isPhone(String mac);

    /** Whether the MAC is that of a phone of a site. The unnamed site is the empty text. */
    boolean isPhoneOf(String mac, String site);

    /**
     * Whether nothing but its address tells who the client is, because its protocol has no other proof. It meets no rule
     * that asks for a password, a token, a certificate or a User-Agent.
     */
    default boolean isKnownByAddressOnly() {
        return false;
    }

    /** The time of the request, in seconds since 1970. */
    long epochSecond();

    /**
     * Whether the file was fetched this often within a window.
     *
     * @param fetches the limit
     * @param window the {@link AccessRule#fetchWindow}
     */
    boolean areFetchesUsedUp(int fetches, String window);
}
