package dev.lineman.zerotouch.pnp;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The NOTIFYs that phones have not answered: non-INVITE client transactions over UDP (RFC 3261, section 17.1.2). A NOTIFY
 * is sent at once, and again after 0.5, 1.5 and 3.5 seconds. It ends after {@link #TIMEOUT} instead of 32 s, since phones wait no longer.
 * Bounded. Not thread-safe.
 */
final class NotifyTransactions {
    /** The CSeq of each NOTIFY: there is one for each subscription. */
    static final String CSEQ = "1 NOTIFY";

    /** Open transactions. Phones that get no answer now ask again. */
    static final int MAX_OPEN = 1500;

    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final long T1 = Duration.ofMillis(500).toNanos();
    private static final long T2 = Duration.ofSeconds(4).toNanos();

    private final Map<String, OpenNotify> open = new HashMap<>();

    /** The earliest time at which a transaction needs something; exact only when there is one. */
    private long nextDue;

    /** A NOTIFY without a final response. */
    static final class OpenNotify {
        private final String branch;
        private final byte[] message;
        private final InetSocketAddress phoneAddress;
        private final PnpSender sender;
        private final PhoneDirectory.PnpPhone phone;
        private final long started;
        private long interval = T1;
        private long due;

        OpenNotify(
                String branch,
                byte[] message,
                InetSocketAddress phoneAddress,
                PnpSender sender,
                PhoneDirectory.PnpPhone phone,
                long now) {
            this.branch = branch;
            this.message = message;
            this.phoneAddress = phoneAddress;
            this.sender = sender;
            this.phone = phone;
            this.started = now;
            this.due = now + T1;
        }

        InetSocketAddress phoneAddress() {
            return phoneAddress;
        }

        PhoneDirectory.PnpPhone phone() {
            return phone;
        }

        private void send() {
            sender.send(message, phoneAddress);
        }
    }

    /** Whether a further transaction has room. */
    boolean hasRoom() {
        return open.size() < MAX_OPEN;
    }

    /** Sends a NOTIFY and waits for its response. */
    void open(OpenNotify notify) {
        nextDue = open.isEmpty() || notify.due - nextDue < 0 ? notify.due : nextDue;
        open.put(notify.branch, notify);
        notify.send();
    }

    /** Ends a transaction with a final response, or slows it down with another one. Returns null if it does not end. */
    @Nullable
    OpenNotify answered(NotifyReply reply) {
        if (reply.isFinal()) {
            return open.remove(reply.branch());
        }
        OpenNotify notify = open.get(reply.branch());
        if (notify != null) {
            notify.interval = T2;
        }
        return null;
    }

    /** Sends again what is due. Returns the transactions that ended without a response. */
    List<OpenNotify> runDue(long now) {
        List<OpenNotify> ended = new ArrayList<>();
        if (open.isEmpty() || now - nextDue < 0) {
            return ended;
        }
        for (OpenNotify notify : open.values()) {
            long end = notify.started + TIMEOUT.toNanos();
            if (now - end >= 0) {
                ended.add(notify);
                continue;
            }
            if (now - notify.due >= 0) {
                notify.send();
                notify.interval = Math.min(2 * notify.interval, T2);
                notify.due = now + Math.min(notify.interval, end - now);
            }
        }
        ended.forEach(notify -> open.remove(notify.branch));
        nextDue = now + T2;
        for (OpenNotify notify : open.values()) {
            nextDue = notify.due - nextDue < 0 ? notify.due : nextDue;
        }
        return ended;
    }

    /** Returns when {@link #runDue} has something to do, in nanoseconds from now; {@link Long#MAX_VALUE} for never. */
    long nanosToNext(long now) {
        return open.isEmpty() ? Long.MAX_VALUE : Math.max(0, nextDue - now);
    }

    /** Drops transactions whose sender is closed. */
    void drop(PnpSender closed) {
        open.values().removeIf(notify -> notify.sender == closed);
    }
}
