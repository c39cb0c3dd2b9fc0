package dev.lineman.zerotouch.tftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * One transfer as a state machine: acknowledgments and the time go in, packets come out. It keeps the blocks that are
 * not acknowledged, and sends them again after a timeout that doubles. It never answers a duplicate acknowledgment with
 * data (RFC 1123, section 4.2.3.1). Not thread-safe.
 */
final class TftpTransfer {
    /**
     * The wait for the first acknowledgment. Until then the address of the client may be forged: it gets one packet for a
     * request, and the first block once more, for clients that do not repeat a lost acknowledgment. Some clients end at a
     * second acknowledgment of options.
     */
    private static final Duration UNVERIFIED_TIME = Duration.ofSeconds(10);

    private static final Duration FIRST_BLOCK_TIMEOUT = Duration.ofSeconds(1);

    /** Requests that follow each other faster are copies of one packet. */
    private static final Duration REPEAT_PERIOD = Duration.ofMillis(100);

    /** After so many retransmissions without progress, the client may have started anew. */
    private static final int STALLED_TRIES = 3;

    /** Retransmissions without progress. */
    static final int MAX_TRIES = 8;

    /** Retransmissions of the last block: many clients end without waiting for the loss of their last acknowledgment. */
    private static final int MAX_LAST_TRIES = 5;

    /** Retransmissions of a whole transfer, besides one for each acknowledged block. */
    private static final int MAX_TIMEOUTS = 64;

    /** The timeout doubles so many times at most. */
    private static final int MAX_DOUBLINGS = 5;

    private static final long MAX_WAIT = TimeUnit.SECONDS.toNanos(NegotiatedOptions.MAX_TIMEOUT_SECONDS);

    private static final int BLOCK_NUMBERS = 1 << 16;

    private final NegotiatedOptions options;
    private final BlockReader reader;
    private final PacketSink sink;

    /** The packets of the blocks after {@link #acknowledged}, in their order. */
    private final Deque<ByteBuffer> window = new ArrayDeque<>();

    /** Blocks that the client has. */
    private long acknowledged;

    /** Whether the client must acknowledge the options before the first block. */
    private boolean negotiating;

    private boolean verified;
    private boolean readToEnd;
    private int tries;
    private long timeouts;
    private long deadline;
    private long sentAt;
    private TransferState state = TransferState.RUNNING;

    /** Where a transfer stands. */
    enum TransferState {
        /** Packets are still to come. */
        RUNNING,
        /** The client has acknowledged the last block. */
        COMPLETE,
        /** The client does not answer any more. */
        FAILED
    }

    /** Sends packets to the client. */
    @FunctionalInterface
    interface PacketSink {
        /** Sends a packet; its position does not change. A packet that the system does not take counts as lost. */
        void send(ByteBuffer packet);
    }

    TftpTransfer(NegotiatedOptions options, BlockReader reader, PacketSink sink) {
        this.options = options;
        this.reader = reader;
        this.sink = sink;
    }

    /**
     * Sends the first packet: the acknowledgment of the options, or the first block.
     *
     * @param now the time of a monotonic clock, in nanoseconds
     * @throws IOException if the content cannot be read
     */
    void start(long now) throws IOException {
        negotiating = !options.accepted().isEmpty();
        if (!negotiating) {
            fillWindow();
        }
        send(now);
        deadline = now + (negotiating ? UNVERIFIED_TIME : FIRST_BLOCK_TIMEOUT).toNanos();
    }

    /** Takes the request of this transfer again: the client has not received the first packet. */
    void repeat(long now) {
        if (!verified && now - sentAt >= REPEAT_PERIOD.toNanos()) {
            send(now);
        }
    }

    /**
     * Takes an acknowledgment from the client.
     *
     * @param block its block number, from 0 to 65535
     * @throws IOException if the content cannot be read
     */
    void acknowledge(int block, long now) throws IOException {
        if (negotiating) {
            if (block == 0) {
                negotiating = false;
                proceed(now);
            }
            return;
        }
        int count = Math.floorMod(block - acknowledged, BLOCK_NUMBERS);
        // 0 is a duplicate. A number outside of the window is a delayed acknowledgment.
        if (count == 0 || count > window.size()) {
            return;
        }
        for (int i = 0; i < count; i++) {
            window.remove();
        }
        acknowledged += count;
        proceed(now);
    }

    /** Sends what follows the acknowledged blocks. If the client has only a part of the window, the rest was lost. */
    private void proceed(long now) throws IOException {
        verified = true;
        tries = 0;
        fillWindow();
        if (window.isEmpty()) {
            state = TransferState.COMPLETE;
            return;
        }
        send(now);
        schedule(now);
    }

    private void fillWindow() throws IOException {
        while (!readToEnd && window.size() < options.windowSize()) {
            ByteBuffer packet = TftpPackets.data(acknowledged + window.size() + 1, options.blockSize());
            reader.fill(packet);
            // A block that is not full ends the transfer, also an empty one.
            readToEnd = packet.hasRemaining();
            window.add(packet.flip());
        }
    }

    /** Sends the packets again if their time has come. */
    void checkTime(long now) {
        if (state != TransferState.RUNNING || now - deadline < 0) {
            return;
        }
        tries++;
        timeouts++;
        if (!verified) {
            if (negotiating || tries > 1) {
                state = TransferState.FAILED;
            } else {
                send(now);
                deadline = now + UNVERIFIED_TIME.toNanos();
            }
            return;
        }
        boolean last = readToEnd && window.size() == 1;
        int most = last ? MAX_LAST_TRIES : MAX_TRIES;
        if (tries > most || timeouts > MAX_TIMEOUTS + acknowledged) {
            state = TransferState.FAILED;
            return;
        }
        send(now);
        schedule(now);
    }

    private void send(long now) {
        sentAt = now;
        if (negotiating) {
            sink.send(TftpPackets.optionAcknowledgment(options.accepted()));
        } else {
            window.forEach(sink::send);
        }
    }

    private void schedule(long now) {
        long wait = options.timeout().toNanos() << Math.min(tries, MAX_DOUBLINGS);
        deadline = now + Math.min(wait, MAX_WAIT);
    }

    /** Returns when {@link #checkTime} has something to do, in nanoseconds of the monotonic clock. */
    long deadline() {
        return deadline;
    }

    TransferState state() {
        return state;
    }

    /** Returns whether the client has answered a packet, so that its address is not forged. */
    boolean isVerified() {
        return verified;
    }

    /** Returns whether the client has not acknowledged a block for some time. */
    boolean isStalled() {
        return verified && tries >= STALLED_TRIES;
    }

    /** Returns whether all blocks are sent, and only the acknowledgment of the last one is missing. */
    boolean isAtLastBlock() {
        return readToEnd && window.size() <= 1;
    }

    /** Returns the number of blocks that the client has. */
    long acknowledged() {
        return acknowledged;
    }
}
