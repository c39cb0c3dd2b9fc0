package dev.lineman.serve.http;

import dev.lineman.access.Address;
import dev.lineman.http.Answer;
import dev.lineman.http.Body;
import dev.lineman.http.Exchange;
import dev.lineman.http.Handler;
import dev.lineman.http.Observer;
import dev.lineman.http.Representation;
import dev.lineman.http.Request;
import dev.lineman.http.Staff;
import dev.lineman.login.Login;
import dev.lineman.publish.Entry;
import dev.lineman.serve.Decision;
import dev.lineman.serve.PhoneClient;
import dev.lineman.serve.ServingPolicy;
import dev.lineman.serve.Transmission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Answers phones over HTTP with what a {@link ServingPolicy} decides. Thread-safe. */
public final class PhoneService implements Handler, Observer {
    /** No cache on the way gives what was for one to another (RFC 9111, section 5.2.2.7). */
    private static final String CACHING = "Cache-Control";

    private static final String PRIVATE = "private";
    private static final String RETRY = "Retry-After";

    /** In seconds: a large file may be hashed by then. */
    private static final String VERIFIED_IN = "10";

    private static final String REFUSED_FOR = Long.toString(ServingPolicy.REFUSING.toSeconds());

    private final ServingPolicy policy;
    private final Proxies proxies;
    private final Login login;
    private final AccessLog log;
    private final InstantSource clock;

    /**
     * A service for one listener.
     *
     * @param key random bytes that nobody else has
     * @param nanos a clock of nanoseconds that never goes back
     */
    public PhoneService(ServingPolicy policy, Terms terms, byte[] key, InstantSource clock, LongSupplier nanos) {
        this.policy = policy;
        this.proxies = new Proxies(terms.proxies());
        this.login = new Login(terms.schemes(), key, nanos);
        this.log = new AccessLog(terms.log(), policy.redaction()::text);
        this.clock = clock;
    }

    /** The service as the people behind a listener. */
    public Staff staff() {
        return new Staff(this, this, proxies);
    }

    @Override
    public Answer answer(Request request) {
        PhoneClient client = client(request);
        if (!request.isRead()) {
            Decision refusal = policy.refusal(client, request.path());
            return refusal == null ? Answer.methodNotAllowed("GET, HEAD") : answer(request, refusal);
        }
        Decision decision = policy.decide(client, request.path());
        Answer answer = answer(request, decision);
        if (!decision.isLimited() || answer.status() != 200 || request.isHead()) {
            return answer;
        }
        Decision counted = policy.count(decision);
        return counted.kind() == Decision.Kind.SEND_COUNTED ? answer.attaching(counted) : answer(request, counted);
    }

    private PhoneClient client(Request request) {
        String agent = request.header("User-Agent");
        String target = request.target();
        int query = target.indexOf('?');
        return new PhoneClient(
                proxies.sourceOf(request),
                request.peer().certificate(),
                agent == null ? "" : agent,
                query < 0 ? "" : target.substring(query + 1),
                users -> login.proof(request.header("Authorization"), request.method(), target, users));
    }

    private Answer answer(Request request, Decision decision) {
        Entry entry = decision.entry();
        Answer answer = switch (decision.kind()) {
            case SEND, SEND_COUNTED -> marked(content(request, decision, Objects.requireNonNull(entry)), decision);
            case UNAVAILABLE -> marked(Answer.plain(503).with(RETRY, VERIFIED_IN), decision);
            case NOT_FOUND -> Answer.notFound();
            case UNAUTHORIZED ->
                Answer.unauthorized(login.challenges(decision.proof().stale()));
            case GUESSING -> Answer.plain(429).with(RETRY, REFUSED_FOR);
            case IGNORED -> Answer.silence();
        };
        return answer.attaching(decision);
    }

    private static Answer marked(Answer answer, Decision decision) {
        return decision.rule() == null ? answer : answer.with(CACHING, PRIVATE);
    }

    private Answer content(Request request, Decision decision, Entry entry) {
        Representation content = new Representation(
                new Content(entry),
                ContentTypes.of(entry.path()),
                entry.digest().toString(),
                entry.modified());
        Instant now = Instant.ofEpochMilli(decision.at());
        // A part that is the whole but for a byte would not be counted.
        return decision.isLimited() ? content.wholeTo(request, now) : content.answerTo(request, now);
    }

    @Override
    public void finished(Exchange exchange) {
        Request request = exchange.request();
        Decision decision = exchange.attachment() instanceof Decision attached ? attached : null;
        if (request != null && decision != null) {
            policy.finished(decision, new Transmission(exchange.status(), exchange.whole(), !request.isHead()));
        }
        if (log.isOn()) {
            RequestLine line = RequestLine.of(exchange, policy.redaction());
            if (decision == null) {
                log.write(clock.instant(), source(exchange), "", line, exchange);
            } else {
                Instant at = Instant.ofEpochMilli(decision.at());
                log.write(at, decision.client().address(), decision.user(), line, exchange);
            }
        }
    }

    private Address source(Exchange exchange) {
        Request request = exchange.request();
        return request == null ? Address.of(exchange.peer().address().getAddress()) : proxies.sourceOf(request);
    }

    /** The content of an entry, read where it lies. */
    private final class Content implements Body {
        private final Entry entry;

        Content(Entry entry) {
            this.entry = entry;
        }

        @Override
        public long length() {
            return entry.length();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return policy.read(entry, position, target);
        }
    }
}
