package dev.lineman.access.auth;

import dev.lineman.access.UserCredentials;
import org.jspecify.annotations.Nullable;

/**
 * What a request's credentials came to.
 *
 * @param credentials the ones that it proved to know; null when it proved none
 * @param stale whether they are right, and only the nonce is not: the client may try again with another
 * @param wrong whether it had credentials, and they are nobody's
 */
public record AuthenticationResult(@Nullable UserCredentials credentials, boolean stale, boolean wrong) {
    /** A request without credentials. */
    public static final AuthenticationResult NONE = new AuthenticationResult(null, false, false);

    static final AuthenticationResult STALE = new AuthenticationResult(null, true, false);
    static final AuthenticationResult WRONG = new AuthenticationResult(null, false, true);
}
