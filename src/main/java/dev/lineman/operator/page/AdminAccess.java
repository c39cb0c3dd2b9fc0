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
 * Who may ask. On a loopback address a request must be meant for that address by name, so that no page from elsewhere whose
 * name was made to lead here can read anything; whatever changes something must come from our own page, or from no page at all;
 * and where there is a password, it has to be proved. Thread-safe.
 */
public final class AdminAccess {
    /** The names of this machine for itself (RFC 6761, section 6.3), with or without a port. */
    private static final Pattern OWN_NAME = Pattern.compile(
            "(localhost|[\\w.-]+\\.localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1])(:\\d+)?",
            Pattern.CASE_INSENSITIVE);

    private static final int MAX_FAILURES = 10;
    private static final long FAILURE_WINDOW = TimeUnit.MINUTES.toNanos(1);
    private static final int MAX_SOURCES = 1000;

    private final boolean loopback;
    private final @Nullable UserCredentials operator;
    private final Authenticator authenticator;
    private final LongSupplier nanos;
    private final Map<IpAddress, FailedLogin> failures = new LruMap<>(MAX_SOURCES);

    /** How often a source was wrong since a moment. */
    private record FailedLogin(int times, long since) {}

    /**
     * A gate.
     *
     * @param loopback whether only this machine can connect
     * @param operator null when anybody who can connect may ask
     * @param key random bytes that nobody else has
     * @param nanos a clock of nanoseconds that never goes back
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

    /** Why a request is refused; null when it is not. */
    @Nullable
    Response refusal(Request request) {
        String host = request.header("Host");
        if (loopback && host != null && !OWN_NAME.matcher(host.strip()).matches()) {
            return refused(
                    "this listener answers to localhost and to loopback addresses only, not to the name in 'Host'");
        }
        if (!request.isRead() && !isOurPage(request, host)) {
            return refused("a page from elsewhere may change nothing here");
        }
        return operator == null ? null : authenticationRefusal(request, operator);
    }

    /** Browsers say where a request comes from (Fetch Metadata; RFC 6454); other programs say nothing. */
    private static boolean isOurPage(Request request, @Nullable String host) {
        String site = request.header("Sec-Fetch-Site");
        String origin = request.header("Origin");
        boolean near = site == null || site.equals("same-origin") || site.equals("none");
        boolean same = origin == null
                || (host != null
                        && origin.toLowerCase(Locale.ROOT)
                                .replaceFirst("^https?://", "")
                                .equals(host.toLowerCase(Locale.ROOT)));
        return near && same;
    }

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
        if (authenticationResult.wrong()) {
            countFailure(from);
        }
        return Response.unauthorized(authenticator.challenges(authenticationResult.stale()));
    }

    private boolean isLimited(IpAddress from) {
        synchronized (failures) {
            FailedLogin so = failures.get(from);
            return so != null && so.times() >= MAX_FAILURES && nanos.getAsLong() - so.since() < FAILURE_WINDOW;
        }
    }

    private void countFailure(IpAddress from) {
        long now = nanos.getAsLong();
        synchronized (failures) {
            failures.merge(
                    from,
                    new FailedLogin(1, now),
                    (so, one) -> now - so.since() < FAILURE_WINDOW ? new FailedLogin(so.times() + 1, so.since()) : one);
        }
    }

    private static Response refused(String why) {
        return Response.of(403, "text/plain; charset=utf-8", (why + '\n').getBytes(StandardCharsets.UTF_8));
    }
}
