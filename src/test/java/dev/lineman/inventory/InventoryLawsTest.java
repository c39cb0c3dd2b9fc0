package dev.lineman.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.input.Document;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Laws that hold for every fleet. Each seed makes one. */
class InventoryLawsTest {
    private static final List<String> FOLDERS = List.of("", "berlin/", "berlin/sales/", "berlin2/", "paris/");
    private static final List<String> SITES = List.of("", "a", "b");
    private static final List<String> MODELS = List.of("x", "X 1", "x10", "y");

    private Random random = new Random(0);
    /** Whether phones list bases of a DECT system and have handsets. */
    private boolean withBases;

    @Test
    void changesGiveTheSameAsAFreshStart() {
        for (long seed = 0; seed < Rounds.of(100); seed++) {
            random = new Random(seed);
            checkChanges(seed);
        }
    }

    @Test
    void changesOfDectBasesGiveTheSameAsAFreshStart() {
        withBases = true;
        for (long seed = 0; seed < Rounds.of(60); seed++) {
            random = new Random(seed);
            checkChanges(seed);
        }
    }

    private void checkChanges(long seed) {
        GeneratedFleet fleet = new GeneratedFleet();
        for (int step = 0; step < 12; step++) {
            for (int edits = 1 + random.nextInt(random.nextInt(5) == 0 ? 8 : 2); edits > 0; edits--) {
                edit(fleet);
            }
            List<String> shuffled = fleet.paths();
            Collections.shuffle(shuffled, random);
            assertThat(GeneratedFleet.describe(fleet.inventory(), numbers()))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(GeneratedFleet.describe(fleet.fromScratch(shuffled), numbers()));
            if (!withBases) {
                assertThat(claims(fleet.inventory()))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(claims(fleet));
            }
        }
        for (String path : fleet.paths()) {
            fleet.without(path.substring("extensions.d/".length()));
        }
        assertThat(GeneratedFleet.describe(fleet.inventory(), numbers()))
                .as("seed %d", seed)
                .isEqualTo(GeneratedFleet.describe(Inventory.empty(), numbers()));
    }

    private void edit(GeneratedFleet fleet) {
        String folder = any(FOLDERS);
        String file = folder + random.nextInt(3) + ".yaml";
        switch (random.nextInt(8)) {
            case 0 -> fleet.without(file);
            case 1 -> fleet.without(folder + FolderDefaults.FILE_NAME);
            case 2 -> fleet.moveDown(file);
            case 3 -> fleet.with(folder + FolderDefaults.FILE_NAME, defaults());
            default -> {
                List<String> lines = new ArrayList<>();
                for (int i = 1 + random.nextInt(3); i > 0; i--) {
                    lines.add("- " + extension());
                }
                fleet.with(file, lines.toArray(String[]::new));
            }
        }
    }

    /** Finds the files that claim each number and MAC, without an index. */
    private static Map<String, List<String>> claims(GeneratedFleet fleet) {
        Map<String, String> sites = new TreeMap<>();
        for (Map.Entry<String, Document> entry : fleet.documents().entrySet()) {
            if (entry.getValue() instanceof FolderDefaults defaults
                    && defaults.plain().text("site") != null) {
                sites.put(
                        entry.getKey().substring(0, entry.getKey().lastIndexOf('/') + 1),
                        defaults.plain().text("site"));
            }
        }
        Map<String, List<String>> claims = new TreeMap<>();
        for (Map.Entry<String, Document> entry : fleet.documents().entrySet()) {
            if (entry.getValue() instanceof ExtensionFile file) {
                for (FieldValues extension : file.entries()) {
                    String site = "";
                    for (Map.Entry<String, String> folder : sites.entrySet()) {
                        site = file.path().startsWith(folder.getKey()) ? folder.getValue() : site;
                    }
                    site = extension.get("site") == null ? site : String.valueOf(extension.text("site"));
                    claims.computeIfAbsent(site + '/' + extension.text("extension"), n -> new ArrayList<>())
                            .add(file.path());
                    for (FieldValues phone : ExtensionFile.phones(extension)) {
                        claims.computeIfAbsent(String.valueOf(phone.text("mac")), m -> new ArrayList<>())
                                .add(file.path());
                    }
                }
            }
        }
        claims.values().forEach(Collections::sort);
        return claims;
    }

    private static Map<String, List<String>> claims(Inventory inventory) {
        Map<String, List<String>> claims = new TreeMap<>();
        for (ExtensionKey number : numbers()) {
            List<Account> extensions = inventory.extensions(number);
            if (!extensions.isEmpty()) {
                claims.put(
                        number.site() + '/' + number.number(),
                        extensions.stream().map(Account::file).sorted().toList());
            }
            assertThat(inventory.contested(number)).isEqualTo(extensions.size() > 1);
        }
        for (String mac : inventory.macs()) {
            Phone phone = inventory.phone(mac);
            assertThat(phone).isNotNull();
            claims.put(
                    mac, phone.accounts().stream().map(Account::file).sorted().toList());
        }
        return claims;
    }

    @Test
    void theOrderOfExtensionsAndTheirSplitIntoFilesDoNotMatter() {
        for (long seed = 0; seed < Rounds.of(100); seed++) {
            random = new Random(seed);
            checkSplit(seed);
        }
    }

    private void checkSplit(long seed) {
        GeneratedFleet together = new GeneratedFleet();
        GeneratedFleet apart = new GeneratedFleet();
        for (String folder : FOLDERS) {
            if (random.nextBoolean()) {
                String[] defaults = defaults();
                together.with(folder + FolderDefaults.FILE_NAME, defaults);
                apart.with(folder + FolderDefaults.FILE_NAME, defaults);
            }
            List<String> extensions = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                extensions.add(extension());
            }
            if (!extensions.isEmpty()) {
                together.with(folder + "all.yaml", "- " + String.join("\n- ", extensions));
                Collections.shuffle(extensions, random);
                for (int i = 0; i < extensions.size(); i++) {
                    apart.with(folder + "x" + i + ".yml", extensions.get(i));
                }
            }
        }
        Inventory one = together.inventory();
        Inventory other = apart.inventory();
        assertThat(other.macs()).as("seed %d", seed).isEqualTo(one.macs());
        for (String mac : one.macs()) {
            Phone phone = together.phone(mac);
            Phone same = apart.phone(mac);
            assertThat(same.conflicts().isEmpty())
                    .as("seed %d", seed)
                    .isEqualTo(phone.conflicts().isEmpty());
            if (phone.conflicts().isEmpty()) {
                assertThat(GeneratedFleet.describe(same, false))
                        .as("seed %d", seed)
                        .isEqualTo(GeneratedFleet.describe(phone, false));
            }
        }
        Set<ExtensionKey> contested = new HashSet<>();
        for (ExtensionKey number : numbers()) {
            if (one.contested(number)) {
                contested.add(number);
            }
            assertThat(other.contested(number)).as("seed %d", seed).isEqualTo(one.contested(number));
            assertThat(new TreeSet<>(other.macsOf(number))).isEqualTo(new TreeSet<>(one.macsOf(number)));
        }
        assertThat(one.conflicts()).hasSameSizeAs(contested);
        assertThat(other.conflicts()).hasSameSizeAs(contested);
    }

    private static List<ExtensionKey> numbers() {
        List<ExtensionKey> numbers = new ArrayList<>();
        for (String site : SITES) {
            for (int i = 0; i < 6; i++) {
                numbers.add(new ExtensionKey(site, "10" + i));
            }
        }
        return numbers;
    }

    private String[] defaults() {
        List<String> lines = new ArrayList<>();
        lines.add("pbx_ip: 10.0.0." + random.nextInt(9));
        if (random.nextInt(3) == 0) {
            lines.add("site: '" + any(SITES) + "'");
        }
        if (random.nextBoolean()) {
            lines.add("model: " + any(MODELS));
        }
        if (random.nextBoolean()) {
            lines.add("vars: " + vars());
        }
        if (random.nextInt(3) == 0) {
            lines.add("models: {'x*': {vars: " + vars() + "}, 'x1*': {network: n, vars: " + vars() + "}}");
        }
        if (random.nextInt(3) == 0) {
            lines.add("profiles: {d: {vars: " + vars() + "}, e: {network: n, vars: " + vars() + "}}");
        }
        Collections.shuffle(lines, random);
        return lines.toArray(String[]::new);
    }

    private String extension() {
        List<String> parts = new ArrayList<>();
        parts.add("extension: 10" + random.nextInt(6));
        parts.add("first_name: N" + random.nextInt(9));
        if (random.nextInt(4) == 0) {
            parts.add("site: '" + any(SITES) + "'");
        }
        if (random.nextInt(3) == 0) {
            parts.add("vars: " + vars());
        }
        if (random.nextInt(5) == 0) {
            parts.add("profile: [e, d]");
        }
        if (random.nextInt(3) > 0) {
            parts.add("phone: " + phone());
        }
        if (random.nextInt(4) == 0) {
            parts.add("phones: [" + phone() + ", " + phone() + "]");
        }
        Collections.shuffle(parts, random);
        return "{" + String.join(", ", parts) + "}";
    }

    private String phone() {
        List<String> parts = new ArrayList<>();
        parts.add("mac: 00000000000" + random.nextInt(6));
        if (random.nextInt(4) > 0) {
            parts.add("line: " + (1 + random.nextInt(6)));
        }
        if (withBases && random.nextInt(3) == 0) {
            parts.add("bases: [00000000000" + random.nextInt(9) + ", {mac: 0000000000a" + random.nextInt(3)
                    + ", name: b}]");
        }
        if (withBases && random.nextInt(3) == 0) {
            parts.add("handset: {number: " + (1 + random.nextInt(3)) + "}");
        }
        if (random.nextInt(5) == 0) {
            parts.add("profile: " + any(List.of("d", "e")));
        }
        if (random.nextInt(4) == 0) {
            parts.add("model: " + any(MODELS));
        }
        if (random.nextInt(4) == 0) {
            parts.add("vars: " + vars());
        }
        if (random.nextInt(5) == 0) {
            parts.add(random.nextBoolean() ? "codecs: [a, b]" : "blf: {1: {number: 101}}");
        }
        Collections.shuffle(parts, random);
        return "{" + String.join(", ", parts) + "}";
    }

    private String vars() {
        return "{" + any(List.of("a", "b", "c")) + ": v" + random.nextInt(2) + "}";
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
