package dev.lineman.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A user and what a password hashes to, as HTTP Digest has it (RFC 7616, section 3.4.2: HA1): the password itself is kept
 * nowhere. Whoever has these hashes can ask as that user, here and nowhere else.
 *
 * @param md5 hex digits
 * @param sha256 hex digits
 */
public record UserCredentials(String user, String md5, String sha256) {
    /** What the user is a user of. It goes into the hashes: another name makes all that was published before useless. */
    public static final String REALM = "provisioning";

    /** The credentials of a user with a password. */
    public static UserCredentials of(String user, String password) {
        String all = user + ':' + REALM + ':' + password;
        return new UserCredentials(user, hash("MD5", all), hash("SHA-256", all));
    }

    /** What a text, in UTF-8, hashes to: hex digits. */
    public static String hash(String algorithm, String text) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5 and SHA-256", e);
        }
    }

    /** Whether two texts are the same, in a time that does not tell where they differ. */
    public static boolean constantTimeEquals(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** The user; the hashes are as good as the password. */
    @Override
    public String toString() {
        return "credentials of " + user;
    }
}
