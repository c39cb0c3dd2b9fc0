package dev.lineman.serve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.lineman.access.AccessRule;
import dev.lineman.access.IpNetwork;
import dev.lineman.serve.http.AccessLog;
import dev.lineman.serve.http.PhoneHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Phones behind a TCP load balancer at 127.0.0.1, which names them with the PROXY protocol. */
class ProxiedClientsTest {
    private static final String MAC = "000413246672";
    private static final String FILE = "cfg" + MAC;
    private static final String OFFICE = "TCP4 203.0.113.7 192.0.2.1 4711 80";

    @TempDir
    Path out;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        for (String logger : List.of("access", PhoneHandler.class.getPackageName())) {
            ((Logger) LoggerFactory.getLogger(logger)).addAppender(appender);
        }
    }

    @AfterEach
    void stopListening() {
        for (String logger : List.of("access", PhoneHandler.class.getPackageName())) {
            ((Logger) LoggerFactory.getLogger(logger)).detachAppender(appender);
        }
    }

    private static int status(ServedFiles servedFiles, String header, String from, String name) throws IOException {
        return ServedFiles.status(servedFiles.behind("PROXY " + header + "\r\n", from, name));
    }

    private static AccessRule from(String... networks) {
        return new AccessRule(
                null,
                List.of(networks).stream()
                        .map(text -> requireNonNull(IpNetwork.parse(text)))
                        .toList(),
                false,
                false,
                "",
                AccessRule.FOREVER,
                0);
    }

    @Test
    void aNetworkRuleChecksTheClientThatTheProxyNames() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, from("203.0.113.0/24", "2001:db8::/32"))) {
            assertThat(status(servedFiles, OFFICE, "x", FILE)).isEqualTo(200);
            assertThat(status(servedFiles, "TCP6 2001:db8::7 ::1 1 80", "x", FILE))
                    .isEqualTo(200);
            assertThat(status(servedFiles, "TCP4 198.51.100.9 192.0.2.1 1 80", "x", FILE))
                    .isEqualTo(404);
            assertThat(status(servedFiles, "TCP6 2001:db9::7 ::1 1 80", "x", FILE))
                    .isEqualTo(404);
        }
    }

    @Test
    void aForwardedForHeaderCountsOnlyFromATrustedProxy() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, from("203.0.113.0/24"))) {
            assertThat(status(servedFiles, "TCP4 198.51.100.9 192.0.2.1 1 80", "203.0.113.7", FILE))
                    .as("a client that forges X-Forwarded-For")
                    .isEqualTo(404);
            assertThat(status(servedFiles, OFFICE, "198.51.100.9", FILE)).isEqualTo(200);
            assertThat(status(servedFiles, "TCP4 127.0.0.1 192.0.2.1 1 80", "203.0.113.7", FILE))
                    .as("a proxy of ours behind the balancer")
                    .isEqualTo(200);
            assertThat(status(servedFiles, "TCP4 127.0.0.1 192.0.2.1 1 80", "203.0.113.7, 198.51.100.9", FILE))
                    .isEqualTo(404);
            assertThat(status(servedFiles, "UNKNOWN", "203.0.113.7", FILE)).isEqualTo(200);
            assertThat(ServedFiles.status(servedFiles.get("203.0.113.7", FILE)))
                    .as("without a header")
                    .isEqualTo(200);
        }
    }

    @Test
    void aGuessingClientBehindTheProxyIsRefusedAndNoOther() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, AccessRule.OPEN)) {
            for (int i = 0; i < 40; i++) {
                assertThat(status(servedFiles, OFFICE, "10.0.0." + i, String.format("cfg00041%07d", i)))
                        .isEqualTo(i < GuessingLimiter.MAX_UNKNOWN_MACS ? 404 : 429);
            }
            assertThat(status(servedFiles, OFFICE, "x", FILE)).isEqualTo(429);
            assertThat(status(servedFiles, "TCP4 203.0.113.8 192.0.2.1 4711 80", "x", FILE))
                    .isEqualTo(200);
            assertThat(status(servedFiles, "UNKNOWN", "203.0.113.9", FILE)).isEqualTo(200);
        }
    }

    @Test
    void theAccessLogShowsTheClientAlsoOfARefusedRequest() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out, "basic", AccessLog.Form.TEXT).phone(MAC, AccessRule.OPEN)) {
            assertThat(status(servedFiles, OFFICE, "x", FILE)).isEqualTo(200);
            assertThat(lines.poll(30, TimeUnit.SECONDS))
                    .startsWith("203.0.113.7 ")
                    .contains(" 200 ");
            assertThat(status(servedFiles, "TCP6 2001:db8::7 ::1 1 80", "x", FILE))
                    .isEqualTo(200);
            assertThat(lines.poll(30, TimeUnit.SECONDS)).startsWith("2001:db8::7 ");
            assertThat(status(servedFiles, OFFICE, "x", "a b")).isEqualTo(400);
            assertThat(lines.poll(30, TimeUnit.SECONDS))
                    .startsWith("203.0.113.7 ")
                    .contains(" 400 ");
        }
    }

    @Test
    void aMalformedHeaderIsLoggedOnceForEachProxyAndNeverRepeated() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, AccessRule.OPEN)) {
            for (int i = 0; i < 3; i++) {
                assertThat(status(servedFiles, "TCP4 secret 192.0.2.1 1 80", "x", FILE))
                        .isZero();
            }
            assertThat(status(servedFiles, OFFICE, "x", FILE)).isEqualTo(200);
        }
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("trusted proxy 127.0.0.1", "an address is not one of TCP4", "send-proxy")
                .doesNotContain("secret");
    }
}
