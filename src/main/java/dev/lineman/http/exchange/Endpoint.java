package dev.lineman.http.exchange;

import dev.lineman.http.Listener;

/**
 * Who works behind a {@link Listener}.
 *
 * @param handler answers
 * @param exchangeListener is told what was answered
 * @param connectionFilter knows the proxies
 */
public record Endpoint(RequestHandler handler, ExchangeListener exchangeListener, ConnectionFilter connectionFilter) {

    /** Someone who answers everybody, unobserved. */
    public static Endpoint of(RequestHandler handler) {
        return new Endpoint(handler, exchange -> {}, ConnectionFilter.NO_PROXIES);
    }
}
