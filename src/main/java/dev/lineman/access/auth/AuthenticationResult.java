package dev.lineman.access.auth;

import dev.lineman.access.UserCredentials;
import org.jspecify.annotations.Nullable;

/**
 * The result of checking the credentials in a request. Immutable.
 *
 * @param credentials the credentials that the client has proved to know; null if none
 * @param stale whether the credentials are right and only the nonce is too old. The client may try again with a
 *     new nonce
 * @param wrong whether the request had credentials that are malformed, not supported, or match no user
 */
public record AuthenticationResult(@Nullable UserCredentials credentials, boolean stale, boolean wrong) {
    /** A request without credentials. */
    public static final AuthenticationResult NONE = new AuthenticationResult(null, false, false);

    /** The right credentials with an old nonce. */
    static final AuthenticationResult STALE = new AuthenticationResult(null, true, false);

    /** Credentials that are malformed, not supported, or match no user. */
    static final AuthenticationResult WRONG = new AuthenticationResult(null, false, true);
}
