package dev.lineman.serve;

import dev.lineman.access.Access;
import dev.lineman.access.Address;
import dev.lineman.access.Asker;
import dev.lineman.access.Credentials;
import dev.lineman.access.KnownPhones;
import dev.lineman.access.Mac;
import dev.lineman.access.Rule;
import dev.lineman.access.Way;
import dev.lineman.login.Proof;
import dev.lineman.publish.Entry;
import dev.lineman.publish.Publisher;
import dev.lineman.serve.Decision.Kind;
import dev.lineman.visits.Fetches;
import dev.lineman.visits.Logbook;
import dev.lineman.visits.Visit;
import dev.lineman.visits.Visits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a client gets of the newest publication: a file below the prefix that the client may have, and nothing else. A
 * client that may not have a file cannot tell whether it exists. Knows no protocol. Thread-safe.
 */
public final class ServingPolicy {
    /** How long a client that guesses is refused, before it gets no answers at all. */
    public static final Duration REFUSING = Guard.REFUSING;

    private final Publisher publisher;
    private final Directory directory;
    private final Rules rules = new Rules();
    private final TokenRedaction redaction;
    private final Locator locator;
    private final Guard guard;
    private final Visits visits;
    private final Fetches fetches;
    private final InstantSource clock;

    /** Until the inventory is known, every MAC may be that of a phone. */
    private volatile KnownPhones phones = mac -> true;

    /**
     * A policy for what is published, as of now.
     *
     * @param prefix the path below which phones ask, with {@code /} at both ends
     * @param nanos a clock of nanoseconds that never goes back
     */
    public ServingPolicy(Publisher publisher, String prefix, Logbook logbook, InstantSource clock, LongSupplier nanos) {
        this.publisher = publisher;
        this.redaction = new TokenRedaction(prefix);
        this.directory = new Directory(redaction);
        this.locator = new Locator(prefix, redaction, rules);
        this.guard = new Guard(nanos);
        this.visits = logbook.visits();
        this.fetches = logbook.fetches();
        this.clock = clock;
        directory.lookAtAll(publisher.current());
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

    /** Removes the tokens of the rules from text. */
    public TokenRedaction redaction() {
        return redaction;
    }

    /** What a client gets that asks for the file at a path. */
    public Decision decide(PhoneClient client, String path) {
        long now = clock.millis();
        Locator.Place place = locator.find(publisher.current(), path, phones);
        Decision refusal = refusal(client, place, now);
        if (refusal != null) {
            return refusal;
        }
        return place == null
                ? new Decision(Kind.NOT_FOUND, client, now, null, Proof.NONE, null)
                : decide(client, place, now);
    }

    /** Why a client is refused whatever it asks for a path; null when it is not. */
    public @Nullable Decision refusal(PhoneClient client, String path) {
        return refusal(client, locator.find(publisher.current(), path, phones), clock.millis());
    }

    private @Nullable Decision refusal(PhoneClient client, Locator.@Nullable Place place, long now) {
        Guard.Stance stance = guard.stance(client.address());
        if (stance == Guard.Stance.FREE || isTrusted(client, place == null ? null : place.mac())) {
            return null;
        }
        Kind kind = stance == Guard.Stance.IGNORED ? Kind.IGNORED : Kind.GUESSING;
        return new Decision(kind, client, now, place, Proof.NONE, null);
    }

    /** Behind an address that many share, a phone that was served there before is not shut out for what others do. */
    private boolean isTrusted(PhoneClient client, @Nullable String mac) {
        if (client.certificate() != null) {
            return true;
        }
        Address from = client.address();
        return mac != null && visits.wasServed(mac, from.source()) && !guard.failedFor(from, mac);
    }

    private Decision decide(PhoneClient client, Locator.Place place, long now) {
        Entry entry = place.entry();
        boolean open =
                entry != null && entry.access().isEmpty() && place.token().isEmpty() && client.certificate() == null;
        if (entry != null && open) {
            return new Decision(sending(entry), client, now, place, Proof.NONE, null);
        }
        Access access = entry == null ? Rules.STAND_IN : rules.of(entry.access());
        Proof proof = directory.hasUsers() ? proof(client, access) : Proof.NONE;
        Way way = access.admitting(new Sender(client, place, proof, TimeUnit.MILLISECONDS.toSeconds(now), this));
        if (proof.wrong()) {
            guard.failure(client.address(), place.mac());
        }
        if (entry != null && way != null) {
            return new Decision(sending(entry), client, now, place, proof, way.rule());
        }
        return refused(client, place, now, proof);
    }

    private Kind sending(Entry entry) {
        return publisher.isReady(entry) ? Kind.SEND : Kind.UNAVAILABLE;
    }

    private Decision refused(PhoneClient client, Locator.Place place, long now, Proof proof) {
        UnknownMacs.guessed(place, client, phones).forEach(mac -> guard.stranger(client.address(), mac));
        Kind kind = directory.hasUsers() && proof.credentials() == null ? Kind.UNAUTHORIZED : Kind.NOT_FOUND;
        return new Decision(kind, client, now, place, proof, null);
    }

    /** Who they are is told by the file's own users first, and by anybody else's then. */
    private Proof proof(PhoneClient client, Access access) {
        return client.login().check(name -> {
            Set<Credentials> known = directory.users(name);
            return known.size() > 1 ? Rules.ownFirst(access, name, known) : known;
        });
    }

    /**
     * Counts a fetch of a limited file that is about to be sent whole, until {@link #finished}.
     *
     * @return the decision, or a refusal when other clients are fetching the file as often as its rule allows
     */
    public Decision count(Decision decision) {
        Locator.Place place = decision.place();
        Rule rule = decision.rule();
        if (place == null || rule == null || fetches.begin(place.file(), rule.fetches(), rule.window())) {
            return decision.as(Kind.SEND_COUNTED);
        }
        return refused(decision.client(), place, decision.at(), decision.proof());
    }

    /** Reads content of a file to send, see {@link Publisher#read}. */
    public int read(Entry entry, long position, ByteBuffer target) throws IOException {
        return publisher.read(entry, position, target);
    }

    /** Records how an answer went out, when it is over, so that it makes no difference to the answer: visits and fetches. */
    public void finished(Decision decision, Transmission sent) {
        Locator.Place place = decision.place();
        if (place == null) {
            return;
        }
        if (decision.kind() == Kind.SEND_COUNTED) {
            fetches.end(place.file(), decision.window(), sent.whole() && sent.status() == 200);
        }
        if (sent.whole()) {
            note(decision, sent, place);
        }
    }

    private void note(Decision decision, Transmission sent, Locator.Place place) {
        Entry entry = place.entry();
        String mac = place.mac();
        PhoneClient client = decision.client();
        String agent = redaction.text(client.agent());
        long second = TimeUnit.MILLISECONDS.toSeconds(decision.at());
        if (entry == null || mac == null) {
            String unknown = decision.isRefusal() ? UnknownMacs.sender(place, client, phones) : null;
            if (unknown != null) {
                visits.noteStranger(unknown, second, client.address(), agent);
            }
        } else if (sent.content()) {
            visits.note(mac, new Visit(second, client.address(), sent.status(), entry.path(), entry.digest(), agent));
        }
    }

    /** What one request says of its sender. The costly part is computed only when a rule needs it. */
    private record Sender(PhoneClient client, Locator.Place place, Proof proof, long now, ServingPolicy policy)
            implements Asker {
        @Override
        public @Nullable String named() {
            return place.named();
        }

        @Override
        public Address address() {
            return client.address();
        }

        @Override
        public List<String> agentMacs() {
            return Mac.all(client.agent());
        }

        @Override
        public @Nullable List<String> certificateMacs() {
            X509Certificate certificate = client.certificate();
            return certificate == null ? null : CertificateMacs.of(certificate);
        }

        @Override
        public @Nullable Credentials credentials() {
            return proof.credentials();
        }

        @Override
        public String token() {
            return place.token();
        }

        @Override
        public boolean isToken(String hash) {
            return policy.redaction.has(hash);
        }

        @Override
        public boolean isPhone(String mac) {
            return policy.phones.has(mac);
        }

        @Override
        public boolean isSpent(int most, String window) {
            return policy.fetches.isSpent(place.file(), most, window);
        }
    }
}
