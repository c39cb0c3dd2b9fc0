package dev.lineman.zerotouch.tftp;

import dev.lineman.http.HostAndPort;
import dev.lineman.problem.FaultDescription;
import dev.lineman.serve.ServingPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A read-only TFTP server. One thread with a selector serves all transfers. {@link ReadRequestHandler} decides requests, {@link
 * TransferConnection} runs a transfer. {@link #close} is for any thread.
 */
public final class TftpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TftpServer.class);

    /** How often a server at a wildcard address looks for new addresses of this machine. */
    private static final Duration ADDRESS_PERIOD = Duration.ofSeconds(5);

    /** Packets that are read from one socket before the others get their turn. */
    private static final int MAX_PACKETS_AT_ONCE = 64;

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    private final Selector selector;
    private final ListeningAddresses addresses;
    private final TransferTable transfers = new TransferTable();
    private final ReadRequestHandler handler;
    private final LongSupplier nanos;
    private final ByteBuffer packet = ByteBuffer.allocate(TftpRequest.MAX_LENGTH);
    private final Thread thread = new Thread(this::run, "tftp");
    private volatile boolean stopped;
    private long addressesDue;

    private TftpServer(TftpOptions options, ServingPolicy policy, TftpCounters counters, LongSupplier nanos)
            throws IOException {
        this.nanos = nanos;
        this.selector = Selector.open();
        try {
            this.addresses = new ListeningAddresses(selector, new InetSocketAddress(options.host(), options.port()));
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e;
        }
        this.handler = new ReadRequestHandler(options.networks(), policy, transfers, selector, counters, nanos);
        this.addressesDue = nanos.getAsLong() + ADDRESS_PERIOD.toNanos();
        thread.setDaemon(true);
    }

    /**
     * Starts a server. When it returns, clients can ask.
     *
     * @param nanos a monotonic clock in nanoseconds
     * @throws IOException if the address cannot be used; the message names the address, the cause and the remedy
     */
    public static TftpServer start(TftpOptions options, ServingPolicy policy, TftpCounters counters, LongSupplier nanos)
            throws IOException {
        TftpServer server = new TftpServer(options, policy, counters, nanos);
        server.thread.start();
        LOG.info(
                "serving files by TFTP at UDP {}, for {}",
                HostAndPort.text(options.host(), server.port()),
                options.networks().networks().stream().map(Object::toString).collect(Collectors.joining(", ")));
        return server;
    }

    /** Returns the UDP port. */
    public int port() {
        return addresses.port();
    }

    private void run() {
        while (!stopped) {
            try {
                runOnce();
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException e) {
                LOG.error("TFTP cannot wait for packets: {}", e.getMessage());
                return;
            } catch (RuntimeException | StackOverflowError e) {
                LOG.error("a fault in Lineman, please report it; TFTP goes on: {}", FaultDescription.of(e));
            }
        }
    }

    private void runOnce() throws IOException {
        long now = nanos.getAsLong();
        long wait = transfers.wait(now, addresses.isWildcard() ? addressesDue - now : Long.MAX_VALUE);
        if (wait == Long.MAX_VALUE) {
            selector.select();
        } else if (wait <= 0) {
            selector.selectNow();
        } else {
            selector.select(TimeUnit.NANOSECONDS.toMillis(wait) + 1);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            receive(key);
        }
        selector.selectedKeys().clear();
        now = nanos.getAsLong();
        transfers.checkTime(now);
        if (addresses.isWildcard() && now - addressesDue >= 0) {
            addresses.update();
            addressesDue = now + ADDRESS_PERIOD.toNanos();
        }
    }

    private void receive(SelectionKey key) {
        for (int i = 0; i < MAX_PACKETS_AT_ONCE && key.isValid(); i++) {
            @Nullable InetSocketAddress source;
            packet.clear();
            try {
                source = (InetSocketAddress) ((DatagramChannel) key.channel()).receive(packet);
            } catch (IOException e) {
                // A socket can report the fate of an earlier packet. The next packet is read all the same.
                continue;
            }
            if (source == null) {
                return;
            }
            packet.flip();
            long now = nanos.getAsLong();
            if (key.attachment() instanceof TransferConnection transfer) {
                receive(transfer, source, now);
            } else if (key.attachment() instanceof InetAddress local && !addresses.isOwn(source)) {
                handler.receive(packet, local, source, now);
            }
        }
    }

    private void receive(TransferConnection transfer, InetSocketAddress source, long now) {
        if (!source.equals(transfer.client())) {
            handler.rejectStranger(transfer, packet, source, now);
            return;
        }
        transfer.receive(packet, now);
        if (transfer.isOver()) {
            transfers.remove(transfer);
        }
    }

    /** Stops the server. Transfers that run are broken off. */
    @Override
    public void close() {
        stopped = true;
        selector.wakeup();
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        transfers.close();
        addresses.close();
        try {
            selector.close();
        } catch (IOException e) {
            // The sockets are closed already.
        }
    }
}
