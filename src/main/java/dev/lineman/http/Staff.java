package dev.lineman.http;

/**
 * Who works behind a {@link Listener}.
 *
 * @param handler answers
 * @param observer is told what was answered
 * @param doorkeeper knows the proxies
 */
public record Staff(Handler handler, Observer observer, Doorkeeper doorkeeper) {

    /** Someone who answers everybody, unobserved. */
    public static Staff of(Handler handler) {
        return new Staff(handler, exchange -> {}, Doorkeeper.OPEN);
    }
}
