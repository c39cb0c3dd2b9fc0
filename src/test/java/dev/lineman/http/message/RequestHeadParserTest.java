package dev.lineman.http.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.http.ConnectionDriver;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestHeadParserTest {
    private static final String PHONE = """
            GET /provisioning/cfg000413246672?a=b HTTP/1.1
            Host: 10.172.0.2:5481
            User-Agent: Mozilla/4.0 (compatible; snomD735-SIP 10.1.84.12)
            accept-language:  de \t\s
            X-Two: a
            x-two: b

            """.replace("\n", "\r\n");

    private static HeadParseResult parse(String text) {
        HeadParseResult head = new RequestHeadParser(HttpLimits.standard(), Peer.plain(ConnectionDriver.SOMEWHERE))
                .feed(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
        return head == null ? new HeadParseResult.Refused(0) : head;
    }

    private static int refusal(String text) {
        return parse(text) instanceof HeadParseResult.Refused refused ? refused.status() : -1;
    }

    private static Request request(String text) {
        assertThat(parse(text)).isInstanceOf(HeadParseResult.Complete.class);
        return ((HeadParseResult.Complete) parse(text)).request();
    }

    @Test
    void aRequestOfAPhoneIsParsed() {
        Request request = request(PHONE);
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.path()).isEqualTo("/provisioning/cfg000413246672");
        assertThat(request.target()).isEqualTo("/provisioning/cfg000413246672?a=b");
        assertThat(request.version()).isEqualTo("HTTP/1.1");
        assertThat(request.peer().address()).isEqualTo(ConnectionDriver.SOMEWHERE);
        assertThat(request.header("USER-AGENT")).contains("snomD735-SIP 10.1.84.12");
        assertThat(request.header("Accept-Language")).isEqualTo("de");
        assertThat(request.header("X-Two")).isEqualTo("a, b");
        assertThat(request.header("X-Three")).isNull();
    }

    @Test
    void theResultDoesNotDependOnHowTheHeadIsSplit() {
        byte[] bytes = (PHONE + "GET /next").getBytes(ISO_8859_1);
        for (int split = 1; split < PHONE.length(); split++) {
            RequestHeadParser parser =
                    new RequestHeadParser(HttpLimits.standard(), Peer.plain(ConnectionDriver.SOMEWHERE));
            assertThat(parser.feed(ByteBuffer.wrap(bytes, 0, split))).isNull();
            ByteBuffer rest = ByteBuffer.wrap(bytes, split, bytes.length - split);
            assertThat(parser.feed(rest)).isInstanceOf(HeadParseResult.Complete.class);
            assertThat(rest.position()).isEqualTo(PHONE.length());
        }
    }

    @Test
    void anIncompleteHeadNeedsMoreBytes() {
        for (int length = 0; length < PHONE.length(); length++) {
            assertThat(refusal(PHONE.substring(0, length))).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  / HTTP/1.1",
                "GET /  HTTP/1.1",
                " GET / HTTP/1.1",
                "GET /\tHTTP/1.1",
                "GET / HTTP/1.1 ",
                "GET /",
                "GET",
                "GET / http/1.1",
                "GET / HTTP/1",
                "GET / HTTP/11.1",
                "GET / HTTP/1.10",
                "GET / HTTP/1.x",
                "G:T / HTTP/1.1",
                "GET x HTTP/1.1",
                "GET * HTTP/1.1",
                "GET http:/// HTTP/1.1",
                "GET http://u@h/ HTTP/1.1",
                "GET ftp://h/ HTTP/1.1",
                "GET /a\rb HTTP/1.1",
                "GET /\u0000 HTTP/1.1",
                "GET /\u007f HTTP/1.1",
                "GET /% HTTP/1.1",
                "GET /%4 HTTP/1.1",
                "GET /%zz HTTP/1.1",
                "GET /%-1 HTTP/1.1",
                "GET /a\\b HTTP/1.1",
                "GET /a#b HTTP/1.1",
                "GET http://h\\x/ HTTP/1.1",
                "\u0016\u0003\u0001"
            })
    void aBadRequestLineIsRefused(String line) {
        assertThat(refusal(line + "\r\nHost: x\r\n\r\n")).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%00",
                "/%0a",
                "/%7f",
                "/a/../b",
                "/..",
                "/%2e%2E/b",
                "/a%2f..%2fb",
                "/a%5Cb",
                "/%ff",
                "/%c0%ae",
                "/\u00ff",
                "/%c2%9b",
                "http://h/../a",
                "/a/b/../../c"
            })
    void aWellFormedTargetThatCanBeNoPathHasAnEmptyPath(String target) {
        assertThat(request("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").path())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROPFIND /", "QUERY /", "LINK /a", "CONNECT example.org:443"})
    void aRegisteredMethodIsPassedToTheHandler(String start) {
        assertThat(request(start + " HTTP/1.1\r\nHost: x\r\n\r\n").requestLine())
                .isEqualTo(start + " HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host : x",
                "Host: x\r\n folded",
                "Host: x\r\n\tfolded",
                " Host: x",
                ": x",
                "Host",
                "Ho st: x",
                "Host: a\rb",
                "Host: x\r\nX: a\u0000b",
                "Host: x\r\nX: \u0001",
                "Host: x\r\nX: \u007f",
                "Host: x\r\nX\u00e4: b",
                "Host: x\r\nHost: x",
                "X: y",
                "Host: a b",
                "Host: a/b",
                "Host: a@b",
                "Host: a,b",
                "Host: x\r\nContent-Length: 1\r\nContent-Length: 2",
                "Host: x\r\nContent-Length: 1\r\nContent-Length: 1",
                "Host: x\r\nContent-Length: 1, 1",
                "Host: x\r\nContent-Length: -1",
                "Host: x\r\nContent-Length: +1",
                "Host: x\r\nContent-Length: 0x1",
                "Host: x\r\nContent-Length:",
                "Host: x\r\nContent-Length: 1 2",
                "Host: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked",
                "Host: x\r\nTransfer-Encoding:",
                "Host: x\r\nTransfer-Encoding: chunked, chunked",
                "Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Host: x\r\nTransfer-Encoding: chunked;q=1",
                "Host: x\r\nTransfer-Encoding: ,chunked"
            })
    void badFieldsAreRefused(String fields) {
        assertThat(refusal("GET / HTTP/1.1\r\n" + fields + "\r\n\r\n")).isEqualTo(400);
    }

    @Test
    void chunksInHttp10AreRefused() {
        assertThat(refusal("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"gzip", "'gzip, chunked'", "xchunked", "identity", "'chunked, gzip'"})
    void anUnknownTransferCodingGives501(String coding) {
        assertThat(refusal("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + coding + "\r\n\r\n"))
                .isEqualTo(501);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOO", "get", "Propfind", "PRI"})
    void anUnknownMethodGives501(String method) {
        assertThat(refusal(method + " / HTTP/1.1\r\nHost: x\r\n\r\n")).isEqualTo(501);
    }

    @Test
    void otherHttpVersionsGive505() {
        assertThat(refusal("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).isEqualTo(505);
        assertThat(refusal("GET / HTTP/0.9\r\n\r\n")).isEqualTo(505);
        assertThat(refusal("GET / HTTP/3.0\r\n\r\n")).isEqualTo(505);
        assertThat(request("GET / HTTP/1.2\r\nHost: x\r\n\r\n").version()).isEqualTo("HTTP/1.1");
    }

    @Test
    void anUnknownExpectationGives417() {
        assertThat(refusal("GET / HTTP/1.1\r\nHost: x\r\nExpect: money\r\n\r\n"))
                .isEqualTo(417);
        assertThat(refusal("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nExpect: money\r\n\r\n"))
                .isEqualTo(417);
        assertThat(request("GET / HTTP/1.0\r\nExpect: money\r\n\r\n").path()).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, /a/b",
        "//a///b//, /a/b/",
        "/%2f%2Fa, /a",
        "/./a/./b/., /a/b/",
        "/a%20b, /a b",
        "/%2561, /%61",
        "/%41%c3%bc, /A\u00fc",
        "/\u00c3\u00bc, /\u00fc",
        "/a?/../b, /a",
        "/?%zz, /",
        "/a%3Fb, /a?b",
        "/..., /...",
        "/.a/..b, /.a/..b",
        "http://h/a, /a",
        "HTTPS://h:1/a?b, /a",
        "http://h, /",
        "http://h?q, /",
        "http://[::1]:80//a, /a",
        "/{mac}|x, /{mac}|x"
    })
    void aTargetIsDecodedToAPath(String target, String path) {
        assertThat(request("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").path())
                .isEqualTo(path);
    }

    @Test
    void optionsForTheWholeServerIsAccepted() {
        assertThat(request("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").path()).isEqualTo("/");
    }

    @Test
    void linesMayEndWithLineFeedAloneAndAFewEmptyOnesMayComeFirst() {
        assertThat(request("GET /a HTTP/1.1\nHost: x\n\n").path()).isEqualTo("/a");
        assertThat(request("\r\n\n\r\n\nGET /a HTTP/1.0\r\n\r\n").path()).isEqualTo("/a");
        assertThat(refusal("\r\n\r\n\r\n\r\n\r\n")).isEqualTo(400);
    }

    @Test
    void bytesThatCannotBeginARequestAreRefusedImmediately() {
        assertThat(refusal("\u0016\u0003\u0001\u0002")).isEqualTo(400);
        assertThat(refusal("\u0000")).isEqualTo(400);
    }

    @Test
    void aHeadMayBeAsLongAsTheLimitAndNoLonger() {
        String start = "GET / HTTP/1.1\r\nHost: x\r\nX: ";
        int room = HttpLimits.standard().headBytes() - start.length() - 4;
        assertThat(request(start + "a".repeat(room) + "\r\n\r\n").path()).isEqualTo("/");
        assertThat(refusal(start + "a".repeat(room + 1) + "\r\n\r\n")).isEqualTo(431);
        assertThat(refusal(start + "a".repeat(100_000))).isEqualTo(431);
        assertThat(refusal("GET /" + "a".repeat(HttpLimits.standard().headBytes())))
                .isEqualTo(414);
        assertThat(request("GET /" + "a".repeat(8000) + " HTTP/1.1\r\nHost: x\r\n\r\n")
                        .path())
                .hasSize(8001);
    }

    @Test
    void aHeadMayHaveAsManyFieldsAsTheLimitAndNoMore() {
        String start = "GET / HTTP/1.1\r\nHost: x\r\n";
        assertThat(request(start + "a:b\r\n".repeat(99) + "\r\n").path()).isEqualTo("/");
        assertThat(refusal(start + "a:b\r\n".repeat(100) + "\r\n")).isEqualTo(431);
    }
}
