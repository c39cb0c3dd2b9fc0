package dev.lineman.zerotouch.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lineman.Rounds;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Transfers over a bad network, and packets that no client sends. */
class TftpLawTest {
    @TempDir
    Path out;

    /** A client with random options gets the whole content, whatever the network loses, doubles and reorders. */
    @Test
    void aTransferOverABadNetworkIsComplete() throws Exception {
        for (int round = 0; round < Rounds.of(2); round++) {
            long seed = 100L + round;
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try (TftpFiles files = new TftpFiles(out.resolve("r" + round));
                    LossyRelay relay = new LossyRelay(files.port(), seed, 0.15, 0.1, 0.1)) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    Random random = new Random(seed * 31 + i);
                    byte[] content = new byte[random.nextInt(4) == 0 ? 512 * random.nextInt(6) : random.nextInt(5000)];
                    random.nextBytes(content);
                    String name = "f" + i + ".bin";
                    files.file(name, "", content);
                    String[] options = options(random);
                    all.add(threads.submit(() -> {
                        try (TftpTestClient client = new TftpTestClient(relay.port(), 700)) {
                            assertThat(client.get(name, "octet", options).bytes())
                                    .as("seed %d, %s", seed, Arrays.toString(options))
                                    .isEqualTo(content);
                        }
                        return null;
                    }));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static String[] options(Random random) {
        List<String> options = new ArrayList<>();
        if (random.nextBoolean()) {
            options.addAll(List.of("blksize", Integer.toString(200 + random.nextInt(2000))));
        }
        if (random.nextBoolean()) {
            options.addAll(List.of("windowsize", Integer.toString(1 + random.nextInt(20))));
        }
        if (random.nextBoolean()) {
            options.addAll(List.of("tsize", "0", "timeout", "1"));
        }
        return options.toArray(String[]::new);
    }

    /** Mutated packets, from many addresses, to the server's port and to those of transfers. */
    @Test
    void mutatedPacketsCauseNoFaultAndNoGrowth() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger("dev.lineman");
        log.addAppender(lines);
        Random random = new Random(7);
        List<TftpTestClient> clients = new ArrayList<>();
        try (TftpFiles files = new TftpFiles(out)) {
            files.file("a.bin", "", new byte[3000]).file("SEP001122334455.cnf.xml", "n=127.0.0.0/16", new byte[10]);
            for (int i = 0; i < 200; i++) {
                clients.add(new TftpTestClient(files.port(), 1, InetAddress.getByAddress(new byte[] {
                    127, 0, (byte) (i / 100), (byte) (1 + i % 100)
                })));
            }
            int packets = Rounds.of(4000);
            for (int i = 0; i < packets; i++) {
                TftpTestClient client = clients.get(random.nextInt(clients.size()));
                client.send(mutated(random));
                if (i % 50 == 0) {
                    DatagramPacket answer = client.receive(1);
                    if (answer != null) {
                        SocketAddress transfer = answer.getSocketAddress();
                        client.send(mutated(random), transfer);
                        clients.get(0).send(mutated(random), transfer);
                        client.send(TftpTestClient.acknowledgment(random.nextInt(65536)), transfer);
                    }
                }
            }
            try (TftpTestClient client = new TftpTestClient(files.port(), 500, InetAddress.getByName("127.0.9.9"))) {
                assertThat(client.get("a.bin", "octet", "blksize", "1000").bytes())
                        .hasSize(3000);
            }
        } finally {
            log.detachAppender(lines);
            clients.forEach(TftpTestClient::close);
        }
        assertThat(lines.list).noneMatch(line -> line.getLevel() == Level.ERROR || line.getThrowableProxy() != null);
        // Each client and message once, within the bound of the log.
        assertThat(lines.list).hasSizeLessThan(250);
    }

    private static byte[] mutated(Random random) throws IOException {
        byte[] packet = switch (random.nextInt(6)) {
            case 0 -> TftpTestClient.request(1, "SEP001122334455.cnf.xml", "octet", "tsize", "0");
            case 1 -> TftpTestClient.request(1, "a.bin", "netascii", "blksize", "1024", "windowsize", "4");
            case 2 -> TftpTestClient.request(2, "a.bin", "octet");
            case 3 -> TftpTestClient.acknowledgment(random.nextInt(65536));
            case 4 -> TftpTestClient.request(1, "x".repeat(random.nextInt(1500)), "octet");
            default -> new byte[random.nextInt(64)];
        };
        int mutations = random.nextInt(6);
        for (int i = 0; i < mutations && packet.length > 0; i++) {
            switch (random.nextInt(3)) {
                case 0 -> packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
                case 1 -> packet[random.nextInt(packet.length)] = 0;
                default -> packet = Arrays.copyOf(packet, random.nextInt(packet.length + 8));
            }
        }
        return packet;
    }
}
