package dev.lineman.http.exchange;

/**
 * Is notified when an exchange is finished: responded to, refused or broken off. Used for the access log and
 * the metrics. Called on the threads of the event loops, on several at the same time, so it must be thread-safe
 * and must not block. An exception from it is reported as a fault and changes nothing.
 */
@FunctionalInterface
public interface ExchangeListener {

    /** Called once for each exchange, after its last byte was sent or its connection has failed. */
    void finished(HttpExchange exchange);
}
