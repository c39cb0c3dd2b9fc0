package dev.lineman.zerotouch.pnp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lineman.serve.visits.VisitLog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** A responder whose datagrams stay in memory, with a clock that the test moves. */
final class ResponderBench implements PhoneDirectory, PnpSender, AutoCloseable {
    static final InetSocketAddress LOCAL = address("10.0.0.2", 40000);

    private final Logger logger = (Logger) LoggerFactory.getLogger(PnpResponder.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Map<String, PnpPhone> phones = new HashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final VisitLog visits = new VisitLog();
    private final PnpCounters counters = new PnpCounters();
    private final PnpResponder responder;
    private long nanos;
    private boolean ready = true;

    /** A datagram to a phone. */
    record Sent(String message, InetSocketAddress to) {
        boolean isNotify() {
            return message.startsWith("NOTIFY ");
        }
    }

    ResponderBench(PnpOptions options) {
        log.start();
        logger.addAppender(log);
        InetAddress own = LOCAL.getAddress();
        responder = new PnpResponder(
                options,
                own::equals,
                this,
                visits,
                counters,
                () -> Instant.ofEpochSecond(1_800_000_000L),
                () -> nanos,
                new SplittableRandom(7));
    }

    ResponderBench() {
        this(new PnpOptions(List.of(), List.of(), false));
    }

    static InetSocketAddress address(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    ResponderBench phone(String mac, Function<String, PnpPhone> phone) {
        phones.put(mac, phone.apply(mac));
        return this;
    }

    ResponderBench phone(String mac, String url) {
        return phone(mac, named -> new PnpPhone("phone " + named, url, url, ""));
    }

    void notReady() {
        ready = false;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public PnpPhone find(String mac, InetAddress local) {
        return phones.get(mac);
    }

    @Override
    public InetSocketAddress local() {
        return LOCAL;
    }

    @Override
    public void send(byte[] message, InetSocketAddress to) {
        sent.add(new Sent(new String(message, ISO_8859_1), to));
    }

    void request(String message, InetSocketAddress source) {
        request(message.getBytes(ISO_8859_1), source);
    }

    void request(byte[] message, InetSocketAddress source) {
        responder.request(message, source, this);
    }

    void response(byte[] message) {
        responder.response(message);
    }

    /** Moves the clock in steps, as the listener would, and returns the nanoseconds until the next thing to do. */
    long pass(Duration time) {
        long end = nanos + time.toNanos();
        long next = responder.runDue();
        while (nanos < end) {
            nanos = Math.min(
                    end,
                    nanos + Math.min(Math.max(1, next), Duration.ofMillis(100).toNanos()));
            next = responder.runDue();
        }
        return next;
    }

    /** The datagrams since the last call. */
    List<Sent> takeSent() {
        List<Sent> all = List.copyOf(sent);
        sent.clear();
        return all;
    }

    VisitLog visits() {
        return visits;
    }

    Map<String, Long> counts() {
        return counters.byWord();
    }

    PnpResponder responder() {
        return responder;
    }

    List<String> log() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void close() {
        logger.detachAppender(log);
    }
}
