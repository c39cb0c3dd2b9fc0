package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.http.exchange.RequestHandler;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Response;
import dev.lineman.http.message.ResponseBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpConnectionTest {
    private static final String DATE = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    private static final RequestHandler ECHO =
            request -> request.method().equals("GET") || request.method().equals("HEAD")
                    ? Response.of(200, "text/plain", request.path().getBytes(ISO_8859_1))
                    : Response.methodNotAllowed("GET, HEAD");

    private static String ok(String path, String persistence) {
        return "HTTP/1.1 200 OK\r\n" + DATE + persistence + "Content-Type: text/plain\r\nContent-Length: "
                + path.length() + "\r\n\r\n" + path;
    }

    private static String get(String path, String... fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + String.join("", fields) + "\r\n";
    }

    @Test
    void aResponseHasLengthDateAndBody() {
        ConnectionDriver connectionDriver = new ConnectionDriver(ECHO).send(get("/a"));
        assertThat(connectionDriver.output()).isEqualTo(ok("/a", ""));
        assertThat(connectionDriver.phase()).isEqualTo(ConnectionPhase.IDLE);
    }

    @Test
    void responsesDoNotDependOnHowTheBytesAreSplit() {
        String input = get("/a") + "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\nGET / HT" + get("/c")
                + "POST /d HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nGET\r\n0\r\n\r\n" + "\r\n"
                + get("/e");
        String whole = new ConnectionDriver(ECHO).send(input).output();
        assertThat(whole).contains("/a", "/c", "/e").endsWith(ok("/e", ""));
        for (int split = 1; split < input.length(); split++) {
            for (int outBytes : new int[] {1, 100, 64 << 10}) {
                ConnectionDriver connectionDriver = new ConnectionDriver(HttpLimits.standard(), ECHO, outBytes);
                connectionDriver.send(input.substring(0, split)).send(input.substring(split));
                assertThat(connectionDriver.output()).isEqualTo(whole);
                assertThat(connectionDriver.phase()).isEqualTo(ConnectionPhase.IDLE);
            }
        }
    }

    @Test
    void pipelinedRequestsGetTheirResponsesInOrder() {
        StringBuilder input = new StringBuilder();
        StringBuilder output = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            input.append(get("/" + i));
            output.append(ok("/" + i, ""));
        }
        assertThat(new ConnectionDriver(ECHO).send(input.toString()).output()).isEqualTo(output.toString());
    }

    @Test
    void noInputIsTakenWhileAResponseIsDue() {
        HttpConnection connection = new ConnectionDriver(ECHO).connection;
        ByteBuffer in = ByteBuffer.wrap((get("/a") + get("/b")).getBytes(ISO_8859_1));
        connection.receive(in);
        connection.receive(in);
        assertThat(connection.phase()).isEqualTo(ConnectionPhase.RESPONSE);
        assertThat(in.remaining()).isEqualTo(get("/b").length());
    }

    @Test
    void aHeadRequestGetsTheSameHeadAndNoBody() {
        ConnectionDriver connectionDriver = new ConnectionDriver(ECHO).send("HEAD /abc HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(connectionDriver.output()).isEqualTo(ok("/abc", "").replace("\r\n\r\n/abc", "\r\n\r\n"));
        assertThat(connectionDriver.send(get("/b")).output()).endsWith(ok("/b", ""));
    }

    @Test
    void aRefusedHeadRequestGetsNoBodyEither() {
        assertThat(new ConnectionDriver(ECHO).send("HEAD /abc HTTP/1.1\r\n\r\n").output())
                .endsWith("Content-Length: 16\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void aStatusWithoutContentHasNoContentLength(int status) {
        ConnectionDriver connectionDriver = new ConnectionDriver(r -> Response.empty(status)).send(get("/a"));
        assertThat(connectionDriver.output()).doesNotContain("Content-Length").endsWith("\r\n\r\n");
        assertThat(connectionDriver.phase()).isEqualTo(ConnectionPhase.IDLE);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, '', IDLE",
        "HTTP/1.1, 'Connection: close\r\n', DONE",
        "HTTP/1.1, 'Connection: x, CLOSE\r\n', DONE",
        "HTTP/1.1, 'Connection: closed\r\n', IDLE",
        "HTTP/1.0, '', DONE",
        "HTTP/1.0, 'Connection: Keep-Alive\r\n', IDLE",
        "HTTP/1.0, 'Connection: keep-alive, close\r\n', DONE",
    })
    void theConnectionFieldAndTheVersionDecideWhetherTheConnectionPersists(
            String version, String field, ConnectionPhase after) {
        ConnectionDriver connectionDriver =
                new ConnectionDriver(ECHO).send("GET / " + version + "\r\nHost: x\r\n" + field + "\r\n");
        assertThat(connectionDriver.phase()).isEqualTo(after);
        String said = after == ConnectionPhase.DONE
                ? "Connection: close\r\n"
                : version.endsWith("0") ? "Connection: keep-alive\r\n" : "";
        assertThat(connectionDriver.output()).isEqualTo(ok("/", said));
    }

    @Test
    void requestsAfterConnectionCloseGetNoResponse() {
        ConnectionDriver connectionDriver =
                new ConnectionDriver(ECHO).send(get("/a", "Connection: close\r\n") + get("/b"));
        assertThat(connectionDriver.output()).isEqualTo(ok("/a", "Connection: close\r\n"));
    }

    @Test
    void afterARefusalInputIsDiscardedUpToALimit() {
        ConnectionDriver connectionDriver =
                new ConnectionDriver(ECHO).send("GET / HTTP/1.1\r\nbad header\r\n\r\n" + get("/a"));
        assertThat(connectionDriver.output())
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .contains("Connection: close\r\n")
                .doesNotContain("200");
        assertThat(connectionDriver.phase()).isEqualTo(ConnectionPhase.LINGER);
        assertThat(connectionDriver.send(new byte[300 << 10]).phase()).isEqualTo(ConnectionPhase.DONE);
    }

    @Test
    void aBodyThatIsTooLargeOrBrokenClosesTheConnectionAfterTheResponse() {
        ConnectionDriver large = new ConnectionDriver(ECHO)
                .send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n" + get("/a"));
        assertThat(large.output())
                .startsWith("HTTP/1.1 405 ")
                .contains("Connection: close\r\n", "Allow: GET, HEAD\r\n");
        assertThat(large.output()).doesNotContain("200");
        assertThat(large.phase()).isEqualTo(ConnectionPhase.LINGER);
        ConnectionDriver broken = new ConnectionDriver(ECHO)
                .send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nx" + get("/a"));
        assertThat(broken.output()).startsWith("HTTP/1.1 405 ").doesNotContain("200");
        assertThat(broken.phase()).isEqualTo(ConnectionPhase.LINGER);
        ConnectionDriver immense = new ConnectionDriver(ECHO)
                .send("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n");
        assertThat(immense.output()).isEqualTo(ok("/", "Connection: close\r\n"));
        assertThat(immense.phase()).isEqualTo(ConnectionPhase.LINGER);
    }

    @Test
    void aClientThatExpects100ContinueGetsTheFinalResponse() {
        ConnectionDriver connectionDriver = new ConnectionDriver(ECHO)
                .send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-Continue\r\n\r\n");
        assertThat(connectionDriver.output()).startsWith("HTTP/1.1 405 ").contains("Connection: close\r\n");
        assertThat(connectionDriver.phase()).isEqualTo(ConnectionPhase.LINGER);
        assertThat(new ConnectionDriver(ECHO)
                        .send(get("/a", "Expect: 100-continue\r\n"))
                        .output())
                .isEqualTo(ok("/a", ""));
    }

    @Test
    void anExpiredHeadGets408AndAnExpiredIdleConnectionGetsNothing() {
        ConnectionDriver slow = new ConnectionDriver(ECHO).send("GET / HT").expire();
        assertThat(slow.output()).startsWith("HTTP/1.1 408 Request Timeout\r\n").contains("Connection: close\r\n");
        ConnectionDriver silent = new ConnectionDriver(ECHO).send(get("/a")).expire();
        assertThat(silent.output()).isEqualTo(ok("/a", ""));
        assertThat(silent.phase()).isEqualTo(ConnectionPhase.DONE);
        ConnectionDriver slowBody =
                new ConnectionDriver(ECHO).send("GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab");
        assertThat(slowBody.phase()).isEqualTo(ConnectionPhase.BODY);
        assertThat(slowBody.expire().output()).isEqualTo(ok("/a", ""));
        assertThat(slowBody.phase()).isEqualTo(ConnectionPhase.DONE);
    }

    @Test
    void aHandlerThatThrowsGives500AndTheFaultIsReported() {
        ConnectionDriver connectionDriver = new ConnectionDriver(request -> {
            throw new IllegalStateException("boom");
        });
        connectionDriver.send(get("/a") + get("/b"));
        assertThat(connectionDriver.output())
                .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
                .contains("Connection: close\r\n");
        assertThat(connectionDriver.output()).doesNotContain("boom").containsOnlyOnce("HTTP/1.1");
        assertThat(connectionDriver.faults).singleElement().isInstanceOf(IllegalStateException.class);
    }

    /** Fails to read from a position on, and counts how often it is closed. */
    private record Broken(long from, AtomicInteger closed) implements ResponseBody {
        @Override
        public long length() {
            return 100;
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            if (position >= from) {
                throw new IOException("disk");
            }
            target.put((byte) 'x');
            return 1;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void anUnreadableBodyGives500WhileNothingIsSent() {
        AtomicInteger closed = new AtomicInteger();
        ConnectionDriver connectionDriver =
                new ConnectionDriver(r -> Response.of(200, "text/plain", new Broken(0, closed))).send(get("/a"));
        assertThat(connectionDriver.output()).startsWith("HTTP/1.1 500 ").endsWith("500 Internal Server Error\n");
        assertThat(connectionDriver.phase()).isEqualTo(ConnectionPhase.DONE);
        assertThat(connectionDriver.faults).hasSize(1);
        assertThat(closed).hasValue(1);
    }

    @Test
    void the500ForAnUnreadableBodyCarriesTheAttachment() {
        ConnectionDriver driver =
                new ConnectionDriver(request -> Response.of(200, "text/plain", new Broken(0, new AtomicInteger()))
                        .withAttachment("counted"));
        driver.send(get("/a"));
        assertThat(driver.httpExchanges).singleElement().satisfies(exchange -> {
            assertThat(exchange.status()).isEqualTo(500);
            assertThat(exchange.attachment()).isEqualTo("counted");
        });
    }

    @Test
    void aBodyThatFailsLaterClosesTheConnectionBeforeItsLength() {
        AtomicInteger closed = new AtomicInteger();
        ConnectionDriver connectionDriver = new ConnectionDriver(
                HttpLimits.standard(), r -> Response.of(200, "text/plain", new Broken(50, closed)), 100);
        connectionDriver.send(get("/a"));
        assertThat(connectionDriver.output())
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Length: 100")
                .doesNotContain("500");
        assertThat(connectionDriver.phase()).isEqualTo(ConnectionPhase.DONE);
        assertThat(closed).hasValue(1);
    }

    @Test
    void everyBodyIsClosedOnce() {
        for (String method : new String[] {"GET", "HEAD"}) {
            AtomicInteger closed = new AtomicInteger();
            new ConnectionDriver(r -> Response.of(200, "text/plain", new Broken(100, closed)))
                    .send(method + " / HTTP/1.0\r\n\r\n");
            assertThat(closed).hasValue(1);
        }
        AtomicInteger closed = new AtomicInteger();
        HttpConnection connection =
                new ConnectionDriver(r -> Response.of(200, "text/plain", new Broken(100, closed))).connection;
        connection.receive(ByteBuffer.wrap(get("/").getBytes(ISO_8859_1)));
        connection.abandon();
        connection.abandon();
        assertThat(closed).hasValue(1);
    }

    @Test
    void dropConnectionClosesWithoutAByte() {
        ConnectionDriver connectionDriver =
                new ConnectionDriver(r -> Response.dropConnection()).send(get("/a") + get("/b"));
        assertThat(connectionDriver.output()).isEmpty();
        assertThat(connectionDriver.phase()).isEqualTo(ConnectionPhase.DONE);
        assertThat(reported(connectionDriver)).containsExactly("GET /a HTTP/1.1 0 0 true");
    }

    @Test
    void theListenerIsNotifiedOnceOfEachFinishedExchange() {
        ConnectionDriver connectionDriver = new ConnectionDriver(ECHO);
        connectionDriver.send(
                get("/a") + "HEAD /b?c HTTP/1.1\r\nHost: x\r\n\r\n" + get("/d", "X: " + "y".repeat(9000) + "\r\n"));
        assertThat(reported(connectionDriver))
                .containsExactly(
                        "GET /a HTTP/1.1 200 2 true", "HEAD /b?c HTTP/1.1 200 0 true", "GET /d HTTP/1.1 431 36 true");
        assertThat(connectionDriver.httpExchanges.get(0).request()).isNotNull();
        assertThat(connectionDriver.httpExchanges.get(2).request()).isNull();
        assertThat(reported(new ConnectionDriver(ECHO).send("nonsense\r\n"))).containsExactly("nonsense 400 16 true");
        assertThat(reported(new ConnectionDriver(ECHO).send("GET / HT").expire()))
                .containsExactly("GET / HT 408 20 true");
        assertThat(reported(new ConnectionDriver(ECHO).send("\r\nGET /%zz HTTP/1.1\r\nX: 1\r\n")))
                .containsExactly("GET /%zz HTTP/1.1 400 16 true");
        assertThat(reported(new ConnectionDriver(ECHO).send("\u0016\u0003\u0001x\ny")))
                .containsExactly("\u0016\u0003\u0001x 400 16 true");
        assertThat(reported(new ConnectionDriver(ECHO).expire())).isEmpty();
    }

    @Test
    void anExchangeThatBreaksOffIsReportedWithTheBytesSent() {
        ConnectionDriver connectionDriver = new ConnectionDriver(ECHO);
        ByteBuffer out = ByteBuffer.allocate(1000);
        connectionDriver.connection.receive(ByteBuffer.wrap(get("/abcdef").getBytes(ISO_8859_1)));
        connectionDriver.connection.fill(out);
        connectionDriver.connection.sent(out.position() - 4);
        connectionDriver.connection.abandon();
        connectionDriver.connection.abandon();
        assertThat(reported(connectionDriver)).containsExactly("GET /abcdef HTTP/1.1 200 3 false");
    }

    private static List<String> reported(ConnectionDriver connectionDriver) {
        return connectionDriver.httpExchanges.stream()
                .map(e -> e.requestLine() + ' ' + e.status() + ' ' + e.sentBytes() + ' ' + e.complete())
                .toList();
    }

    @Test
    void aDrainingConnectionFinishesItsResponseAndTakesNoMoreRequests() {
        ConnectionDriver connectionDriver = new ConnectionDriver(ECHO);
        connectionDriver.connection.receive(ByteBuffer.wrap(get("/a").getBytes(ISO_8859_1)));
        connectionDriver.connection.closeAfterCurrent();
        connectionDriver.send(get("/b"));
        assertThat(connectionDriver.output()).isEqualTo(ok("/a", ""));
        assertThat(connectionDriver.phase()).isEqualTo(ConnectionPhase.DONE);
    }
}
