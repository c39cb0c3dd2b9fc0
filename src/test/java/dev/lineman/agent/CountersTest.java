package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.cycle.Cycle;
import dev.lineman.report.Counters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 3: a change costs what it touches, however large the fleet is; counted, not timed. */
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
    void aChangeCostsTheSameInASmallFleetAndInALargeOne() throws IOException {
        Map<String, Counters> small = changes(folder.resolve("small"), SMALL);
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
        assertThat(small.get("a secret").resolved()).isEqualTo(1);
        assertThat(small.get("a broken file").resolved()).isZero();
        assertThat(small.get("a new extension").written()).isEqualTo(1);
        assertThat(small.get("a file that goes").resolved()).isZero();
    }

    private static Map<String, Counters> changes(Path root, int extensions) throws IOException {
        Map<String, Counters> counted = new LinkedHashMap<>();
        try (Premises premises = Premises.inMemory(root)) {
            premises.template("cfg%%mac_address%%", "%%extension_first_name%% %%a%% {%%blffirstname1%%}");
            premises.write("secrets.yaml", "s: t");
            for (int i = 0; i < extensions; i++) {
                int number = FIRST + i;
                boolean watches = number > TARGET && number <= TARGET + WATCHERS;
                String target = watches ? String.valueOf(TARGET) : String.valueOf(number);
                String a = number == FIRST ? "!secret s" : "x";
                premises.extension(number, "blf: [{number: " + target + "}]", "vars: {a: " + a + "}");
            }
            for (int i = 0; i < IN_SMALL_FOLDER; i++) {
                premises.extension("extensions.d/small/" + i + ".yaml", 90 + i, "blf: [{number: 100}]");
            }
            premises.write("extensions.d/small/_defaults.yaml", "vars: {a: y}");
            premises.look();
            assertThat(premises.problems()).isEmpty();

            premises.extension(120, "blf: [{number: 105}]", "vars: {a: x}");
            premises.look();
            premises.extension(120, "blf: [{number: 120}]", "vars: {a: z}");
            counted.put("a name", premises.look().counters());
            premises.write(
                    "extensions.d/" + TARGET + ".yaml",
                    "extension: " + TARGET,
                    "first_name: Renamed",
                    "last_name: L",
                    "auth_id: a",
                    "auth_password: p",
                    "phone: {mac: " + Premises.mac(TARGET) + "}",
                    "blf: [{number: " + TARGET + "}]",
                    "vars: {a: x}");
            Cycle.Step renamed = premises.look();
            counted.put("the name of a BLF target", renamed.counters());
            assertThat(new TreeSet<>(
                            renamed.plan().writes().stream().map(o -> o.unit()).toList()))
                    .containsExactlyElementsOf(List.of(105, 106, 107, 108).stream()
                            .map(Premises::mac)
                            .toList());
            premises.append("extensions.d/121.yaml", "label: L");
            counted.put("a var that the template does not read", premises.look().counters());
            premises.write("extensions.d/small/_defaults.yaml", "vars: {a: changed}");
            counted.put("a layer over a small folder", premises.look().counters());
            premises.write("secrets.yaml", "s: u");
            counted.put("a secret", premises.look().counters());
            premises.append("extensions.d/122.yaml", "extension: [");
            counted.put("a broken file", premises.look().counters());
            premises.extension(50, "blf: [{number: 100}]", "vars: {a: x}");
            counted.put("a new extension", premises.look().counters());
            premises.delete("extensions.d/50.yaml");
            counted.put("a file that goes", premises.look().counters());
            premises.pass(Premises.SETTLE);
            counted.put("its removal", premises.look().counters());
            counted.put("nothing", premises.look().counters());
        }
        return counted;
    }
}
