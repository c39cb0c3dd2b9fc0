package dev.lineman.serve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.AccessRule;
import dev.lineman.access.IpNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks, User-Agents, tokens and time windows over real sockets: for a refused client, a file looks missing. */
class AdmissionTest {
    private static final String MAC = "000413246672";
    private static final String FROM = "203.0.113.7";

    @TempDir
    Path out;

    private static AccessRule from(String... networks) {
        return new AccessRule(
                null,
                Stream.of(networks)
                        .map(text -> requireNonNull(IpNetwork.parse(text)))
                        .toList(),
                false,
                false,
                "",
                AccessRule.FOREVER,
                0);
    }

    private static AccessRule token(String token) {
        return new AccessRule(null, List.of(), false, false, AccessRule.hashToken(token), AccessRule.FOREVER, 0);
    }

    private static AccessRule window(Instant until, int fetches) {
        return new AccessRule(
                null,
                List.of(),
                false,
                false,
                "",
                until == null ? AccessRule.FOREVER : until.getEpochSecond(),
                fetches);
    }

    private void isServed(ServedFiles servedFiles, String from, String name, String... fields) throws Exception {
        assertThat(servedFiles.get(from, name, fields)).as(name).startsWith("HTTP/1.1 200 ");
    }

    private void looksUnknown(ServedFiles servedFiles, String from, String name, String... fields) throws Exception {
        assertThat(servedFiles.get(from, name, fields))
                .as(name)
                .startsWith("HTTP/1.1 404 ")
                .isEqualTo(servedFiles.get(from, "nothing-of-that-name", fields));
    }

    @Test
    void onlyTheAllowedNetworkGetsTheFile() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, from("10.0.0.0/8", "2001:db8::/32"))) {
            isServed(servedFiles, "10.1.2.3", "cfg" + MAC);
            isServed(servedFiles, "2001:db8::7", "cfg" + MAC);
            isServed(servedFiles, "::ffff:10.1.2.3", "cfg" + MAC);
            looksUnknown(servedFiles, FROM, "cfg" + MAC);
            looksUnknown(servedFiles, "2001:db9::7", "cfg" + MAC);
        }
    }

    @Test
    void theRightmostAddressThatIsNoTrustedProxyCounts() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, from("10.0.0.0/8"))) {
            isServed(servedFiles, "203.0.113.7, 10.1.2.3", "cfg" + MAC);
            isServed(servedFiles, "10.1.2.3:5060, 127.0.0.1", "cfg" + MAC);
            isServed(servedFiles, "10.1.2.3,127.0.0.1 , 127.0.0.1", "cfg" + MAC);
            looksUnknown(servedFiles, "10.1.2.3, 203.0.113.7", "cfg" + MAC);
            looksUnknown(servedFiles, "10.1.2.3, unknown", "cfg" + MAC);
            looksUnknown(servedFiles, "10.1.2.3, ", "cfg" + MAC);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/4.0 (compatible; snomD785-SIP 10.1.169.16 2010.12-00001-gd311851f1 (Feb 25 2019 - 14:19:43) %s SXM:0 UXM:0)",
                "Yealink SIP-T46S 66.86.0.15 %s",
                "Grandstream Model HW GRP2616 SW 1.0.13.59 DevId %s",
                "FileTransport PolycomVVX-VVX_450-UA/6.4.0.10182 (SN:%s) Type/Application",
                "FileTransport PolyEdge-Edge_E350-UA/8.1.2.1234 (SN:%s) Type/Application",
                "Cisco-CP-8841-3PCC/11.0 (%s)",
                "Cisco/SPA504G-7.5.5 (%s)(CCQ1234567)",
                "Fanvil X5U-V2 2.12.1 %s",
                "Mitel6869i MAC:%s V:5.1.0.1024-SIP",
                "Panasonic_KX-UT113/01.133 (%s)",
                "Gigaset N610 IP PRO/83.V2.64.0-160-g758db0bf;%s;Handset=20",
            })
    void aMacInTheUserAgentMustBeThePhones(String form) throws Exception {
        AccessRule rule = new AccessRule(null, List.of(), true, false, "", AccessRule.FOREVER, 0);
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, rule)) {
            for (String mac : new String[] {
                MAC, "00:04:13:24:66:72", "00-04-13-24-66-72", "000413246672".toUpperCase(java.util.Locale.ROOT)
            }) {
                isServed(servedFiles, FROM, "cfg" + MAC, "User-Agent: " + form.formatted(mac));
            }
            looksUnknown(servedFiles, FROM, "cfg" + MAC, "User-Agent: " + form.formatted("000413246673"));
            looksUnknown(servedFiles, FROM, "cfg" + MAC, "User-Agent: " + form.formatted("00:04:13:24:66:73"));
            isServed(servedFiles, FROM, "cfg" + MAC, "User-Agent: " + form.formatted("-"));
            isServed(servedFiles, FROM, "cfg" + MAC);
        }
    }

    @Test
    void aSharedFileIsForEveryKnownPhone() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out)
                .phone(MAC)
                .publish("shared.cfg", "a m=*")
                .publish("two.cfg", "a m=" + MAC + ",000413000002")) {
            isServed(servedFiles, FROM, "shared.cfg", "User-Agent: Yealink X 1 " + MAC);
            looksUnknown(servedFiles, FROM, "shared.cfg", "User-Agent: Yealink X 1 000413000002");
            isServed(servedFiles, FROM, "two.cfg", "User-Agent: Yealink X 1 000413000002");
            looksUnknown(servedFiles, FROM, "two.cfg", "User-Agent: Yealink X 1 000413000003");
        }
    }

    @Test
    void anUnreadableAccessRuleDeniesEveryClient() throws Exception {
        try (ServedFiles servedFiles =
                new ServedFiles(out).publish("new.cfg", "z=of a later version").publish("bad.cfg", "n=lan")) {
            looksUnknown(servedFiles, FROM, "new.cfg");
            looksUnknown(servedFiles, FROM, "bad.cfg");
        }
    }

    @Test
    void aFileWithATokenIsOnlyBelowTheToken() throws Exception {
        String token = "Zq3-unguessable-Zq3";
        try (ServedFiles servedFiles = new ServedFiles(out)
                .phone(MAC, token(token))
                .phone("000413000001", AccessRule.OPEN)
                .file("fw/a.bin", "", AccessRule.OPEN)) {
            isServed(servedFiles, FROM, token + "/cfg" + MAC);
            looksUnknown(servedFiles, FROM, "cfg" + MAC);
            looksUnknown(servedFiles, FROM, token.toLowerCase(java.util.Locale.ROOT) + "/cfg" + MAC);
            looksUnknown(servedFiles, FROM, "Zq3-unguessable-Zq4/cfg" + MAC);
            looksUnknown(servedFiles, FROM, token);
            isServed(servedFiles, FROM, "fw/a.bin");
            isServed(servedFiles, FROM, token + "/fw/a.bin");
            looksUnknown(servedFiles, FROM, "Zq3-unguessable-Zq4/fw/a.bin");
            isServed(servedFiles, FROM, "cfg000413000001");
            looksUnknown(servedFiles, FROM, token + "/cfg000413000001");
            servedFiles.phone("000413000002", token("another-phones-token"));
            isServed(servedFiles, FROM, "another-phones-token/fw/a.bin");
            looksUnknown(servedFiles, FROM, "another-phones-token/cfg" + MAC);
            servedFiles.file("fw/b.bin", "", token(token).withoutPhone());
            looksUnknown(servedFiles, FROM, "fw/b.bin");
            isServed(servedFiles, FROM, "another-phones-token/fw/b.bin");
            servedFiles.phone(MAC, AccessRule.OPEN);
            isServed(servedFiles, FROM, "cfg" + MAC);
            looksUnknown(servedFiles, FROM, token + "/cfg" + MAC);
        }
    }

    @Test
    void aFileIsRefusedAfterItsTimeWindow() throws Exception {
        Instant noon = Instant.parse("2026-06-01T12:00:00Z");
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, window(noon.plusSeconds(60), 0))) {
            isServed(servedFiles, FROM, "cfg" + MAC);
            servedFiles.pass(Duration.ofSeconds(59));
            isServed(servedFiles, FROM, "cfg" + MAC);
            servedFiles.pass(Duration.ofSeconds(1));
            looksUnknown(servedFiles, FROM, "cfg" + MAC);
            servedFiles.phone(MAC, window(noon.plusSeconds(120), 0));
            isServed(servedFiles, FROM, "cfg" + MAC);
        }
    }

    @Test
    void aFetchLimitHoldsOverARestartUntilTheRuleIsRenewed() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, window(null, 3))) {
            isServed(servedFiles, FROM, "cfg" + MAC);
            assertThat(servedFiles.ask("HEAD", FROM, "cfg" + MAC)).startsWith("HTTP/1.1 200 ");
            assertThat(servedFiles.get(FROM, "cfg" + MAC, "If-None-Match: *")).startsWith("HTTP/1.1 304 ");
            assertThat(servedFiles.get(FROM, "cfg" + MAC, "Range: bytes=0-1"))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("\r\n\r\ncfg" + MAC + "\n");
        }
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC)) {
            isServed(servedFiles, FROM, "CFG" + MAC);
            looksUnknown(servedFiles, FROM, "cfg" + MAC);
            assertThat(servedFiles.get(FROM, "cfg" + MAC, "If-None-Match: *")).startsWith("HTTP/1.1 404 ");
        }
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC)) {
            looksUnknown(servedFiles, FROM, "cfg" + MAC);
            servedFiles.phone(MAC, window(null, 1));
            isServed(servedFiles, FROM, "cfg" + MAC);
            looksUnknown(servedFiles, FROM, "cfg" + MAC);
            servedFiles.phone(MAC, window(null, 3));
            isServed(servedFiles, FROM, "cfg" + MAC);
        }
    }

    @Test
    void aFileWithOneFetchIsSentOnceToManyConcurrentClients() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, window(null, 5))) {
            long served = java.util.stream.IntStream.range(0, 40)
                    .parallel()
                    .mapToObj(i -> {
                        try {
                            return servedFiles.get(FROM, "cfg" + MAC);
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .filter(answer -> answer.startsWith("HTTP/1.1 200 "))
                    .count();
            assertThat(served).isEqualTo(5);
        }
    }
}
