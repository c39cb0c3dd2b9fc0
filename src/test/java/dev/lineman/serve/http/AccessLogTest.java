package dev.lineman.serve.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import dev.lineman.access.IpAddress;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.http.exchange.HttpExchange;
import dev.lineman.http.message.HeaderFields;
import dev.lineman.http.message.Peer;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.ResponseBody;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.store.PublishTransaction;
import dev.lineman.serve.ServingPolicy;
import dev.lineman.serve.TokenRedaction;
import dev.lineman.serve.visits.VisitStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {
    private static final Peer PEER = Peer.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    private static final Instant AT = Instant.parse("2026-06-01T12:00:00Z");

    private static String line(AccessLog.Form form, String user, String path, String agent, int status) {
        Request request = new Request(
                "GET",
                path,
                path + "?secret",
                "HTTP/1.1",
                HeaderFields.of("User-Agent", agent, "Authorization", "secret"),
                PEER);
        return new AccessLog(form, UnaryOperator.identity())
                .line(
                        AT,
                        requireNonNull(IpAddress.parse("192.0.2.1")),
                        user,
                        new LoggedRequestLine("GET", path, "HTTP/1.1"),
                        new HttpExchange(
                                PEER, request, request.requestLine(), status, 123, true, ResponseBody.of(new byte[0])));
    }

    @Test
    void aLineHasTheCombinedLogFormat() {
        assertThat(line(AccessLog.Form.TEXT, "", "/provisioning/cfg1", "Yealink T46", 200))
                .isEqualTo(
                        "192.0.2.1 - - [01/Jun/2026:12:00:00 +0000] \"GET /provisioning/cfg1 HTTP/1.1\" 200 123 \"-\""
                                + " \"Yealink T46\"");
        assertThat(line(AccessLog.Form.JSON, "phones", "/provisioning/cfg1", "Yealink T46", 404))
                .isEqualTo(
                        "{\"time\":\"2026-06-01T12:00:00Z\",\"address\":\"192.0.2.1\",\"user\":\"phones\",\"method\":\"GET\","
                                + "\"path\":\"/provisioning/cfg1\",\"status\":404,\"bytes\":123,\"agent\":\"Yealink T46\"}");
    }

    @Test
    void noRequestCanAddALineOrAField() {
        for (AccessLog.Form form : List.of(AccessLog.Form.TEXT, AccessLog.Form.JSON)) {
            String line = line(form, "a \"b", "/x y\"\n\u2028", "z\" \"\r\nw\u001b[31m\\", 200);
            assertThat(line.chars()).allMatch(c -> c >= ' ' && c <= '~');
            assertThat(line).doesNotContain("secret");
        }
        assertThat(line(AccessLog.Form.TEXT, "a \"b", "/x y\"", "z", 200))
                .contains(" - a%20\\\"b [")
                .contains("\"GET /x%20y\\\" HTTP/1.1\"");
    }

    @TempDir
    private Path out;

    private Publisher publisher;
    private VisitStore visitStore;

    @BeforeEach
    void open() throws Exception {
        publisher = Publisher.open(out, new FileOperations(FileMode.DEFAULT));
        visitStore = VisitStore.open(out.resolve(".lineman/phones"), FileMode.DEFAULT, () -> 0);
    }

    @AfterEach
    void close() throws Exception {
        visitStore.close();
        publisher.close();
    }

    /** The redaction of what is published now. */
    private TokenRedaction redaction() {
        return new ServingPolicy(publisher, "/provisioning/", visitStore, () -> AT, () -> 0).redaction();
    }

    private static String refused(String line, TokenRedaction redaction) {
        HttpExchange exchange = new HttpExchange(PEER, null, line, 400, 16, true, ResponseBody.of(new byte[0]));
        LoggedRequestLine asked = LoggedRequestLine.of(exchange, redaction);
        String text = new AccessLog(AccessLog.Form.TEXT, UnaryOperator.identity())
                .line(AT, requireNonNull(IpAddress.parse("192.0.2.1")), "", asked, exchange);
        return text.substring(text.indexOf('"') + 1, text.indexOf("\" 400 16 \"-\" \"-\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "GET /a%zz HTTP/1.1|GET /a%zz HTTP/1.1",
                "GET /a?b=secret HTTP/9.9|GET /a HTTP/9.9",
                "BREW /pot HTTP/1.1|BREW /pot HTTP/1.1",
                "GET /a b HTTP/1.1|GET /a%20b HTTP/1.1",
                "GET /pro|GET /pro",
                "nonsense|nonsense",
                "''|-",
                "GET /\"\\\u0007\u00e9 HTTP/1.1|GET /\\\"\\\\\\u0007\\u00e9 HTTP/1.1",
                "\u0016\u0003\u0001\u0002|\\u0016\\u0003\\u0001\\u0002",
                "GET http://me:se?cret@h/a HTTP/1.1|GET http://***@h/a HTTP/1.1",
                "CONNECT me:secret@h:443 HTTP/1.1|CONNECT ***@h:443 HTTP/1.1",
                "Authorization: Basic secret|Authorization:***",
                "GET /provisioning/0123456789abcdef/%zz HTTP/1.1|GET /provisioning/***/%zz HTTP/1.1"
            })
    void theRequestLineIsShownAlsoForARefusedRequest(String line, String shown) {
        assertThat(refused(line, redaction())).isEqualTo(shown);
    }

    @Test
    void aRefusedRequestIsLoggedAsJsonAndCut() {
        HttpExchange exchange = new HttpExchange(
                PEER, null, "GET /" + "x".repeat(9000) + "% HTTP/1.1", 414, 0, true, ResponseBody.of(new byte[0]));
        LoggedRequestLine asked = LoggedRequestLine.of(exchange, redaction());
        assertThat(new AccessLog(AccessLog.Form.JSON, UnaryOperator.identity())
                        .line(AT, requireNonNull(IpAddress.parse("192.0.2.1")), "", asked, exchange))
                .contains("\"method\":\"GET\",\"path\":\"/" + "x".repeat(1023) + "...\",\"status\":414");
    }

    @Test
    void anInvalidPathIsShownAsReceived() {
        Request request = new Request("GET", "", "/../a%00b?secret", "HTTP/1.1", HeaderFields.of(), PEER);
        HttpExchange exchange =
                new HttpExchange(PEER, request, request.requestLine(), 404, 0, true, ResponseBody.of(new byte[0]));
        assertThat(LoggedRequestLine.of(exchange, redaction()).text()).isEqualTo("GET /../a%00b HTTP/1.1");
    }

    @Test
    void aRefusedRequestShowsNoToken() {
        String token = "Zq3-token-Zq3-01";
        AccessRule rule =
                new AccessRule(null, List.of(), false, false, AccessRule.hashToken(token), AccessRule.FOREVER, 0);
        byte[] content = {1};
        PublishTransaction publishTransaction = publisher.beginTransaction();
        String access = FileAccess.text("provisioning/a", Map.of(rule.text(), List.of("000413246672")));
        publishTransaction.put("provisioning/a", access, Digest.of(content), content, AT);
        publisher.publish(publishTransaction);
        TokenRedaction redaction = redaction();
        for (String path : List.of(token + "/a%zz", "x/" + token + "/..%00", "%5A" + token.substring(1) + "/a%zz")) {
            assertThat(refused("GET /provisioning/" + path + " HTTP/1.1", redaction))
                    .contains("/***/")
                    .doesNotContain("token");
        }
        assertThat(refused("GET " + token, redaction)).isEqualTo("GET ***");
        assertThat(refused("GET /provisioning/Zq3-tok", redaction)).isEqualTo("GET /provisioning/***");
    }

    @Test
    void aPossibleTokenIsNotShown() {
        TokenRedaction redaction = redaction();
        assertThat(redaction.path("/provisioning/cfg000413246672")).isEqualTo("/provisioning/cfg000413246672");
        assertThat(redaction.path("/provisioning/acme/x.cfg")).isEqualTo("/provisioning/acme/x.cfg");
        assertThat(redaction.path("/provisioning/0123456789abcdef/acme/x.cfg"))
                .isEqualTo("/provisioning/***/acme/x.cfg");
        assertThat(redaction.path("/other/0123456789abcdef/x")).isEqualTo("/other/0123456789abcdef/x");
        assertThat(AccessRule.hashToken("0123456789abcdef")).hasSize(32);
    }
}
