package dev.lineman.login;

import dev.lineman.access.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * What a request's credentials came to.
 *
 * @param credentials the ones that it proved to know; null when it proved none
 * @param stale whether they are right, and only the nonce is not: the client may try again with another
 * @param wrong whether it had credentials, and they are nobody's
 */
public record Proof(@Nullable Credentials credentials, boolean stale, boolean wrong) {
    /** A request without credentials. */
    public static final Proof NONE = new Proof(null, false, false);

    static final Proof STALE = new Proof(null, true, false);
    static final Proof WRONG = new Proof(null, false, true);
}
