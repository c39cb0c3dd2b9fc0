package dev.lineman.http;

import dev.lineman.http.exchange.BodyDecision;
import dev.lineman.http.exchange.BodyReception;
import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.exchange.HttpExchange;
import dev.lineman.http.exchange.ProxyTrust;
import dev.lineman.http.message.HttpDate;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of one {@link EventLoop} share: the endpoint, the limits and the {@code Date} line. It
 * also keeps faults of the endpoint away from the loop. Used by the loop's thread, except for {@link #report}.
 */
final class LoopContext {
    private final Endpoint endpoint;
    private final HttpLimits limits;
    private final InstantSource clock;
    private final Consumer<Throwable> faults;

    /** The second that {@link #dateLine} is for. */
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

    /** Knows the trusted proxies. An exception from it ends the connection that it was asked about. */
    ProxyTrust proxyTrust() {
        return endpoint.proxyTrust();
    }

    /** The handler's response; status 500 if the handler throws. */
    Response handle(Request request) {
        try {
            return endpoint.handler().handle(request);
        } catch (RuntimeException | StackOverflowError e) {
            report(e);
            return Response.plain(500);
        }
    }

    /** The handler's decision about a request that may have a body; status 500 if the handler throws. */
    BodyDecision decide(Request request) {
        try {
            return endpoint.handler().decide(request);
        } catch (RuntimeException | StackOverflowError e) {
            report(e);
            return new BodyDecision.Respond(Response.plain(500));
        }
    }

    /**
     * Runs a step of a reception. If the receiver throws, the reception ends with status 500.
     *
     * @return the response; null while the body continues
     */
    @Nullable
    Response receive(BodyReception reception, Function<BodyReception, @Nullable Response> step) {
        try {
            return step.apply(reception);
        } catch (RuntimeException | StackOverflowError e) {
            report(e);
            return abort(reception, 500);
        }
    }

    /** Ends a reception early and returns the response; status 500 if the receiver throws. */
    Response abort(BodyReception reception, int status) {
        try {
            return reception.refuse(status);
        } catch (RuntimeException | StackOverflowError e) {
            report(e);
            return Response.plain(500);
        }
    }

    /**
     * Passes a finished exchange to the listener. An exception from the listener is reported and has no other
     * effect.
     */
    void notifyFinished(HttpExchange exchange) {
        try {
            endpoint.exchangeListener().finished(exchange);
        } catch (RuntimeException | StackOverflowError e) {
            report(e);
        }
    }

    /** Reports a fault of the server. Faults of a client are never reported. */
    void report(Throwable fault) {
        faults.accept(fault);
    }

    /** The time of day in seconds since 1970. */
    long epochSecond() {
        return clock.instant().getEpochSecond();
    }

    /** The {@code Date} line for a second, with CR LF. It is formatted once a second. */
    String dateLine(long second) {
        if (second != dateSecond) {
            dateLine = "Date: " + HttpDate.format(second) + "\r\n";
            dateSecond = second;
        }
        return dateLine;
    }
}
