package dev.lineman.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A user and the hashes of the password, as HTTP Digest defines them (RFC 7616, section 3.4.2: HA1). The
 * password itself is not stored. The hashes are secret too: they are enough to log in as this user, at this
 * server. Immutable.
 *
 * @param user the user's name
 * @param md5 the hash with MD5, in hex digits
 * @param sha256 the hash with SHA-256, in hex digits
 */
public record UserCredentials(String user, String md5, String sha256) {
    /** The realm of HTTP authentication. It is part of the hashes, so a change would invalidate all stored hashes. */
    public static final String REALM = "provisioning";

    /** The credentials of a user with a password. */
    public static UserCredentials of(String user, String password) {
        String all = user + ':' + REALM + ':' + password;
        return new UserCredentials(user, hash("MD5", all), hash("SHA-256", all));
    }

    /**
     * The hash of a text in UTF-8, in hex digits.
     *
     * @param algorithm a name of the JDK, {@code MD5} or {@code SHA-256}
     */
    public static String hash(String algorithm, String text) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5 and SHA-256", e);
        }
    }

    /** Whether two texts are equal. The time does not show where they differ. */
    public static boolean constantTimeEquals(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** For logs: without the hashes. */
    @Override
    public String toString() {
        return "credentials of " + user;
    }
}
