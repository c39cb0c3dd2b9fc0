package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.http.exchange.BodyDecision;
import dev.lineman.http.exchange.BodyReceiver;
import dev.lineman.http.exchange.BufferedBody;
import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.exchange.RequestHandler;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of requests that the handler receives. */
@Timeout(60)
final class RequestBodiesTest {
    private static final int LONGEST = 100_000;
    private static final Duration LONG = Duration.ofMinutes(5);

    private final List<BodyRecorder> recorders = new ArrayList<>();
    private final RequestHandler handler = receiving(request -> {
        BodyRecorder recorder = new BodyRecorder(
                LONGEST, body -> Response.of(201, "text/plain", (request.path() + ':' + body).getBytes(ISO_8859_1)));
        recorders.add(recorder);
        return recorder;
    });

    private static RequestHandler receiving(Function<Request, BodyReceiver> receiver) {
        return new RequestHandler() {
            @Override
            public Response handle(Request request) {
                return Response.of(200, "text/plain", request.path().getBytes(ISO_8859_1));
            }

            @Override
            public BodyDecision decide(Request request) {
                return new BodyDecision.Receive(receiver.apply(request));
            }
        };
    }

    private static String put(String path, String fields, String body) {
        return "PUT " + path + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n" + body;
    }

    private static String sized(String path, String body) {
        return put(path, "Content-Length: " + body.length() + "\r\n", body);
    }

    private static List<String> reported(ConnectionDriver driver) {
        return driver.httpExchanges.stream()
                .map(each -> each.requestLine() + ' ' + each.status() + ' ' + each.complete())
                .toList();
    }

    @Test
    void aBodyReachesItsReceiverHoweverItsBytesAreSplit() {
        String input = sized("/a", "GET /x")
                + put(
                        "/b",
                        "Transfer-Encoding: chunked\r\n",
                        "3;x=\"y\"\r\nPUT\r\n2\r\n\r\n\r\n0\r\nT: 1\r\nContent-Length: 9\r\n\r\n")
                + "GET /c HTTP/1.1\r\nHost: x\r\n\r\n"
                + sized("/d", "");
        String whole = new ConnectionDriver(handler).send(input).output();
        assertThat(whole)
                .contains("\r\n\r\n/a:GET /xHTTP", "\r\n\r\n/b:PUT\r\nHTTP", "\r\n\r\n/cHTTP")
                .endsWith("/d:");
        for (int split = 1; split < input.length(); split++) {
            ConnectionDriver driver = new ConnectionDriver(HttpLimits.standard(), handler, 1 + split);
            driver.send(input.substring(0, split)).send(input.substring(split));
            assertThat(driver.output()).isEqualTo(whole);
            assertThat(driver.phase()).isEqualTo(ConnectionPhase.IDLE);
        }
        assertThat(recorders).allSatisfy(each -> assertThat(each.ends).containsExactly("complete"));
    }

    @Test
    void aClientThatExpects100ContinueGetsItBeforeItSends() {
        ConnectionDriver driver = new ConnectionDriver(handler);
        driver.send(put("/a", "Content-Length: 3\r\nExpect: 100-continue\r\n", ""));
        assertThat(driver.output()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(driver.phase()).isEqualTo(ConnectionPhase.RECEIVE);
        assertThat(driver.send("abc").output())
                .contains("HTTP/1.1 201 Created\r\n")
                .endsWith("/a:abc");
        assertThat(driver.phase()).isEqualTo(ConnectionPhase.IDLE);
        assertThat(reported(driver)).containsExactly("PUT /a HTTP/1.1 201 true");
    }

    @Test
    void aBodyThatIsTooLongGets413AndTheConnectionCloses() {
        ConnectionDriver announced = new ConnectionDriver(handler)
                .send(put("/a", "Content-Length: " + (LONGEST + 1) + "\r\nExpect: 100-continue\r\n", ""));
        ConnectionDriver chunked = new ConnectionDriver(handler)
                .send(put("/a", "Transfer-Encoding: chunked\r\n", "ffffff\r\n" + "a".repeat(LONGEST)));
        assertThat(chunked.output()).isEmpty();
        chunked.send("a");
        for (ConnectionDriver driver : List.of(announced, chunked)) {
            assertThat(driver.output())
                    .startsWith("HTTP/1.1 413 Content Too Large\r\n")
                    .contains("Connection: close\r\n");
            assertThat(driver.phase()).isEqualTo(ConnectionPhase.LINGER);
        }
        assertThat(recorders).allSatisfy(each -> assertThat(each.ends).containsExactly("413"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "3\r\nabcd", "1\r\na\n", "\r\n", "000000001\r\n", "0\r\nT: 1\n"})
    void aBrokenBodyGets400AndNothingAfterItIsARequest(String body) {
        ConnectionDriver driver = new ConnectionDriver(handler)
                .send(put("/a", "Transfer-Encoding: chunked\r\n", body) + sized("/smuggled", "x"));
        assertThat(driver.output()).startsWith("HTTP/1.1 400 ").doesNotContain("smuggled");
        assertThat(driver.phase()).isEqualTo(ConnectionPhase.LINGER);
        assertThat(recorders)
                .singleElement()
                .satisfies(each -> assertThat(each.ends).containsExactly("400"));
    }

    @Test
    void theLinesBetweenChunksAreBounded() {
        ConnectionDriver driver = new ConnectionDriver(handler)
                .send(put("/a", "Transfer-Encoding: chunked\r\n", "1;" + "x".repeat(3 * LONGEST)));
        assertThat(driver.output()).startsWith("HTTP/1.1 400 ");
        assertThat(recorders)
                .singleElement()
                .satisfies(each -> assertThat(each.ends).containsExactly("400"));
    }

    @Test
    void aBodyThatIsTooSlowGets408() {
        ConnectionDriver driver = new ConnectionDriver(handler)
                .send(put("/a", "Content-Length: 3\r\n", "a"))
                .expire();
        assertThat(driver.output()).startsWith("HTTP/1.1 408 ").contains("Connection: close\r\n");
        assertThat(recorders)
                .singleElement()
                .satisfies(each -> assertThat(each.ends).containsExactly("408"));
        assertThat(reported(driver)).containsExactly("PUT /a HTTP/1.1 408 true");
    }

    @Test
    void aConnectionThatEndsDuringTheBodyReleasesTheReceiver() {
        ConnectionDriver driver = new ConnectionDriver(handler).send(put("/a", "Content-Length: 3\r\n", "a"));
        driver.connection.abandon();
        driver.connection.abandon();
        assertThat(recorders)
                .singleElement()
                .satisfies(each -> assertThat(each.ends).containsExactly("0"));
        assertThat(reported(driver)).containsExactly("PUT /a HTTP/1.1 0 false");
    }

    /** Throws or responds early, with the first piece of the body. */
    private record Failing(@Nullable Response early, List<Integer> aborted) implements BodyReceiver {
        @Override
        public long maxLength() {
            return LONGEST;
        }

        @Override
        public @Nullable Response receive(ByteBuffer content) {
            if (early == null) {
                throw new IllegalStateException("boom");
            }
            return early;
        }

        @Override
        public Response complete() {
            throw new IllegalStateException("boom");
        }

        @Override
        public Response abort(int status) {
            aborted.add(status);
            return Response.plain(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab"})
    void aReceiverThatThrowsGives500AndTheFaultIsReported(String body) {
        List<Integer> aborted = new ArrayList<>();
        ConnectionDriver driver = new ConnectionDriver(receiving(request -> new Failing(null, aborted)));
        driver.send(sized("/a", body));
        assertThat(driver.output()).startsWith("HTTP/1.1 500 ").contains("Connection: close\r\n");
        assertThat(driver.faults).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(aborted).containsExactly(500);
    }

    @Test
    void aReceiverMayRespondBeforeTheEndOfTheBody() {
        List<Integer> aborted = new ArrayList<>();
        ConnectionDriver driver = new ConnectionDriver(receiving(request -> new Failing(Response.plain(507), aborted)));
        driver.send(put("/a", "Content-Length: 3\r\n", "a"));
        assertThat(driver.output())
                .startsWith("HTTP/1.1 507 Insufficient Storage\r\n")
                .contains("Connection: close");
        assertThat(driver.phase()).isEqualTo(ConnectionPhase.LINGER);
        assertThat(aborted).isEmpty();
    }

    @Test
    void theBodyOfAGetRequestIsNotReceived() {
        ConnectionDriver driver = new ConnectionDriver(handler)
                .send("GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" + sized("/b", "d"));
        assertThat(driver.output()).contains("\r\n\r\n/aHTTP").endsWith("/b:d");
        assertThat(recorders).hasSize(1);
    }

    @Test
    void anHttp10ConnectionStaysOpenOnlyIfTheClientAsks() {
        String head = "PUT /a HTTP/1.0\r\nContent-Length: 1\r\n";
        ConnectionDriver closed = new ConnectionDriver(handler).send(head + "\r\nb");
        assertThat(closed.output()).contains("Connection: close\r\n").endsWith("/a:b");
        assertThat(closed.phase()).isEqualTo(ConnectionPhase.DONE);
        ConnectionDriver kept = new ConnectionDriver(handler).send(head + "Connection: keep-alive\r\n\r\nb");
        assertThat(kept.output()).contains("Connection: keep-alive\r\n");
        assertThat(kept.phase()).isEqualTo(ConnectionPhase.IDLE);
    }

    @Test
    void aBufferedBodyIsPassedOnAsAWhole() {
        RequestHandler form = receiving(request -> new BufferedBody(body ->
                Response.of(200, "text/plain", Integer.toString(body.length).getBytes(ISO_8859_1))));
        for (int length : new int[] {0, 1, 1000, 65_536}) {
            ConnectionDriver driver = new ConnectionDriver(form);
            String input = sized("/", "a".repeat(length));
            for (int from = 0; from < input.length(); from += 7777) {
                driver.send(input.substring(from, Math.min(input.length(), from + 7777)));
                assertThat(driver.connection.retainedBytes()).isLessThanOrEqualTo(65_536);
            }
            assertThat(driver.output()).endsWith("\r\n\r\n" + length);
        }
        assertThat(new ConnectionDriver(form)
                        .send(sized("/", "a".repeat(65_537)))
                        .output())
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void sixteenKilobytesExtendTheTimeForABodyAndLessDoesNot() throws IOException {
        AtomicLong nanos = new AtomicLong();
        Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
        HttpLimits limits =
                LoopbackListener.withLoops(HttpLimits.standard(), 1).withTimeouts(Duration.ofSeconds(10), LONG, LONG);
        try (Listener listener = LoopbackListener.open(
                        limits, Endpoint.of(handler), LoopbackListener.context(nanos::get, faults::add));
                HttpTestClient quick = new HttpTestClient(listener.port());
                HttpTestClient slow = new HttpTestClient(listener.port())) {
            quick.send(put("/quick", "Expect: 100-continue\r\nContent-Length: 80000\r\n", ""));
            assertThat(quick.readResponse()).startsWith("HTTP/1.1 100 ");
            slow.send(put("/slow", "Expect: 100-continue\r\nContent-Length: 80000\r\n", ""));
            assertThat(slow.readResponse()).startsWith("HTTP/1.1 100 ");
            for (int received = 20_000; received <= 60_000; received += 20_000) {
                nanos.addAndGet(TimeUnit.SECONDS.toNanos(4));
                quick.send("q".repeat(20_000));
                await(0, received);
                // In the third round, the time of the slow body has passed, and what it sends may come too late.
                if (received < 60_000) {
                    slow.send("s".repeat(1_000));
                    await(1, received / 20);
                }
            }
            // A busy loop may have begun the time of the bodies only after the first four seconds.
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(4));
            assertThat(slow.readResponse()).startsWith("HTTP/1.1 408 ");
            assertThat(quick.send("q".repeat(20_000)).readResponse()).startsWith("HTTP/1.1 201 ");
            assertThat(faults).isEmpty();
        }
    }

    private void await(int recorder, int received) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (recorders.get(recorder).retainedBytes() < received) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void theHeapForUnfinishedBodiesIsLimited() throws IOException {
        Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
        HttpLimits standard = HttpLimits.standard();
        HttpLimits limits = new HttpLimits(
                100, 10, 1, 8 << 10, 100, 64 << 10, 200_000, LONG, LONG, LONG, standard.lingerTimeout(), LONG);
        List<HttpTestClient> clients = new ArrayList<>();
        try (Listener listener = LoopbackListener.open(
                limits, Endpoint.of(handler), LoopbackListener.context(System::nanoTime, faults::add))) {
            for (int i = 0; i < 5; i++) {
                HttpTestClient client = new HttpTestClient(listener.port());
                clients.add(client);
                client.send(put("/" + i, "Content-Length: 60001\r\nExpect: 100-continue\r\n", ""));
                assertThat(client.readResponse()).startsWith("HTTP/1.1 100 ");
                client.send("a".repeat(60_000));
            }
            assertThat(clients.get(0).readAll()).isEmpty();
            assertThat(clients.get(4).send("b").readResponse()).startsWith("HTTP/1.1 201 ");
        } finally {
            for (HttpTestClient client : clients) {
                client.close();
            }
        }
        assertThat(recorders.get(0).ends).containsExactly("0");
        assertThat(faults).isEmpty();
    }
}
