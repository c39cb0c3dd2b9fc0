package dev.lineman.serve;

import dev.lineman.access.IpAddress;
import dev.lineman.access.UserCredentials;
import dev.lineman.access.auth.AuthenticationResult;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client that requests a file, as its protocol describes it: the input of {@link ServingPolicy}. Immutable.
 *
 * @param address the address of the client itself, not of a trusted proxy
 * @param certificate the verified client certificate; null when the client sent none
 * @param agent the {@code User-Agent}, or the nearest thing in another protocol; empty when there is none
 * @param query the part of the request behind {@code ?}, percent-encoded; empty when there is none
 * @param login checks the credentials of the client; called only when a decision needs them
 * @param port where the client asks
 */
public record PhoneClient(
        IpAddress address,
        @Nullable X509Certificate certificate,
        String agent,
        String query,
        PresentedLogin login,
        ServingPort port) {

    /** A client of the port for phones. */
    public PhoneClient(
            IpAddress address,
            @Nullable X509Certificate certificate,
            String agent,
            String query,
            PresentedLogin login) {
        this(address, certificate, agent, query, login, ServingPort.PHONES);
    }

    /**
     * A client of a port where only the address tells who it is.
     *
     * @param port a port with names at the top
     */
    public static PhoneClient ofAddress(IpAddress address, String agent, String query, ServingPort port) {
        return new PhoneClient(address, null, agent, query, PresentedLogin.NONE, port);
    }

    /** The credentials that one client presents, behind the protocol that carries them. */
    @FunctionalInterface
    public interface PresentedLogin {
        /** The login of a client that presents no credentials. */
        PresentedLogin NONE = users -> AuthenticationResult.NONE;

        /**
         * Checks the credentials.
         *
         * @param users returns the known credentials of a user name: several when the name has several passwords
         */
        AuthenticationResult check(Function<String, Set<UserCredentials>> users);
    }
}
