package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.exchange.ProxyTrust;
import dev.lineman.http.exchange.RequestHandler;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Response;
import dev.lineman.http.message.ResponseBody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The listener with real sockets. The first tests cover what stock NanoHTTPD does wrong. */
@Timeout(60)
final class ListenerTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final HttpLimits PATIENT = HttpLimits.standard().withTimeouts(LONG, LONG, LONG);
    private static final RequestHandler ECHO =
            request -> Response.of(200, "text/plain", request.path().getBytes(ISO_8859_1));

    private final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    private Listener listen(HttpLimits limits, RequestHandler handler) throws IOException {
        Listener listener = listen(limits, handler, 0);
        open.add(listener);
        return listener;
    }

    private Listener listen(HttpLimits limits, RequestHandler handler, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return LoopbackListener.open(
                address, limits, Endpoint.of(handler), LoopbackListener.context(System::nanoTime, faults::add));
    }

    private HttpTestClient connect(Listener listener) throws IOException {
        HttpTestClient client = new HttpTestClient(listener.port());
        open.add(client);
        return client;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aPersistentConnectionServesManyRequests() throws IOException {
        HttpTestClient client = connect(listen(PATIENT, ECHO));
        for (int i = 0; i < 100; i++) {
            assertThat(client.get("/" + i).readResponse())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("\r\n\r\n/" + i);
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void aHeadLongerThanTheLimitIsRefusedOnceAndOtherClientsAreServed() throws IOException {
        Listener listener = listen(PATIENT, ECHO);
        String said = connect(listener)
                .send("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000) + "\r\n\r\n")
                .readAll();
        assertThat(said).startsWith("HTTP/1.1 431 ").containsOnlyOnce("HTTP/1.1");
        assertThat(connect(listener).get("/a").readResponse()).endsWith("/a");
        assertThat(faults).isEmpty();
    }

    @Test
    void anIncompleteRequestGetsNoResponse() throws IOException {
        Listener listener = listen(PATIENT, ECHO);
        assertThat(connect(listener)
                        .send("GET / HTTP/1.1\r\nHo")
                        .shutdownOutput()
                        .readAll())
                .isEmpty();
        assertThat(connect(listener).shutdownOutput().readAll()).isEmpty();
        assertThat(faults).isEmpty();
    }

    @Test
    void aClientThatClosesItsOutputStillGetsItsResponses() throws IOException {
        HttpTestClient client =
                connect(listen(PATIENT, ECHO)).get("/a").get("/b").shutdownOutput();
        assertThat(client.readAll()).contains("\r\n\r\n/a").endsWith("\r\n\r\n/b");
    }

    @Test
    void aHeadRequestGetsNoBody() throws IOException {
        HttpTestClient client = connect(listen(PATIENT, ECHO)).send("HEAD /abc HTTP/1.0\r\n\r\n");
        assertThat(client.readAll()).contains("Content-Length: 4\r\n").endsWith("\r\n\r\n");
    }

    @Test
    void aRequestBodyIsNotTakenForTheNextRequest() throws IOException {
        HttpTestClient client = connect(listen(PATIENT, ECHO));
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n")
                .get("/b");
        assertThat(client.readResponse()).endsWith("/a");
        assertThat(client.readResponse()).endsWith("/b");
    }

    @Test
    void aClientThatContinuesToSendAfterTheLastResponseCanReadIt() throws IOException {
        HttpLimits limits = new HttpLimits(10, 10, 1, 8 << 10, 100, 0, 1 << 20, LONG, LONG, LONG, LONG, SHORT);
        HttpTestClient client = connect(listen(limits, ECHO));
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n")
                .send("x".repeat(200_000));
        assertThat(client.readAll())
                .startsWith("HTTP/1.1 200 ")
                .contains("Connection: close\r\n")
                .doesNotContain("[reset]");
    }

    @Test
    void requestsAreReadByteByByte() throws IOException {
        HttpTestClient client = connect(listen(PATIENT, ECHO));
        for (char c : "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n".toCharArray()) {
            client.send(Character.toString(c));
        }
        assertThat(client.readResponse()).endsWith("/slow");
    }

    @Test
    void thousandsOfPipelinedRequestsGetTheirResponsesInOrder() throws Exception {
        HttpTestClient client = connect(listen(PATIENT, ECHO));
        int count = 5_000;
        Thread speaker = new Thread(() -> {
            try {
                for (int i = 0; i < count; i++) {
                    client.get("/" + i);
                }
            } catch (IOException e) {
                faults.add(e);
            }
        });
        speaker.start();
        for (int i = 0; i < count; i++) {
            assertThat(client.readResponse()).endsWith("\r\n\r\n/" + i);
        }
        speaker.join();
        assertThat(faults).isEmpty();
    }

    /** A body of any length. Its bytes are computed when they are read. */
    private record Counting(long length, AtomicInteger closed) implements ResponseBody {
        @Override
        public int read(long position, ByteBuffer target) {
            int count = (int) Math.min(target.remaining(), length - position);
            for (int i = 0; i < count; i++) {
                target.put((byte) (position + i));
            }
            return count;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void aLargeBodyArrivesCompleteAndOtherClientsAreServedMeanwhile() throws IOException {
        int length = 10_000_001;
        AtomicInteger closed = new AtomicInteger();
        RequestHandler handler = request -> request.path().equals("/large")
                ? Response.of(200, "x/y", new Counting(length, closed))
                : ECHO.handle(request);
        Listener listener = listen(LoopbackListener.withLoops(PATIENT, 1), handler);
        HttpTestClient slow = connect(listener).get("/large").get("/after");
        assertThat(connect(listener).get("/small").readResponse()).endsWith("/small");
        String head = new String(slow.in().readNBytes(17), ISO_8859_1);
        assertThat(head).isEqualTo("HTTP/1.1 200 OK\r\n");
        int previous = 0;
        while (previous != 0x0d0a0d0a) {
            previous = previous << 8 | slow.in().read();
        }
        byte[] body = slow.in().readNBytes(length);
        for (int i = 0; i < length; i += 997) {
            assertThat(body[i]).isEqualTo((byte) i);
        }
        assertThat(slow.readResponse()).endsWith("/after");
        assertThat(closed).hasValue(1);
    }

    @Test
    void aSlowHeadGets408AndAnIdleConnectionIsClosed() throws IOException {
        Listener slow = listen(HttpLimits.standard().withTimeouts(SHORT, LONG, LONG), ECHO);
        assertThat(connect(slow).send("GET / HTTP/1.1\r\n").readAll()).startsWith("HTTP/1.1 408 ");
        Listener idle = listen(HttpLimits.standard().withTimeouts(LONG, SHORT, LONG), ECHO);
        assertThat(connect(idle).readAll()).isEmpty();
        HttpTestClient client = connect(idle).get("/a");
        assertThat(client.readResponse()).endsWith("/a");
        assertThat(client.readAll()).isEmpty();
    }

    @Test
    void everyResponseRestartsTheIdleTimeout() throws IOException {
        AtomicLong nanos = new AtomicLong();
        HttpLimits limits = HttpLimits.standard().withTimeouts(LONG, Duration.ofSeconds(10), LONG);
        Listener listener =
                LoopbackListener.open(limits, Endpoint.of(ECHO), LoopbackListener.context(nanos::get, faults::add));
        open.add(listener);
        HttpTestClient client = connect(listener);
        for (int i = 0; i < 5; i++) {
            assertThat(client.get("/" + i).readResponse()).endsWith("/" + i);
            nanos.addAndGet(6_000_000_000L);
        }
    }

    @Test
    void sendingByteByByteDoesNotExtendTheHeadTimeout() throws IOException {
        HttpTestClient client =
                connect(listen(HttpLimits.standard().withTimeouts(Duration.ofMillis(300), LONG, LONG), ECHO));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        client.send("GET / HTTP/1.1\r\nX: ");
        try {
            while (client.in().available() == 0) {
                client.send("a");
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                assertThat(System.nanoTime()).isLessThan(end);
            }
            assertThat(client.readResponse()).startsWith("HTTP/1.1 408 ");
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
    }

    @Test
    void aClientThatDoesNotReadIsClosedAndItsResponseBodyReleased() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        RequestHandler handler = request -> Response.of(200, "x/y", new Counting(1L << 40, closed));
        connect(listen(HttpLimits.standard().withTimeouts(LONG, LONG, SHORT), handler))
                .get("/");
        await(() -> closed.get() == 1);
    }

    @Test
    void aFullServerClosesTheOldestConnectionAndNeverTheNewOne() throws IOException {
        Listener listener = listen(LoopbackListener.withLoops(PATIENT, 1).withConnections(10), ECHO);
        List<HttpTestClient> clients = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            HttpTestClient client = connect(listener);
            clients.add(client);
            if (i % 2 == 0) {
                assertThat(client.get("/" + i).readResponse()).endsWith("/" + i);
            } else {
                client.send("GET /unfinished HT");
            }
        }
        for (int i = 0; i < 15; i++) {
            assertThat(clients.get(i).readAll()).doesNotContain("HTTP/1.1 200");
        }
        assertThat(connect(listener).get("/last").readResponse()).endsWith("/last");
        assertThat(clients.get(24).get("/kept").readResponse()).endsWith("/kept");
    }

    @Test
    void allLoopsTogetherKeepAsManyConnectionsAsTheLimitAllows() throws IOException {
        Listener listener = listen(LoopbackListener.withLoops(PATIENT, 4).withConnections(80), ECHO);
        List<HttpTestClient> clients = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            HttpTestClient client = connect(listener);
            clients.add(client);
            assertThat(client.get("/" + i).readResponse()).endsWith("/" + i);
        }
        for (HttpTestClient client : clients) {
            assertThat(client.get("/kept").readResponse()).endsWith("/kept");
        }
        for (int i = 0; i < 80; i++) {
            HttpTestClient client = connect(listener);
            clients.add(client);
            assertThat(client.get("/more").readResponse()).endsWith("/more");
        }
        // A loop closes connections when its next one arrives, so each loop may have one too many.
        assertThat(clients.stream().filter(client -> !isClosed(client)).count()).isBetween(60L, 84L);
    }

    private static boolean isClosed(HttpTestClient client) {
        try {
            return client.get("/closed").readResponse().isEmpty();
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aFullServerClosesConnectionsOfTheClientWithTheMost() throws IOException {
        Listener listener = listen(LoopbackListener.withLoops(PATIENT, 1).withConnections(20), ECHO);
        HttpTestClient phone = new HttpTestClient(listener.port(), "127.0.0.2");
        open.add(phone);
        assertThat(phone.get("/first").readResponse()).endsWith("/first");
        List<HttpTestClient> attackers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            attackers.add(connect(listener).send(i % 2 == 0 ? "GET / HT" : ""));
        }
        assertThat(attackers.get(0).readAll()).doesNotContain("HTTP/1.1");
        assertThat(phone.get("/kept").readResponse()).endsWith("/kept");
        assertThat(faults).isEmpty();
    }

    @Test
    void connectionsOfATrustedProxyDoNotCountAsOneSource() throws IOException {
        ProxyTrust proxyTrust = new ProxyTrust() {
            @Override
            public boolean isTrustedProxy(InetAddress source) {
                return source.getHostAddress().equals("127.0.0.2");
            }
        };
        Listener listener = LoopbackListener.open(
                LoopbackListener.withLoops(PATIENT, 1).withConnections(20),
                new Endpoint(ECHO, exchange -> {}, proxyTrust),
                LoopbackListener.context(System::nanoTime, faults::add));
        open.add(listener);
        List<HttpTestClient> proxied = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            HttpTestClient client = new HttpTestClient(listener.port(), "127.0.0.2");
            open.add(client);
            proxied.add(client);
            assertThat(client.get("/a").readResponse()).endsWith("/a");
        }
        for (int i = 0; i < 40; i++) {
            connect(listener).get("/x").readResponse();
        }
        for (HttpTestClient client : proxied) {
            assertThat(client.get("/b").readResponse()).endsWith("/b");
        }
    }

    @Test
    void readingByteByByteDoesNotExtendTheWriteTimeout() throws IOException {
        AtomicLong nanos = new AtomicLong();
        AtomicInteger closed = new AtomicInteger();
        HttpLimits limits =
                LoopbackListener.withLoops(HttpLimits.standard(), 1).withTimeouts(LONG, LONG, Duration.ofSeconds(10));
        RequestHandler handler = request -> request.path().equals("/")
                ? Response.of(200, "x/y", new Counting(1L << 40, closed))
                : Response.notFound();
        Listener listener =
                LoopbackListener.open(limits, Endpoint.of(handler), LoopbackListener.context(nanos::get, faults::add));
        open.add(listener);
        HttpTestClient slow = connect(listener).get("/");
        await(() -> {
            try (HttpTestClient other = new HttpTestClient(listener.port())) {
                slow.in().read();
                other.get("/a").readResponse();
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
            }
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            return closed.get() == 1;
        });
    }

    @Test
    void theHeapForUnfinishedInputIsLimited() throws IOException {
        HttpLimits limits = new HttpLimits(1000, 1000, 1, 8 << 10, 100, 0, 64 << 10, LONG, LONG, LONG, LONG, SHORT);
        Listener listener = listen(limits, ECHO);
        List<HttpTestClient> slow = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            slow.add(connect(listener).send("GET / HTTP/1.1\r\nX: " + "a".repeat(7000)));
            // Connections that wait together can be accepted in any order. This response shows that the loop has read
            // the last one.
            assertThat(connect(listener).get("/a").readResponse()).endsWith("/a");
        }
        assertThat(slow.get(0).readAll()).doesNotContain("200");
        assertThat(connect(listener).get("/a").readResponse()).endsWith("/a");
        assertThat(slow.get(19).send("\r\nHost: x\r\n\r\n").readResponse()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aHandlerThatThrowsHarmsOnlyItsConnection() throws IOException {
        Listener listener = listen(PATIENT, request -> {
            if (request.path().equals("/bad")) {
                throw new StackOverflowError();
            }
            return ECHO.handle(request);
        });
        HttpTestClient good = connect(listener).get("/a");
        assertThat(good.readResponse()).endsWith("/a");
        assertThat(connect(listener).get("/bad").readAll()).startsWith("HTTP/1.1 500 ");
        assertThat(good.get("/b").readResponse()).endsWith("/b");
        assertThat(faults).singleElement().isInstanceOf(StackOverflowError.class);
    }

    @Test
    void aClientThatDisconnectsIsNotReportedAsAFault() throws Exception {
        Listener listener =
                listen(PATIENT, request -> Response.of(200, "x/y", new Counting(10_000_000, new AtomicInteger())));
        for (int i = 0; i < 50; i++) {
            try (HttpTestClient client = new HttpTestClient(listener.port())) {
                client.get("/").in().readNBytes(1);
            }
        }
        assertThat(new String(connect(listener).get("/").in().readNBytes(8), ISO_8859_1))
                .isEqualTo("HTTP/1.1");
        assertThat(faults).isEmpty();
    }

    @Test
    void aPortInUseIsNamedInTheMessage() throws IOException {
        Listener listener = listen(PATIENT, ECHO);
        assertThatThrownBy(() -> listen(PATIENT, ECHO, listener.port()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on ")
                .hasMessageContaining(":" + listener.port());
        assertThat(connect(listener).get("/a").readResponse()).endsWith("/a");
    }

    @Test
    void aFailedStartLeavesNoThreadBehind() throws IOException {
        Listener listener = listen(PATIENT, ECHO);
        String name = "http-" + listener.port() + "-";
        assertThatThrownBy(() -> listen(PATIENT, ECHO, listener.port())).isInstanceOf(IOException.class);
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith(name)));
    }

    @Test
    void closingFinishesResponsesInProgressAndClosesIdleConnections() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Listener listener = listen(LoopbackListener.withLoops(PATIENT, 2), request -> {
            if (request.path().equals("/wait")) {
                asked.countDown();
                try {
                    assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return ECHO.handle(request);
        });
        HttpTestClient idle = connect(listener).get("/idle");
        assertThat(idle.readResponse()).endsWith("/idle");
        HttpTestClient waiting = connect(listener).get("/wait");
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        Thread closer = new Thread(listener::close);
        closer.start();
        go.countDown();
        assertThat(waiting.readAll()).endsWith("\r\n\r\n/wait");
        assertThat(idle.readAll()).isEmpty();
        closer.join();
        listener.close();
        int port = listener.port();
        assertThatThrownBy(() -> new HttpTestClient(port)).isInstanceOf(IOException.class);
        assertThat(faults).isEmpty();
    }

    @Test
    void closingDoesNotWaitForAClientThatDoesNotRead() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        CountDownLatch asked = new CountDownLatch(1);
        Listener listener = listen(PATIENT, request -> {
            asked.countDown();
            return Response.of(200, "x/y", new Counting(1L << 40, closed));
        });
        connect(listener).get("/");
        await(() -> asked.getCount() == 0);
        listener.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void closingDoesNotWaitWhereNoResponseIsInProgress() throws Exception {
        Listener listener =
                listen(new HttpLimits(10, 10, 2, 8 << 10, 100, 0, 1 << 20, LONG, LONG, LONG, LONG, LONG), ECHO);
        assertThat(connect(listener).send("GET /a HTTP/1.0\r\n\r\n").readAll()).endsWith("/a");
        listener.close();
    }

    @Test
    void aListenerThatIsClosedAtOnceReportsNoFault() throws IOException {
        for (int i = 0; i < 100; i++) {
            listen(PATIENT, ECHO, 0).close();
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void tenListenersCanUseOnePortOneAfterAnother() throws IOException {
        int port = 0;
        for (int i = 0; i < 10; i++) {
            Listener listener = listen(PATIENT, ECHO, port);
            port = listener.port();
            try (HttpTestClient client = new HttpTestClient(port)) {
                assertThat(client.get("/" + i).readResponse()).endsWith("/" + i);
            }
            listener.close();
        }
    }
}
