package dev.lineman.zerotouch.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.zerotouch.tftp.TftpTransfer.TransferState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The state machine of a transfer, with a clock of the test. */
class TftpTransferTest {
    private final List<String> sent = new ArrayList<>();
    private long now = 1000;

    private TftpTransfer transfer(int length, String... options) throws IOException {
        byte[] content = new byte[length];
        Map<String, String> requested = options.length == 0 ? Map.of() : Map.of(options[0], options[1]);
        TftpTransfer transfer = new TftpTransfer(
                NegotiatedOptions.of(requested, length),
                new BlockReader(
                        (position, target) -> {
                            int count = Math.min(target.remaining(), length - (int) position);
                            target.put(content, (int) position, count);
                            return count;
                        },
                        length,
                        false),
                packet -> sent.add(text(packet)));
        transfer.start(now);
        return transfer;
    }

    /** Returns the type, the block and the length of the data. */
    private static String text(ByteBuffer packet) {
        int type = TftpPackets.type(packet);
        return type == 3 ? TftpPackets.block(packet) + ":" + (packet.remaining() - 4) : "type " + type;
    }

    private List<String> taken() {
        List<String> all = List.copyOf(sent);
        sent.clear();
        return all;
    }

    private void pass(TftpTransfer transfer, Duration time) {
        now += time.toNanos();
        transfer.checkTime(now);
    }

    @Test
    void aDuplicateOrDelayedAcknowledgmentGetsNoData() throws Exception {
        TftpTransfer transfer = transfer(2000);
        assertThat(taken()).containsExactly("1:512");
        transfer.acknowledge(1, now);
        assertThat(taken()).containsExactly("2:512");
        for (int block : List.of(1, 0, 65535, 60000, 3, 1)) {
            transfer.acknowledge(block, now);
        }
        assertThat(taken()).isEmpty();
        transfer.acknowledge(2, now);
        assertThat(taken()).containsExactly("3:512");
    }

    @Test
    void theWindowGoesOnBehindTheLastBlockThatArrivedInOrder() throws Exception {
        TftpTransfer transfer = transfer(5000, "windowsize", "4");
        assertThat(taken()).containsExactly("type 6");
        transfer.acknowledge(7, now);
        assertThat(taken()).isEmpty();
        transfer.acknowledge(0, now);
        assertThat(taken()).containsExactly("1:512", "2:512", "3:512", "4:512");
        transfer.acknowledge(2, now);
        assertThat(taken()).containsExactly("3:512", "4:512", "5:512", "6:512");
        transfer.acknowledge(2, now);
        assertThat(taken()).isEmpty();
        transfer.acknowledge(6, now);
        assertThat(taken()).containsExactly("7:512", "8:512", "9:512", "10:392");
        transfer.acknowledge(10, now);
        assertThat(taken()).isEmpty();
        assertThat(transfer.state()).isEqualTo(TransferState.COMPLETE);
    }

    @Test
    void theTimeoutDoublesAndTheTransferFailsWithoutProgress() throws Exception {
        TftpTransfer transfer = transfer(2000);
        transfer.acknowledge(1, now);
        taken();
        int tries = 0;
        long wait = Duration.ofMillis(250).toNanos();
        while (transfer.state() == TransferState.RUNNING) {
            assertThat(transfer.deadline() - now)
                    .isEqualTo(Math.min(wait, Duration.ofSeconds(8).toNanos()));
            pass(transfer, Duration.ofNanos(transfer.deadline() - now - 1));
            assertThat(taken()).isEmpty();
            pass(transfer, Duration.ofNanos(1));
            if (transfer.state() == TransferState.RUNNING) {
                assertThat(taken()).containsExactly("2:512");
                tries++;
            }
            wait *= 2;
        }
        assertThat(tries).isEqualTo(TftpTransfer.MAX_TRIES);
        assertThat(transfer.state()).isEqualTo(TransferState.FAILED);
    }

    @Test
    void aClientThatNeverAnswersGetsOneAcknowledgmentOfOptions() throws Exception {
        TftpTransfer transfer = transfer(100_000, "windowsize", "16");
        for (int i = 0; i < 20; i++) {
            pass(transfer, Duration.ofMinutes(1));
        }
        assertThat(taken()).containsExactly("type 6");
        assertThat(transfer.state()).isEqualTo(TransferState.FAILED);
        assertThat(transfer.isVerified()).isFalse();
    }

    @Test
    void aRepeatedRequestGetsTheFirstPacketAgainUntilTheClientAnswers() throws Exception {
        TftpTransfer transfer = transfer(2000, "blksize", "600");
        transfer.repeat(now);
        assertThat(taken()).as("a copy of the packet").containsExactly("type 6");
        for (int i = 0; i < 3; i++) {
            pass(transfer, Duration.ofSeconds(1));
            transfer.repeat(now);
            assertThat(taken()).containsExactly("type 6");
        }
        transfer.acknowledge(0, now);
        assertThat(taken()).containsExactly("1:600");
        now += Duration.ofSeconds(1).toNanos();
        transfer.repeat(now);
        assertThat(taken()).isEmpty();
    }

    @Test
    void aTransferIsStalledAfterSomeRetransmissionsUntilAnAcknowledgment() throws Exception {
        TftpTransfer transfer = transfer(2000);
        transfer.acknowledge(1, now);
        assertThat(transfer.isStalled()).isFalse();
        for (int i = 0; i < 3; i++) {
            pass(transfer, Duration.ofSeconds(10));
        }
        assertThat(transfer.isStalled()).isTrue();
        transfer.acknowledge(2, now);
        assertThat(transfer.isStalled()).isFalse();
    }

    @Test
    void aClientThatNeverAnswersGetsTheFirstBlockTwice() throws Exception {
        TftpTransfer transfer = transfer(100_000);
        for (int i = 0; i < 20; i++) {
            pass(transfer, Duration.ofMinutes(1));
        }
        assertThat(taken()).containsExactly("1:512", "1:512");
        assertThat(transfer.state()).isEqualTo(TransferState.FAILED);
        assertThat(transfer.isVerified()).isFalse();
    }

    /** A client that acknowledges each block only after some retransmissions cannot cause packets without end. */
    @Test
    void allRetransmissionsTogetherAreBounded() throws Exception {
        TftpTransfer transfer = transfer(512 * 1000);
        int block = 1;
        while (transfer.state() == TransferState.RUNNING) {
            pass(transfer, Duration.ofMinutes(1));
            pass(transfer, Duration.ofMinutes(1));
            pass(transfer, Duration.ofMinutes(1));
            transfer.acknowledge(block++ & 0xffff, now);
        }
        assertThat(sent.size()).isLessThan(200);
    }

    @Test
    void blockNumbersWrapToZero() throws Exception {
        int blocks = 70_000;
        TftpTransfer transfer = transfer(8 * blocks, "blksize", "8");
        transfer.acknowledge(0, now);
        taken();
        for (int block = 1; block <= blocks; block++) {
            transfer.acknowledge(block & 0xffff, now);
            assertThat(taken()).containsExactly(((block + 1) & 0xffff) + (block == blocks ? ":0" : ":8"));
        }
        transfer.acknowledge((blocks + 1) & 0xffff, now);
        assertThat(transfer.state()).isEqualTo(TransferState.COMPLETE);
    }
}
