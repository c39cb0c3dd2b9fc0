package dev.lineman.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.lineman.access.AccessRule;
import dev.lineman.access.TokenDigest;
import dev.lineman.serve.http.AccessLog;
import dev.lineman.serve.visits.UnknownPhone;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** The token of a phone is never logged or stored, however a client sends it. */
class TokensInLogsTest {
    private static final String MAC = "000413246672";
    private static final String FROM = "203.0.113.7";
    private static final String TOKEN = "Zq3.Un-guessable~Zq3_4";
    private static final String SECRET = "guessable";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };

    @TempDir
    Path out;

    @BeforeEach
    void listen() {
        appender.start();
        ((Logger) LoggerFactory.getLogger("access")).addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger("access")).detachAppender(appender);
    }

    private static AccessRule token(String token) {
        return new AccessRule(
                null, List.of(), false, false, TokenDigest.of(token).text(), AccessRule.FOREVER, 0);
    }

    private String next() throws InterruptedException {
        String line = lines.poll(30, TimeUnit.SECONDS);
        return line == null ? "" : line;
    }

    private static String percent(String text) {
        StringBuilder encoded = new StringBuilder();
        text.chars().forEach(c -> encoded.append(String.format("%%%02x", c)));
        return encoded.toString();
    }

    @ParameterizedTest
    @EnumSource(
            value = AccessLog.Form.class,
            names = {"TEXT", "JSON"})
    void noSpellingOfATokenIsInTheAccessLog(AccessLog.Form form) throws Exception {
        String own = "/cfg" + MAC;
        try (ServedFiles servedFiles = new ServedFiles(out, "basic", form).phone(MAC, token(TOKEN))) {
            for (String target : List.of(
                    "/provisioning/" + TOKEN + own,
                    "/provisioning/" + TOKEN,
                    "/provisioning/" + TOKEN + "/",
                    "/provisioning//" + TOKEN + own,
                    "/provisioning/./" + TOKEN + own,
                    "/provisioning/acme/" + TOKEN + own,
                    "/provisioning/x/y/z/" + TOKEN,
                    "/" + TOKEN + own,
                    "/" + TOKEN,
                    "/Provisioning/" + TOKEN + own,
                    "/PROVISIONING/" + TOKEN.toUpperCase(Locale.ROOT) + own,
                    "/provisioning/" + TOKEN.toLowerCase(Locale.ROOT),
                    "/provisioning/" + TOKEN + ".",
                    "/provisioning/" + TOKEN + ".cfg",
                    "/provisioning/" + TOKEN + "cfg" + MAC,
                    "/provisioning/cfg" + TOKEN,
                    "/provisioning/" + TOKEN + "%20",
                    "/provisioning/" + TOKEN + ";a=b",
                    "/provisioning/" + TOKEN + "," + TOKEN + own,
                    "/provisioning/" + percent(TOKEN) + own,
                    "/provisioning/" + percent(TOKEN),
                    "/x/" + percent(percent(TOKEN)),
                    "/provisioning/" + TOKEN + "/../" + TOKEN,
                    "/provisioning/a?token=" + TOKEN,
                    "http://h/" + TOKEN + own,
                    "/" + TOKEN + "/%zz")) {
                servedFiles.send("GET " + target + " HTTP/1.1", FROM);
                assertThat(next()).as(target).contains("GET").doesNotContainIgnoringCase(SECRET);
            }
            servedFiles.send("BREW /" + TOKEN + " HTTP/1.1", FROM);
            assertThat(next()).contains("BREW").doesNotContain(SECRET);
            servedFiles.send(
                    "GET /provisioning/x HTTP/1.1", FROM, "User-Agent: phone " + TOKEN, "Referer: http://h/" + TOKEN);
            assertThat(next()).contains("***").doesNotContain(SECRET);
            servedFiles.send("GET /provisioning/" + TOKEN + own + " HTTP/1.1", FROM);
            assertThat(next()).contains("/provisioning/***" + own + (form == AccessLog.Form.TEXT ? " HTTP" : "\""));
        }
    }

    @Test
    void aReplacedTokenIsNotShown() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out, "basic", AccessLog.Form.TEXT).phone(MAC, token(TOKEN))) {
            servedFiles.phone(MAC, token("another-token-0001"));
            servedFiles.send("GET /provisioning/" + TOKEN + " HTTP/1.1", FROM);
            assertThat(next()).contains("GET /provisioning/*** HTTP");
            servedFiles.phone(MAC, AccessRule.OPEN);
            servedFiles.send("GET /x/another-token-0001 HTTP/1.1", FROM);
            assertThat(next()).contains("GET /x/*** HTTP");
        }
    }

    @Test
    void aTokenReplacedBeforeTheStartIsRecognizedByItsForm() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out, "basic", AccessLog.Form.TEXT).phone(MAC, token(TOKEN))) {
            for (String unknown : List.of("0123456789abcdef0123456789abcdef", "an-old-and-unknown-token")) {
                for (String path : List.of(unknown, unknown + "/cfg" + MAC)) {
                    servedFiles.send("GET /provisioning/" + path + " HTTP/1.1", FROM);
                    assertThat(next()).contains("GET /provisioning/***").doesNotContain(unknown);
                }
            }
            servedFiles.send("GET /provisioning/snom320-000413246672 HTTP/1.1", FROM);
            assertThat(next()).contains("GET /provisioning/snom320-000413246672 HTTP");
        }
    }

    @Test
    void aTokenIsNotReadAsAMacAndNotKeptInAUserAgent() throws Exception {
        String uuid = "123e4567-e89b-12d3-a456-426614174000";
        try (ServedFiles servedFiles = new ServedFiles(out, "basic", AccessLog.Form.OFF).phone(MAC, token(uuid))) {
            servedFiles.get(FROM, uuid);
            servedFiles.get(FROM, "acme/" + uuid + "/phonebook.xml");
            servedFiles.get(FROM, uuid + "/cfg" + MAC, "User-Agent: T46S " + uuid);
            servedFiles.get(FROM, "cfg000413999999", "User-Agent: T46S " + uuid);
            servedFiles.await(visitStore ->
                    !visitStore.visits().unknownPhones(mac -> false).isEmpty());
            assertThat(servedFiles.visitStore().visits().unknownPhones(mac -> false))
                    .extracting(UnknownPhone::mac, UnknownPhone::agent)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("000413999999", "T46S ***"));
            servedFiles.await(visitStore -> !visitStore.visits().of(MAC).isEmpty());
            assertThat(servedFiles.visitStore().visits().of(MAC).get(0).agent()).isEqualTo("T46S ***");
        }
    }
}
