package dev.lineman.serve;

import dev.lineman.access.AccessGrant;
import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import dev.lineman.access.IpAddress;
import dev.lineman.access.KnownPhones;
import dev.lineman.access.TftpPermission;
import dev.lineman.access.UserCredentials;
import dev.lineman.access.auth.AuthenticationResult;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.store.PublishedFile;
import dev.lineman.serve.ServingDecision.DecisionKind;
import dev.lineman.serve.search.PhonebookSearch;
import dev.lineman.serve.visits.FetchCounter;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.serve.visits.VisitStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a client gets from the newest publication: a file below the prefix if its access rule permits, otherwise
 * an error.
 * A client without access cannot tell whether a file exists: both cases give the same answer. Knows no
 * protocol: {@link dev.lineman.serve.http.PhoneHandler} calls it for HTTP. Thread-safe.
 */
public final class ServingPolicy {
    /** How long a guessing client is refused before it gets no answers at all. */
    public static final Duration REFUSAL_TIME = GuessingLimiter.REFUSAL_TIME;

    private final Publisher publisher;
    private final CredentialIndex credentialIndex;
    private final AccessCache accessCache = new AccessCache();
    private final TokenRedaction redaction;
    private final PathLocator pathLocator;
    private final TopLevelLocator topLevelLocator;
    private final UnmetRuleLog unmetRules = new UnmetRuleLog();
    private final GuessingLimiter guessingLimiter;

    /** Of its own, since an address can be forged over UDP: forged requests must not lock it out of HTTP. */
    private final GuessingLimiter tftpLimiter;

    private final VisitLog visits;
    private final VisitRecorder visitRecorder;
    private final FetchCounter fetchCounter;
    private final PhonebookSearch phonebookSearch;
    private final InstantSource clock;

    /** Until the inventory is loaded, every MAC may belong to a phone. */
    private volatile KnownPhones phones = mac -> true;

    /**
     * Creates a policy for everything that is published now.
     *
     * @param prefix the path below which phones ask, with {@code /} at both ends
     * @param clock the time of day, for access rules and visits
     * @param nanos a monotonic clock in nanoseconds
     */
    public ServingPolicy(
            Publisher publisher, String prefix, VisitStore visitStore, InstantSource clock, LongSupplier nanos) {
        this.publisher = publisher;
        this.redaction = new TokenRedaction(prefix);
        this.credentialIndex = new CredentialIndex(redaction);
        this.pathLocator = new PathLocator(prefix, redaction, accessCache);
        this.topLevelLocator = new TopLevelLocator(accessCache);
        this.guessingLimiter = new GuessingLimiter("", nanos);
        this.tftpLimiter = new GuessingLimiter(" by TFTP", nanos);
        this.visits = visitStore.visits();
        this.visitRecorder = new VisitRecorder(visits, redaction);
        this.fetchCounter = visitStore.fetches();
        this.phonebookSearch = new PhonebookSearch(publisher, nanos);
        this.clock = clock;
        credentialIndex.addAll(publisher.current());
    }

    /** Sets the phones of the inventory. The agent calls this once, at the start, with a lookup in the newest state. */
    public void setKnownPhones(KnownPhones known) {
        phones = known;
    }

    /**
     * Updates the index of credentials after a publication.
     *
     * @param paths files below {@code out/} that are new or removed, or have a new access rule
     */
    public void updatePublished(Iterable<String> paths) {
        credentialIndex.update(publisher.current(), paths);
    }

    /**
     * Returns the path below {@code out/}, in lower case, of one file that requires a client certificate; null when
     * there is none.
     */
    public @Nullable String fileRequiringCertificate() {
        return credentialIndex.fileRequiringCertificate();
    }

    /** Returns the redaction that removes tokens from text. */
    public TokenRedaction redaction() {
        return redaction;
    }

    /**
     * Decides a request for a path.
     *
     * @param path the decoded path of the request, with the prefix where names are not at the top
     */
    public ServingDecision decide(PhoneClient client, String path) {
        long now = clock.millis();
        PathLocator.LocatedFile located = locate(client, path);
        ServingDecision refusal = refusal(client, located, now);
        if (refusal != null) {
            return refusal;
        }
        return located == null
                ? new ServingDecision(DecisionKind.NOT_FOUND, client, now, null, AuthenticationResult.NONE, null)
                : decide(client, located, now, true);
    }

    /**
     * Returns the refusal of a guessing client, which does not depend on the method of the request; null when it is not
     * refused.
     */
    public @Nullable ServingDecision refusal(PhoneClient client, String path) {
        return refusal(client, locate(client, path), clock.millis());
    }

    private PathLocator.@Nullable LocatedFile locate(PhoneClient client, String path) {
        return client.port().isTopLevel()
                ? topLevelLocator.find(publisher.current(), path, phones)
                : pathLocator.find(publisher.current(), path, phones);
    }

    @Nullable
    ServingDecision refusal(PhoneClient client, PathLocator.@Nullable LocatedFile located, long now) {
        GuessingLimiter.LimiterState state = limiter(client).state(client.address());
        if (state == GuessingLimiter.LimiterState.ALLOWED
                || isTrusted(client, located == null ? null : located.mac())) {
            return null;
        }
        DecisionKind kind =
                state == GuessingLimiter.LimiterState.IGNORED ? DecisionKind.IGNORED : DecisionKind.GUESSING;
        return new ServingDecision(kind, client, now, located, AuthenticationResult.NONE, null);
    }

    private GuessingLimiter limiter(PhoneClient client) {
        return client.port() == ServingPort.TFTP ? tftpLimiter : guessingLimiter;
    }

    /** Many phones may share an address. A phone that was served there before is not refused because of the others. */
    private boolean isTrusted(PhoneClient client, @Nullable String mac) {
        if (client.certificate() != null) {
            return true;
        }
        IpAddress from = client.address();
        return mac != null
                && visits.wasServed(mac, from.sourceNetwork())
                && !limiter(client).failedFor(from, mac);
    }

    /** Returns the policy for uploads, which asks this one. */
    public UploadPolicy uploads() {
        return new UploadPolicy(this, publisher, pathLocator, clock);
    }

    /** Returns the phones of the inventory. Until it is loaded, every MAC may belong to a phone. */
    public KnownPhones phones() {
        return phones;
    }

    /** @param counted whether a limit on the number of fetches applies */
    ServingDecision decide(PhoneClient client, PathLocator.LocatedFile located, long now, boolean counted) {
        PublishedFile entry = located.entry();
        TftpPermission permission = client.port() == ServingPort.TFTP && entry != null
                ? phones.tftpPermission(entry.path())
                : TftpPermission.PERMITTED;
        if (permission == TftpPermission.UNKNOWN) {
            return new ServingDecision(DecisionKind.UNAVAILABLE, client, now, located, AuthenticationResult.NONE, null);
        }
        if (permission == TftpPermission.DENIED) {
            unmetRules.notForTftp(located);
            return refuse(client, located, now, AuthenticationResult.NONE);
        }
        boolean open =
                entry != null && entry.access().isEmpty() && located.token().isEmpty() && client.certificate() == null;
        if (entry != null && open) {
            return new ServingDecision(sendKind(entry), client, now, located, AuthenticationResult.NONE, null);
        }
        // The check runs even if no file exists: otherwise the response time shows which files exist.
        FileAccess access = entry == null ? AccessCache.STAND_IN : accessCache.of(entry.access());
        AuthenticationResult authenticationResult =
                credentialIndex.hasUsers() ? authenticate(client, access) : AuthenticationResult.NONE;
        AccessGrant accessGrant = access.findGrant(new RuleClient(
                client,
                located,
                authenticationResult,
                TimeUnit.MILLISECONDS.toSeconds(now),
                counted,
                redaction,
                phones,
                fetchCounter));
        if (authenticationResult.wrong()) {
            limiter(client).countFailure(client.address(), located.mac());
        }
        if (entry != null && accessGrant != null) {
            return new ServingDecision(sendKind(entry), client, now, located, authenticationResult, accessGrant.rule());
        }
        if (entry != null && client.port().isTopLevel()) {
            unmetRules.refused(client.port(), located, access);
        }
        return refuse(client, located, now, authenticationResult);
    }

    private DecisionKind sendKind(PublishedFile entry) {
        return publisher.isReady(entry) ? DecisionKind.SEND : DecisionKind.UNAVAILABLE;
    }

    private ServingDecision refuse(
            PhoneClient client, PathLocator.LocatedFile located, long now, AuthenticationResult authenticationResult) {
        UnknownMacFinder.guessedMacs(located, client, phones)
                .forEach(mac -> limiter(client).countUnknownMac(client.address(), mac));
        DecisionKind kind = credentialIndex.hasUsers()
                        && authenticationResult.credentials() == null
                        && !client.port().isTopLevel()
                ? DecisionKind.UNAUTHORIZED
                : DecisionKind.NOT_FOUND;
        return new ServingDecision(kind, client, now, located, authenticationResult, null);
    }

    /** Checks the credentials against those that the file names first, then against all others. */
    private AuthenticationResult authenticate(PhoneClient client, FileAccess access) {
        return client.login().check(name -> {
            Set<UserCredentials> known = credentialIndex.users(name);
            return known.size() > 1 ? AccessCache.ownFirst(access, name, known) : known;
        });
    }

    /**
     * Counts a fetch of a limited file before the response starts. {@link #finished} ends it.
     *
     * @return the decision; a refusal when the rule allows no further fetch at the moment
     */
    public ServingDecision beginCountedFetch(ServingDecision decision) {
        PathLocator.LocatedFile located = decision.located();
        AccessRule rule = decision.rule();
        if (located == null || rule == null || fetchCounter.begin(located.file(), rule.fetches(), rule.fetchWindow())) {
            return decision.withKind(DecisionKind.SEND_COUNTED);
        }
        return refuse(decision.client(), located, decision.at(), decision.authenticationResult());
    }

    /**
     * Searches in a phonebook that the client may read, if its query asks for it. A file with limited fetches is never
     * searched.
     *
     * @return null if the client gets the file as it is
     */
    public PhonebookSearch.@Nullable SearchResult search(ServingDecision decision) {
        PublishedFile entry = decision.entry();
        return entry == null || decision.kind() != DecisionKind.SEND || decision.isLimited()
                ? null
                : phonebookSearch.search(
                        entry, decision.client().query(), decision.client().address());
    }

    /** Reads content of a published file, see {@link Publisher#read}. */
    public int read(PublishedFile entry, long position, ByteBuffer target) throws IOException {
        return publisher.read(entry, position, target);
    }

    /**
     * Records the result of a response: visit, missed request and fetch count. Call it after the last byte, so that it
     * delays no response.
     *
     * @param path the path that {@link #decide} got
     */
    public void finished(ServingDecision decision, String path, Transmission sent) {
        PathLocator.LocatedFile located = decision.located();
        if (located != null && decision.kind() == DecisionKind.SEND_COUNTED) {
            fetchCounter.end(located.file(), decision.window(), sent.whole() && sent.status() == 200);
        }
        if (sent.whole()) {
            visitRecorder.record(decision, path, sent, phones);
        }
    }
}
