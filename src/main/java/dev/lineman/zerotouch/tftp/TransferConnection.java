package dev.lineman.zerotouch.tftp;

import dev.lineman.serve.ServingDecision;
import dev.lineman.serve.ServingPolicy;
import dev.lineman.serve.Transmission;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Objects;
import org.apache.commons.net.tftp.TFTPErrorPacket;
import org.apache.commons.net.tftp.TFTPPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transfer with its own port, which is its identifier (TID) at the server's side (RFC 1350, section 4). Not
 * thread-safe.
 */
final class TransferConnection implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(TransferConnection.class);

    /** The status of a whole transfer in the records of requests, as of HTTP. */
    private static final int OK = 200;

    private final InetSocketAddress client;
    private final DatagramChannel channel;
    private final TftpTransfer transfer;
    private final ServingPolicy policy;
    private final ServingDecision decision;
    private final TftpRequest request;
    private boolean aborted;

    /**
     * Opens a port for a transfer.
     *
     * @param local the address that the client has asked; the answer comes from it
     * @throws IOException if no port can be opened
     */
    TransferConnection(
            InetAddress local,
            InetSocketAddress client,
            Selector selector,
            ServingPolicy policy,
            ServingDecision decision,
            TftpRequest request)
            throws IOException {
        this.client = client;
        this.policy = policy;
        this.decision = decision;
        this.request = request;
        long length = Objects.requireNonNull(decision.entry()).length();
        this.transfer = new TftpTransfer(
                NegotiatedOptions.of(request.options(), request.netascii() ? -1 : length),
                new BlockReader(
                        (position, target) -> policy.read(Objects.requireNonNull(decision.entry()), position, target),
                        length,
                        request.netascii()),
                this::send);
        this.channel = DatagramChannel.open(ListeningAddresses.family(local));
        try {
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(local, 0));
            channel.register(selector, SelectionKey.OP_READ, this);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Sends the first packet. */
    void start(long now) {
        advance(() -> transfer.start(now));
    }

    /** Takes a packet of the client. */
    void receive(ByteBuffer packet, long now) {
        switch (TftpPackets.type(packet)) {
            case TFTPPacket.ACKNOWLEDGEMENT -> {
                int block = TftpPackets.block(packet);
                if (block >= 0) {
                    advance(() -> transfer.acknowledge(block, now));
                }
            }
            case TFTPPacket.ERROR -> aborted = true;
            default -> {
                // A packet of another type has no place in a transfer from the server: it counts as lost.
            }
        }
    }

    /** Sends packets again if their time has come. */
    void checkTime(long now) {
        transfer.checkTime(now);
    }

    /** A step of the transfer. It may read the file. */
    private interface TransferStep {
        void run() throws IOException;
    }

    private void advance(TransferStep step) {
        try {
            step.run();
        } catch (IOException e) {
            aborted = true;
            LOG.error("cannot read {} for a TFTP transfer: {}", name(), e.getMessage());
            send(TftpPackets.error(TFTPErrorPacket.UNDEFINED, "the file cannot be read"));
        }
    }

    private String name() {
        return Objects.requireNonNull(decision.entry()).path();
    }

    /** Returns whether this is the transfer of a request that was sent again. */
    boolean isFor(TftpRequest other) {
        return request.equals(other);
    }

    /** Takes the request of this transfer again. */
    void repeat(long now) {
        transfer.repeat(now);
    }

    /**
     * Returns whether the same request begins a new transfer: the client has the whole file as far as is known, or does
     * not answer any more, as a phone that has started anew.
     */
    boolean canBeReplaced() {
        return transfer.isVerified() && (transfer.isAtLastBlock() || transfer.isStalled());
    }

    boolean isVerified() {
        return transfer.isVerified();
    }

    boolean isOver() {
        return aborted || transfer.state() != TftpTransfer.TransferState.RUNNING;
    }

    long deadline() {
        return transfer.deadline();
    }

    InetSocketAddress client() {
        return client;
    }

    DatagramChannel channel() {
        return channel;
    }

    private void send(ByteBuffer packet) {
        try {
            int unused = channel.send(packet.duplicate(), client);
        } catch (IOException e) {
            // The packet counts as lost. The number of retransmissions is bounded.
        }
    }

    /** Closes the port and records the result. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // A socket without a connection has nothing to lose.
        }
        boolean whole = !aborted && transfer.state() == TftpTransfer.TransferState.COMPLETE;
        policy.finished(decision, request.path(), new Transmission(OK, whole, true));
    }
}
