package dev.lineman.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lineman.access.AccessRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Clients that guess MACs and passwords, and phones that must still be served. */
class GuessingTest {
    private static final String OFFICE = "203.0.113.7";
    private static final String ELSEWHERE = "198.51.100.9";

    @TempDir
    Path out;

    private static String mac(int number) {
        return String.format("00041%07d", number);
    }

    /** Requests files of unknown MACs. Returns how often the response was a 404. */
    private static int sweep(ServedFiles servedFiles, String from, int first, int count) throws IOException {
        int answered = 0;
        for (int i = first; i < first + count; i++) {
            answered += ServedFiles.status(servedFiles.get(from, "cfg" + mac(i))) == 404 ? 1 : 0;
        }
        return answered;
    }

    @Test
    void aSweepIsAnsweredSomeTimesThenRefusedThenIgnoredThenForgiven() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(mac(5000), AccessRule.OPEN)) {
            assertThat(sweep(servedFiles, OFFICE, 0, 100)).isEqualTo(GuessingLimiter.MAX_UNKNOWN_MACS);
            assertThat(servedFiles.get(OFFICE, "cfg" + mac(5000)))
                    .startsWith("HTTP/1.1 429 ")
                    .contains("\r\nRetry-After: 60\r\n");
            assertThat(servedFiles.get(ELSEWHERE, "cfg" + mac(5000))).startsWith("HTTP/1.1 200 ");
            servedFiles.pass(GuessingLimiter.REFUSAL_TIME.plusSeconds(1));
            assertThat(servedFiles.get(OFFICE, "cfg" + mac(5000))).isEmpty();
            assertThat(servedFiles.get(OFFICE, "anything")).isEmpty();
            assertThat(servedFiles.get(ELSEWHERE, "cfg" + mac(5000))).startsWith("HTTP/1.1 200 ");
            servedFiles.pass(GuessingLimiter.SILENCE_TIME);
            assertThat(servedFiles.get(OFFICE, "cfg" + mac(5000))).startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spa%s.xml",
                "SPA%S.xml",
                "spa%s",
                "ata%s.cfg",
                "cafe%s.cfg",
                "snom320%s.htm",
                "facade%s-phone.cfg",
                "acme/spa%s.xml",
                "acme/%s/phone.cfg",
                "%s-license.cfg",
                "SEP%S.cnf.xml",
                "gs_cfg%s",
                "spa%%30%s.xml",
                "spa%s.xml?mac=000413246672",
                "config.php?mac=%s"
            })
    void aSweepOverAnyFileNameOfPhonesIsDetected(String name) throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out)) {
            int answered = 0;
            for (int i = 0; i < 40; i++) {
                String asked = String.format(name, mac(i));
                answered += ServedFiles.status(servedFiles.get(OFFICE, asked)) == 404 ? 1 : 0;
            }
            assertThat(answered).isEqualTo(GuessingLimiter.MAX_UNKNOWN_MACS);
        }
    }

    @Test
    void aKnownPhoneIsRecognizedByItsMacBehindAnyPrefix() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out)) {
            for (int i = 0; i < 40; i++) {
                servedFiles.phone(mac(i));
                assertThat(servedFiles.get(OFFICE, "spa" + mac(i) + ".xml")).startsWith("HTTP/1.1 404 ");
                assertThat(servedFiles.get(OFFICE, mac(i) + "conf.xml")).startsWith("HTTP/1.1 404 ");
            }
        }
    }

    @Test
    void aSweepByUserAgentIsDetectedAndNoUserAgentHidesASweepByName() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out)
                .phone(mac(5000), AccessRule.OPEN)
                .file("own.cfg", mac(5000), new AccessRule(null, List.of(), true, false, "", AccessRule.FOREVER, 0))) {
            String ours = "User-Agent: Yealink SIP-T46S 66.86.0.15 " + mac(5000);
            for (int i = 0; i < 40; i++) {
                int expected = i < GuessingLimiter.MAX_UNKNOWN_MACS ? 404 : 429;
                assertThat(ServedFiles.status(servedFiles.get("192.0.2.1", "cfg" + mac(i), ours)))
                        .isEqualTo(expected);
                assertThat(ServedFiles.status(
                                servedFiles.get("192.0.2.2", "y000000000028.cfg", "User-Agent: T46S " + mac(i))))
                        .isEqualTo(expected);
                assertThat(ServedFiles.status(servedFiles.get("192.0.2.3", "own.cfg", "User-Agent: T46S " + mac(i))))
                        .as("a file that only its phone's User-Agent opens")
                        .isEqualTo(expected);
            }
            assertThat(servedFiles.get("192.0.2.4", "own.cfg", ours)).startsWith("HTTP/1.1 200 ");
            assertThat(servedFiles.get("192.0.2.1", "own.cfg", ours))
                    .as("a User-Agent earns no trust")
                    .startsWith("HTTP/1.1 429 ");
        }
    }

    @Test
    void missingFilesOfAKnownPhoneNeverCount() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out)) {
            for (int i = 0; i < 40; i++) {
                servedFiles.phone(mac(i));
                String agent = "User-Agent: T46S " + mac(i);
                String withWifi = agent + ' ' + mac(1000 + i);
                assertThat(servedFiles.get(OFFICE, "y000000000028.cfg", agent)).startsWith("HTTP/1.1 404 ");
                assertThat(servedFiles.get(OFFICE, "y000000000028.cfg", withWifi))
                        .startsWith("HTTP/1.1 404 ");
                assertThat(servedFiles.get(OFFICE, mac(i) + ".boot", withWifi)).startsWith("HTTP/1.1 404 ");
            }
        }
    }

    @Test
    void aHundredThousandMacsFromOneAddressFindNothingAfterTheFirstFewDozen() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out);
                KeepAliveClient keepAliveClient = servedFiles.caller()) {
            for (int i = 0; i < 100; i++) {
                servedFiles.phone(mac(40 + i * 1000), AccessRule.OPEN);
            }
            servedFiles.phone(mac(7), AccessRule.OPEN);
            int found = 0;
            for (int i = 0; i < 100_000; i++) {
                found += keepAliveClient.status(ServedFiles.PREFIX + "cfg" + mac(i), OFFICE) == 200 ? 1 : 0;
                if (i % 10_000 == 0) {
                    assertThat(servedFiles.get(ELSEWHERE, "cfg" + mac(40))).startsWith("HTTP/1.1 200 ");
                }
            }
            assertThat(found).isEqualTo(1);
        }
    }

    @Test
    void anOfficeBehindOneAddressIsNotRefused() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out)) {
            for (int i = 0; i < 50; i++) {
                servedFiles.phone(mac(i), AccessRule.OPEN);
                assertThat(servedFiles.get(OFFICE, "cfg" + mac(i))).startsWith("HTTP/1.1 200 ");
                assertThat(servedFiles.get(OFFICE, mac(i) + "-license.cfg")).startsWith("HTTP/1.1 404 ");
                assertThat(servedFiles.get(OFFICE, "y000000000028.cfg")).startsWith("HTTP/1.1 404 ");
            }
            sweep(servedFiles, OFFICE, 1000, 100);
            for (int i = 0; i < 50; i++) {
                assertThat(servedFiles.get(OFFICE, "cfg" + mac(i))).startsWith("HTTP/1.1 200 ");
                assertThat(servedFiles.get(OFFICE, mac(i) + "-license.cfg")).startsWith("HTTP/1.1 404 ");
            }
            servedFiles.phone(mac(60), AccessRule.OPEN);
            assertThat(servedFiles.get(OFFICE, "cfg" + mac(60)))
                    .as("one that was never seen there")
                    .startsWith("HTTP/1.1 429 ");
        }
    }

    @Test
    void aPhoneThatAsksForTheSameUnknownMacAgainAndAgainIsNoSweep() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out)) {
            for (int i = 0; i < 200; i++) {
                assertThat(servedFiles.get(OFFICE, "cfg" + mac(i % 20))).startsWith("HTTP/1.1 404 ");
            }
            servedFiles.pass(Duration.ofMinutes(61));
            assertThat(sweep(servedFiles, OFFICE, 100, 31)).isEqualTo(31);
            assertThat(servedFiles.get(OFFICE, "cfg" + mac(0))).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void anIpv6SourceIsItsNetwork() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out)) {
            for (int i = 0; i < GuessingLimiter.MAX_UNKNOWN_MACS; i++) {
                assertThat(servedFiles.get("2001:db8::" + (i + 1), "cfg" + mac(i)))
                        .startsWith("HTTP/1.1 404 ");
            }
            assertThat(servedFiles.get("2001:db8::ffff:ffff", "cfg" + mac(0))).startsWith("HTTP/1.1 429 ");
            assertThat(servedFiles.get("2001:db8:0:1::1", "cfg" + mac(0))).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void wrongPasswordsCountAndPhonesWithTheRightOneAreStillServed() throws Exception {
        AccessRule rule = PasswordTest.user("a", "right");
        try (ServedFiles servedFiles = new ServedFiles(out).phone(mac(1), rule).phone(mac(2), rule)) {
            assertThat(servedFiles.get(OFFICE, "cfg" + mac(1), basic("a:right")))
                    .startsWith("HTTP/1.1 200 ");
            for (int i = 0; i < GuessingLimiter.MAX_FAILURES; i++) {
                assertThat(servedFiles.get(OFFICE, "cfg" + mac(2), basic("a:" + i)))
                        .startsWith("HTTP/1.1 401 ");
            }
            assertThat(servedFiles.get(OFFICE, "cfg" + mac(2), basic("a:right")))
                    .startsWith("HTTP/1.1 429 ");
            assertThat(servedFiles.get(OFFICE, "cfg" + mac(1))).startsWith("HTTP/1.1 401 ");
            assertThat(servedFiles.get(OFFICE, "cfg" + mac(1), basic("a:right")))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(servedFiles.get(ELSEWHERE, "cfg" + mac(2), basic("a:right")))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aLineInTheLogIsForFail2ban() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(GuessingLimiter.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try (ServedFiles servedFiles = new ServedFiles(out)) {
            sweep(servedFiles, OFFICE, 0, 60);
            assertThat(lines.list.stream().map(ILoggingEvent::getFormattedMessage))
                    .isEqualTo(List.of("guessing from " + OFFICE
                            + ": 32 phones were requested that are not in the inventory; refused for 11 min"));
        } finally {
            logger.detachAppender(lines);
        }
    }

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
