package dev.lineman.http.exchange;

/**
 * Is told of every exchange when it is over: answered, refused or broken off. On the threads that serve every connection, so
 * it must not block, and on several of them at once. What it throws is told as a fault and changes nothing.
 */
@FunctionalInterface
public interface ExchangeListener {

    /** One exchange is over. */
    void finished(HttpExchange exchange);
}
