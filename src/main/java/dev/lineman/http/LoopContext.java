package dev.lineman.http;

import dev.lineman.http.exchange.ConnectionFilter;
import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.exchange.HttpExchange;
import dev.lineman.http.message.HttpDate;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What the connections of one loop share: whom to ask, within which limits, what date it is. Used by one thread. */
final class LoopContext {
    private final Endpoint endpoint;
    private final HttpLimits limits;
    private final InstantSource clock;
    private final Consumer<Throwable> faults;
    private long dateSecond = Long.MIN_VALUE;
    private String dateLine = "";

    LoopContext(Endpoint endpoint, HttpLimits limits, InstantSource clock, Consumer<Throwable> faults) {
        this.endpoint = endpoint;
        this.limits = limits;
        this.clock = clock;
        this.faults = faults;
    }

    HttpLimits limits() {
        return limits;
    }

    /** Knows the proxies. What it throws ends the connection in question. */
    ConnectionFilter connectionFilter() {
        return endpoint.connectionFilter();
    }

    /** The handler's answer, or a 500 for what it throws. */
    Response handle(Request request) {
        try {
            return endpoint.handler().handle(request);
        } catch (RuntimeException | StackOverflowError e) {
            report(e);
            return Response.plain(500);
        }
    }

    void notifyFinished(HttpExchange exchange) {
        try {
            endpoint.exchangeListener().finished(exchange);
        } catch (RuntimeException | StackOverflowError e) {
            report(e);
        }
    }

    /** Tells of a fault that is ours. */
    void report(Throwable fault) {
        faults.accept(fault);
    }

    /** The time of day in seconds since 1970. */
    long epochSecond() {
        return clock.instant().getEpochSecond();
    }

    /** The {@code Date} field of that second, made once a second. */
    String dateLine(long second) {
        if (second != dateSecond) {
            dateLine = "Date: " + HttpDate.format(second) + "\r\n";
            dateSecond = second;
        }
        return dateLine;
    }
}
