package dev.lineman.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.access.AccessRule;
import dev.lineman.access.TokenDigest;
import dev.lineman.serve.visits.MissedRequest;
import dev.lineman.serve.visits.Visit;
import dev.lineman.serve.visits.VisitLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random requests of two phones and of strangers, over HTTP and over restarts, against a naive record of them: the last
 * name that a phone did not get is always known, with its address; visits are as without the missed requests; there
 * are at most four entries, and no token, control character or secret in them.
 */
class MissedRequestLawTest {
    private static final String TOKEN = "Zq3.Un-guessable~Zq3_4";
    private static final String OLD_TOKEN = "An-older-guessable_one";
    private static final List<String> PHONES = List.of("000413246672", "0004132466aa");
    private static final String UNKNOWN = "0004139999ff";
    private static final List<String> ADDRESSES =
            List.of("203.0.113.7", "203.0.113.8", "198.51.100.1", "2001:db8::1", "2001:db8::2", "2001:db8:1::1");

    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.range(0, Rounds.of(6));
    }

    /** One request, and the phone that misses it; null if none does. */
    private record Asked(String path, String agent, String missing) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void theLastNameThatAPhoneDidNotGetIsKnown(long seed) throws Exception {
        Random random = new Random(seed);
        Path out = folder.resolve("out" + seed);
        Map<String, List<String>> missed = new HashMap<>();
        Map<String, Map<String, Integer>> visits = new HashMap<>();
        for (int start = 0; start < 3; start++) {
            try (ServedFiles servedFiles =
                    new ServedFiles(out).phone(PHONES.get(0), AccessRule.OPEN).phone(PHONES.get(1), token(TOKEN))) {
                check(servedFiles.visitStore().visits(), missed, visits, "after start " + start);
                for (int i = 0; i < 30; i++) {
                    servedFiles.pass(Duration.ofSeconds(1 + start));
                    Asked asked = asked(random);
                    String from = ADDRESSES.get(random.nextInt(ADDRESSES.size()));
                    String[] fields =
                            asked.agent().isEmpty() ? new String[0] : new String[] {"User-Agent: " + asked.agent()};
                    long version = servedFiles.visitStore().visits().version();
                    String answer = servedFiles.send("GET " + asked.path() + " HTTP/1.1", from, fields);
                    assertThat(ServedFiles.status(answer)).as(asked.toString()).isIn(200, 404, 429);
                    if (asked.missing() != null) {
                        missed.computeIfAbsent(asked.missing(), mac -> new ArrayList<>())
                                .add(from);
                        servedFiles.await(store -> store.visits().version() > version);
                    } else if (ServedFiles.status(answer) == 200) {
                        visits.computeIfAbsent(PHONES.get(0), mac -> new HashMap<>())
                                .put("cfg", 200);
                        servedFiles.await(
                                store -> !store.visits().of(PHONES.get(0)).isEmpty());
                    }
                    check(servedFiles.visitStore().visits(), missed, visits, "seed " + seed + ", " + asked);
                }
            }
            if (Files.exists(out.resolve(".lineman/phones/missed"))) {
                assertThat(Files.size(out.resolve(".lineman/phones/missed"))).isLessThan(8_000);
                assertThat(Files.readString(
                                out.resolve(".lineman/phones/missed"), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContainIgnoringCase("guessable")
                        .doesNotContain("s3cret");
            }
        }
        assertThat(missed).isNotEmpty();
    }

    private static void check(
            VisitLog log, Map<String, List<String>> missed, Map<String, Map<String, Integer>> visits, String what) {
        for (String mac : PHONES) {
            List<MissedRequest> entries = log.missed(mac);
            List<String> all = missed.getOrDefault(mac, List.of());
            assertThat(entries).as(what).hasSizeLessThanOrEqualTo(4);
            assertThat(entries.isEmpty()).as(what).isEqualTo(all.isEmpty());
            assertThat(entries.stream().mapToLong(MissedRequest::count).sum())
                    .as(what)
                    .isLessThanOrEqualTo(all.size());
            if (!all.isEmpty()) {
                assertThat(entries.get(0).from())
                        .as(what)
                        .isEqualTo(dev.lineman.access.IpAddress.parse(all.get(all.size() - 1)));
            }
            for (MissedRequest entry : entries) {
                assertThat(entry.name() + entry.agent())
                        .as(what)
                        .doesNotContainIgnoringCase("guessable")
                        .doesNotContain("s3cret", "?")
                        .matches("[\\x20-\\x7eä]*");
                assertThat(entry.name().length()).isLessThanOrEqualTo(200);
            }
            assertThat(log.of(mac))
                    .as(what)
                    .extracting(Visit::status)
                    .allMatch(status -> status == 200 || status == 404);
        }
        assertThat(log.missed(UNKNOWN)).as(what).isEmpty();
        assertThat(log.of(PHONES.get(0))).as(what).hasSize(visits.containsKey(PHONES.get(0)) ? 1 : 0);
    }

    private static Asked asked(Random random) {
        String mac = PHONES.get(random.nextInt(2));
        String agent = random.nextInt(3) == 0 ? "Yealink SIP-T46S 66.85.0.5 " + mac : "";
        String query = random.nextInt(4) == 0 ? "?password=s3cret&token=" + TOKEN : "";
        return switch (random.nextInt(12)) {
            case 0 -> new Asked("/provisioning/" + mac + ".cfg" + query, agent, mac);
            case 1 -> new Asked("/provisioning/" + mac.toUpperCase(java.util.Locale.ROOT) + ".xml" + query, "", mac);
            case 2 -> new Asked("/cfg" + mac + query, "curl/8.5.0", mac);
            case 3 -> new Asked("/provisioning/berlin/cfg" + mac, agent, mac);
            case 4 -> new Asked("/provisioning/" + OLD_TOKEN + "/cfg" + mac, agent, mac);
            case 5 -> new Asked("/" + TOKEN + "/cfg" + mac, agent, mac);
            case 6 ->
                new Asked(
                        "/provisioning/acme/" + OLD_TOKEN + "/" + TOKEN + mac + ".cfg",
                        "phone " + TOKEN + " " + mac,
                        mac);
            case 7 ->
                new Asked(
                        "/provisioning/%e2%80%ae" + mac + "%c3%a4%20x" + "y".repeat(random.nextInt(300)) + ".cfg",
                        agent,
                        mac);
            case 8 -> new Asked("/provisioning/x%0d%0aSet-Cookie:a", "Yealink SIP-T46S 66.85.0.5 " + mac, mac);
            case 9 -> new Asked("/provisioning/cfg" + UNKNOWN, "", null);
            case 10 -> new Asked("/provisioning/nothing.cfg", "curl/8.5.0", null);
            default -> new Asked("/provisioning/cfg" + PHONES.get(0), agent, null);
        };
    }

    private static AccessRule token(String token) {
        return new AccessRule(
                null, List.of(), false, false, TokenDigest.of(token).text(), AccessRule.FOREVER, 0);
    }
}
