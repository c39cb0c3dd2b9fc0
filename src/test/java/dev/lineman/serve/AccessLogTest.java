package dev.lineman.serve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.Address;
import dev.lineman.access.Rule;
import dev.lineman.http.Body;
import dev.lineman.http.Exchange;
import dev.lineman.http.Fields;
import dev.lineman.http.Peer;
import dev.lineman.http.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessLogTest {
    private static final Peer PEER = Peer.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    private static final Instant AT = Instant.parse("2026-06-01T12:00:00Z");

    private static String line(AccessLog.Form form, String user, String path, String agent, int status) {
        Request request = new Request(
                "GET",
                path,
                path + "?secret",
                "HTTP/1.1",
                Fields.of("User-Agent", agent, "Authorization", "secret"),
                PEER);
        return new AccessLog(form)
                .line(
                        AT,
                        requireNonNull(Address.parse("192.0.2.1")),
                        user,
                        path,
                        new Exchange(PEER, request, request.line(), status, 123, true, Body.of(new byte[0])));
    }

    @Test
    void aLineIsInTheFormThatToolsRead() {
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
    void nothingInARequestMakesAnotherLineOrField() {
        for (AccessLog.Form form : List.of(AccessLog.Form.TEXT, AccessLog.Form.JSON)) {
            String line = line(form, "a \"b", "/x y\"\n\u2028", "z\" \"\r\nw\u001b[31m\\", 200);
            assertThat(line.chars()).allMatch(c -> c >= ' ' && c <= '~');
            assertThat(line).doesNotContain("secret");
        }
        assertThat(line(AccessLog.Form.TEXT, "a \"b", "/x y\"", "z", 200))
                .contains(" - a%20\\\"b [")
                .contains("\"GET /x%20y\\\" HTTP/1.1\"");
    }

    @Test
    void whatMayBeATokenIsNotShown() {
        Locator locator = new Locator("/provisioning/", new Directory(), new Rules());
        assertThat(locator.shown("/provisioning/cfg000413246672")).isEqualTo("/provisioning/cfg000413246672");
        assertThat(locator.shown("/provisioning/acme/x.cfg")).isEqualTo("/provisioning/acme/x.cfg");
        assertThat(locator.shown("/provisioning/0123456789abcdef/acme/x.cfg"))
                .isEqualTo("/provisioning/***/acme/x.cfg");
        assertThat(locator.shown("/other/0123456789abcdef/x")).isEqualTo("/other/0123456789abcdef/x");
        assertThat(Rule.hashed("0123456789abcdef")).hasSize(32);
    }
}
