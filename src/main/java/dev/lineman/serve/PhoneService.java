package dev.lineman.serve;

import dev.lineman.access.Access;
import dev.lineman.access.Address;
import dev.lineman.access.Credentials;
import dev.lineman.access.KnownPhones;
import dev.lineman.access.Rule;
import dev.lineman.access.Way;
import dev.lineman.http.Answer;
import dev.lineman.http.Exchange;
import dev.lineman.http.Handler;
import dev.lineman.http.Observer;
import dev.lineman.http.Representation;
import dev.lineman.http.Request;
import dev.lineman.http.Staff;
import dev.lineman.login.Login;
import dev.lineman.login.Proof;
import dev.lineman.publish.Entry;
import dev.lineman.publish.Publisher;
import dev.lineman.visits.Fetches;
import dev.lineman.visits.Visits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers phones from the newest publication: what is published below one path, to those who may have it, and nothing else.
 * Whoever may not cannot tell a file that is there from one that is not. Thread-safe.
 */
public final class PhoneService implements Handler, Observer, Asking.Powers {
    /** No cache on the way gives what was for one to another (RFC 9111, section 5.2.2.7). */
    private static final String CACHING = "Cache-Control";

    private static final String PRIVATE = "private";
    /** In seconds: a large file may be hashed by then. */
    private static final String VERIFIED_IN = "10";

    private static final String REFUSED_FOR = Long.toString(Guard.REFUSING.toSeconds());

    private final Publisher publisher;
    private final Proxies proxies;
    private final Directory directory = new Directory();
    private final Locator locator;
    private final Login login;
    private final Guard guard;
    private final Visits visits;
    private final Fetches fetches;
    private final InstantSource clock;
    private final Rules rules = new Rules();
    private final Decisions decisions = new Decisions();
    private final Reporting reporting;

    /** Until the inventory is known, every MAC may be that of a phone. */
    private volatile KnownPhones phones = mac -> true;

    /**
     * A service of what is published, as of now.
     *
     * @param key random bytes that nobody else has
     * @param nanos a clock of nanoseconds that never goes back
     */
    public PhoneService(
            Publisher publisher,
            Terms terms,
            Visits visits,
            Fetches fetches,
            byte[] key,
            InstantSource clock,
            LongSupplier nanos) {
        this.publisher = publisher;
        this.proxies = new Proxies(terms.proxies());
        this.locator = new Locator(terms.prefix(), directory, rules);
        this.login = new Login(terms.schemes(), key, nanos);
        this.guard = new Guard(nanos);
        this.visits = visits;
        this.fetches = fetches;
        this.clock = clock;
        this.reporting = new Reporting(
                locator, proxies, visits, fetches, new AccessLog(terms.log(), directory.tokens()::redacted), clock);
        directory.lookAtAll(publisher.current());
    }

    /** The service as the people behind a listener. */
    public Staff staff() {
        return new Staff(this, this, new ProxyFilter(proxies));
    }

    /** Learns which phones the inventory has. */
    public void know(KnownPhones known) {
        phones = known;
    }

    /** Is told that files were published, or who may fetch them, or that they are gone: by their paths below {@code out/}. */
    public void published(Iterable<String> paths) {
        directory.lookAt(publisher.current(), paths);
    }

    /** The path below {@code out/} of one file that needs a client certificate, in lower case; null when none does. */
    public @Nullable String certified() {
        return directory.certified();
    }

    @Override
    public Answer answer(Request request) {
        Decision decision = decide(request);
        decisions.keep(request, decision);
        return decision.answer();
    }

    private Decision decide(Request request) {
        Address from = proxies.sourceOf(request);
        long now = clock.millis();
        Locator.Place place = locator.find(publisher.current(), request.path(), phones);
        String mac = place == null ? null : place.mac();
        Guard.Stance stance = guard.stance(from);
        if (stance != Guard.Stance.FREE && !isTrusted(request, from, mac)) {
            Answer answer = stance == Guard.Stance.IGNORED
                    ? Answer.silence()
                    : Answer.plain(429).with("Retry-After", REFUSED_FOR);
            return Decision.refusal(answer, from, now, place, "");
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Decision.refusal(Answer.methodNotAllowed("GET, HEAD"), from, now, null, "");
        }
        if (place == null) {
            return Decision.refusal(Answer.notFound(), from, now, null, "");
        }
        return decide(request, from, now, place);
    }

    /** Behind an address that many share, a phone that was served there before is not shut out for what others do. */
    private boolean isTrusted(Request request, Address from, @Nullable String mac) {
        if (request.clientCertificate() != null) {
            return true;
        }
        return mac != null && visits.wasServed(mac, from.source()) && !guard.failedFor(from, mac);
    }

    private Decision decide(Request request, Address from, long now, Locator.Place place) {
        Entry entry = place.entry();
        boolean open = entry != null
                && entry.access().isEmpty()
                && place.token().isEmpty()
                && request.clientCertificate() == null;
        if (entry != null && open) {
            return new Decision(new Content(entry).answerTo(request, now), from, now, place, "", "");
        }
        Access access = entry == null ? Rules.STAND_IN : rules.of(entry.access());
        Proof proof = directory.hasUsers() ? proof(request, access) : Proof.NONE;
        Asking asking = new Asking(request, from, place, proof, TimeUnit.MILLISECONDS.toSeconds(now), this);
        Way way = access.admitting(asking);
        if (proof.wrong()) {
            guard.failure(from, place.mac());
        }
        Credentials credentials = proof.credentials();
        String user = credentials == null ? "" : credentials.user();
        if (entry != null && way != null) {
            Decision served = serve(request, from, now, place, entry, way.rule(), user);
            if (served != null) {
                return served;
            }
        }
        UnknownMacs.guessed(place, request, phones).forEach(mac -> guard.stranger(from, mac));
        Answer answer = directory.hasUsers() && credentials == null ? challenge(proof) : Answer.notFound();
        return Decision.refusal(answer, from, now, place, user);
    }

    /** The file, unless it was fetched so often already. */
    private @Nullable Decision serve(
            Request request, Address from, long now, Locator.Place place, Entry entry, Rule rule, String user) {
        Content content = new Content(entry);
        if (rule.fetches() == 0) {
            return new Decision(content.answerTo(request, now).with(CACHING, PRIVATE), from, now, place, user, "");
        }
        // A part that is the whole but for a byte would not be counted.
        Answer answer = content.answerTo(Rules.withoutRange(request), now).with(CACHING, PRIVATE);
        if (answer.status() == 200 && request.method().equals("GET")) {
            if (!fetches.begin(place.file(), rule.fetches(), rule.window())) {
                return null;
            }
            return new Decision(answer, from, now, place, user, rule.window());
        }
        return new Decision(answer, from, now, place, user, "");
    }

    /** Who they are is told by the file's own users first, and by anybody else's then. */
    private Proof proof(Request request, Access access) {
        return login.proof(request.header("Authorization"), request.method(), request.target(), name -> {
            Set<Credentials> known = directory.users(name);
            return known.size() > 1 ? Rules.ownFirst(access, name, known) : known;
        });
    }

    private Answer challenge(Proof proof) {
        Answer answer = Answer.plain(401);
        for (String challenge : login.challenges(proof.stale())) {
            answer = answer.with("WWW-Authenticate", challenge);
        }
        return answer;
    }

    @Override
    public void finished(Exchange exchange) {
        Request request = exchange.request();
        Decision decision = request == null ? null : decisions.take(request, exchange.body());
        reporting.finished(exchange, decision, phones);
    }

    @Override
    public boolean isToken(String hash) {
        return directory.tokens().has(hash);
    }

    @Override
    public boolean isPhone(String mac) {
        return phones.has(mac);
    }

    @Override
    public boolean isSpent(String file, int most, String window) {
        return fetches.isSpent(file, most, window);
    }

    /** The content of an entry, read where it lies. */
    private final class Content implements Decisions.Carrier {
        private final Entry entry;
        private @Nullable Decision decision;

        Content(Entry entry) {
            this.entry = entry;
        }

        Answer answerTo(Request request, long now) {
            if (!publisher.isReady(entry)) {
                return Answer.plain(503).with("Retry-After", VERIFIED_IN);
            }
            return new Representation(
                            this, ContentTypes.of(entry.path()), entry.digest().toString(), entry.modified())
                    .answerTo(request, Instant.ofEpochMilli(now));
        }

        @Override
        public void carry(Decision made) {
            decision = made;
        }

        @Override
        public Decision carried() {
            return Objects.requireNonNull(decision);
        }

        @Override
        public long length() {
            return entry.length();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return publisher.read(entry, position, target);
        }
    }
}
