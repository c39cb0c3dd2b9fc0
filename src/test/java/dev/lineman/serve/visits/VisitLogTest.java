package dev.lineman.serve.visits;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.IpAddress;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.record.RecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisitLogTest {
    private static final IpAddress FROM = requireNonNull(IpAddress.parse("192.0.2.1"));
    private static final Digest DIGEST = new Digest(-1, 7);

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();

    private VisitStore open() {
        VisitStore visitStore = VisitStore.open(folder.resolve("phones"), FileMode.DEFAULT, nanos::get);
        visitStore.readVisits();
        return visitStore;
    }

    private static Visit visit(long second, int status, String file) {
        return new Visit(second, FROM, status, file, DIGEST, "agent\twith\ttabs");
    }

    private static final UnknownPhone EARLIER = unknown(mac(2), 5, RequestChannel.HTTP, "provisioning/acme/x", "agent");

    private static UnknownPhone unknown(String mac, long second, RequestChannel channel, String name, String agent) {
        return UnknownPhone.seen(mac, second, FROM, channel, name, ReportedDevice.ofAgent(agent));
    }

    private static String mac(int number) {
        return String.format("0004130%05d", number);
    }

    @Test
    void theLogIsBounded() {
        VisitLog visits = new VisitLog(10);
        for (int i = 0; i < 2_000; i++) {
            visits.recordUnknownPhone(unknown(mac(i), i, RequestChannel.HTTP, "", "x".repeat(5_000)));
            visits.recordVisit(mac(i % 20), visit(i, 200, "file" + i));
        }
        visits.trim();
        assertThat(visits.phones()).hasSize(10).contains(mac(19)).doesNotContain(mac(0));
        assertThat(visits.of(mac(19))).hasSize(12);
        assertThat(visits.of(mac(19)).get(0).file()).isEqualTo("file1999");
        assertThat(visits.unknownPhones(mac -> false)).hasSize(1_000);
        assertThat(visits.unknownPhones(mac -> false).get(0).mac()).isEqualTo(mac(1_999));
        assertThat(visits.unknownPhones(mac -> false).get(0).agent()).hasSize(200);
    }

    @Test
    void theRequestsOfAnUnknownPhoneOnAllChannelsAreOneRow() {
        VisitLog visits = new VisitLog();
        IpAddress other = requireNonNull(IpAddress.parse("192.0.2.9"));
        visits.recordUnknownPhone(UnknownPhone.seen(
                mac(1), 10, FROM, RequestChannel.PNP, "", new ReportedDevice("", "snom\u202e370", "8.7")));
        visits.recordUnknownPhone(
                unknown(mac(1), 11, RequestChannel.HTTP, "provisioning/x", "Yealink SIP-T46S 66.86.0.15"));
        visits.recordUnknownPhone(
                UnknownPhone.seen(mac(1), 12, other, RequestChannel.TFTP, "provisioning/acme/y", ReportedDevice.NONE));
        visits.recordUnknownPhone(UnknownPhone.seen(mac(1), 13, FROM, RequestChannel.PNP, "", ReportedDevice.NONE));
        UnknownPhone phone = requireNonNull(visits.unknownPhone(mac(1)));
        assertThat(phone.channels()).containsExactly(RequestChannel.PNP, RequestChannel.TFTP, RequestChannel.HTTP);
        assertThat(phone.channel()).isEqualTo(RequestChannel.PNP);
        assertThat(phone.count()).isEqualTo(4);
        assertThat(phone.from()).isEqualTo(FROM);
        assertThat(phone.folder()).isEqualTo("acme");
        assertThat(phone.model()).isEqualTo("SIP-T46S");
        assertThat(phone.firmware()).isEqualTo("66.86.0.15");
        assertThat(phone.device().reportedModel()).isEqualTo("snom\\u202e370");
        assertThat(phone.device().reportedFirmware()).isEqualTo("8.7");
    }

    /** Record type 3 has no channel, 2 no name either. */
    @ParameterizedTest
    @ValueSource(bytes = {2, 3})
    void unknownPhonesOfEarlierVersionsAreRead(byte type) throws IOException {
        RecordWriter records = new RecordWriter(VisitStore.VISITS);
        records.putByte(type);
        records.putText(mac(1));
        records.putLong(5);
        records.putLong(6);
        records.putLong(2);
        records.putText(FROM.toString());
        records.putText("agent");
        if (type == 3) {
            records.putText("provisioning/x");
        }
        records.end();
        Files.createDirectories(folder.resolve("phones"));
        Files.write(
                folder.resolve("phones/visits"),
                Arrays.copyOf(records.bytes().array(), records.bytes().limit()));
        assertThat(VisitStore.load(folder.resolve("phones")).unknownPhones(mac -> false))
                .containsExactly(new UnknownPhone(
                        mac(1),
                        5,
                        6,
                        2,
                        FROM,
                        List.of(RequestChannel.HTTP),
                        type == 3 ? "provisioning/x" : "",
                        ReportedDevice.ofAgent("agent")));
    }

    @Test
    void aRefusalDoesNotReplaceTheLastServedVisit() {
        VisitLog visits = new VisitLog();
        visits.recordVisit(mac(1), visit(1, 200, "a"));
        visits.recordVisit(mac(1), visit(2, 404, "a"));
        visits.recordVisit(mac(1), visit(3, 429, "a"));
        assertThat(visits.of(mac(1))).extracting(Visit::status).containsExactly(429, 200);
        assertThat(visits.wasServed(mac(1), FROM.sourceNetwork())).isTrue();
    }

    @Test
    void visitsAreKeptOverARestart() {
        try (VisitStore visitStore = open()) {
            visitStore.visits().recordVisit(mac(1), visit(1, 200, "provisioning/ä b"));
            visitStore.visits().recordUnknownPhone(EARLIER);
            visitStore
                    .visits()
                    .recordUnknownPhone(UnknownPhone.seen(
                            mac(2), 7, FROM, RequestChannel.PNP, "", new ReportedDevice("", "D785", "10.1.2")));
            assertThat(visitStore.fetches().begin("f", 2, "w")).isTrue();
            assertThat(visitStore.fetches().begin("g", 1, "w")).isTrue();
            visitStore.fetches().end("f", "w", true);
        }
        try (VisitStore visitStore = open()) {
            assertThat(visitStore.fetches().isSpent("f", 1, "w")).isTrue();
            assertThat(visitStore.fetches().isSpent("f", 2, "w")).isFalse();
            assertThat(visitStore.fetches().isSpent("f", 1, "other")).isFalse();
            assertThat(visitStore.fetches().isSpent("g", 1, "w"))
                    .as("it was begun and never ended")
                    .isFalse();
            assertThat(visitStore.visits().of(mac(1)))
                    .containsExactly(new Visit(1, FROM, 200, "provisioning/ä b", DIGEST, "agent\twith\ttabs"));
            assertThat(visitStore.visits().unknownPhones(mac -> false))
                    .containsExactly(new UnknownPhone(
                            mac(2),
                            5,
                            7,
                            2,
                            FROM,
                            List.of(RequestChannel.PNP, RequestChannel.HTTP),
                            "provisioning/acme/x",
                            new ReportedDevice("agent", "D785", "10.1.2")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "lineman 1\nan older version wrote lines", "LINEMAN", "LINEMAN!\u0000", "LINEMAN1nonsense"})
    void anUnreadableFileIsReplaced(String content) throws IOException {
        Files.createDirectories(folder.resolve("phones"));
        Files.writeString(folder.resolve("phones/visits"), content);
        Files.writeString(folder.resolve("phones/fetches"), content);
        try (VisitStore visitStore = open()) {
            visitStore.visits().recordVisit(mac(1), visit(1, 200, "a"));
        }
        try (VisitStore visitStore = open()) {
            assertThat(visitStore.visits().of(mac(1))).hasSize(1);
        }
    }

    @Test
    void visitsAreNotSavedBeforeTheOldOnesAreRead() {
        try (VisitStore visitStore = open()) {
            visitStore.visits().recordVisit(mac(1), visit(1, 200, "a"));
        }
        try (VisitStore visitStore = VisitStore.open(folder.resolve("phones"), FileMode.DEFAULT, nanos::get)) {
            visitStore.visits().recordVisit(mac(2), visit(2, 200, "b"));
            visitStore.save();
        }
        try (VisitStore visitStore = open()) {
            assertThat(visitStore.visits().of(mac(1))).hasSize(1);
        }
    }

    @Test
    void aDamagedRecordDoesNotAffectOthers() throws IOException {
        try (VisitStore visitStore = open()) {
            for (int i = 0; i < 3; i++) {
                visitStore.visits().recordVisit(mac(i), visit(i, 200, "file" + i));
            }
        }
        Path file = folder.resolve("phones/visits");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThat(VisitStore.load(folder.resolve("phones")).phones()).hasSize(2);
    }

    @Test
    void anAbortedFetchDoesNotCount() {
        FetchCounter fetchCounter = new FetchCounter();
        assertThat(fetchCounter.begin("f", 1, "w")).isTrue();
        assertThat(fetchCounter.begin("f", 1, "w")).as("while it is being sent").isFalse();
        fetchCounter.end("f", "w", false);
        assertThat(fetchCounter.begin("f", 1, "w")).isTrue();
        fetchCounter.end("f", "w", true);
        assertThat(fetchCounter.begin("f", 1, "w")).isFalse();
        assertThat(fetchCounter.begin("f", 1, "renewed")).isTrue();
        fetchCounter.end("f", "w", true);
        assertThat(fetchCounter.isSpent("f", 1, "renewed")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/4.0 (compatible; snomD785-SIP 10.1.169.16 2010.12-00001 (Feb 25 2019 - 14:19:43) 00041396D9B4) | snomD785 | 10.1.169.16",
                "Mozilla/4.0 (compatible; Snom M900 05.20.0001 000413b60680) | Snom M900 | 05.20.0001",
                "Yealink SIP-T46S 66.86.0.15 00:15:65:00:00:01 | SIP-T46S | 66.86.0.15",
                "Yealink W70B 146.85.0.20 001565f429a4 | W70B | 146.85.0.20",
                "Grandstream Model HW GXP2200 V2.2A SW 1.0.1.33 DevId 000b82462d97 | GXP2200 | 1.0.1.33",
                "FileTransport PolycomVVX-VVX_450-UA/6.4.0.10182 (SN:0004f2000001) Type/Application | VVX_450 | 6.4.0.10182",
                "FileTransport PolyEdge-Edge_E350-UA/8.1.2.1234 (SN:482567000001) Type/Application | Edge_E350 | 8.1.2.1234",
                "Cisco-CP-8841-3PCC/11.3.7 (00562b043615) | Cisco-CP-8841-3PCC | 11.3.7",
                "Cisco/SPA504G-7.5.5 (00562B043615)(CCQ1) | SPA504G | 7.5.5",
                "Fanvil X5U-V2 2.12.1 0c3800000000 | X5U-V2 | 2.12.1",
                "Flyingvoice FIP13G V0.6.24 00:21:F2:22:AE:F1 | FIP13G | 0.6.24",
                "Htek UC903 2.0.4.2 00:1f:c1:1c:22:a9 | UC903 | 2.0.4.2",
                "N510 IP PRO/42.258.00.000.000;7C2F806257D7 | N510 IP PRO | 42.258.00.000.000",
                "N720-DM-PRO/70.040.00.000.000 | N720-DM-PRO | 70.040.00.000.000",
                "Mozilla/4.0 (compatible; MSIE 6.0) AVAYA/J179-4.1.3.0.6 (MAC:c81fea83e85a) | J179 | 4.1.3.0.6",
                "AUDC-IPPhone/2.2.8.61 (440HDG-Rev0; 00908F602AAC) | 440HD | 2.2.8.61",
                "AUDC-IPPhone/2.0.0_build_15 (420HD; 00908F3BBCBA) | 420HD | 2.0.0_build_15",
                "AUDC/3.4.6.604 AUDC-IPPhone-C450HD_UC_3.4.6.604/1 | C450HD | 3.4.6.604",
                "Mitel6869i MAC:08-00-0F-00-00-01 V:5.1.0.1024-SIP | Mitel6869i | 5.1.0.1024-SIP",
                "Panasonic_KX-UT113/01.133 (0080f0c8c381) | Panasonic_KX-UT113 | 01.133",
                "Panasonic-KX-TGP600RU/01.061 (080023e21a52) | Panasonic-KX-TGP600RU | 01.061",
                "Gigaset N610 IP PRO/83.V2.64.0-160-g758db0bf;589EC67C2479;Handset=20 | Gigaset N610 IP PRO | 83.V2.64.0-160-g758db0bf",
                "Some Phone/1.2.3-rc (00:0e:08:aa:bb:cc) | '' | 1.2.3-rc",
                "Akuvox SP-R55P 55.0.6.153 0C1105000001 | '' | 55.0.6.153",
                "curl/8.5.0 | '' | ''",
                "Yealink SIP VP-T49G 51.80.0.100 00:15:65:00:00:01 | VP-T49G | 51.80.0.100",
                "VP530P 23.70.0.40 00:15:65:00:00:01 | VP530P | 23.70.0.40",
                "Wget/1.21.3 | '' | ''",
                "python-requests/2.31.0 | '' | ''",
                "Go-http-client/1.1.0 | '' | ''",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML) Chrome/120.0.6099.71 Safari/537.36 | '' | ''",
                "Mozilla/5.0 (compatible; UptimeRobot/2.0.1; http://www.uptimerobot.com/) | '' | ''",
                "kube-probe/1.29.1 | '' | ''",
                "check_http/v2.3.3 (nagios-plugins 2.3.3) | '' | ''",
                "Uptime-Kuma/1.23.11 | '' | ''",
                "ELB-HealthChecker/2.0.0 | '' | ''",
                "'' | '' | ''",
            })
    void theModelAndFirmwareAreReadFromTheUserAgent(String agent, String model, String firmware) {
        assertThat(UserAgent.of(agent)).isEqualTo(new UserAgent(model, firmware));
    }
}
