package dev.lineman.serve;

import dev.lineman.access.Address;
import dev.lineman.access.KnownPhones;
import dev.lineman.http.Exchange;
import dev.lineman.http.Request;
import dev.lineman.publish.Entry;
import dev.lineman.visits.Fetches;
import dev.lineman.visits.Visit;
import dev.lineman.visits.Visits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells of requests when they are over, so that it makes no difference to their answers: to the visits, the counts of fetches
 * and the access log. Thread-safe.
 */
record Reporting(Locator locator, Proxies proxies, Visits visits, Fetches fetches, AccessLog log, InstantSource clock) {

    /**
     * A request is over.
     *
     * @param decision null when it never came to one
     */
    void finished(Exchange exchange, @Nullable Decision decision, KnownPhones phones) {
        Request request = exchange.request();
        if (decision == null || request == null) {
            undecided(exchange, request);
            return;
        }
        Locator.Place place = decision.place();
        if (place != null) {
            if (!decision.window().isEmpty()) {
                fetches.end(place.file(), decision.window(), exchange.whole() && exchange.status() == 200);
            }
            note(exchange, decision, place, request, phones);
        }
        if (log.isOn()) {
            log.write(
                    Instant.ofEpochMilli(decision.at()),
                    decision.from(),
                    decision.user(),
                    RequestLine.of(exchange, locator),
                    exchange);
        }
    }

    private void undecided(Exchange exchange, @Nullable Request request) {
        if (log.isOn()) {
            Address from =
                    request == null ? Address.of(exchange.peer().address().getAddress()) : proxies.sourceOf(request);
            log.write(clock.instant(), from, "", RequestLine.of(exchange, locator), exchange);
        }
    }

    private void note(Exchange exchange, Decision decision, Locator.Place place, Request request, KnownPhones phones) {
        Entry entry = place.entry();
        String mac = place.mac();
        long second = TimeUnit.MILLISECONDS.toSeconds(decision.at());
        if (!exchange.whole()) {
            return;
        }
        if (entry == null || mac == null) {
            boolean refused = exchange.status() == 404 || exchange.status() == 401;
            String unknown = refused ? UnknownMacs.sender(place, request, phones) : null;
            if (unknown != null) {
                visits.noteStranger(unknown, second, decision.from(), agent(request));
            }
        } else if (!request.method().equals("HEAD")) {
            visits.note(
                    mac,
                    new Visit(
                            second, decision.from(), exchange.status(), entry.path(), entry.digest(), agent(request)));
        }
    }

    private String agent(Request request) {
        String agent = request.header("User-Agent");
        return agent == null ? "" : locator.directory().tokens().redacted(agent);
    }
}
