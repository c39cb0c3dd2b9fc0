package dev.lineman.http.exchange;

import dev.lineman.http.Listener;

/**
 * What a {@link Listener} serves.
 *
 * @param handler responds to the requests
 * @param exchangeListener is notified of each finished exchange
 * @param proxyTrust knows the trusted proxies
 */
public record Endpoint(RequestHandler handler, ExchangeListener exchangeListener, ProxyTrust proxyTrust) {

    /** An endpoint without an exchange listener and without trusted proxies. */
    public static Endpoint of(RequestHandler handler) {
        return new Endpoint(handler, exchange -> {}, ProxyTrust.NO_PROXIES);
    }
}
