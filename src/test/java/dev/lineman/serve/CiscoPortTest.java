package dev.lineman.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import dev.lineman.access.IpNetwork;
import dev.lineman.serve.visits.Visit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The second port for plain HTTP, with the files at the top. */
class CiscoPortTest {
    private static final String MAC = "001122334455";
    private static final String OTHER = "001122334466";
    private static final String SEP = "acme/SEP" + MAC + ".cnf.xml";
    private static final String OFFICE = "203.0.113.7";
    private static final String ELSEWHERE = "198.51.100.9";

    @TempDir
    Path out;

    private static int status(String answer) {
        return ServedFiles.status(answer);
    }

    /** Returns a rule from its text, as it is stored. */
    private static AccessRule rule(String text) {
        return FileAccess.parseRule(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/SEP001122334455.cnf.xml",
                "/sep001122334455.CNF.xml",
                "/acme/SEP001122334455.cnf.xml",
                "/ACME/sep001122334455.cnf.xml",
                "/ram/spa001122334455.xml",
                "/spa001122334455.xml",
                "/dialplan.xml",
                "/acme/phonebook.xml"
            })
    void filesAreAtTheTopAndThoseOfAPhoneInAnyFolder(String path) throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out)
                .phone(MAC)
                .file(SEP, MAC, AccessRule.OPEN)
                .file("acme/ram/spa" + MAC + ".xml", MAC, AccessRule.OPEN)
                .file("ram/spa" + MAC + ".xml", MAC, AccessRule.OPEN)
                .file("dialplan.xml", "", AccessRule.OPEN)
                .publish("acme/phonebook.xml", FileAccess.ofSite("acme", List.of(AccessRule.OPEN)))) {
            assertThat(servedFiles.atTop(OFFICE, path)).startsWith("HTTP/1.1 200 ");
            assertThat(servedFiles.atTop(OFFICE, "/provisioning" + path)).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void aNameThatIsNoFileOfItsPhoneIsNotFound() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out)
                .phone(MAC)
                .phone(OTHER, AccessRule.OPEN)
                .file(SEP, MAC, AccessRule.OPEN)
                .file("acme/shared.xml", "", AccessRule.OPEN)) {
            for (String path : List.of(
                    "/shared.xml",
                    "/x/SEP" + MAC + ".cnf.xml",
                    "/SEP" + OTHER + ".cnf.xml",
                    "/EP" + MAC + ".cnf.xml",
                    "/" + MAC,
                    "/",
                    "/..%2f..%2fsecrets.yaml",
                    "/SEP" + MAC + ".cnf.xml/")) {
                assertThat(servedFiles.atTop(OFFICE, path)).as(path).doesNotContain("200 OK");
            }
            assertThat(servedFiles.get(OFFICE, "SEP" + MAC + ".cnf.xml")).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void theExactPathIsPreferred() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out)
                .phone(MAC)
                .file("acme/cfg" + MAC, MAC, AccessRule.OPEN)
                .file("cfg" + MAC, MAC, AccessRule.OPEN)) {
            assertThat(servedFiles.atTop(OFFICE, "/cfg" + MAC)).endsWith("\r\n\r\ncfg" + MAC + "\n");
        }
    }

    @Test
    void networksTimesAndFetchesHold() throws Exception {
        long end = Objects.requireNonNull(AccessRule.parseInstant("2026-06-01T12:30Z"))
                .getEpochSecond();
        try (ServedFiles servedFiles = new ServedFiles(out)
                .phone(MAC)
                .phone(OTHER)
                .file(SEP, MAC, rule("n=203.0.113.0/24 e=" + end))
                .file("b/SEP" + OTHER + ".cnf.xml", OTHER, rule("f=2"))) {
            String path = "/SEP" + MAC + ".cnf.xml";
            assertThat(status(servedFiles.atTop(OFFICE, path))).isEqualTo(200);
            assertThat(status(servedFiles.atTop(ELSEWHERE, path))).isEqualTo(404);
            servedFiles.pass(Duration.ofHours(1));
            assertThat(status(servedFiles.atTop(OFFICE, path))).isEqualTo(404);
            String limited = "/SEP" + OTHER + ".cnf.xml";
            assertThat(status(servedFiles.atTop(OFFICE, limited))).isEqualTo(200);
            assertThat(status(servedFiles.get(OFFICE, "b" + limited))).isEqualTo(200);
            assertThat(status(servedFiles.atTop(OFFICE, limited))).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "token", "a", "c", "a n=203.0.113.0/24"})
    void aRuleThatAsksForMoreThanAnAddressIsNeverMet(String text) throws Exception {
        String token = "0123456789abcdef";
        AccessRule rule = switch (text) {
            case "password" -> PasswordTest.user("u", "p");
            case "token" -> rule("t=" + AccessRule.hashToken(token) + ".16");
            default -> rule(text);
        };
        String basic = Base64.getEncoder().encodeToString("u:p".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger(UnmetRuleLog.class);
        log.addAppender(lines);
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC).file(SEP, MAC, rule)) {
            for (String path : List.of("/SEP" + MAC + ".cnf.xml", "/" + SEP, '/' + token + '/' + SEP)) {
                String answer = servedFiles.atTop(
                        OFFICE, path, "Authorization: Basic " + basic, "User-Agent: Cisco (" + MAC + ")");
                assertThat(answer).as(path).startsWith("HTTP/1.1 404 ").doesNotContain("WWW-Authenticate");
            }
            // The refusal is a visit of the phone, as at the other port.
            servedFiles.await(store -> !store.visits().of(MAC).isEmpty());
            Visit visit = servedFiles.visitStore().visits().of(MAC).get(0);
            assertThat(visit.status()).isEqualTo(404);
            assertThat(visit.served()).isFalse();
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.get(0).getFormattedMessage())
                .startsWith(
                        "phone " + MAC + " does not get provisioning/" + SEP + " at --cisco-port: its rule asks for ")
                .contains("'provisioning: {")
                .doesNotContain(token)
                .doesNotContain(rule.token().isEmpty() ? "\0" : rule.token());
    }

    @Test
    void oneOfSeveralRulesIsEnough() throws Exception {
        String access = PasswordTest.user("u", "p").text() + " m=" + MAC + '\n'
                + new AccessRule(
                                null,
                                List.of(Objects.requireNonNull(IpNetwork.parse("203.0.113.0/24"))),
                                false,
                                false,
                                "",
                                AccessRule.FOREVER,
                                0)
                        .text()
                + " m=" + OTHER;
        try (ServedFiles servedFiles =
                new ServedFiles(out).phone(MAC).phone(OTHER).publish("dialplan.xml", access)) {
            assertThat(status(servedFiles.atTop(OFFICE, "/dialplan.xml"))).isEqualTo(200);
            assertThat(status(servedFiles.atTop(ELSEWHERE, "/dialplan.xml"))).isEqualTo(404);
        }
    }

    @Test
    void aSweepOverMacsIsDetectedAsAtTheOtherPort() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC).file(SEP, MAC, AccessRule.OPEN)) {
            int answered = 0;
            for (int i = 0; i < 100; i++) {
                String answer = servedFiles.atTop(OFFICE, String.format("/SEP00041%07d.cnf.xml", i));
                answered += status(answer) == 404 ? 1 : 0;
            }
            assertThat(answered).isEqualTo(GuessingLimiter.MAX_UNKNOWN_MACS);
            assertThat(status(servedFiles.get(OFFICE, SEP))).isEqualTo(429);
            assertThat(status(servedFiles.atTop(ELSEWHERE, "/SEP" + MAC + ".cnf.xml")))
                    .isEqualTo(200);
        }
    }

    @Test
    void anUnknownPhoneIsRecorded() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out)) {
            servedFiles.atTop(OFFICE, "/SEP" + MAC + ".cnf.xml", "User-Agent: x");
            servedFiles.await(
                    store -> !store.visits().unknownPhones(mac -> false).isEmpty());
            assertThat(servedFiles.visitStore().visits().unknownPhones(mac -> false))
                    .singleElement()
                    .satisfies(phone -> {
                        assertThat(phone.mac()).isEqualTo(MAC);
                        assertThat(phone.name()).isEqualTo("provisioning/SEP" + MAC + ".cnf.xml");
                    });
        }
    }
}
