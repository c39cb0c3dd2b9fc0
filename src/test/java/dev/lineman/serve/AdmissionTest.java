package dev.lineman.serve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.Network;
import dev.lineman.access.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks, User-Agents, tokens and windows, on real sockets: whoever is refused sees an unknown name. */
class AdmissionTest {
    private static final String MAC = "000413246672";
    private static final String FROM = "203.0.113.7";

    @TempDir
    Path out;

    private static Rule from(String... networks) {
        return new Rule(
                null,
                Stream.of(networks)
                        .map(text -> requireNonNull(Network.parse(text)))
                        .toList(),
                false,
                false,
                "",
                Rule.FOREVER,
                0);
    }

    private static Rule token(String token) {
        return new Rule(null, List.of(), false, false, Rule.hashed(token), Rule.FOREVER, 0);
    }

    private static Rule window(Instant until, int fetches) {
        return new Rule(
                null, List.of(), false, false, "", until == null ? Rule.FOREVER : until.getEpochSecond(), fetches);
    }

    private void isServed(House house, String from, String name, String... fields) throws Exception {
        assertThat(house.get(from, name, fields)).as(name).startsWith("HTTP/1.1 200 ");
    }

    private void looksUnknown(House house, String from, String name, String... fields) throws Exception {
        assertThat(house.get(from, name, fields))
                .as(name)
                .startsWith("HTTP/1.1 404 ")
                .isEqualTo(house.get(from, "nothing-of-that-name", fields));
    }

    @Test
    void aNetworkIsLetInAndNobodyElse() throws Exception {
        try (House house = new House(out).phone(MAC, from("10.0.0.0/8", "2001:db8::/32"))) {
            isServed(house, "10.1.2.3", "cfg" + MAC);
            isServed(house, "2001:db8::7", "cfg" + MAC);
            isServed(house, "::ffff:10.1.2.3", "cfg" + MAC);
            looksUnknown(house, FROM, "cfg" + MAC);
            looksUnknown(house, "2001:db9::7", "cfg" + MAC);
        }
    }

    @Test
    void theRightmostAddressThatIsNoProxyOfOursCounts() throws Exception {
        try (House house = new House(out).phone(MAC, from("10.0.0.0/8"))) {
            isServed(house, "203.0.113.7, 10.1.2.3", "cfg" + MAC);
            isServed(house, "10.1.2.3:5060, 127.0.0.1", "cfg" + MAC);
            isServed(house, "10.1.2.3,127.0.0.1 , 127.0.0.1", "cfg" + MAC);
            looksUnknown(house, "10.1.2.3, 203.0.113.7", "cfg" + MAC);
            looksUnknown(house, "10.1.2.3, unknown", "cfg" + MAC);
            looksUnknown(house, "10.1.2.3, ", "cfg" + MAC);
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
        Rule rule = new Rule(null, List.of(), true, false, "", Rule.FOREVER, 0);
        try (House house = new House(out).phone(MAC, rule)) {
            for (String mac : new String[] {
                MAC, "00:04:13:24:66:72", "00-04-13-24-66-72", "000413246672".toUpperCase(java.util.Locale.ROOT)
            }) {
                isServed(house, FROM, "cfg" + MAC, "User-Agent: " + form.formatted(mac));
            }
            looksUnknown(house, FROM, "cfg" + MAC, "User-Agent: " + form.formatted("000413246673"));
            looksUnknown(house, FROM, "cfg" + MAC, "User-Agent: " + form.formatted("00:04:13:24:66:73"));
            isServed(house, FROM, "cfg" + MAC, "User-Agent: " + form.formatted("-"));
            isServed(house, FROM, "cfg" + MAC);
        }
    }

    @Test
    void aPhoneThatSharesAFileWithManyIsAnyPhoneOfOurs() throws Exception {
        try (House house = new House(out)
                .phone(MAC)
                .publish("shared.cfg", "a m=*")
                .publish("two.cfg", "a m=" + MAC + ",000413000002")) {
            isServed(house, FROM, "shared.cfg", "User-Agent: Yealink X 1 " + MAC);
            looksUnknown(house, FROM, "shared.cfg", "User-Agent: Yealink X 1 000413000002");
            isServed(house, FROM, "two.cfg", "User-Agent: Yealink X 1 000413000002");
            looksUnknown(house, FROM, "two.cfg", "User-Agent: Yealink X 1 000413000003");
        }
    }

    @Test
    void anAccessThatNobodyCanReadLetsNobodyIn() throws Exception {
        try (House house =
                new House(out).publish("new.cfg", "z=of a later version").publish("bad.cfg", "n=lan")) {
            looksUnknown(house, FROM, "new.cfg");
            looksUnknown(house, FROM, "bad.cfg");
        }
    }

    @Test
    void aFileWithATokenIsBelowItAndNowhereElse() throws Exception {
        String token = "Zq3-unguessable-Zq3";
        try (House house = new House(out)
                .phone(MAC, token(token))
                .phone("000413000001", Rule.OPEN)
                .file("fw/a.bin", "", Rule.OPEN)) {
            isServed(house, FROM, token + "/cfg" + MAC);
            looksUnknown(house, FROM, "cfg" + MAC);
            looksUnknown(house, FROM, token.toLowerCase(java.util.Locale.ROOT) + "/cfg" + MAC);
            looksUnknown(house, FROM, "Zq3-unguessable-Zq4/cfg" + MAC);
            looksUnknown(house, FROM, token);
            isServed(house, FROM, "fw/a.bin");
            isServed(house, FROM, token + "/fw/a.bin");
            looksUnknown(house, FROM, "Zq3-unguessable-Zq4/fw/a.bin");
            isServed(house, FROM, "cfg000413000001");
            looksUnknown(house, FROM, token + "/cfg000413000001");
            house.phone("000413000002", token("another-phones-token"));
            isServed(house, FROM, "another-phones-token/fw/a.bin");
            looksUnknown(house, FROM, "another-phones-token/cfg" + MAC);
            house.file("fw/b.bin", "", token(token).forAnybody());
            looksUnknown(house, FROM, "fw/b.bin");
            isServed(house, FROM, "another-phones-token/fw/b.bin");
            house.phone(MAC, Rule.OPEN);
            isServed(house, FROM, "cfg" + MAC);
            looksUnknown(house, FROM, token + "/cfg" + MAC);
        }
    }

    @Test
    void aFileIsClosedWhenItsTimeIsOver() throws Exception {
        Instant noon = Instant.parse("2026-06-01T12:00:00Z");
        try (House house = new House(out).phone(MAC, window(noon.plusSeconds(60), 0))) {
            isServed(house, FROM, "cfg" + MAC);
            house.pass(Duration.ofSeconds(59));
            isServed(house, FROM, "cfg" + MAC);
            house.pass(Duration.ofSeconds(1));
            looksUnknown(house, FROM, "cfg" + MAC);
            house.phone(MAC, window(noon.plusSeconds(120), 0));
            isServed(house, FROM, "cfg" + MAC);
        }
    }

    @Test
    void aFileIsHadSoOftenAndNoMoreAlsoAfterARestartUntilTheRuleIsRenewed() throws Exception {
        try (House house = new House(out).phone(MAC, window(null, 3))) {
            isServed(house, FROM, "cfg" + MAC);
            assertThat(house.ask("HEAD", FROM, "cfg" + MAC)).startsWith("HTTP/1.1 200 ");
            assertThat(house.get(FROM, "cfg" + MAC, "If-None-Match: *")).startsWith("HTTP/1.1 304 ");
            assertThat(house.get(FROM, "cfg" + MAC, "Range: bytes=0-1"))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("\r\n\r\ncfg" + MAC + "\n");
        }
        try (House house = new House(out).phone(MAC)) {
            isServed(house, FROM, "CFG" + MAC);
            looksUnknown(house, FROM, "cfg" + MAC);
            assertThat(house.get(FROM, "cfg" + MAC, "If-None-Match: *")).startsWith("HTTP/1.1 404 ");
        }
        try (House house = new House(out).phone(MAC)) {
            looksUnknown(house, FROM, "cfg" + MAC);
            house.phone(MAC, window(null, 1));
            isServed(house, FROM, "cfg" + MAC);
            looksUnknown(house, FROM, "cfg" + MAC);
            house.phone(MAC, window(null, 3));
            isServed(house, FROM, "cfg" + MAC);
        }
    }

    @Test
    void manyAtOnceGetAFileOnceIfItIsToBeHadOnce() throws Exception {
        try (House house = new House(out).phone(MAC, window(null, 5))) {
            long served = java.util.stream.IntStream.range(0, 40)
                    .parallel()
                    .mapToObj(i -> {
                        try {
                            return house.get(FROM, "cfg" + MAC);
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
