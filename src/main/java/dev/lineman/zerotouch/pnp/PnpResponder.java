package dev.lineman.zerotouch.pnp;

import dev.lineman.access.IpAddress;
import dev.lineman.collection.LruMap;
import dev.lineman.serve.visits.RequestChannel;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.zerotouch.OncePerDay;
import dev.lineman.zerotouch.SourceLimits;
import dev.lineman.zerotouch.SourceNetworks;
import dev.lineman.zerotouch.TokenBucket;
import dev.lineman.zerotouch.pnp.NotifyTransactions.OpenNotify;
import dev.lineman.zerotouch.pnp.PhoneDirectory.PnpPhone;
import dev.lineman.zerotouch.pnp.PnpCounters.PnpResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Answers requests of SIP Plug and Play. It decides who gets an answer, keeps the transactions, and writes the log. It
 * knows no sockets; {@link PnpListener} gives it datagrams. Clients are not authenticated and addresses can be forged, so
 * all that it keeps is bounded, and so is what it sends. Not thread-safe.
 */
final class PnpResponder {
    private static final Logger LOG = LoggerFactory.getLogger(PnpResponder.class);

    /** Requests of one client at once. A phone sends up to five. */
    private static final int SOURCE_BURST = 20;

    private static final long SOURCE_NANOS = Duration.ofMillis(500).toNanos();

    /** Requests of all clients at once: the phones of a floor after a power failure. */
    private static final int TOTAL_BURST = 1000;

    private static final long TOTAL_NANOS = Duration.ofMillis(5).toNanos();

    /** Records of unknown MACs at once. Forged ones displace real ones in the list. */
    private static final int UNKNOWN_BURST = 200;

    private static final long UNKNOWN_NANOS = Duration.ofSeconds(1).toNanos();

    /** Answers that are kept for repetitions of the request (RFC 3261, section 17.2.2). */
    private static final int MAX_ANSWERS = 4096;

    private static final long ANSWER_LIFETIME = Duration.ofSeconds(32).toNanos();

    /** The cookie of RFC 3261, section 8.1.1.7. */
    private static final String BRANCH_COOKIE = "z9hG4bK";

    private final SourceNetworks networks;
    private final boolean tokens;
    private final Predicate<InetAddress> refused;
    private final PhoneDirectory directory;
    private final VisitLog visits;
    private final PnpCounters counters;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final SourceLimits limits;
    private final TokenBucket unknownLimit;
    private final OncePerDay once;
    private final NotifyTransactions transactions = new NotifyTransactions();
    private final Map<String, SentOk> answers = new LruMap<>(MAX_ANSWERS);

    /** A 200 OK for repetitions of its request. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record SentOk(byte[] message, long until) {}

    /**
     * @param refused addresses that are never answered: those of this host, and broadcast addresses
     * @param random for tags and branches, which others must not guess
     */
    PnpResponder(
            PnpOptions options,
            Predicate<InetAddress> refused,
            PhoneDirectory directory,
            VisitLog visits,
            PnpCounters counters,
            InstantSource clock,
            LongSupplier nanos,
            RandomGenerator random) {
        long now = nanos.getAsLong();
        this.networks = SourceNetworks.privateAnd(options.networks());
        this.tokens = options.tokens();
        this.refused = refused;
        this.directory = directory;
        this.visits = visits;
        this.counters = counters;
        this.clock = clock;
        this.nanos = nanos;
        this.random = random;
        this.limits = new SourceLimits(SOURCE_BURST, SOURCE_NANOS, new TokenBucket(TOTAL_BURST, TOTAL_NANOS, now));
        this.unknownLimit = new TokenBucket(UNKNOWN_BURST, UNKNOWN_NANOS, now);
        this.once = new OncePerDay(now);
    }

    /**
     * Handles a datagram that arrived at the group address.
     *
     * @param sender sends from the address of the interface that received it
     */
    void request(byte[] message, InetSocketAddress source, PnpSender sender) {
        counters.add(result(message, source, sender));
    }

    private PnpResult result(byte[] message, InetSocketAddress source, PnpSender sender) {
        IpAddress client = IpAddress.of(source.getAddress());
        if (!isAnswerable(source, client)) {
            return PnpResult.REFUSED;
        }
        long now = nanos.getAsLong();
        switch (limits.check(client, now)) {
            case ACCEPTED -> {}
            case ABOVE_SOURCE_LIMIT -> {
                warnOnce("PnP: " + client + " sends more requests than Lineman answers; some get no answer. If it is a"
                        + " phone, restart it");
                return PnpResult.LIMITED;
            }
            case ABOVE_TOTAL_LIMIT -> {
                warnOnce("PnP: more requests arrive than Lineman answers; some get no answer. Phones ask again");
                return PnpResult.LIMITED;
            }
        }
        SipHeaders headers = SipHeaders.read(message);
        if (headers == null || !PnpRequest.isPnp(headers)) {
            // The group address is for all SIP servers (RFC 3261, section 10.2.6): other requests are for them.
            return PnpResult.UNREADABLE;
        }
        PnpRequest request;
        try {
            request = PnpRequest.read(headers);
        } catch (ParseException e) {
            infoOnce("PnP: a request of " + client + " is no correct SIP, so it gets no answer. Give this device its"
                    + " URL by DHCP or by hand");
            return PnpResult.UNREADABLE;
        }
        if (request.mac().isEmpty()) {
            infoOnce("PnP: the requests of " + client + " name no MAC, so they get no answer. Give this device its URL"
                    + " by DHCP or by hand");
            return PnpResult.UNREADABLE;
        }
        return answer(request, source, sender, now);
    }

    /** Whether an answer to this address can go to a phone. Addresses can be forged. */
    private boolean isAnswerable(InetSocketAddress source, IpAddress client) {
        InetAddress address = source.getAddress();
        if (source.getPort() == 0
                || address.isMulticastAddress()
                || address.isAnyLocalAddress()
                || refused.test(address)) {
            return false;
        }
        if (!networks.contains(client)) {
            infoOnce("PnP: requests from " + networkOf(client) + " get no answer, because it is no private network. If"
                    + " your phones are there, permit it with --pnp-networks");
            return false;
        }
        return true;
    }

    /** Its /24 network, for the log. */
    private static String networkOf(IpAddress client) {
        return client.ipv6() ? client.sourceNetwork() + "/64" : new IpAddress(false, 0, client.low() & ~255L) + "/24";
    }

    private PnpResult answer(PnpRequest request, InetSocketAddress source, PnpSender sender, long now) {
        String key = request.callId().getCallId()
                + '\n'
                + request.cseq().getSeqNumber()
                + '\n'
                + request.from().getTag()
                + '\n'
                + source;
        SentOk before = answers.get(key);
        if (before != null && now - before.until() < 0) {
            sender.send(before.message(), source);
            return PnpResult.REPEATED;
        }
        if (!directory.isReady()) {
            return PnpResult.REFUSED;
        }
        PnpPhone phone = directory.find(request.mac(), sender.local().getAddress());
        if (phone == null) {
            return unknown(request, source, now);
        }
        if (!phone.obstacle().isEmpty()) {
            infoOnce("PnP: " + phone.obstacle());
            return PnpResult.REFUSED;
        }
        if (phone.hasSecret() && !tokens) {
            infoOnce("PnP: " + phone.name()
                    + " asks for its URL, and gets none, because it contains a secret that others"
                    + " on the network could read. Use DHCP or type the URL, or allow it with --pnp-tokens");
            return PnpResult.REFUSED;
        }
        if (!transactions.hasRoom()) {
            warnOnce("PnP: more than " + NotifyTransactions.MAX_OPEN
                    + " phones have not confirmed their URL; others are answered when they ask again");
            return PnpResult.LIMITED;
        }
        return send(request, source, sender, phone, key) ? PnpResult.ANSWERED : PnpResult.UNREADABLE;
    }

    private boolean send(PnpRequest request, InetSocketAddress source, PnpSender sender, PnpPhone phone, String key) {
        String tag = Long.toHexString(random.nextLong());
        String branch = BRANCH_COOKIE + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        byte[] ok;
        byte[] notify;
        try {
            ok = PnpMessages.okResponse(request, source, sender.local(), tag);
            notify = PnpMessages.notifyRequest(request, source, sender.local(), tag, branch, phone.url());
        } catch (ParseException | RuntimeException e) {
            // The library accepts some values that it cannot write.
            infoOnce("PnP: a request of " + IpAddress.of(source.getAddress())
                    + " is no correct SIP, so it gets no answer. Give this device its URL by DHCP or by hand");
            return false;
        }
        long now = nanos.getAsLong();
        answers.put(key, new SentOk(ok, now + ANSWER_LIFETIME));
        sender.send(ok, source);
        transactions.open(new OpenNotify(branch, notify, source, sender, phone, now));
        return true;
    }

    private PnpResult unknown(PnpRequest request, InetSocketAddress source, long now) {
        if (!unknownLimit.take(now)) {
            return PnpResult.LIMITED;
        }
        visits.recordUnknownPhone(UnknownPhone.seen(
                request.mac(),
                clock.instant().getEpochSecond(),
                IpAddress.of(source.getAddress()),
                RequestChannel.PNP,
                "",
                request.device()));
        logOnce(
                Level.INFO,
                PnpResult.UNKNOWN.name(),
                "PnP: " + request.mac() + " at " + IpAddress.of(source.getAddress())
                        + " asks for its URL and gets none, because no extension names it. Add it with 'lineman adopt "
                        + request.mac() + " --extension NUMBER'. 'lineman phones' lists all such phones");
        return PnpResult.UNKNOWN;
    }

    /** Handles a datagram that arrived at the address of a sender: it can be a phone's response to a NOTIFY. */
    void response(byte[] message) {
        NotifyReply reply = NotifyReply.read(message);
        OpenNotify ended = reply == null ? null : transactions.answered(reply);
        if (reply == null || ended == null) {
            return;
        }
        log(
                ended,
                reply.status() < 300 ? "gets" : "refuses",
                reply.status() < 300 ? "" : " (SIP status " + reply.status() + ')');
    }

    /** Sends again what phones have not confirmed. Returns the nanoseconds until the next call is necessary. */
    long runDue() {
        long now = nanos.getAsLong();
        for (OpenNotify ended : transactions.runDue(now)) {
            log(
                    ended,
                    "did not confirm",
                    " within " + NotifyTransactions.TIMEOUT.toSeconds()
                            + " s. If it does not fetch its files, see whether a firewall drops UDP from this host");
        }
        return transactions.nanosToNext(now);
    }

    /** Drops what waits for a sender that is closed. */
    void closed(PnpSender sender) {
        transactions.drop(sender);
    }

    private void log(OpenNotify ended, String what, String more) {
        infoOnce("PnP: " + ended.phone().name() + " at "
                + IpAddress.of(ended.phoneAddress().getAddress()) + ' ' + what + " its URL "
                + ended.phone().shownUrl() + more);
    }

    private void infoOnce(String message) {
        logOnce(Level.INFO, message, message);
    }

    private void warnOnce(String message) {
        logOnce(Level.WARN, message, message);
    }

    private void logOnce(Level level, String key, String message) {
        String due = once.due(key, message, nanos.getAsLong());
        if (due != null) {
            LOG.atLevel(level).log(due);
        }
    }
}
