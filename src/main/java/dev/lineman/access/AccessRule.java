package dev.lineman.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of whoever fetches a file; all of it, where several things are.
 *
 * @param credentials a user and password; null when none
 * @param networks that the request must come from one of; empty when from anywhere
 * @param userAgent whether a MAC in the User-Agent must be the phone's
 * @param certificate whether a client certificate with the phone's MAC is needed
 * @param token the {@link TokenDigest#text} of the token in the path; {@link #ANY_TOKEN} for that of any phone; empty when none
 * @param until when it ends, in seconds since 1970; {@link #FOREVER} when it does not
 * @param fetches how often the file may be had; 0 when as often as anybody likes
 */
public record AccessRule(
        @Nullable UserCredentials credentials,
        List<IpNetwork> networks,
        boolean userAgent,
        boolean certificate,
        String token,
        long until,
        int fetches) {
    public static final long FOREVER = Long.MAX_VALUE;
    public static final String ANY_TOKEN = "*";

    /** Asks nothing. */
    public static final AccessRule OPEN = new AccessRule(null, List.of(), false, false, "", FOREVER, 0);

    public AccessRule {
        networks = List.copyOf(networks);
    }

    /** What a token hashes to: it cannot be read back. */
    public static String hashToken(String token) {
        return UserCredentials.hash("SHA-256", token).substring(0, 32);
    }

    /** Reads a date, a time and a zone, such as {@code 2026-12-01T12:00Z}; null when they are not all there. */
    public static @Nullable Instant parseInstant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /**
     * This rule for a file that is no phone's. There is no MAC to compare, and nothing to run out; a certificate has to be that of
     * any phone.
     */
    public AccessRule withoutPhone() {
        return new AccessRule(credentials, networks, false, certificate, token.isEmpty() ? "" : ANY_TOKEN, FOREVER, 0);
    }

    /** This rule for a file that several phones share: whose fetch it was, nobody can say. */
    AccessRule forSharedFile() {
        return new AccessRule(credentials, networks, userAgent, certificate, token, until, 0);
    }

    /** The hash of the token, as a request has it. */
    String tokenHash() {
        int dot = token.indexOf('.');
        return dot < 0 ? token : token.substring(0, dot);
    }

    /** Names what the counting of fetches is for: another value begins anew. */
    public String fetchWindow() {
        return fetches + "@" + until;
    }

    /** As fields with blanks between; empty for an open one. {@link FileAccess#parse} reads it. */
    public String text() {
        List<String> fields = new ArrayList<>();
        if (credentials != null) {
            fields.add("u=" + encoded(credentials.user()) + '.' + credentials.md5() + '.' + credentials.sha256());
        }
        if (!networks.isEmpty()) {
            fields.add("n="
                    + String.join(
                            ",", networks.stream().map(IpNetwork::toString).toList()));
        }
        if (userAgent) {
            fields.add("a");
        }
        if (certificate) {
            fields.add("c");
        }
        if (!token.isEmpty()) {
            fields.add("t=" + token);
        }
        if (until != FOREVER) {
            fields.add("e=" + until);
        }
        if (fetches != 0) {
            fields.add("f=" + fetches);
        }
        return String.join(" ", fields);
    }

    /**
     * Reads one field into this rule.
     *
     * @throws IllegalArgumentException when no version of ours has written it
     */
    AccessRule with(String field) {
        String value = field.length() > 2 ? field.substring(2) : "";
        String kind = field.length() > 1 ? field.substring(0, 2) : field;
        return switch (kind) {
            case "u=" -> new AccessRule(credentials(value), networks, userAgent, certificate, token, until, fetches);
            case "n=" -> new AccessRule(credentials, networks(value), userAgent, certificate, token, until, fetches);
            case "a" -> new AccessRule(credentials, networks, true, certificate, token, until, fetches);
            case "c" -> new AccessRule(credentials, networks, userAgent, true, token, until, fetches);
            case "t=" -> new AccessRule(credentials, networks, userAgent, certificate, value, until, fetches);
            case "e=" ->
                new AccessRule(credentials, networks, userAgent, certificate, token, Long.parseLong(value), fetches);
            case "f=" ->
                new AccessRule(credentials, networks, userAgent, certificate, token, until, Integer.parseInt(value));
            default -> throw new IllegalArgumentException("no field of a rule");
        };
    }

    private static UserCredentials credentials(String value) {
        String[] parts = value.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a user and two hashes");
        }
        String user = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
        return new UserCredentials(user, parts[1], parts[2]);
    }

    private static List<IpNetwork> networks(String value) {
        List<IpNetwork> networks = new ArrayList<>();
        for (String text : value.split(",", -1)) {
            IpNetwork network = IpNetwork.parse(text);
            if (network == null) {
                throw new IllegalArgumentException("not a network");
            }
            networks.add(network);
        }
        return networks;
    }

    private static String encoded(String user) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    /** Without what is as good as a password or token. */
    @Override
    public String toString() {
        return (credentials == null ? "anybody" : credentials.user()) + " from "
                + (networks.isEmpty() ? "anywhere" : networks);
    }
}
