package dev.lineman.serve;

import dev.lineman.access.KnownPhones;
import dev.lineman.publish.Entry;
import dev.lineman.visits.Fetches;
import dev.lineman.visits.Visit;
import dev.lineman.visits.Visits;
import java.util.concurrent.TimeUnit;

/** Records requests when they are over, so that it makes no difference to their answers: visits and fetches. Thread-safe. */
record Reporting(TokenRedaction redaction, Visits visits, Fetches fetches) {

    /** A client was answered. */
    void finished(Decision decision, Transmission sent, KnownPhones phones) {
        Locator.Place place = decision.place();
        if (place == null) {
            return;
        }
        if (decision.kind() == Decision.Kind.SEND_COUNTED) {
            fetches.end(place.file(), decision.window(), sent.whole() && sent.status() == 200);
        }
        if (sent.whole()) {
            note(decision, sent, place, phones);
        }
    }

    private void note(Decision decision, Transmission sent, Locator.Place place, KnownPhones phones) {
        Entry entry = place.entry();
        String mac = place.mac();
        PhoneClient client = decision.client();
        long second = TimeUnit.MILLISECONDS.toSeconds(decision.at());
        if (entry == null || mac == null) {
            String unknown = decision.isRefusal() ? UnknownMacs.sender(place, client, phones) : null;
            if (unknown != null) {
                visits.noteStranger(unknown, second, client.address(), agent(client));
            }
        } else if (sent.content()) {
            visits.note(
                    mac,
                    new Visit(second, client.address(), sent.status(), entry.path(), entry.digest(), agent(client)));
        }
    }

    private String agent(PhoneClient client) {
        return redaction.text(client.agent());
    }
}
