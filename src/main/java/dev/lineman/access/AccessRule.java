package dev.lineman.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conditions for fetching a file. A request must meet all of them. The rule of a phone comes from the
 * {@code provisioning} key of its extension and folders. Immutable.
 *
 * @param credentials the required user and password; null if none
 * @param networks the request must come from one of these; empty if any address is allowed
 * @param userAgent whether a MAC in the User-Agent must be the phone's
 * @param certificate whether a client certificate with the phone's MAC is required
 * @param token the {@link TokenDigest#text} of the token in the path; {@link #ANY_TOKEN} for the token of any
 *     phone; empty if none
 * @param until when access ends, in seconds since 1970; {@link #FOREVER} if it does not end
 * @param fetches how often the file can be fetched; 0 for any number
 */
public record AccessRule(
        @Nullable UserCredentials credentials,
        List<IpNetwork> networks,
        boolean userAgent,
        boolean certificate,
        String token,
        long until,
        int fetches) {
    /** For {@link #until}: no end. */
    public static final long FOREVER = Long.MAX_VALUE;

    /** For {@link #token}: the token of any phone. */
    public static final String ANY_TOKEN = "*";

    /** The field of {@link #userAgent} in {@link #text}. */
    private static final String USER_AGENT_FIELD = "a";

    /** The beginning of the field of {@link #token}. */
    private static final String TOKEN_FIELD = "t=";

    /** No conditions. */
    public static final AccessRule OPEN = new AccessRule(null, List.of(), false, false, "", FOREVER, 0);

    /** A condition that no client meets. */
    public static final AccessRule CLOSED = new AccessRule(null, List.of(), false, false, "", 0, 0);

    public AccessRule {
        networks = List.copyOf(networks);
    }

    /**
     * Whether a rule restricts no client reliably: it has no condition, or only {@link #userAgent}, which a client can
     * forge.
     *
     * @param text the result of {@link #text}
     */
    public static boolean isOpen(String text) {
        return text.isEmpty() || text.equals(USER_AGENT_FIELD);
    }

    /**
     * The required token of a rule, as {@link #token}.
     *
     * @param text the result of {@link #text}
     */
    public static String tokenOf(String text) {
        for (String field : text.split(" ", -1)) {
            if (field.startsWith(TOKEN_FIELD)) {
                return field.substring(TOKEN_FIELD.length());
            }
        }
        return "";
    }

    /** The hash of a token: 32 hex digits of SHA-256. The token cannot be recovered from it. */
    public static String hashToken(String token) {
        return UserCredentials.hash("SHA-256", token).substring(0, 32);
    }

    /** Parses a date, a time and a zone, such as {@code 2026-12-01T12:00Z}; null if a part is missing or invalid. */
    public static @Nullable Instant parseInstant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /**
     * This rule for a file that belongs to no phone. There is no MAC to compare, and no limit in time or number
     * of fetches. A required certificate or token can be that of any phone.
     */
    public AccessRule withoutPhone() {
        return new AccessRule(credentials, networks, false, certificate, token.isEmpty() ? "" : ANY_TOKEN, FOREVER, 0);
    }

    /**
     * This rule for a file that several phones share: without a limit on fetches, because it is unknown which
     * phone has fetched.
     */
    public AccessRule forSharedFile() {
        return new AccessRule(credentials, networks, userAgent, certificate, token, until, 0);
    }

    /**
     * Whether the rule restricts no client reliably: it has no condition but {@link #userAgent}, or permits all addresses
     * and has no other one.
     */
    public boolean isUnrestricted() {
        boolean anyAddress = networks.isEmpty() || networks.stream().anyMatch(network -> network.prefix() == 0);
        return credentials == null && anyAddress && !certificate && token.isEmpty() && until == FOREVER && fetches == 0;
    }

    /** Whether the rule asks for more than the right address at the right time. */
    public boolean needsMoreThanAddress() {
        return credentials != null || userAgent || certificate || !token.isEmpty();
    }

    /**
     * Whether the rule protects a file that several phones share: it has a login, a token, a certificate, or networks that
     * leave out some addresses. A time, a number of fetches and {@link #userAgent} alone do not protect it.
     */
    public boolean protectsSharedFile() {
        return !new AccessRule(credentials, networks, false, certificate, token, FOREVER, 0).isUnrestricted();
    }

    /**
     * The strictest rule that a client meets with any of these rules. Login and token remain if all rules have the same.
     *
     * @param rules at least one
     */
    public static AccessRule common(Collection<AccessRule> rules) {
        AccessRule one = rules.iterator().next();
        Set<IpNetwork> any = new LinkedHashSet<>();
        boolean user = true;
        boolean token = true;
        boolean agent = true;
        boolean certificate = true;
        boolean limited = true;
        long until = Long.MIN_VALUE;
        for (AccessRule rule : rules) {
            user &= Objects.equals(rule.credentials, one.credentials);
            token &= rule.token.equals(one.token);
            agent &= rule.userAgent;
            certificate &= rule.certificate;
            limited &= !rule.networks.isEmpty();
            until = Math.max(until, rule.until);
            any.addAll(rule.networks);
        }
        return new AccessRule(
                user ? one.credentials : null,
                limited ? List.copyOf(any) : List.of(),
                agent,
                certificate,
                token ? one.token : "",
                until,
                0);
    }

    /** The part of the token's digest that is compared with {@link Client#token}. */
    String tokenHash() {
        int dot = token.indexOf('.');
        return dot < 0 ? token : token.substring(0, dot);
    }

    /** Identifies the period in which fetches are counted. When it changes, the count begins again at 0. */
    public String fetchWindow() {
        return fetches + "@" + until;
    }

    /**
     * The rule as text: fields separated by blanks, empty for {@link #OPEN}. {@link FileAccess#parseRule} reads
     * it. Values are encoded, so that no field contains a blank.
     */
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
            fields.add(USER_AGENT_FIELD);
        }
        if (certificate) {
            fields.add("c");
        }
        if (!token.isEmpty()) {
            fields.add(TOKEN_FIELD + token);
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
     * A copy with one field of {@link #text} added.
     *
     * @throws IllegalArgumentException if this version does not know the field or its value is invalid
     */
    AccessRule with(String field) {
        String value = field.length() > 2 ? field.substring(2) : "";
        String kind = field.length() > 1 ? field.substring(0, 2) : field;
        return switch (kind) {
            case "u=" -> new AccessRule(credentials(value), networks, userAgent, certificate, token, until, fetches);
            case "n=" -> new AccessRule(credentials, networks(value), userAgent, certificate, token, until, fetches);
            case USER_AGENT_FIELD -> new AccessRule(credentials, networks, true, certificate, token, until, fetches);
            case "c" -> new AccessRule(credentials, networks, userAgent, true, token, until, fetches);
            case TOKEN_FIELD -> new AccessRule(credentials, networks, userAgent, certificate, value, until, fetches);
            case "e=" ->
                new AccessRule(credentials, networks, userAgent, certificate, token, Long.parseLong(value), fetches);
            case "f=" ->
                new AccessRule(credentials, networks, userAgent, certificate, token, until, Integer.parseInt(value));
            default -> throw new IllegalArgumentException("no field of a rule");
        };
    }

    /** Parses {@code user.md5.sha256}; the user is in base64. */
    private static UserCredentials credentials(String value) {
        String[] parts = value.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a user and two hashes");
        }
        return new UserCredentials(decoded(parts[0]), parts[1], parts[2]);
    }

    /** Parses networks separated by commas. */
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

    /** A text in base64, so that it contains no blank. */
    static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of {@link #encoded}. */
    static String decoded(String base64) {
        return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /** For logs: without hashes and tokens, which are as valuable as a password. */
    @Override
    public String toString() {
        return (credentials == null ? "any user" : credentials.user()) + " from "
                + (networks.isEmpty() ? "anywhere" : networks);
    }
}
