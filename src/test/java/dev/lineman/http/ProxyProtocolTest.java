package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.http.exchange.ConnectionFilter;
import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.exchange.RequestHandler;
import dev.lineman.http.message.HttpLimits;
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

/** The PROXY protocol on real sockets: from a proxy at 127.0.0.2, and from others, who may not speak it. */
@Timeout(60)
final class ProxyProtocolTest {
    private static final String PROXY = "127.0.0.2";
    private static final String HEADER = "PROXY TCP4 203.0.113.7 192.0.2.1 4711 80\r\n";
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final HttpLimits PATIENT = HttpLimits.standard().withTimeouts(LONG, LONG, LONG);
    private static final RequestHandler WHO = request -> Response.of(
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

    private final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> malformed = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Listener listener;

    private final ConnectionFilter connectionFilter = new ConnectionFilter() {
        @Override
        public boolean isTrustedProxy(InetAddress source) {
            return source.getHostAddress().equals(PROXY);
        }

        @Override
        public void malformedHeader(InetAddress proxy, String reason) {
            malformed.add(proxy.getHostAddress() + ": " + reason);
        }
    };

    private void listen(HttpLimits limits) throws IOException {
        listener = LoopbackListener.open(
                limits,
                new Endpoint(WHO, exchange -> {}, connectionFilter),
                LoopbackListener.context(System::nanoTime, faults::add));
        open.add(listener);
    }

    private HttpTestClient from(String address) throws IOException {
        HttpTestClient client = new HttpTestClient(listener.port(), address);
        open.add(client);
        return client;
    }

    /** What the proxy says byte by byte. */
    private HttpTestClient slowly(String text) throws IOException {
        HttpTestClient client = from(PROXY);
        for (int i = 0; i < text.length(); i++) {
            client.say(text.substring(i, i + 1));
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
    void theClientThatATrustedProxyNamesIsTheOneWhoAsks(String line, String client) throws IOException {
        HttpTestClient proxied = from(PROXY).say("PROXY " + line + "\r\n").get("/a");
        assertThat(proxied.hear()).endsWith("\r\n\r\n/a " + client + " 127.0.0.2");
        assertThat(proxied.get("/b").hear()).endsWith("/b " + client + " 127.0.0.2");
        assertThat(from(PROXY)
                        .say("PROXY " + line + "\r\nGET /c HTTP/1.0\r\n\r\n")
                        .hearAll())
                .endsWith("/c " + client + " 127.0.0.2");
    }

    @Test
    void aHeaderMayComeByteByByteTogetherWithRequestsAndWithMoreThanAreReadAtOnce() throws IOException {
        HttpTestClient slow = slowly(HEADER + "GET /slow HTTP/1.0\r\n\r\n");
        assertThat(slow.hearAll()).endsWith("/slow 203.0.113.7:4711 127.0.0.2");
        HttpTestClient quick = from(PROXY);
        quick.say(HEADER + "GET /x HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000));
        for (int i = 0; i < 1000; i++) {
            assertThat(quick.hear()).endsWith("/x 203.0.113.7:4711 127.0.0.2");
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
    void withoutAClientTheConnectionIsTheProxysOwn(String header) throws IOException {
        String asked = header + "GET /a HTTP/1.0\r\n\r\n";
        assertThat(from(PROXY).say(asked).hearAll()).contains("/a 127.0.0.2:").endsWith(" 127.0.0.2");
        assertThat(slowly(asked).hearAll()).contains("/a 127.0.0.2:");
    }

    @ParameterizedTest
    @CsvSource({"POST, 200", "PUT, 200", "PATCH, 200", "PROPFIND, 501", "PRI, 501", "PROXY, 501"})
    void aRequestThatBeginsLikeAHeaderIsARequest(String method, String status) throws IOException {
        String asked = method + " /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        String straight = from("127.0.0.1").say(asked).hear();
        assertThat(straight).startsWith("HTTP/1.1 ");
        assertThat(from(PROXY).say(asked).hear().substring(0, 12)).isEqualTo(straight.substring(0, 12));
        assertThat(slowly(asked).hear().substring(0, 12)).isEqualTo(straight.substring(0, 12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 203.0.113.7 192.0.2.1 4711 80\n",
                "PROXY TCP4 a b 1 2\r\n",
                "\r\n\r\n\0\r\nQUIT\n\021\021\0\0",
                "\r\n\r\n\0\r\nQUIT\n!\021\0\0"
            })
    void aMalformedHeaderEndsTheConnectionWithoutAnAnswerAndIsToldOf(String header) throws IOException {
        assertThat(from(PROXY).say(header + "GET /a HTTP/1.0\r\n\r\n").hearAll())
                .matches("(\\[reset])?");
        assertThat(malformed).singleElement().asString().startsWith(PROXY + ": ");
        assertThat(from(PROXY).say("GET /a HTTP/1.0\r\n\r\n").hearAll()).contains("/a ");
    }

    @Test
    void whoIsNoTrustedProxyCannotSpeakForOthers() throws IOException {
        assertThat(from("127.0.0.1").say(HEADER + "\r\n").hearAll()).startsWith("HTTP/1.1 400 ");
        assertThat(from(PROXY).say(HEADER + HEADER + "\r\n").hearAll())
                .as("a client behind the proxy")
                .startsWith("HTTP/1.1 400 ");
        assertThat(malformed).isEmpty();
    }

    @Test
    void aProxyThatLeavesAHeaderUnfinishedOrGoesIsDoneWith() throws IOException {
        listen(PATIENT.withTimeouts(Duration.ofMillis(100), LONG, LONG));
        assertThat(from(PROXY).say("PROXY TCP4 203.0").hearAll()).isEmpty();
        assertThat(from(PROXY).say("\r\n\r\n\0\r\nQUIT\n!\021\0\014").hearAll()).isEmpty();
        listen(PATIENT);
        assertThat(from(PROXY).say("PROXY TCP4 203.0").endSpeech().hearAll()).isEmpty();
        assertThat(from(PROXY).endSpeech().hearAll()).isEmpty();
    }

    @Test
    void whoHasTheMostConnectionsThroughTheProxyGivesOneUp() throws IOException {
        listen(LoopbackListener.withLoops(PATIENT, 1).withConnections(20));
        HttpTestClient quiet =
                from(PROXY).say("PROXY TCP4 198.51.100.9 192.0.2.1 1 80\r\n").get("/a");
        assertThat(quiet.hear()).contains("/a 198.51.100.9");
        List<HttpTestClient> greedy = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            HttpTestClient client = from(PROXY).say(HEADER).get("/x");
            assertThat(client.hear()).contains("/x 203.0.113.7");
            greedy.add(client);
        }
        assertThat(greedy.get(0).hearAll()).isEmpty();
        assertThat(quiet.get("/b").hear()).contains("/b 198.51.100.9");
    }
}
