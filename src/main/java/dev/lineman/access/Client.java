package dev.lineman.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of somebody who asks for a file. */
public interface Client {
    /** The MAC in the name of the file that they ask for; null when there is none. */
    @Nullable
    String requestedMac();

    /** Where they ask from. */
    IpAddress address();

    /** The MACs in their User-Agent. */
    List<String> userAgentMacs();

    /** The MACs in their certificate; null when they have shown none. */
    @Nullable
    List<String> certificateMacs();

    /** What they have proved to know; null when nothing. */
    @Nullable
    UserCredentials credentials();

    /** The {@link AccessRule#hashToken} token in the path; empty when there is none. */
    String token();

    /** Whether a token of that hash is any phone's. */
    boolean isTokenHash(String hash);

    /** Whether a MAC is that of a phone of ours. */
    boolean isPhone(String mac);

    /** Seconds since 1970. */
    long epochSecond();

    /** Whether the fetches of a window ({@link AccessRule#fetchWindow}) of the file are used up. */
    boolean areFetchesUsedUp(int fetches, String window);
}
