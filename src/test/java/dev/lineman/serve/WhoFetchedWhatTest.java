package dev.lineman.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.AccessRule;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.Visit;
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
    void theLastFetchOfEachFileIsKeptOverARestart() throws Exception {
        AccessRule rule = PasswordTest.user("a", "b");
        try (ServedFiles servedFiles =
                new ServedFiles(out).phone(MAC, AccessRule.OPEN).file("odd.cfg", MAC, AccessRule.OPEN)) {
            servedFiles.get(OFFICE, "cfg" + MAC, AGENT);
            servedFiles.pass(Duration.ofMinutes(1));
            servedFiles.get(OFFICE, "odd.cfg", AGENT);
            assertThat(servedFiles.get(OFFICE, "cfg" + MAC, AGENT, "If-None-Match: *"))
                    .startsWith("HTTP/1.1 304 ");
            servedFiles.phone(MAC, rule);
            servedFiles.pass(Duration.ofMinutes(1));
            servedFiles.get("2001:db8::1", "cfg" + MAC);
        }
        try (ServedFiles servedFiles = new ServedFiles(out)) {
            servedFiles.await(visitStore -> !visitStore.visits().phones().isEmpty()
                    || !visitStore.visits().unknownPhones(mac -> false).isEmpty());
            List<Visit> visits = servedFiles.visitStore().visits().of(MAC);
            assertThat(visits).hasSize(3);
            assertThat(visits.get(0).status()).isEqualTo(401);
            assertThat(visits.get(0).served()).isFalse();
            assertThat(visits.get(0).from()).hasToString("2001:db8::1");
            assertThat(visits.get(0).at()).isEqualTo(Instant.parse("2026-06-01T12:02:00Z"));
            assertThat(visits.get(1).status()).isEqualTo(304);
            assertThat(visits.get(1).file()).isEqualTo("provisioning/cfg" + MAC);
            assertThat(visits.get(1).from()).hasToString(OFFICE);
            assertThat(visits.get(1).firmware()).isEqualTo("66.86.0.15");
            assertThat(visits.get(1).digest())
                    .isEqualTo(dev.lineman.fs.Digest.of(
                            ("cfg" + MAC + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            assertThat(visits.get(2).file()).isEqualTo("provisioning/odd.cfg");
            assertThat(servedFiles
                            .visitStore()
                            .visits()
                            .wasServed(MAC, visits.get(1).from()))
                    .isTrue();
            assertThat(servedFiles
                            .visitStore()
                            .visits()
                            .wasServed(MAC, visits.get(0).from()))
                    .isFalse();
        }
    }

    @Test
    void aPhoneWhoseClockIsAheadGetsItsFile() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, AccessRule.OPEN)) {
            assertThat(servedFiles.get(OFFICE, "cfg" + MAC, "If-Modified-Since: Mon, 01 Jun 2026 12:00:00 GMT"))
                    .startsWith("HTTP/1.1 304 ");
            assertThat(servedFiles.get(OFFICE, "cfg" + MAC, "If-Modified-Since: Mon, 01 Jun 2026 12:00:01 GMT"))
                    .startsWith("HTTP/1.1 200 ");
            servedFiles.pass(Duration.ofSeconds(1));
            assertThat(servedFiles.get(OFFICE, "cfg" + MAC, "If-Modified-Since: Mon, 01 Jun 2026 12:00:01 GMT"))
                    .startsWith("HTTP/1.1 304 ");
        }
    }

    @Test
    void unknownPhonesAreListedByTheirRequestsUntilTheInventoryHasThem() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out)) {
            servedFiles.get(OFFICE, "cfg" + MAC, AGENT);
            servedFiles.pass(Duration.ofMinutes(1));
            servedFiles.get(OFFICE, MAC + "-phone.cfg", AGENT);
        }
        try (ServedFiles servedFiles = new ServedFiles(out)) {
            servedFiles.await(visitStore -> !visitStore.visits().phones().isEmpty()
                    || !visitStore.visits().unknownPhones(mac -> false).isEmpty());
            List<UnknownPhone> unknownPhones = servedFiles.visitStore().visits().unknownPhones(mac -> false);
            assertThat(unknownPhones).hasSize(1);
            UnknownPhone unknownPhone = unknownPhones.get(0);
            assertThat(unknownPhone.mac()).isEqualTo(MAC);
            assertThat(unknownPhone.count()).isEqualTo(2);
            assertThat(unknownPhone.model()).isEqualTo("SIP-T46S");
            assertThat(unknownPhone.firmware()).isEqualTo("66.86.0.15");
            assertThat(unknownPhone.from()).hasToString(OFFICE);
            assertThat(unknownPhone.lastSeen()).isEqualTo(Instant.parse("2026-06-01T12:01:00Z"));
            assertThat(servedFiles.visitStore().visits().unknownPhones(MAC::equals))
                    .isEmpty();
            assertThat(servedFiles.visitStore().visits().unknownPhones(mac -> false))
                    .isEmpty();
        }
    }

    @Test
    void anUnknownPhoneIsFoundByItsUserAgentIfTheNameHasNoMac() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out)
                .phone("0004132466aa", AccessRule.OPEN)
                .file("y000000000028.cfg", "", AccessRule.OPEN)) {
            servedFiles.get(OFFICE, "spa504G.cfg", AGENT);
            assertThat(servedFiles.get(OFFICE, "spa000e08aabbcc.xml", AGENT)).startsWith("HTTP/1.1 404 ");
            servedFiles.get(OFFICE, "config.php?mac=00%3A0e:08:aa:bb:cd&token=0123456789ab");
            assertThat(servedFiles.get(OFFICE, "y000000000028.cfg", "User-Agent: T46S 0004132466bb"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(servedFiles.get(OFFICE, "000000000000.cfg", "User-Agent: Unknown 000000000000"))
                    .startsWith("HTTP/1.1 404 ");
            assertThat(servedFiles.get(OFFICE, "nothing.cfg", "User-Agent: T46S 0004132466aa"))
                    .startsWith("HTTP/1.1 404 ");
            servedFiles.await(visitStore ->
                    visitStore.visits().unknownPhones(mac -> false).size() >= 3);
            assertThat(servedFiles.visitStore().visits().unknownPhones(mac -> false))
                    .extracting(UnknownPhone::mac)
                    .containsExactlyInAnyOrder(MAC, "000e08aabbcc", "000e08aabbcd");
            assertThat(servedFiles.visitStore().visits().of("0004132466aa"))
                    .as("a User-Agent is no fetch")
                    .isEmpty();
        }
    }
}
