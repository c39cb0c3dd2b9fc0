package dev.lineman.serve;

import dev.lineman.access.Address;
import dev.lineman.http.Exchange;
import dev.lineman.http.Request;
import dev.lineman.publish.Entry;
import dev.lineman.visits.Fetches;
import dev.lineman.visits.Visit;
import dev.lineman.visits.Visits;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Tells of requests when they are over: to the visits, the counts of fetches and the access log. Thread-safe. */
record Reporting(Locator locator, Visits visits, Fetches fetches, AccessLog log) {

    /** A phone that nobody has asked for its file. */
    void stranger(String mac, Instant at, Address from, Request request) {
        visits.noteStranger(mac, at.getEpochSecond(), from, agent(request));
    }

    /**
     * A request is over.
     *
     * @param decision null when it never came to one
     */
    void finished(Exchange exchange, @Nullable Decision decision, @Nullable Proxies proxies, InstantSource clock) {
        Request request = exchange.request();
        if (decision == null || request == null) {
            if (log.isOn()) {
                Address peer = Address.of(exchange.peer().address().getAddress());
                Address from = request == null || proxies == null ? peer : proxies.sourceOf(request);
                String path = request == null ? "" : locator.shown(request.path());
                log.write(clock.instant(), from, "", path, exchange);
            }
            return;
        }
        Locator.Place place = decision.place();
        if (place != null) {
            if (!decision.window().isEmpty()) {
                fetches.end(place.file(), decision.window(), exchange.whole() && exchange.status() == 200);
            }
            visit(exchange, decision, place, request);
        }
        if (log.isOn()) {
            log.write(decision.at(), decision.from(), decision.user(), locator.shown(request.path()), exchange);
        }
    }

    private void visit(Exchange exchange, Decision decision, Locator.Place place, Request request) {
        Entry entry = place.entry();
        String mac = place.mac();
        if (entry == null
                || mac == null
                || !exchange.whole()
                || request.method().equals("HEAD")) {
            return;
        }
        visits.note(
                mac,
                new Visit(
                        decision.at().getEpochSecond(),
                        decision.from(),
                        exchange.status(),
                        entry.path(),
                        entry.digest(),
                        agent(request)));
    }

    private static String agent(Request request) {
        String agent = request.header("User-Agent");
        return agent == null ? "" : agent;
    }
}
