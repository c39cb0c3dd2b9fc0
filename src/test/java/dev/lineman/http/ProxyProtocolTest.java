package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.http.exchange.BodyDecision;
import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.exchange.ProxyTrust;
import dev.lineman.http.exchange.RequestHandler;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol with real sockets, from a trusted proxy at 127.0.0.2 and from other addresses. */
@Timeout(60)
final class ProxyProtocolTest {
    private static final String PROXY = "127.0.0.2";
    private static final String HEADER = "PROXY TCP4 203.0.113.7 192.0.2.1 4711 80\r\n";
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final HttpLimits PATIENT = HttpLimits.standard().withTimeouts(LONG, LONG, LONG);
    private static final RequestHandler WHO = new RequestHandler() {
        @Override
        public Response handle(Request request) {
            return who(request);
        }

        @Override
        public BodyDecision decide(Request request) {
            return new BodyDecision.Receive(new BodyRecorder(
                    1000,
                    body -> Response.of(
                            201, "text/plain", (body + ' ' + request.peer().address()).getBytes(ISO_8859_1))));
        }
    };
    private final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> malformed = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Listener listener;

    private final ProxyTrust proxyTrust = new ProxyTrust() {
        @Override
        public boolean isTrustedProxy(InetAddress source) {
            return source.getHostAddress().equals(PROXY);
        }

        @Override
        public void malformedHeader(InetAddress proxy, String reason) {
            malformed.add(proxy.getHostAddress() + ": " + reason);
        }
    };

    private static Response who(Request request) {
        return Response.of(
                200,
                "text/plain",
                (request.path()
                                + ' '
                                + HostAndPort.text(
                                        request.peer().address().getAddress().getHostAddress(),
                                        request.peer().address().getPort())
                                + ' '
                                + request.peer().socket().getAddress().getHostAddress())
                        .getBytes(ISO_8859_1));
    }

    private void listen(HttpLimits limits) throws IOException {
        listener = LoopbackListener.open(
                limits,
                new Endpoint(WHO, exchange -> {}, proxyTrust),
                LoopbackListener.context(System::nanoTime, faults::add));
        open.add(listener);
    }

    private HttpTestClient from(String address) throws IOException {
        HttpTestClient client = new HttpTestClient(listener.port(), address);
        open.add(client);
        return client;
    }

    /** A connection of the proxy that sends the text byte by byte. */
    private HttpTestClient slowly(String text) throws IOException {
        HttpTestClient client = from(PROXY);
        for (int i = 0; i < text.length(); i++) {
            client.send(text.substring(i, i + 1));
        }
        return client;
    }

    @BeforeEach
    void start() throws IOException {
        listen(PATIENT);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TCP4 203.0.113.7 192.0.2.1 4711 80, 203.0.113.7:4711",
        "TCP6 2001:db8::7 ::1 4711 80, [2001:db8:0:0:0:0:0:7]:4711",
        "TCP6 ::ffff:203.0.113.7 ::1 1 80, 203.0.113.7:1"
    })
    void theClientIsTheOneThatATrustedProxyNames(String line, String client) throws IOException {
        HttpTestClient proxied = from(PROXY).send("PROXY " + line + "\r\n").get("/a");
        assertThat(proxied.readResponse()).endsWith("\r\n\r\n/a " + client + " 127.0.0.2");
        assertThat(proxied.get("/b").readResponse()).endsWith("/b " + client + " 127.0.0.2");
        assertThat(from(PROXY)
                        .send("PROXY " + line + "\r\nGET /c HTTP/1.0\r\n\r\n")
                        .readAll())
                .endsWith("/c " + client + " 127.0.0.2");
    }

    @Test
    void anUploadComesFromTheClientThatTheProxyNames() throws IOException {
        String put = "PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody";
        assertThat(slowly(HEADER + put).readResponse()).endsWith("body /203.0.113.7:4711");
        assertThat(from(PROXY).send(HEADER + put).readResponse()).endsWith("body /203.0.113.7:4711");
    }

    @Test
    void aHeaderMayArriveByteByByteOrTogetherWithManyRequests() throws IOException {
        HttpTestClient slow = slowly(HEADER + "GET /slow HTTP/1.0\r\n\r\n");
        assertThat(slow.readAll()).endsWith("/slow 203.0.113.7:4711 127.0.0.2");
        HttpTestClient quick = from(PROXY);
        quick.send(HEADER + "GET /x HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000));
        for (int i = 0; i < 1000; i++) {
            assertThat(quick.readResponse()).endsWith("/x 203.0.113.7:4711 127.0.0.2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n\0\r\nQUIT\n \0\0\0",
                "\r\n\r\n\0\r\nQUIT\n!\0\0\0",
                "\r\n\r\n\0\r\nQUIT\n!\022\0\014\001\002\003\004\001\002\003\004\0\001\0\001",
                "PROXY UNKNOWN\r\n",
                ""
            })
    void aHeaderWithoutAClientLeavesTheProxyAsTheClient(String header) throws IOException {
        String asked = header + "GET /a HTTP/1.0\r\n\r\n";
        assertThat(from(PROXY).send(asked).readAll()).contains("/a 127.0.0.2:").endsWith(" 127.0.0.2");
        assertThat(slowly(asked).readAll()).contains("/a 127.0.0.2:");
    }

    @ParameterizedTest
    @CsvSource({"POST, 200", "PUT, 200", "PATCH, 200", "PROPFIND, 501", "PRI, 501", "PROXY, 501"})
    void aRequestThatBeginsLikeAPROXYHeaderIsServed(String method, String status) throws IOException {
        String asked = method + " /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        String straight = from("127.0.0.1").send(asked).readResponse();
        assertThat(straight).startsWith("HTTP/1.1 ");
        assertThat(from(PROXY).send(asked).readResponse().substring(0, 12)).isEqualTo(straight.substring(0, 12));
        assertThat(slowly(asked).readResponse().substring(0, 12)).isEqualTo(straight.substring(0, 12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 203.0.113.7 192.0.2.1 4711 80\n",
                "PROXY TCP4 a b 1 2\r\n",
                "\r\n\r\n\0\r\nQUIT\n\021\021\0\0",
                "\r\n\r\n\0\r\nQUIT\n!\021\0\0"
            })
    void aMalformedHeaderClosesTheConnectionWithoutAResponseAndIsReported(String header) throws IOException {
        assertThat(from(PROXY).send(header + "GET /a HTTP/1.0\r\n\r\n").readAll())
                .matches("(\\[reset])?");
        assertThat(malformed).singleElement().asString().startsWith(PROXY + ": ");
        assertThat(from(PROXY).send("GET /a HTTP/1.0\r\n\r\n").readAll()).contains("/a ");
    }

    @Test
    void onlyATrustedProxyCanNameAnotherClient() throws IOException {
        assertThat(from("127.0.0.1").send(HEADER + "\r\n").readAll()).startsWith("HTTP/1.1 400 ");
        assertThat(from(PROXY).send(HEADER + HEADER + "\r\n").readAll())
                .as("a client behind the proxy")
                .startsWith("HTTP/1.1 400 ");
        assertThat(malformed).isEmpty();
    }

    @Test
    void anIncompleteHeaderTimesOutOrEndsWithTheConnection() throws IOException {
        listen(PATIENT.withTimeouts(Duration.ofMillis(100), LONG, LONG));
        assertThat(from(PROXY).send("PROXY TCP4 203.0").readAll()).isEmpty();
        assertThat(from(PROXY).send("\r\n\r\n\0\r\nQUIT\n!\021\0\014").readAll())
                .isEmpty();
        listen(PATIENT);
        assertThat(from(PROXY).send("PROXY TCP4 203.0").shutdownOutput().readAll())
                .isEmpty();
        assertThat(from(PROXY).shutdownOutput().readAll()).isEmpty();
    }

    @Test
    void aFullServerClosesConnectionsOfTheProxiedClientWithTheMost() throws IOException {
        listen(LoopbackListener.withLoops(PATIENT, 1).withConnections(20));
        HttpTestClient quiet =
                from(PROXY).send("PROXY TCP4 198.51.100.9 192.0.2.1 1 80\r\n").get("/a");
        assertThat(quiet.readResponse()).contains("/a 198.51.100.9");
        List<HttpTestClient> greedy = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            HttpTestClient client = from(PROXY).send(HEADER).get("/x");
            assertThat(client.readResponse()).contains("/x 203.0.113.7");
            greedy.add(client);
        }
        assertThat(greedy.get(0).readAll()).isEmpty();
        assertThat(quiet.get("/b").readResponse()).contains("/b 198.51.100.9");
    }
}
