package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.Cycle;
import dev.lineman.build.report.CycleCounters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 3: the costs of a change do not depend on the size of the fleet. Counted, not timed. */
class CountersTest {
    private static final int SMALL = 100;
    private static final int LARGE = 20_000;
    private static final int FIRST = 100;
    private static final int TARGET = 105;
    private static final int WATCHERS = 3;
    private static final int IN_SMALL_FOLDER = 5;

    @TempDir
    Path folder;

    @Test
    void aChangeCostsTheSameInSmallAndLargeFleets() throws IOException {
        Map<String, CycleCounters> small = changes(folder.resolve("small"), SMALL);
        assertThat(changes(folder.resolve("large"), LARGE)).isEqualTo(small);

        assertThat(small.get("a name").rendered()).isEqualTo(1);
        assertThat(small.get("a name").reads()).isEqualTo(1);
        assertThat(small.get("the name of a BLF target").resolved()).isEqualTo(1 + WATCHERS);
        assertThat(small.get("the name of a BLF target").rendered()).isEqualTo(1 + WATCHERS);
        assertThat(small.get("a var that the template does not read").resolved())
                .isEqualTo(1);
        assertThat(small.get("a var that the template does not read").rendered())
                .isZero();
        assertThat(small.get("a layer over a small folder").resolved()).isEqualTo(IN_SMALL_FOLDER);
        assertThat(small.get("a layer over a small folder").rendered()).isEqualTo(IN_SMALL_FOLDER);
        assertThat(small.get("a profile of two extensions").resolved()).isEqualTo(2);
        assertThat(small.get("a profile of two extensions").rendered()).isEqualTo(2);
        assertThat(small.get("a new profile").resolved()).isZero();
        assertThat(small.get("a secret").resolved()).isEqualTo(1);
        assertThat(small.get("a number of a model").resolved()).isEqualTo(IN_SMALL_FOLDER);
        assertThat(small.get("a number of a model").rendered()).isZero();
        assertThat(small.get("a model of no phone").resolved()).isZero();
        assertThat(small.get("a broken file").resolved()).isZero();
        assertThat(small.get("a new extension").written()).isEqualTo(1);
        assertThat(small.get("a file that goes").resolved()).isZero();
    }

    /** The models of all phones, and of the small folder with this number of keys. */
    private static String models(int keys) {
        return "{family: F, template: x, models: {X: {}, M: {keys: " + keys + "}}}";
    }

    /** The defaults of all phones, with profiles. */
    private static String[] profiles(String more) {
        return new String[] {"pbx_ip: 10.0.0.1", "model: X", "profiles: {q: {}, " + more + "}"};
    }

    private static Map<String, CycleCounters> changes(Path root, int extensions) throws IOException {
        Map<String, CycleCounters> counted = new LinkedHashMap<>();
        try (AgentFixture agentFixture = AgentFixture.inMemory(root)) {
            agentFixture.template("cfg%%mac_address%%", "%%extension_first_name%% %%a%% {%%blffirstname1%%}");
            agentFixture.write("secrets.yaml", "s: t");
            for (int i = 0; i < extensions; i++) {
                int number = FIRST + i;
                boolean watches = number > TARGET && number <= TARGET + WATCHERS;
                String target = watches ? String.valueOf(TARGET) : String.valueOf(number);
                String a = number == FIRST ? "!secret s" : "x";
                agentFixture.extension(number, "blf: [{number: " + target + "}]", "vars: {a: " + a + "}");
            }
            for (int i = 0; i < IN_SMALL_FOLDER; i++) {
                agentFixture.extension("extensions.d/small/" + i + ".yaml", 90 + i, "blf: [{number: 100}]");
            }
            agentFixture.write("extensions.d/small/_defaults.yaml", "vars: {a: y}", "model: M");
            agentFixture.write("templates/models/m.yaml", models(7));
            agentFixture.runCycle();
            assertThat(agentFixture.problems()).isEmpty();

            agentFixture.extension(120, "blf: [{number: 105}]", "vars: {a: x}");
            agentFixture.runCycle();
            agentFixture.extension(120, "blf: [{number: 120}]", "vars: {a: z}");
            counted.put("a name", agentFixture.runCycle().counters());
            agentFixture.write(
                    "extensions.d/" + TARGET + ".yaml",
                    "extension: " + TARGET,
                    "first_name: Renamed",
                    "last_name: L",
                    "auth_id: a",
                    "auth_password: p",
                    "phone: {mac: " + AgentFixture.mac(TARGET) + "}",
                    "blf: [{number: " + TARGET + "}]",
                    "vars: {a: x}");
            Cycle.CycleRun renamed = agentFixture.runCycle();
            counted.put("the name of a BLF target", renamed.counters());
            assertThat(new TreeSet<>(renamed.plan().writes().stream()
                            .map(o -> o.targetKey())
                            .toList()))
                    .containsExactlyElementsOf(List.of(105, 106, 107, 108).stream()
                            .map(AgentFixture::mac)
                            .toList());
            agentFixture.append("extensions.d/121.yaml", "label: L");
            counted.put(
                    "a var that the template does not read",
                    agentFixture.runCycle().counters());
            agentFixture.write("extensions.d/small/_defaults.yaml", "vars: {a: changed}", "model: M");
            counted.put("a layer over a small folder", agentFixture.runCycle().counters());
            agentFixture.extension(130, "blf: [{number: 130}]", "profile: p");
            agentFixture.extension(131, "blf: [{number: 131}]", "profile: [p, q]");
            agentFixture.write("extensions.d/_defaults.yaml", profiles("p: {vars: {a: 1}}"));
            agentFixture.runCycle();
            agentFixture.write("extensions.d/_defaults.yaml", profiles("p: {vars: {a: 2}}"));
            counted.put("a profile of two extensions", agentFixture.runCycle().counters());
            agentFixture.write("extensions.d/_defaults.yaml", profiles("p: {vars: {a: 2}}, r: {}"));
            counted.put("a new profile", agentFixture.runCycle().counters());
            agentFixture.write("secrets.yaml", "s: u");
            counted.put("a secret", agentFixture.runCycle().counters());
            agentFixture.write("templates/models/m.yaml", models(8));
            counted.put("a number of a model", agentFixture.runCycle().counters());
            agentFixture.write("templates/models/n.yaml", "{family: N, template: x, models: {Other: {lines: 1}}}");
            counted.put("a model of no phone", agentFixture.runCycle().counters());
            agentFixture.append("extensions.d/122.yaml", "extension: [");
            counted.put("a broken file", agentFixture.runCycle().counters());
            agentFixture.extension(50, "blf: [{number: 100}]", "vars: {a: x}");
            counted.put("a new extension", agentFixture.runCycle().counters());
            agentFixture.delete("extensions.d/50.yaml");
            counted.put("a file that goes", agentFixture.runCycle().counters());
            agentFixture.advance(AgentFixture.SETTLE);
            counted.put("its removal", agentFixture.runCycle().counters());
            counted.put("nothing", agentFixture.runCycle().counters());
        }
        return counted;
    }
}
