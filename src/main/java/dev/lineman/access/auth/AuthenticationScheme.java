package dev.lineman.access.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A scheme of HTTP authentication (RFC 9110, section 11). */
public enum AuthenticationScheme {
    /** HTTP Digest with SHA-256 (RFC 7616). */
    SHA_256("SHA-256"),
    /** HTTP Digest with MD5 (RFC 7616; without {@code qop} RFC 2069). */
    MD5("MD5"),
    /** HTTP Basic (RFC 7617). */
    BASIC("");

    private final String algorithm;

    AuthenticationScheme(String algorithm) {
        this.algorithm = algorithm;
    }

    /** The name of the algorithm as in {@code WWW-Authenticate}; empty for Basic. */
    String algorithm() {
        return algorithm;
    }

    /**
     * Parses a list such as {@code sha-256,md5,basic}. Repeated schemes are dropped.
     *
     * @throws IllegalArgumentException if the list is empty or contains an unknown scheme
     */
    public static List<AuthenticationScheme> parse(String text) {
        List<AuthenticationScheme> schemes = new ArrayList<>();
        for (String name : text.split(",", -1)) {
            AuthenticationScheme scheme = switch (name.strip().toLowerCase(Locale.ROOT)) {
                case "sha-256" -> SHA_256;
                case "md5" -> MD5;
                case "basic" -> BASIC;
                default -> throw new IllegalArgumentException("'" + text + "' is no list of sha-256, md5 and basic");
            };
            if (!schemes.contains(scheme)) {
                schemes.add(scheme);
            }
        }
        return List.copyOf(schemes);
    }
}
