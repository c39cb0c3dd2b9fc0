package dev.lineman.zerotouch.pnp;

import dev.lineman.concurrent.BackgroundWorker;
import dev.lineman.serve.visits.VisitLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for requests of SIP Plug and Play on the network interfaces, with one thread. It looks for new interfaces and
 * addresses every minute. {@link #close} is for any thread.
 */
public final class PnpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PnpListener.class);

    private static final Duration RESCAN_INTERVAL = Duration.ofSeconds(60);

    /** The interval while a wanted interface is missing, such as before the network is up. */
    private static final Duration MISSING_INTERVAL = Duration.ofSeconds(5);

    /** Datagrams of one socket in a row. The others, and NOTIFYs that are sent again, wait meanwhile. */
    private static final int MAX_IN_A_ROW = 64;

    private final List<String> interfaces;
    private final PnpResponder responder;
    private final LongSupplier nanos;
    private final Selector selector;

    /** The sockets of each interface that is listened on. Guarded by this object, as the fields below. */
    private final List<PnpPort> ports = new ArrayList<>();

    private @Nullable BackgroundWorker worker;
    private boolean closed;

    /** The interfaces that cannot be used, for the log. It is logged when it changes. */
    private Set<String> failures = Set.of();

    /** Whether another program listens at the port of all addresses. */
    private boolean pbx;

    /** One byte more than a message may have, so that a longer one is seen. For the thread alone. */
    private final ByteBuffer buffer = ByteBuffer.allocate(SipHeaders.MAX_BYTES + 1);

    private volatile Set<InetAddress> addressesOfNoPhone = Set.of();

    /** For the thread alone. */
    private long rescanAt;

    /** @param responder makes the responder from a test for addresses that no phone has */
    PnpListener(List<String> interfaces, Function<Predicate<InetAddress>, PnpResponder> responder, LongSupplier nanos)
            throws IOException {
        this.interfaces = List.copyOf(interfaces);
        this.responder = responder.apply(address -> addressesOfNoPhone.contains(address));
        this.nanos = nanos;
        this.selector = Selector.open();
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if another program uses the port and does not share it
     */
    public static PnpListener start(
            PnpOptions options,
            PhoneDirectory directory,
            VisitLog visits,
            PnpCounters counters,
            InstantSource clock,
            LongSupplier nanos)
            throws IOException {
        PnpListener listener = new PnpListener(
                options.interfaces(),
                refused -> new PnpResponder(
                        options, refused, directory, visits, counters, clock, nanos, new SecureRandom()),
                nanos);
        listener.start();
        return listener;
    }

    /** Opens the sockets and starts the thread. */
    synchronized void start() throws IOException {
        try {
            addressesOfNoPhone = PnpInterface.addressesOfNoPhone();
            for (PnpInterface each : PnpInterface.find(interfaces)) {
                ports.add(PnpPort.open(each, selector));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        if (!ports.isEmpty()) {
            LOG.info(
                    "PnP answers phones on {}, UDP port {}",
                    ports.stream().map(port -> port.on().toString()).collect(Collectors.joining(", ")),
                    PnpPort.GROUP.getPort());
        }
        reportMissing();
        reportPbx();
        planRescan();
        worker = BackgroundWorker.every(Duration.ZERO, "pnp", this::poll);
    }

    /** Waits for datagrams or for the next thing to do, and does it. */
    private void poll() {
        try {
            long now = nanos.getAsLong();
            if (now - rescanAt >= 0) {
                rescan();
                planRescan();
            }
            long wait = Math.min(responder.runDue(), rescanAt - now);
            int unused = selector.select(this::receive, Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
        } catch (ClosedSelectorException e) {
            // The listener is closed; the worker ends.
        } catch (IOException e) {
            LOG.error("PnP ends, because the operating system refuses it: {}. Restart Lineman", e.getMessage());
            close();
        }
    }

    private void receive(SelectionKey key) {
        DatagramChannel channel = (DatagramChannel) key.channel();
        try {
            for (int i = 0; i < MAX_IN_A_ROW; i++) {
                InetSocketAddress source = (InetSocketAddress) channel.receive(buffer.clear());
                if (source == null) {
                    return;
                }
                byte[] message = new byte[buffer.flip().limit()];
                buffer.get(message);
                if (key.attachment() instanceof PnpPort port) {
                    responder.request(message, source, port.senderFor(source.getAddress()));
                } else {
                    responder.response(message);
                }
            }
        } catch (ClosedChannelException e) {
            key.cancel();
        } catch (IOException e) {
            // The next look at the interfaces opens the sockets again.
            key.cancel();
            LOG.warn("PnP cannot receive: {}. It opens the port again within a minute", e.getMessage());
            closePort(channel);
        }
    }

    private synchronized void closePort(DatagramChannel channel) {
        for (PnpPort port : List.copyOf(ports)) {
            if (port.has(channel)) {
                remove(port);
            }
        }
    }

    private void remove(PnpPort port) {
        port.senders().forEach(responder::closed);
        ports.remove(port);
        port.close();
    }

    /** Follows the interfaces and addresses of this host. */
    private synchronized void rescan() {
        if (closed) {
            return;
        }
        reportPbx();
        List<PnpInterface> found;
        try {
            addressesOfNoPhone = PnpInterface.addressesOfNoPhone();
            found = PnpInterface.find(interfaces);
        } catch (SocketException e) {
            reportFailures(Set.of("further interfaces: " + e.getMessage()));
            return;
        }
        for (PnpPort port : List.copyOf(ports)) {
            if (!found.contains(port.on())) {
                LOG.info("PnP: {} is gone, or has another address", port.on());
                remove(port);
            }
        }
        Set<String> failed = new TreeSet<>();
        for (PnpInterface each : found) {
            if (ports.stream().noneMatch(port -> port.on().equals(each))) {
                try {
                    ports.add(PnpPort.open(each, selector));
                    LOG.info("PnP answers phones on {} too", each);
                } catch (IOException e) {
                    failed.add(each + ": " + e.getMessage());
                }
            }
        }
        reportFailures(failed);
    }

    /** Warns of a program that may answer the phones, when it is there for the first time or again. */
    private void reportPbx() {
        boolean before = pbx;
        pbx = WildcardSockets.exist(PnpPort.GROUP.getPort());
        if (pbx && !before) {
            LOG.warn(
                    "PnP: another program on this host, probably a PBX, listens at 0.0.0.0:{}. It receives the requests of"
                            + " phones too. If it answers them with an error, phones may get no URL. Let it listen at"
                            + " its own address, or drop requests to {}",
                    PnpPort.GROUP.getPort(),
                    PnpPort.GROUP.getAddress().getHostAddress());
        }
    }

    private void reportFailures(Set<String> failed) {
        if (!failed.isEmpty() && !failed.equals(failures)) {
            LOG.warn("PnP cannot listen on {}. It tries again every minute", String.join("; ", failed));
        }
        failures = failed;
    }

    private synchronized void planRescan() {
        boolean missing = ports.isEmpty() || !missing().isEmpty();
        rescanAt = nanos.getAsLong() + (missing ? MISSING_INTERVAL : RESCAN_INTERVAL).toNanos();
    }

    /** Returns the interfaces of the options that are not listened on. */
    private List<String> missing() {
        return interfaces.stream()
                .filter(name ->
                        ports.stream().noneMatch(port -> port.on().name().equals(name)))
                .toList();
    }

    /** Says which interfaces are wanted and missing. They are used when they come. */
    private void reportMissing() {
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            LOG.warn(
                    "PnP: no interface {} is up and has an IPv4 address. Correct --pnp-interface, or wait: PnP looks again"
                            + " every {} s",
                    String.join(", ", missing),
                    MISSING_INTERVAL.toSeconds());
        } else if (ports.isEmpty()) {
            LOG.warn(
                    "PnP: no network interface is up and has an IPv4 address. PnP looks again every {} s",
                    MISSING_INTERVAL.toSeconds());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (worker != null) {
            worker.close();
        }
        ports.forEach(PnpPort::close);
        ports.clear();
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("PnP cannot be closed: {}", e.getMessage());
        }
    }
}
