package dev.lineman.serve;

import dev.lineman.access.IpAddress;
import dev.lineman.access.UserCredentials;
import dev.lineman.access.auth.AuthenticationResult;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client that asks for a file, as its protocol describes it. Immutable.
 *
 * @param address of the client itself, not of a trusted proxy
 * @param certificate verified; null when the client showed none
 * @param agent its {@code User-Agent}, or what its protocol has in place of one; empty when there is none
 * @param query the part of the request behind {@code ?}, encoded as in a URL; empty when there is none
 * @param login checks the credentials that the client presents; asked only for what needs some
 */
public record PhoneClient(
        IpAddress address, @Nullable X509Certificate certificate, String agent, String query, PresentedLogin login) {

    /** The credentials that one client presents. */
    @FunctionalInterface
    public interface PresentedLogin {
        /** The login of a client that presents no credentials. */
        PresentedLogin NONE = users -> AuthenticationResult.NONE;

        /**
         * Checks the credentials.
         *
         * @param users the credentials of a user name: several when the name has several passwords
         */
        AuthenticationResult check(Function<String, Set<UserCredentials>> users);
    }
}
