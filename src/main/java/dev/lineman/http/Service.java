package dev.lineman.http;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What the connections of one loop share: whom to ask, within which limits, what date it is. Used by one thread. */
final class Service {
    private final Handler handler;
    private final Limits limits;
    private final InstantSource clock;
    private final Consumer<Throwable> faults;
    private long dateSecond = Long.MIN_VALUE;
    private String dateLine = "";

    Service(Handler handler, Limits limits, InstantSource clock, Consumer<Throwable> faults) {
        this.handler = handler;
        this.limits = limits;
        this.clock = clock;
        this.faults = faults;
    }

    Limits limits() {
        return limits;
    }

    HeadParser parser(InetSocketAddress remote) {
        return new HeadParser(limits, remote);
    }

    /** The handler's answer, or a 500 for what it throws. */
    Answer answer(Request request) {
        try {
            return handler.answer(request);
        } catch (RuntimeException | Error e) {
            report(e);
            return Answer.plain(500);
        }
    }

    /** Tells of a fault that is ours. A listener for faults that fails itself must not end a loop. */
    void report(Throwable fault) {
        try {
            faults.accept(fault);
        } catch (RuntimeException | Error e) {
            fault.addSuppressed(e);
        }
    }

    /** The {@code Date} field, made once a second. */
    String dateLine() {
        long second = clock.instant().getEpochSecond();
        if (second != dateSecond) {
            dateLine = "Date: " + HttpDate.format(second) + "\r\n";
            dateSecond = second;
        }
        return dateLine;
    }
}
