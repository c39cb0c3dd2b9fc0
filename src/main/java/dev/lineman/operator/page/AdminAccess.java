package dev.lineman.operator.page;

import dev.lineman.access.IpAddress;
import dev.lineman.access.UserCredentials;
import dev.lineman.access.auth.AuthenticationResult;
import dev.lineman.access.auth.AuthenticationScheme;
import dev.lineman.access.auth.Authenticator;
import dev.lineman.collection.LruMap;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a client may use the operator's listener. It has three rules:
 *
 * <p>On a loopback address, the {@code Host} must name this machine. A page of another site with a name that resolves
 * to this machine then reads nothing (DNS rebinding).
 *
 * <p>A request that changes something must come from a page of this listener, or from no page (cross-site request
 * forgery). If there is a password, the client must have it; wrong passwords are limited for each source.
 * Thread-safe.
 */
public final class AdminAccess {
    /** The names of the local machine (RFC 6761, section 6.3), with or without a port. */
    private static final Pattern OWN_NAME = Pattern.compile(
            "(localhost|[\\w.-]+\\.localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1])(:\\d+)?",
            Pattern.CASE_INSENSITIVE);

    /** Wrong passwords from one source in one window before it is refused. */
    private static final int MAX_FAILURES = 10;

    /** The window in which wrong passwords count, in nanoseconds. */
    private static final long FAILURE_WINDOW = TimeUnit.MINUTES.toNanos(1);

    /** Sources to remember; the least recently used ones are forgotten. */
    private static final int MAX_SOURCES = 1000;

    private final boolean loopback;
    private final @Nullable UserCredentials operator;
    private final Authenticator authenticator;
    private final LongSupplier nanos;

    /** Wrong passwords by source network. Guarded by itself. */
    private final Map<IpAddress, FailedLogin> failures = new LruMap<>(MAX_SOURCES);

    /**
     * Wrong passwords of a source in the current window.
     *
     * @param times how many
     * @param since start of the window, on the monotonic clock
     */
    private record FailedLogin(int times, long since) {}

    /**
     * @param loopback whether only this machine can connect
     * @param operator the credentials that a client needs; null for none
     * @param key random secret bytes, for the nonces of HTTP Digest
     * @param nanos a monotonic clock, in nanoseconds
     */
    public AdminAccess(boolean loopback, @Nullable UserCredentials operator, byte[] key, LongSupplier nanos) {
        this.loopback = loopback;
        this.operator = operator;
        this.authenticator = new Authenticator(
                List.of(AuthenticationScheme.SHA_256, AuthenticationScheme.MD5, AuthenticationScheme.BASIC),
                key,
                nanos);
        this.nanos = nanos;
    }

    /** The response that refuses a request; null if the client may make it. */
    @Nullable
    Response refusal(Request request) {
        // HTTP/1.0 clients may send no Host. A browser always does.
        String host = request.header("Host");
        if (loopback && host != null && !OWN_NAME.matcher(host.strip()).matches()) {
            return refused(
                    "this listener answers to localhost and to loopback addresses only, not to the name in 'Host'");
        }
        if (!request.isRead() && !isOurPage(request, host)) {
            return refused("a page of another site cannot change anything here");
        }
        return operator == null ? null : authenticationRefusal(request, operator);
    }

    /**
     * Whether the request comes from a page of this listener or from no page. Browsers send their origin (Fetch
     * Metadata; RFC 6454); other programs send none.
     */
    private static boolean isOurPage(Request request, @Nullable String host) {
        String site = request.header("Sec-Fetch-Site");
        String origin = request.header("Origin");
        boolean sameSite = site == null || site.equals("same-origin") || site.equals("none");
        boolean sameOrigin = origin == null
                || (host != null
                        && origin.toLowerCase(Locale.ROOT)
                                .replaceFirst("^https?://", "")
                                .equals(host.toLowerCase(Locale.ROOT)));
        return sameSite && sameOrigin;
    }

    /**
     * The response to a client without the password; null if it has it. Status 429 if its source made too many
     * attempts.
     */
    private @Nullable Response authenticationRefusal(Request request, UserCredentials known) {
        IpAddress from = IpAddress.of(request.peer().address().getAddress()).sourceNetwork();
        if (isLimited(from)) {
            return Response.plain(429).with("Retry-After", "60");
        }
        AuthenticationResult authenticationResult = authenticator.authenticate(
                request.header("Authorization"),
                request.method(),
                request.target(),
                user -> user.equals(known.user()) ? List.of(known) : List.of());
        if (authenticationResult.credentials() != null) {
            return null;
        }
        // A stale nonce or a missing header is not a guess.
        if (authenticationResult.wrong()) {
            countFailure(from);
        }
        return Response.unauthorized(authenticator.challenges(authenticationResult.stale()));
    }

    private boolean isLimited(IpAddress from) {
        synchronized (failures) {
            FailedLogin known = failures.get(from);
            return known != null && known.times() >= MAX_FAILURES && nanos.getAsLong() - known.since() < FAILURE_WINDOW;
        }
    }

    private void countFailure(IpAddress from) {
        long now = nanos.getAsLong();
        synchronized (failures) {
            failures.merge(
                    from,
                    new FailedLogin(1, now),
                    (known, first) -> now - known.since() < FAILURE_WINDOW
                            ? new FailedLogin(known.times() + 1, known.since())
                            : first);
        }
    }

    private static Response refused(String why) {
        return Response.of(403, "text/plain; charset=utf-8", (why + '\n').getBytes(StandardCharsets.UTF_8));
    }
}
