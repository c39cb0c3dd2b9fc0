package dev.lineman.serve.visits;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.IpAddress;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissedRequestLogTest {
    private static final String MAC = "000413246672";

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();

    private static MissedRequest request(String name, String from, long second) {
        return new MissedRequest(name, requireNonNull(IpAddress.parse(from)), 404, false, second, second, 1, "agent");
    }

    private VisitStore open() {
        VisitStore visitStore = VisitStore.open(folder.resolve("phones"), FileMode.DEFAULT, nanos::get);
        visitStore.readVisits();
        return visitStore;
    }

    @Test
    void requestsForOneNameFromOneNetworkAreOneEntry() {
        MissedRequestLog log = new MissedRequestLog();
        log.record(MAC, request("a", "2001:db8::1", 1), false);
        log.record(MAC, request("b", "2001:db8::1", 2), false);
        log.record(MAC, request("a", "2001:db8::2", 3), true);
        log.record(MAC, request("a", "10.0.0.1", 4), true);
        assertThat(log.of(MAC)).extracting(MissedRequest::name).containsExactly("a", "a", "b");
        MissedRequest again = log.of(MAC).get(1);
        assertThat(again.count()).isEqualTo(2);
        assertThat(again.first()).isEqualTo(1);
        assertThat(again.last()).isEqualTo(3);
        assertThat(again.from()).hasToString("2001:db8::2");
        assertThat(log.version()).isEqualTo(4);
    }

    @Test
    void aRequestThatIsRepeatedWithCredentialsCountsOnce() {
        MissedRequestLog log = new MissedRequestLog();
        IpAddress from = requireNonNull(IpAddress.parse("10.0.0.1"));
        int[] statuses = {401, 404, 401, 404, 404, 401};
        int[] counts = {1, 1, 2, 2, 3, 4};
        for (int i = 0; i < statuses.length; i++) {
            log.record(MAC, new MissedRequest("a", from, statuses[i], false, i, i, 1, "agent"), false);
            assertThat(log.of(MAC).get(0).count()).as("after %s", i).isEqualTo(counts[i]);
        }
    }

    @Test
    void aClientThatForgesNamesDoesNotHideThoseOfThePhone() {
        MissedRequestLog log = new MissedRequestLog();
        for (int i = 0; i < 3; i++) {
            log.record(MAC, request("own", "10.0.0.1", i), false);
        }
        for (int i = 0; i < 1_000; i++) {
            log.record(MAC, request("forged" + i, "203.0.113.9", 10 + i), false);
        }
        assertThat(log.of(MAC)).hasSize(MissedRequestLog.MAX_REQUESTS);
        assertThat(log.of(MAC).get(0).name()).isEqualTo("forged999");
        assertThat(log.of(MAC)).anyMatch(entry -> entry.name().equals("own") && entry.count() == 3);
    }

    @Test
    void theLogIsBounded() {
        MissedRequestLog log = new MissedRequestLog(10, 5);
        for (int i = 0; i < 1_000; i++) {
            String mac = String.format("0004130%05d", i);
            log.record(mac, request("x".repeat(5_000) + i, "10.0.0.1", i), i % 2 == 0);
            log.record(mac, request("y".repeat(5_000) + i, "10.0.0.1", i), i % 2 == 0);
        }
        int[] counts = new int[2];
        log.forEach((mac, request) -> {
            counts[0]++;
            counts[1] += request.name().length();
        });
        assertThat(counts[0]).isEqualTo(2 * 15);
        assertThat(counts[1]).isLessThanOrEqualTo(2 * 15 * 200);
        assertThat(log.of("000413000999")).hasSize(2);
    }

    @Test
    void phonesThatWorkDoNotDisplaceThoseThatDoNot() {
        MissedRequestLog log = new MissedRequestLog(10, 5);
        log.record(MAC, request("wrong", "10.0.0.1", 0), false);
        for (int i = 0; i < 1_000; i++) {
            log.record(String.format("0004130%05d", i), request("optional", "10.0.0.1", i), true);
        }
        assertThat(log.of(MAC)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u202egnp.exe",
                "\u0007bell",
                "\u009b31mred",
                "line\nbreak",
                "\u2028",
                "\ud800",
                "\ue000",
                "\ufeff",
                "\u200b",
            })
    void aNameHasNoCharacterThatDoesNotPrint(String name) {
        MissedRequest request = request("a" + name + "ä😀", "10.0.0.1", 1);
        assertThat(request.name())
                .startsWith("a")
                .endsWith("ä😀")
                .contains("\\u")
                .doesNotContain(name);
        assertThat(request(request.name(), "10.0.0.1", 1)).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "😀", "\u202e", "xy😀\u202e"})
    void aLongNameIsCutOnceAndStaysTheSame(String part) {
        for (int length = 0; length < 250; length++) {
            String name = request("y".repeat(length % 7) + part.repeat(length), "10.0.0.1", 1)
                    .name();
            assertThat(name.length()).isLessThanOrEqualTo(200);
            assertThat(request(name, "10.0.0.1", 1).name()).isEqualTo(name);
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(name)).isTrue();
        }
    }

    @Test
    void missedRequestsAreKeptOverARestart() throws Exception {
        MissedRequest old = request("provisioning/ä b", "10.0.0.1", 1);
        MissedRequest refused =
                new MissedRequest("/x", requireNonNull(IpAddress.parse("2001:db8::1")), 429, true, 2, 9, 17, "agent");
        try (VisitStore visitStore = open()) {
            visitStore.visits().recordMissed(MAC, old);
            visitStore.visits().recordMissed(MAC, refused);
        }
        assertThat(folder.resolve("phones/visits")).doesNotExist();
        try (VisitStore visitStore = VisitStore.open(folder.resolve("phones"), FileMode.DEFAULT, nanos::get)) {
            visitStore.visits().recordMissed(MAC, request("new", "10.0.0.1", 20));
            visitStore.save();
            visitStore.readVisits();
            assertThat(visitStore.visits().missed(MAC)).containsExactly(request("new", "10.0.0.1", 20), refused, old);
        }
        assertThat(VisitStore.load(folder.resolve("phones")).missed(MAC)).hasSize(3);
    }

    @Test
    void aMissedRequestRewritesNoVisit() throws Exception {
        try (VisitStore visitStore = open()) {
            visitStore
                    .visits()
                    .recordVisit(
                            MAC,
                            new Visit(1, requireNonNull(IpAddress.parse("10.0.0.1")), 200, "a", new Digest(1, 2), ""));
            visitStore.save();
            Files.delete(folder.resolve("phones/visits"));
            nanos.addAndGet(VisitStore.PERIOD.multipliedBy(600).toNanos());
            visitStore.visits().recordMissed(MAC, request("new", "10.0.0.1", 20));
            visitStore.save();
            assertThat(folder.resolve("phones/missed")).exists();
            assertThat(folder.resolve("phones/visits")).doesNotExist();
        }
    }

    @Test
    void aDamagedRecordDoesNotAffectOthers() throws Exception {
        try (VisitStore visitStore = open()) {
            for (int i = 0; i < 3; i++) {
                visitStore.visits().recordMissed("00041300000" + i, request("name" + i, "10.0.0.1", i));
            }
        }
        Path file = folder.resolve("phones/missed");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        VisitLog log = VisitStore.load(folder.resolve("phones"));
        assertThat(log.missed("000413000000")).hasSize(1);
        assertThat(log.missed("000413000001")).isEmpty();
        assertThat(log.missed("000413000002")).hasSize(1);
    }
}
