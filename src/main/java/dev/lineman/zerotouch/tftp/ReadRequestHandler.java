package dev.lineman.zerotouch.tftp;

import dev.lineman.access.IpAddress;
import dev.lineman.serve.PhoneClient;
import dev.lineman.serve.ServingDecision;
import dev.lineman.serve.ServingDecision.DecisionKind;
import dev.lineman.serve.ServingPolicy;
import dev.lineman.serve.ServingPort;
import dev.lineman.serve.Transmission;
import dev.lineman.zerotouch.OncePerDay;
import dev.lineman.zerotouch.SourceLimits;
import dev.lineman.zerotouch.SourceLimits.LimitResult;
import dev.lineman.zerotouch.SourceNetworks;
import dev.lineman.zerotouch.TokenBucket;
import dev.lineman.zerotouch.tftp.TftpCounters.PacketResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.commons.net.tftp.TFTPErrorPacket;
import org.apache.commons.net.tftp.TFTPPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles packets at the server's port: begins transfers, and refuses requests. A source address may be forged, so a
 * packet gets at most one small answer, and each source a limited number of them. Not thread-safe.
 */
final class ReadRequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ReadRequestHandler.class);

    /** Requests of one source at once: an office of phones that starts behind one address. */
    private static final int SOURCE_BURST = 256;

    /** Then a source can ask so often. */
    private static final Duration SOURCE_PERIOD = Duration.ofMillis(50);

    /** Requests of all sources at once. */
    private static final int TOTAL_BURST = 4096;

    private static final Duration TOTAL_PERIOD = Duration.ofMillis(1);

    /** The status of a refusal in the records of requests, as of HTTP. */
    private static final int NOT_FOUND = 404;

    private final SourceNetworks networks;
    private final ServingPolicy policy;
    private final TransferTable transfers;
    private final Selector selector;
    private final TftpCounters counters;
    private final SourceLimits limits;
    private final OncePerDay messages;

    ReadRequestHandler(
            SourceNetworks networks,
            ServingPolicy policy,
            TransferTable transfers,
            Selector selector,
            TftpCounters counters,
            LongSupplier nanos) {
        this.networks = networks;
        this.policy = policy;
        this.transfers = transfers;
        this.selector = selector;
        this.counters = counters;
        long now = nanos.getAsLong();
        this.limits = new SourceLimits(
                SOURCE_BURST, SOURCE_PERIOD.toNanos(), new TokenBucket(TOTAL_BURST, TOTAL_PERIOD.toNanos(), now));
        this.messages = new OncePerDay(now);
    }

    /**
     * Handles a packet.
     *
     * @param local the address that the packet was sent to
     */
    void receive(ByteBuffer packet, InetAddress local, InetSocketAddress source, long now) {
        int type = TftpPackets.type(packet);
        // Other packets get no answer, so two servers never send each other errors without end.
        if ((type != TFTPPacket.READ_REQUEST && type != TFTPPacket.WRITE_REQUEST) || !isAnswered(source, now)) {
            counters.count(PacketResult.IGNORED);
            return;
        }
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        TftpRequest request = type == TFTPPacket.READ_REQUEST ? TftpRequest.parse(bytes) : null;
        PacketResult result =
                request == null ? refuseUnsupported(type, local, source, now) : receive(request, local, source, now);
        counters.count(result);
    }

    private boolean isAnswered(InetSocketAddress source, long now) {
        InetAddress address = source.getAddress();
        if (source.getPort() == 0 || address.isMulticastAddress() || address.isAnyLocalAddress()) {
            return false;
        }
        IpAddress client = IpAddress.of(address);
        if (!networks.contains(client)) {
            warn(
                    "requests by TFTP from " + client + " get no answer: the address is in none of the networks of"
                            + " --tftp-networks",
                    now);
            return false;
        }
        return true;
    }

    private PacketResult receive(TftpRequest request, InetAddress local, InetSocketAddress source, long now) {
        if (!isWithinLimits(source, now)) {
            return PacketResult.LIMITED;
        }
        TransferConnection running = transfers.find(source);
        if (running != null) {
            if (running.isFor(request) && !running.canBeReplaced()) {
                running.repeat(now);
                return PacketResult.REPEATED;
            }
            transfers.remove(running);
        }
        PhoneClient client = PhoneClient.ofAddress(IpAddress.of(source.getAddress()), "", "", ServingPort.TFTP);
        ServingDecision decision = policy.decide(client, request.path());
        if (decision.kind() == DecisionKind.SEND && decision.isLimited()) {
            decision = policy.beginCountedFetch(decision);
        }
        return switch (decision.kind()) {
            case SEND, SEND_COUNTED -> begin(decision, request, local, source, now);
            case UNAVAILABLE -> PacketResult.NOT_READY;
            case IGNORED -> PacketResult.LIMITED;
            case NOT_FOUND, UNAUTHORIZED, GUESSING, ACCEPT, FORBIDDEN -> {
                // The same answer for a file that does not exist and for one that the client does not get.
                answer(TFTPErrorPacket.FILE_NOT_FOUND, "File not found", local, source);
                policy.finished(decision, request.path(), new Transmission(NOT_FOUND, true, true));
                yield PacketResult.REFUSED;
            }
        };
    }

    private PacketResult begin(
            ServingDecision decision, TftpRequest request, InetAddress local, InetSocketAddress source, long now) {
        try {
            if (transfers.makeRoom(source)) {
                TransferConnection transfer =
                        new TransferConnection(local, source, selector, policy, decision, request);
                transfers.add(transfer);
                transfer.start(now);
                return PacketResult.STARTED;
            }
            warn(
                    "a request by TFTP from " + IpAddress.of(source.getAddress())
                            + " gets no answer: too many transfers run, at most " + TransferTable.MAX_PER_SOURCE
                            + " for an address and " + TransferTable.MAX_TRANSFERS
                            + " in all. The client asks again",
                    now);
        } catch (IOException e) {
            warn("TFTP cannot open a port for a transfer: " + e.getMessage(), now);
        }
        policy.finished(decision, request.path(), new Transmission(0, false, true));
        return PacketResult.LIMITED;
    }

    private PacketResult refuseUnsupported(int type, InetAddress local, InetSocketAddress source, long now) {
        if (!isWithinLimits(source, now)) {
            return PacketResult.LIMITED;
        }
        if (type == TFTPPacket.WRITE_REQUEST) {
            answer(TFTPErrorPacket.ACCESS_VIOLATION, "This server is read-only", local, source);
            warn(
                    IpAddress.of(source.getAddress())
                            + " wants to write a file by TFTP, which Lineman does not take: turn the upload off in the"
                            + " phone",
                    now);
            return PacketResult.REFUSED;
        }
        answer(TFTPErrorPacket.ILLEGAL_OPERATION, "Modes: octet, netascii", local, source);
        return PacketResult.MALFORMED;
    }

    /** Answers a packet to the port of a transfer of another client (RFC 1350, section 4). */
    void rejectStranger(TransferConnection transfer, ByteBuffer packet, InetSocketAddress source, long now) {
        boolean error = TftpPackets.type(packet) == TFTPPacket.ERROR;
        if (!error && isAnswered(source, now) && isWithinLimits(source, now)) {
            send(transfer.channel(), TftpPackets.error(TFTPErrorPacket.UNKNOWN_TID, "Unknown transfer"), source);
        }
        counters.count(PacketResult.IGNORED);
    }

    private boolean isWithinLimits(InetSocketAddress source, long now) {
        IpAddress address = IpAddress.of(source.getAddress());
        LimitResult result = limits.check(address, now);
        if (result != LimitResult.ACCEPTED) {
            warn(
                    "too many requests by TFTP" + (result == LimitResult.ABOVE_SOURCE_LIMIT ? " from " + address : "")
                            + ": some get no answer, and the clients ask again",
                    now);
        }
        return result == LimitResult.ACCEPTED;
    }

    private void warn(String message, long now) {
        String due = messages.due(message, message, now);
        if (due != null) {
            LOG.warn(due);
        }
    }

    /** Sends an error from a port of its own, as the first packet of a transfer. */
    private static void answer(int code, String message, InetAddress local, InetSocketAddress source) {
        try (DatagramChannel channel = DatagramChannel.open(ListeningAddresses.family(local))) {
            channel.bind(new InetSocketAddress(local, 0));
            send(channel, TftpPackets.error(code, message), source);
        } catch (IOException e) {
            // The error counts as lost. The client asks again.
        }
    }

    private static void send(DatagramChannel channel, ByteBuffer packet, InetSocketAddress target) {
        try {
            int unused = channel.send(packet, target);
        } catch (IOException e) {
            // The packet counts as lost.
        }
    }
}
