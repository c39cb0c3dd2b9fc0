package dev.lineman.access.auth;

import dev.lineman.access.UserCredentials;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates clients by user and password: HTTP Digest with SHA-256 and MD5 (RFC 7616; RFC 2069 for old
 * phones without {@code qop}) and HTTP Basic (RFC 7617). {@code serve.http} sends the challenges and passes the
 * responses of the clients. Thread-safe.
 */
public final class Authenticator {
    private static final String REALM = "realm=\"" + UserCredentials.REALM + '"';

    /** The charset of {@code username*} (RFC 8187), in lower case. */
    private static final String CHARSET_PREFIX = "utf-8''";

    private final List<AuthenticationScheme> schemes;
    private final DigestNonces nonces;

    /**
     * Offers these schemes.
     *
     * @param schemes in the order of preference; old clients look only at the first one
     * @param key random bytes that only this process knows
     * @param nanos a monotonic clock, in nanoseconds
     */
    public Authenticator(List<AuthenticationScheme> schemes, byte[] key, LongSupplier nanos) {
        this.schemes = List.copyOf(schemes);
        this.nonces = new DigestNonces(key, nanos);
    }

    /**
     * The values of {@code WWW-Authenticate}, in the order of the schemes.
     *
     * @param stale whether the client's nonce was too old; it then tries again without asking its user
     */
    public List<String> challenges(boolean stale) {
        String nonce = nonces.create();
        List<String> challenges = new ArrayList<>();
        for (AuthenticationScheme scheme : schemes) {
            challenges.add(
                    scheme == AuthenticationScheme.BASIC
                            ? "Basic " + REALM + ", charset=\"UTF-8\""
                            : "Digest " + REALM + ", qop=\"auth\", algorithm=" + scheme.algorithm() + ", nonce=\""
                                    + nonce + "\", charset=UTF-8" + (stale ? ", stale=true" : ""));
        }
        return challenges;
    }

    /**
     * Checks the credentials of a request.
     *
     * @param authorization the value of {@code Authorization}; null if absent
     * @param method the method of the request
     * @param target the request target as received
     * @param users the credentials for a user name; several if the name has several passwords
     */
    public AuthenticationResult authenticate(
            @Nullable String authorization,
            String method,
            String target,
            Function<String, ? extends Iterable<UserCredentials>> users) {
        if (authorization == null) {
            return AuthenticationResult.NONE;
        }
        AuthorizationHeader header = AuthorizationHeader.parse(authorization);
        if (header == null) {
            return AuthenticationResult.WRONG;
        }
        return switch (header.scheme()) {
            case "basic" ->
                schemes.contains(AuthenticationScheme.BASIC)
                        ? basic(header.token(), users)
                        : AuthenticationResult.WRONG;
            case "digest" -> digest(header, method, target, users);
            default -> AuthenticationResult.WRONG;
        };
    }

    /** Checks {@code user:password} in base64 (RFC 7617, section 2). */
    private static AuthenticationResult basic(
            String token, Function<String, ? extends Iterable<UserCredentials>> users) {
        String pair;
        try {
            pair = utf8(Base64.getDecoder().decode(token));
        } catch (IllegalArgumentException e) {
            return AuthenticationResult.WRONG;
        }
        int colon = pair == null ? -1 : pair.indexOf(':');
        if (pair == null || colon < 0) {
            return AuthenticationResult.WRONG;
        }
        UserCredentials sent = UserCredentials.of(pair.substring(0, colon), pair.substring(colon + 1));
        for (UserCredentials known : users.apply(sent.user())) {
            if (UserCredentials.constantTimeEquals(known.sha256(), sent.sha256())) {
                return new AuthenticationResult(known, false, false);
            }
        }
        return AuthenticationResult.WRONG;
    }

    /** Checks a Digest response (RFC 7616, section 3.4). */
    private AuthenticationResult digest(
            AuthorizationHeader header,
            String method,
            String target,
            Function<String, ? extends Iterable<UserCredentials>> users) {
        String algorithm = header.get("algorithm").isEmpty()
                ? "MD5"
                : header.get("algorithm").toUpperCase(Locale.ROOT);
        boolean sha256 = algorithm.equals(AuthenticationScheme.SHA_256.algorithm());
        boolean counted = header.get("qop").equals("auth");
        int count = counted ? count(header.get("nc")) : 1;
        String user = user(header);
        if (!schemes.contains(sha256 ? AuthenticationScheme.SHA_256 : AuthenticationScheme.MD5)
                || !(sha256 || algorithm.equals("MD5"))
                || !(counted || header.get("qop").isEmpty())
                || (counted && header.get("cnonce").isEmpty())
                || count < 1
                || user == null
                || !header.get("realm").equals(UserCredentials.REALM)
                || !path(header.get("uri")).equals(path(target))) {
            return AuthenticationResult.WRONG;
        }
        String ha2 = UserCredentials.hash(algorithm, method + ':' + header.get("uri"));
        String middle = counted ? header.get("nc") + ':' + header.get("cnonce") + ":auth:" : "";
        String response = header.get("response").toLowerCase(Locale.ROOT);
        UserCredentials found = null;
        for (UserCredentials known : users.apply(user)) {
            String ha1 = sha256 ? known.sha256() : known.md5();
            String expected = UserCredentials.hash(algorithm, ha1 + ':' + header.get("nonce") + ':' + middle + ha2);
            if (UserCredentials.constantTimeEquals(expected, response)) {
                found = known;
                break;
            }
        }
        if (found == null) {
            return AuthenticationResult.WRONG;
        }
        // The nonce is used last, so that wrong credentials do not spend its counts.
        return nonces.use(header.get("nonce"), count)
                ? new AuthenticationResult(found, false, false)
                : AuthenticationResult.STALE;
    }

    /**
     * The user's name. Beyond ASCII it is {@code username*}, or UTF-8 bytes in {@code username} (RFC 7616,
     * section 3.4); some clients send Latin-1.
     */
    private static @Nullable String user(AuthorizationHeader header) {
        String extended = header.get("username*");
        if (extended.isEmpty()) {
            String name = header.get("username");
            String decoded = utf8(name.getBytes(StandardCharsets.ISO_8859_1));
            return decoded == null ? name : decoded;
        }
        return extended.toLowerCase(Locale.ROOT).startsWith(CHARSET_PREFIX)
                ? unescaped(extended.substring(CHARSET_PREFIX.length()))
                : null;
    }

    /** Decodes percent-encoded UTF-8; null if it is invalid. */
    private static @Nullable String unescaped(String text) {
        try {
            String octets = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
            return utf8(octets.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Null if the bytes are not valid UTF-8. */
    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The nonce count: eight hex digits; 0 if it is invalid. */
    private static int count(String text) {
        return text.matches("[0-9A-Fa-f]{8}") ? Math.max(Integer.parseUnsignedInt(text, 16), 0) : 0;
    }

    /** A target without scheme and host. Some clients send the full URI in one place and the path in the other. */
    private static String path(String target) {
        int scheme = target.indexOf("://");
        int slash = scheme < 0 || scheme > 5 ? 0 : target.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : target.substring(slash);
    }
}
