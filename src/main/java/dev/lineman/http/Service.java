package dev.lineman.http;

import java.time.InstantSource;
import java.util.function.Consumer;

/** What the connections of one loop share: whom to ask, within which limits, what date it is. Used by one thread. */
final class Service {
    private final Staff staff;
    private final Limits limits;
    private final InstantSource clock;
    private final Consumer<Throwable> faults;
    private long dateSecond = Long.MIN_VALUE;
    private String dateLine = "";

    Service(Staff staff, Limits limits, InstantSource clock, Consumer<Throwable> faults) {
        this.staff = staff;
        this.limits = limits;
        this.clock = clock;
        this.faults = faults;
    }

    Limits limits() {
        return limits;
    }

    /** Knows the proxies. What it throws ends the connection in question. */
    Doorkeeper doorkeeper() {
        return staff.doorkeeper();
    }

    /** The handler's answer, or a 500 for what it throws. */
    Answer answer(Request request) {
        try {
            return staff.handler().answer(request);
        } catch (RuntimeException | StackOverflowError e) {
            report(e);
            return Answer.plain(500);
        }
    }

    void observe(Exchange exchange) {
        try {
            staff.observer().finished(exchange);
        } catch (RuntimeException | StackOverflowError e) {
            report(e);
        }
    }

    /** Tells of a fault that is ours. */
    void report(Throwable fault) {
        faults.accept(fault);
    }

    /** The time of day in seconds since 1970. */
    long second() {
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
