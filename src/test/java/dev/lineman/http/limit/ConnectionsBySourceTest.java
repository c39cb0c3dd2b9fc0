package dev.lineman.http.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ConnectionsBySourceTest {
    private final ConnectionsBySource<String> sources = new ConnectionsBySource<>();

    @Test
    void theCandidateIsTheOldestConnectionOfTheSourceWithTheMost() {
        sources.put("phone", "p", false);
        sources.put("attacker", "a1", false);
        sources.put("attacker", "a2", false);
        sources.put("attacker", "a1", false);
        assertThat(sources.evictionCandidate()).isEqualTo("a2");
        sources.remove("attacker", "a2");
        assertThat(sources.evictionCandidate()).isEqualTo("p");
        sources.remove("phone", "p");
        sources.remove("attacker", "a1");
        assertThat(sources.evictionCandidate()).isNull();
    }

    @Test
    void aConnectionWithAResponseIsEvictedAfterTheWaitingOnesOfItsSource() {
        sources.put("office", "answered", true);
        sources.put("office", "idle", false);
        assertThat(sources.evictionCandidate()).isEqualTo("idle");
        sources.put("office", "idle", true);
        assertThat(sources.evictionCandidate()).isEqualTo("answered");
    }

    @Test
    void theCandidateIsAlwaysTheOldestOfASourceWithTheMostConnections() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Map<Integer, Boolean>> model = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            model.add(new LinkedHashMap<>());
        }
        ConnectionsBySource<Integer> tested = new ConnectionsBySource<>();
        for (int i = 0; i < Rounds.of(5_000); i++) {
            int source = random.nextInt(5);
            int connection = source * 10 + random.nextInt(10);
            model.get(source).remove(connection);
            if (random.nextBoolean()) {
                boolean answered = random.nextBoolean();
                model.get(source).put(connection, answered);
                tested.put(source, connection, answered);
            } else {
                tested.remove(source, connection);
            }
            Integer found = tested.evictionCandidate();
            int most = model.stream().mapToInt(Map::size).max().orElseThrow();
            assertThat(found == null).as("seed %d, step %d", seed, i).isEqualTo(most == 0);
            if (found != null) {
                Map<Integer, Boolean> heaviest = model.get(found / 10);
                assertThat(heaviest).as("seed %d, step %d", seed, i).hasSize(most);
                assertThat(found)
                        .as("seed %d, step %d", seed, i)
                        .isEqualTo(heaviest.entrySet().stream()
                                .min(Comparator.comparing(Map.Entry::getValue))
                                .orElseThrow()
                                .getKey());
            }
        }
    }

    @Test
    void anIpv4AddressOrAnIpv6NetworkOf64BitsIsASource() throws UnknownHostException {
        assertThat(source("10.0.0.1")).isEqualTo(source("10.0.0.1")).isNotEqualTo(source("10.0.0.2"));
        assertThat(source("2001:db8::1")).isEqualTo(source("2001:db8::ffff:1:2:3"));
        assertThat(source("2001:db8::1")).isNotEqualTo(source("2001:db8:0:1::1"));
        assertThat(source("::ffff:10.0.0.1")).isEqualTo(source("10.0.0.1"));
        assertThat(source("::1")).isNotEqualTo(source("0.0.0.0"));
    }

    private static ClientSource source(String address) throws UnknownHostException {
        return ClientSource.of(InetAddress.getByName(address));
    }
}
