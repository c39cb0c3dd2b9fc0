package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.http.exchange.ConnectionFilter;
import dev.lineman.http.exchange.Endpoint;
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

/** The listener on real sockets; first of all, what stock NanoHTTPD does wrong. */
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
    void aKeptConnectionAnswersRequestAfterRequest() throws IOException {
        HttpTestClient client = connect(listen(PATIENT, ECHO));
        for (int i = 0; i < 100; i++) {
            assertThat(client.get("/" + i).hear())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("\r\n\r\n/" + i);
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void aHeadOfEightKibibytesIsRefusedOnceAndNothingElseSuffers() throws IOException {
        Listener listener = listen(PATIENT, ECHO);
        String said = connect(listener)
                .say("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000) + "\r\n\r\n")
                .hearAll();
        assertThat(said).startsWith("HTTP/1.1 431 ").containsOnlyOnce("HTTP/1.1");
        assertThat(connect(listener).get("/a").hear()).endsWith("/a");
        assertThat(faults).isEmpty();
    }

    @Test
    void halfARequestAndItsEndIsNotAnswered() throws IOException {
        Listener listener = listen(PATIENT, ECHO);
        assertThat(connect(listener).say("GET / HTTP/1.1\r\nHo").endSpeech().hearAll())
                .isEmpty();
        assertThat(connect(listener).endSpeech().hearAll()).isEmpty();
        assertThat(faults).isEmpty();
    }

    @Test
    void aClientThatEndsItsSpeechStillHearsItsAnswers() throws IOException {
        HttpTestClient client =
                connect(listen(PATIENT, ECHO)).get("/a").get("/b").endSpeech();
        assertThat(client.hearAll()).contains("\r\n\r\n/a").endsWith("\r\n\r\n/b");
    }

    @Test
    void aHeadRequestGetsNoBody() throws IOException {
        HttpTestClient client = connect(listen(PATIENT, ECHO)).say("HEAD /abc HTTP/1.0\r\n\r\n");
        assertThat(client.hearAll()).contains("Content-Length: 4\r\n").endsWith("\r\n\r\n");
    }

    @Test
    void aBodyThatNobodyAskedForIsNotTheNextRequest() throws IOException {
        HttpTestClient client = connect(listen(PATIENT, ECHO));
        client.say("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n")
                .get("/b");
        assertThat(client.hear()).endsWith("/a");
        assertThat(client.hear()).endsWith("/b");
    }

    @Test
    void aClientThatSendsOnAfterARefusalCanReadIt() throws IOException {
        HttpLimits limits = new HttpLimits(10, 10, 1, 8 << 10, 100, 0, 1 << 20, LONG, LONG, LONG, LONG, SHORT);
        HttpTestClient client = connect(listen(limits, ECHO));
        client.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n")
                .say("x".repeat(200_000));
        assertThat(client.hearAll())
                .startsWith("HTTP/1.1 200 ")
                .contains("Connection: close\r\n")
                .doesNotContain("[reset]");
    }

    @Test
    void requestsAreReadByteByByte() throws IOException {
        HttpTestClient client = connect(listen(PATIENT, ECHO));
        for (char c : "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n".toCharArray()) {
            client.say(Character.toString(c));
        }
        assertThat(client.hear()).endsWith("/slow");
    }

    @Test
    void thousandsOfPipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
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
            assertThat(client.hear()).endsWith("\r\n\r\n/" + i);
        }
        speaker.join();
        assertThat(faults).isEmpty();
    }

    /** A body of any length, made up as it is read. */
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
    void aLargeBodyComesWholeAndOthersAreServedMeanwhile() throws IOException {
        int length = 10_000_001;
        AtomicInteger closed = new AtomicInteger();
        RequestHandler handler = request -> request.path().equals("/large")
                ? Response.of(200, "x/y", new Counting(length, closed))
                : ECHO.handle(request);
        Listener listener = listen(LoopbackListener.withLoops(PATIENT, 1), handler);
        HttpTestClient slow = connect(listener).get("/large").get("/after");
        assertThat(connect(listener).get("/small").hear()).endsWith("/small");
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
        assertThat(slow.hear()).endsWith("/after");
        assertThat(closed).hasValue(1);
    }

    @Test
    void aHeadThatTakesTooLongIsTimedOutAndSilenceIsEnded() throws IOException {
        Listener slow = listen(HttpLimits.standard().withTimeouts(SHORT, LONG, LONG), ECHO);
        assertThat(connect(slow).say("GET / HTTP/1.1\r\n").hearAll()).startsWith("HTTP/1.1 408 ");
        Listener idle = listen(HttpLimits.standard().withTimeouts(LONG, SHORT, LONG), ECHO);
        assertThat(connect(idle).hearAll()).isEmpty();
        HttpTestClient client = connect(idle).get("/a");
        assertThat(client.hear()).endsWith("/a");
        assertThat(client.hearAll()).isEmpty();
    }

    @Test
    void everyAnswerGivesTheClientItsFullTimeAgain() throws IOException {
        AtomicLong nanos = new AtomicLong();
        HttpLimits limits = HttpLimits.standard().withTimeouts(LONG, Duration.ofSeconds(10), LONG);
        Listener listener =
                LoopbackListener.open(limits, Endpoint.of(ECHO), LoopbackListener.context(nanos::get, faults::add));
        open.add(listener);
        HttpTestClient client = connect(listener);
        for (int i = 0; i < 5; i++) {
            assertThat(client.get("/" + i).hear()).endsWith("/" + i);
            nanos.addAndGet(6_000_000_000L);
        }
    }

    @Test
    void aSlowSenderGainsNothingByTrickling() throws IOException {
        HttpTestClient client =
                connect(listen(HttpLimits.standard().withTimeouts(Duration.ofMillis(300), LONG, LONG), ECHO));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        client.say("GET / HTTP/1.1\r\nX: ");
        try {
            while (client.in().available() == 0) {
                client.say("a");
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                assertThat(System.nanoTime()).isLessThan(end);
            }
            assertThat(client.hear()).startsWith("HTTP/1.1 408 ");
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
    }

    @Test
    void aClientThatDoesNotReadIsDroppedAndItsBodyClosed() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        RequestHandler handler = request -> Response.of(200, "x/y", new Counting(1L << 40, closed));
        connect(listen(HttpLimits.standard().withTimeouts(LONG, LONG, SHORT), handler))
                .get("/");
        await(() -> closed.get() == 1);
    }

    @Test
    void whenFullTheOneThatHasWaitedLongestGoesAndNeverTheNewcomer() throws IOException {
        Listener listener = listen(LoopbackListener.withLoops(PATIENT, 1).withConnections(10), ECHO);
        List<HttpTestClient> clients = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            HttpTestClient client = connect(listener);
            clients.add(client);
            if (i % 2 == 0) {
                assertThat(client.get("/" + i).hear()).endsWith("/" + i);
            } else {
                client.say("GET /unfinished HT");
            }
        }
        for (int i = 0; i < 15; i++) {
            assertThat(clients.get(i).hearAll()).doesNotContain("HTTP/1.1 200");
        }
        assertThat(connect(listener).get("/last").hear()).endsWith("/last");
        assertThat(clients.get(24).get("/kept").hear()).endsWith("/kept");
    }

    @Test
    void whoHoldsMostConnectionsGivesThemUpAndOthersKeepTheirs() throws IOException {
        Listener listener = listen(LoopbackListener.withLoops(PATIENT, 1).withConnections(20), ECHO);
        HttpTestClient phone = new HttpTestClient(listener.port(), "127.0.0.2");
        open.add(phone);
        assertThat(phone.get("/first").hear()).endsWith("/first");
        List<HttpTestClient> attackers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            attackers.add(connect(listener).say(i % 2 == 0 ? "GET / HT" : ""));
        }
        assertThat(attackers.get(0).hearAll()).doesNotContain("HTTP/1.1");
        assertThat(phone.get("/kept").hear()).endsWith("/kept");
        assertThat(faults).isEmpty();
    }

    @Test
    void whoSpeaksForManyIsNotTakenForOne() throws IOException {
        ConnectionFilter connectionFilter = new ConnectionFilter() {
            @Override
            public boolean isTrustedProxy(InetAddress source) {
                return source.getHostAddress().equals("127.0.0.2");
            }
        };
        Listener listener = LoopbackListener.open(
                LoopbackListener.withLoops(PATIENT, 1).withConnections(20),
                new Endpoint(ECHO, exchange -> {}, connectionFilter),
                LoopbackListener.context(System::nanoTime, faults::add));
        open.add(listener);
        List<HttpTestClient> proxied = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            HttpTestClient client = new HttpTestClient(listener.port(), "127.0.0.2");
            open.add(client);
            proxied.add(client);
            assertThat(client.get("/a").hear()).endsWith("/a");
        }
        for (int i = 0; i < 40; i++) {
            connect(listener).get("/x").hear();
        }
        for (HttpTestClient client : proxied) {
            assertThat(client.get("/b").hear()).endsWith("/b");
        }
    }

    @Test
    void aClientThatReadsByteByByteHasNoMoreTimeThanOneThatReadsNothing() throws IOException {
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
                other.get("/a").hear();
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
            }
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            return closed.get() == 1;
        });
    }

    @Test
    void unfinishedInputIsBoundedInAll() throws IOException {
        HttpLimits limits = new HttpLimits(1000, 1000, 1, 8 << 10, 100, 0, 64 << 10, LONG, LONG, LONG, LONG, SHORT);
        Listener listener = listen(limits, ECHO);
        List<HttpTestClient> slow = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            slow.add(connect(listener).say("GET / HTTP/1.1\r\nX: " + "a".repeat(7000)));
        }
        assertThat(slow.get(0).hearAll()).doesNotContain("200");
        assertThat(connect(listener).get("/a").hear()).endsWith("/a");
        assertThat(slow.get(19).say("\r\nHost: x\r\n\r\n").hear()).startsWith("HTTP/1.1 200 ");
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
        assertThat(good.hear()).endsWith("/a");
        assertThat(connect(listener).get("/bad").hearAll()).startsWith("HTTP/1.1 500 ");
        assertThat(good.get("/b").hear()).endsWith("/b");
        assertThat(faults).singleElement().isInstanceOf(StackOverflowError.class);
    }

    @Test
    void clientsThatBreakOffAreNoFaultOfOurs() throws Exception {
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
    void aPortInUseIsSaidPlainly() throws IOException {
        Listener listener = listen(PATIENT, ECHO);
        assertThatThrownBy(() -> listen(PATIENT, ECHO, listener.port()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on ")
                .hasMessageContaining(":" + listener.port());
        assertThat(connect(listener).get("/a").hear()).endsWith("/a");
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
    void closingFinishesTheAnswerInHandAndEndsTheRest() throws Exception {
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
        assertThat(idle.hear()).endsWith("/idle");
        HttpTestClient waiting = connect(listener).get("/wait");
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        Thread closer = new Thread(listener::close);
        closer.start();
        go.countDown();
        assertThat(waiting.hearAll()).endsWith("\r\n\r\n/wait");
        assertThat(idle.hearAll()).isEmpty();
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
    void tenListenersCanComeAndGoOnOnePort() throws IOException {
        int port = 0;
        for (int i = 0; i < 10; i++) {
            Listener listener = listen(PATIENT, ECHO, port);
            port = listener.port();
            try (HttpTestClient client = new HttpTestClient(port)) {
                assertThat(client.get("/" + i).hear()).endsWith("/" + i);
            }
            listener.close();
        }
    }
}
