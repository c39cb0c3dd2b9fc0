package dev.lineman.zerotouch.pnp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lineman.access.IpNetwork;
import dev.lineman.serve.visits.VisitLog;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The listener with real sockets, on a network interface of this machine. The phone has an address of this machine too. */
class PnpListenerTest {
    private static final String MAC = "0004132e08b4";
    private static final String URL = "http://10.0.0.2:5481/provisioning/";
    private static final long DEADLINE = TimeUnit.SECONDS.toNanos(20);

    private static final PhoneDirectory DIRECTORY = new PhoneDirectory() {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public PnpPhone find(String mac, InetAddress local) {
            return mac.equals(MAC) ? new PnpPhone("phone " + mac, URL, URL, "") : null;
        }
    };

    private final PnpCounters counters = new PnpCounters();

    /** A listener that answers addresses of this machine if {@code own} is true. */
    private PnpListener listener(PnpInterface on, boolean own) throws IOException {
        PnpOptions options =
                new PnpOptions(List.of(on.name()), List.of(requireNonNull(IpNetwork.parse(addressOf(on)))), false);
        PnpListener listener = new PnpListener(
                options.interfaces(),
                refused -> new PnpResponder(
                        options,
                        own ? address -> false : refused,
                        DIRECTORY,
                        new VisitLog(),
                        counters,
                        () -> Instant.EPOCH,
                        System::nanoTime,
                        new SplittableRandom(1)),
                System::nanoTime);
        listener.start();
        return listener;
    }

    private static String addressOf(PnpInterface on) {
        return on.addresses().get(0).address().getHostAddress();
    }

    /** Returns an interface. Skips the test if there is none, or if another program uses the port. */
    private static PnpInterface anyInterface() throws IOException {
        List<PnpInterface> found = PnpInterface.find(List.of());
        assumeTrue(!found.isEmpty(), "no network interface with multicast and an IPv4 address");
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            channel.bind(new InetSocketAddress(5060));
        } catch (BindException e) {
            assumeTrue(false, "another program uses UDP port 5060");
        }
        return found.get(0);
    }

    private static DatagramChannel phoneSocket(PnpInterface on) throws IOException {
        DatagramChannel socket = DatagramChannel.open(StandardProtocolFamily.INET);
        socket.bind(new InetSocketAddress(on.addresses().get(0).address(), 0));
        socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName(on.name()));
        socket.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
        socket.configureBlocking(false);
        return socket;
    }

    @Test
    void aRequestToTheGroupIsAnsweredFromTheAddressOfTheInterface() throws Exception {
        PnpInterface on = anyInterface();
        String address = addressOf(on);
        try (PnpListener listener = listener(on, true);
                DatagramChannel socket = phoneSocket(on)) {
            SmallSipPhone phone = new SmallSipPhone(PnpDialect.SNOM, MAC, address, "1@" + address);
            long end = System.nanoTime() + DEADLINE;
            ByteBuffer buffer = ByteBuffer.allocate(8192);
            while (phone.url().isEmpty() && System.nanoTime() < end) {
                socket.send(ByteBuffer.wrap(phone.subscribe()), PnpPort.GROUP);
                long wait = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
                while (phone.url().isEmpty() && System.nanoTime() < wait) {
                    InetSocketAddress from = (InetSocketAddress) socket.receive(buffer.clear());
                    if (from == null) {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                        continue;
                    }
                    assertThat(from.getAddress().getHostAddress()).isEqualTo(address);
                    byte[] answer = phone.receive(
                            StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString());
                    if (answer.length > 0) {
                        socket.send(ByteBuffer.wrap(answer), from);
                    }
                }
            }
            assertThat(phone.url()).isEqualTo(URL);
            assertThat(listener).isNotNull();
        }
    }

    @Test
    void addressesOfThisHostGetNoAnswer() throws Exception {
        PnpInterface on = anyInterface();
        String address = addressOf(on);
        try (PnpListener listener = listener(on, false);
                DatagramChannel socket = phoneSocket(on)) {
            byte[] request = new SmallSipPhone(PnpDialect.SNOM, MAC, address, "1@" + address).subscribe();
            long end = System.nanoTime() + DEADLINE;
            while (counters.byWord().get("refused") == 0 && System.nanoTime() < end) {
                socket.send(ByteBuffer.wrap(request), PnpPort.GROUP);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            assertThat(counters.byWord().get("refused")).isPositive();
            assertThat(counters.byWord().get("answered")).isZero();
            assertThat(socket.receive(ByteBuffer.allocate(10))).isNull();
            assertThat(listener).isNotNull();
        }
    }

    @Test
    void aPortThatAnotherProgramDoesNotShareIsAnError() throws Exception {
        PnpInterface on = anyInterface();
        try (DatagramChannel pbx = DatagramChannel.open(StandardProtocolFamily.INET)) {
            pbx.bind(new InetSocketAddress(5060));
            assertThatThrownBy(() -> listener(on, true)).isInstanceOf(BindException.class);
        }
        // The failed start has left nothing behind.
        try (DatagramChannel pbx = DatagramChannel.open(StandardProtocolFamily.INET)) {
            pbx.bind(new InetSocketAddress(5060));
        }
    }

    @Test
    void aClosedListenerHasNoThreadAndNoSocket() throws Exception {
        PnpInterface on = anyInterface();
        listener(on, true).close();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (hasThread() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(hasThread()).isFalse();
        try (DatagramChannel pbx = DatagramChannel.open(StandardProtocolFamily.INET)) {
            pbx.bind(new InetSocketAddress(5060));
        }
    }

    private static boolean hasThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("pnp"));
    }
}
