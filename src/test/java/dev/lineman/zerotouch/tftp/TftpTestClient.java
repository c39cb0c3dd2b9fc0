package dev.lineman.zerotouch.tftp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A TFTP client of the tests, made from the RFCs and not from the server. */
final class TftpTestClient implements AutoCloseable {
    private static final int RRQ = 1;
    private static final int DATA = 3;
    private static final int ACK = 4;
    private static final int ERROR = 5;
    private static final int OACK = 6;
    private static final long DEADLINE = TimeUnit.SECONDS.toNanos(60);

    private final DatagramSocket socket;
    private final SocketAddress server;
    private final int patience;

    /**
     * The result of a transfer.
     *
     * @param bytes the content; null after an error
     * @param error the code of the error packet; -1 for none
     * @param options the acknowledged options
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Download(byte @Nullable [] bytes, int error, Map<String, String> options) {}

    /** @param patience milliseconds until the client sends its last packet again */
    TftpTestClient(int port, int patience) throws IOException {
        this(port, patience, InetAddress.getLoopbackAddress());
    }

    TftpTestClient(int port, int patience, InetAddress local) throws IOException {
        this.socket = new DatagramSocket(0, local);
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.patience = patience;
    }

    /** A request packet; the options are name, value, name, value. */
    static byte[] request(int type, String name, String mode, String... options) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0);
        packet.write(type);
        text(packet, name);
        text(packet, mode);
        for (String option : options) {
            text(packet, option);
        }
        return packet.toByteArray();
    }

    private static void text(ByteArrayOutputStream packet, String text) {
        packet.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        packet.write(0);
    }

    static byte[] acknowledgment(int block) {
        return new byte[] {0, ACK, (byte) (block >> 8), (byte) block};
    }

    void send(byte[] packet) throws IOException {
        send(packet, server);
    }

    void send(byte[] packet, SocketAddress to) throws IOException {
        socket.send(new DatagramPacket(packet, packet.length, to));
    }

    /** Returns the next packet; null if none comes in time. */
    @Nullable
    DatagramPacket receive(int millis) throws IOException {
        socket.setSoTimeout(millis);
        DatagramPacket packet = new DatagramPacket(new byte[65_600], 65_600);
        try {
            socket.receive(packet);
            return packet;
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    static byte[] bytes(DatagramPacket packet) {
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** Fetches a file. */
    Download get(String name, String mode, String... options) throws IOException {
        byte[] last = request(RRQ, name, mode, options);
        SocketAddress to = server;
        SocketAddress transfer = null;
        Map<String, String> accepted = new LinkedHashMap<>();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int blockSize = 512;
        int windowSize = 1;
        long next = 1;
        int inWindow = 0;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < DEADLINE) {
            send(last, to);
            DatagramPacket packet = receive(patience);
            while (packet != null) {
                byte[] bytes = bytes(packet);
                boolean ours = transfer == null || transfer.equals(packet.getSocketAddress());
                int type = ours && bytes.length >= 4 ? bytes[1] : 0;
                int block = bytes.length >= 4 ? (bytes[2] & 255) << 8 | (bytes[3] & 255) : 0;
                if (type == ERROR) {
                    return new Download(null, block, accepted);
                }
                if (type == OACK && next == 1) {
                    transfer = packet.getSocketAddress();
                    accepted.putAll(options(bytes));
                    blockSize = Integer.parseInt(accepted.getOrDefault("blksize", "512"));
                    windowSize = Integer.parseInt(accepted.getOrDefault("windowsize", "1"));
                    last = acknowledgment(0);
                    to = transfer;
                    break;
                }
                if (type == DATA) {
                    transfer = packet.getSocketAddress();
                    to = transfer;
                    if (block == (next & 0xffff)) {
                        content.write(bytes, 4, bytes.length - 4);
                        next++;
                        inWindow++;
                        last = acknowledgment(block);
                        if (bytes.length - 4 < blockSize) {
                            send(last, to);
                            return new Download(content.toByteArray(), -1, accepted);
                        }
                        if (inWindow == windowSize) {
                            inWindow = 0;
                            break;
                        }
                    } else if (windowSize > 1 && inWindow > 0) {
                        // A gap: the server goes on behind the last block that came in order (RFC 7440).
                        inWindow = 0;
                        break;
                    }
                }
                packet = receive(patience);
            }
        }
        throw new IOException("no end after " + content.size() + " bytes");
    }

    private static Map<String, String> options(byte[] packet) {
        String[] texts = new String(packet, 2, packet.length - 2, StandardCharsets.US_ASCII).split("\0", -1);
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i + 1 < texts.length; i += 2) {
            options.put(texts[i], texts[i + 1]);
        }
        return options;
    }

    @Override
    public void close() {
        socket.close();
    }
}
