package dev.lineman.serve;

import dev.lineman.access.KnownPhones;
import dev.lineman.access.RequestedMac;
import dev.lineman.publish.store.PublishedFile;
import dev.lineman.serve.visits.MissedRequest;
import dev.lineman.serve.visits.ReportedDevice;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.Visit;
import dev.lineman.serve.visits.VisitLog;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Records which phone sent a request, and what it got. {@link ServingPolicy} calls it after the response. It stores no
 * token and no query. Thread-safe.
 *
 * @param visits the records
 * @param redaction the tokens of all access rules
 */
record VisitRecorder(VisitLog visits, TokenRedaction redaction) {

    /**
     * Records one request that got a whole response.
     *
     * @param path the decoded path of the request, with the prefix; empty when no file can have it
     */
    void record(ServingDecision decision, String path, Transmission sent, KnownPhones phones) {
        PathLocator.LocatedFile located = decision.located();
        PublishedFile entry = decision.entry();
        PhoneClient client = decision.client();
        String agent = redaction.text(client.agent());
        long second = TimeUnit.MILLISECONDS.toSeconds(decision.at());
        String mac = located == null ? null : located.mac();
        if (entry != null && mac != null) {
            if (sent.content()) {
                visits.recordVisit(
                        mac, new Visit(second, client.address(), sent.status(), entry.path(), entry.digest(), agent));
            }
        } else if (located != null && decision.isRefusal()) {
            String unknown = UnknownMacFinder.senderMac(located, client, phones);
            if (unknown != null) {
                visits.recordUnknownPhone(UnknownPhone.seen(
                        unknown,
                        second,
                        client.address(),
                        client.port().channel(),
                        redaction.fileName(located, phones),
                        ReportedDevice.ofAgent(agent)));
            }
        }
        String sender = isMissed(decision) ? sender(located, client, path, phones) : null;
        if (sender != null && !(entry != null && sender.equals(mac))) {
            String name = located == null ? redaction.foreignPath(path, phones) : redaction.fileName(located, phones);
            visits.recordMissed(
                    sender,
                    new MissedRequest(name, client.address(), sent.status(), entry != null, second, second, 1, agent));
        }
    }

    /** With Digest, the first request for a file has no credentials and gets a 401: that is no miss. */
    private static boolean isMissed(ServingDecision decision) {
        return switch (decision.kind()) {
            case NOT_FOUND, GUESSING -> true;
            case UNAUTHORIZED ->
                decision.entry() == null || decision.authenticationResult().wrong();
            case SEND, SEND_COUNTED, UNAVAILABLE, IGNORED, ACCEPT, FORBIDDEN -> false;
        };
    }

    /**
     * Returns the known phone that sent a request: that in the User-Agent or the query, else that in the name. Returns
     * null if no known phone is named.
     */
    private @Nullable String sender(
            PathLocator.@Nullable LocatedFile located, PhoneClient client, String path, KnownPhones phones) {
        for (String claimed : UnknownMacFinder.claimedMacs(client)) {
            if (phones.contains(claimed)) {
                return claimed;
            }
        }
        String named =
                located == null ? RequestedMac.find(redaction.foreignPath(path, phones), 0, phones) : located.named();
        return named != null && phones.contains(named) ? named : null;
    }
}
