package dev.lineman.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.Rule;
import dev.lineman.visits.Stranger;
import dev.lineman.visits.Visit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhoFetchedWhatTest {
    private static final String MAC = "000413246672";
    private static final String OFFICE = "203.0.113.7";
    private static final String AGENT = "User-Agent: Yealink SIP-T46S 66.86.0.15 00:04:13:24:66:72";

    @TempDir
    Path out;

    @Test
    void theLastFetchOfEachFileIsKnownAlsoAfterARestart() throws Exception {
        Rule rule = PasswordTest.user("a", "b");
        try (House house = new House(out).phone(MAC, Rule.OPEN).file("odd.cfg", MAC, Rule.OPEN)) {
            house.get(OFFICE, "cfg" + MAC, AGENT);
            house.pass(Duration.ofMinutes(1));
            house.get(OFFICE, "odd.cfg", AGENT);
            assertThat(house.get(OFFICE, "cfg" + MAC, AGENT, "If-None-Match: *"))
                    .startsWith("HTTP/1.1 304 ");
            house.phone(MAC, rule);
            house.pass(Duration.ofMinutes(1));
            house.get("2001:db8::1", "cfg" + MAC);
        }
        try (House house = new House(out)) {
            house.await(logbook -> !logbook.visits().phones().isEmpty()
                    || !logbook.visits().strangers(mac -> false).isEmpty());
            List<Visit> visits = house.logbook().visits().of(MAC);
            assertThat(visits).hasSize(3);
            assertThat(visits.get(0).status()).isEqualTo(401);
            assertThat(visits.get(0).served()).isFalse();
            assertThat(visits.get(0).from()).hasToString("2001:db8:0:0:0:0:0:1");
            assertThat(visits.get(0).at()).isEqualTo(Instant.parse("2026-06-01T12:02:00Z"));
            assertThat(visits.get(1).status()).isEqualTo(304);
            assertThat(visits.get(1).file()).isEqualTo("provisioning/cfg" + MAC);
            assertThat(visits.get(1).from()).hasToString(OFFICE);
            assertThat(visits.get(1).firmware()).isEqualTo("66.86.0.15");
            assertThat(visits.get(1).digest())
                    .isEqualTo(dev.lineman.disk.Digest.of(
                            ("cfg" + MAC + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            assertThat(visits.get(2).file()).isEqualTo("provisioning/odd.cfg");
            assertThat(house.logbook().visits().wasServed(MAC, visits.get(1).from()))
                    .isTrue();
            assertThat(house.logbook().visits().wasServed(MAC, visits.get(0).from()))
                    .isFalse();
        }
    }

    @Test
    void aPhoneWhoseClockIsAheadGetsItsFile() throws Exception {
        try (House house = new House(out).phone(MAC, Rule.OPEN)) {
            assertThat(house.get(OFFICE, "cfg" + MAC, "If-Modified-Since: Mon, 01 Jun 2026 12:00:00 GMT"))
                    .startsWith("HTTP/1.1 304 ");
            assertThat(house.get(OFFICE, "cfg" + MAC, "If-Modified-Since: Mon, 01 Jun 2026 12:00:01 GMT"))
                    .startsWith("HTTP/1.1 200 ");
            house.pass(Duration.ofSeconds(1));
            assertThat(house.get(OFFICE, "cfg" + MAC, "If-Modified-Since: Mon, 01 Jun 2026 12:00:01 GMT"))
                    .startsWith("HTTP/1.1 304 ");
        }
    }

    @Test
    void unknownPhonesAreKnownByWhatTheyAskedForUntilSomebodyHasThem() throws Exception {
        try (House house = new House(out)) {
            house.get(OFFICE, "cfg" + MAC, AGENT);
            house.pass(Duration.ofMinutes(1));
            house.get(OFFICE, MAC + "-phone.cfg", AGENT);
        }
        try (House house = new House(out)) {
            house.await(logbook -> !logbook.visits().phones().isEmpty()
                    || !logbook.visits().strangers(mac -> false).isEmpty());
            List<Stranger> strangers = house.logbook().visits().strangers(mac -> false);
            assertThat(strangers).hasSize(1);
            Stranger stranger = strangers.get(0);
            assertThat(stranger.mac()).isEqualTo(MAC);
            assertThat(stranger.count()).isEqualTo(2);
            assertThat(stranger.model()).isEqualTo("SIP-T46S");
            assertThat(stranger.firmware()).isEqualTo("66.86.0.15");
            assertThat(stranger.from()).hasToString(OFFICE);
            assertThat(stranger.lastSeen()).isEqualTo(Instant.parse("2026-06-01T12:01:00Z"));
            assertThat(house.logbook().visits().strangers(MAC::equals)).isEmpty();
            assertThat(house.logbook().visits().strangers(mac -> false)).isEmpty();
        }
    }

    @Test
    void anUnknownPhoneIsKnownByItsUserAgentWhereTheNameDoesNotTellIt() throws Exception {
        try (House house = new House(out).phone("0004132466aa", Rule.OPEN).file("y000000000028.cfg", "", Rule.OPEN)) {
            house.get(OFFICE, "spa504G.cfg", AGENT);
            assertThat(house.get(OFFICE, "spa000e08aabbcc.xml", AGENT)).startsWith("HTTP/1.1 404 ");
            house.get(OFFICE, "config.php?mac=00%3A0e:08:aa:bb:cd&token=0123456789ab");
            assertThat(house.get(OFFICE, "y000000000028.cfg", "User-Agent: T46S 0004132466bb"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(house.get(OFFICE, "000000000000.cfg", "User-Agent: Unknown 000000000000"))
                    .startsWith("HTTP/1.1 404 ");
            assertThat(house.get(OFFICE, "nothing.cfg", "User-Agent: T46S 0004132466aa"))
                    .startsWith("HTTP/1.1 404 ");
            house.await(logbook -> logbook.visits().strangers(mac -> false).size() >= 3);
            assertThat(house.logbook().visits().strangers(mac -> false))
                    .extracting(Stranger::mac)
                    .containsExactlyInAnyOrder(MAC, "000e08aabbcc", "000e08aabbcd");
            assertThat(house.logbook().visits().of("0004132466aa"))
                    .as("a User-Agent is no fetch")
                    .isEmpty();
        }
    }
}
