package dev.lineman.serve;

import dev.lineman.access.KnownPhones;
import dev.lineman.access.RequestedMac;
import dev.lineman.access.auth.AuthenticationResult;
import dev.lineman.publish.Publisher;
import dev.lineman.serve.ServingDecision.DecisionKind;
import dev.lineman.serve.upload.UploadName;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which uploads are taken: files with a name that phones use, for a phone of the inventory, from a client that may
 * fetch that phone's own files. Clients that guess are limited as for fetches. Thread-safe.
 */
public final class UploadPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(UploadPolicy.class);

    /** Phones whose unknown uploads are logged. */
    private static final int MAX_LOGGED = 1000;

    private final ServingPolicy policy;
    private final Publisher publisher;
    private final PathLocator pathLocator;
    private final InstantSource clock;

    /** Phones that have sent a file with an unknown name. */
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    UploadPolicy(ServingPolicy policy, Publisher publisher, PathLocator pathLocator, InstantSource clock) {
        this.policy = policy;
        this.publisher = publisher;
        this.pathLocator = pathLocator;
        this.clock = clock;
    }

    /**
     * Decides a request for an upload. It is accepted if the template of the phone says so, and the client could upload the
     * file itself.
     *
     * @param path the decoded path of the request, with the prefix
     * @return null if no template says so
     */
    public @Nullable UploadDecision decideFetch(PhoneClient client, String path) {
        UploadName name = path.startsWith(pathLocator.prefix()) ? UploadName.parse(path, policy.phones()) : null;
        return name == null
                        || !policy.phones().servesUpload(name.mac(), name.kind().word())
                ? null
                : decide(client, path);
    }

    /**
     * Decides an upload. The number of fetches that a rule allows does not matter.
     *
     * @param path the decoded path of the request, with the prefix
     */
    public UploadDecision decide(PhoneClient client, String path) {
        long now = clock.millis();
        KnownPhones phones = policy.phones();
        boolean below = path.startsWith(pathLocator.prefix());
        UploadName name = below ? UploadName.parse(path, phones) : null;
        if (name == null) {
            if (below) {
                logUnknownName(path, phones);
            }
            ServingDecision guessing = policy.refusal(client, null, now);
            return new UploadDecision(
                    guessing == null
                            ? new ServingDecision(
                                    DecisionKind.FORBIDDEN, client, now, null, AuthenticationResult.NONE, null)
                            : guessing,
                    null);
        }
        PathLocator.LocatedFile located =
                pathLocator.findForUpload(publisher.current(), path, name.mac(), phones.filesOf(name.mac()));
        ServingDecision refusal = policy.refusal(client, located, now);
        if (refusal != null) {
            return new UploadDecision(refusal, null);
        }
        if (located.entry() == null && !phones.isLoaded()) {
            return new UploadDecision(
                    new ServingDecision(
                            DecisionKind.UNAVAILABLE, client, now, located, AuthenticationResult.NONE, null),
                    null);
        }
        ServingDecision fetch = policy.decide(client, located, now, false);
        return switch (fetch.kind()) {
            case SEND, UNAVAILABLE -> new UploadDecision(fetch.withKind(DecisionKind.ACCEPT), name);
            case UNAUTHORIZED -> new UploadDecision(fetch, null);
            default -> new UploadDecision(fetch.withKind(DecisionKind.FORBIDDEN), null);
        };
    }

    /** Says once for each phone that it sends a file which is not stored. */
    private void logUnknownName(String path, KnownPhones phones) {
        String shown = policy.redaction().path(path);
        String mac = RequestedMac.find(shown, 0, phones);
        if (mac != null && phones.contains(mac) && logged.size() < MAX_LOGGED && logged.add(mac)) {
            LOG.info(
                    "phone {} uploads {}, which is none of the files that are stored; it gets status 403",
                    mac,
                    shown.substring(shown.lastIndexOf('/') + 1));
        }
    }
}
