package dev.lineman.command.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.lineman.Rounds;
import dev.lineman.command.csv.column.ColumnHeadings;
import dev.lineman.command.csv.column.CsvColumn;
import dev.lineman.command.csv.column.PathStep;
import dev.lineman.input.ReadResult;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** An import of an export gives the same extensions. */
class ExportLawTest {
    private static final List<String> FILES = List.of(
            "extensions.d/a.yaml",
            "extensions.d/b c.yml",
            "extensions.d/berlin/1.yaml",
            "extensions.d/berlin/x/2.yaml");
    private static final String LETTERS = "aZ09 :#'\"-~!&*%|>{}[],;=\\\\./\u00df\u2003\ufffd\u4e2d\t";
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "~",
            "null",
            "!text",
            "!text x",
            "!secret x",
            "!env",
            "! x",
            "{}",
            "[]",
            "1.0E+2",
            "0100",
            "x\"y",
            "a;b",
            "=1+1",
            "+49 30 1",
            "-1",
            "@SUM(1)",
            " =1",
            "\"=1",
            "'=1");

    private Random random = new Random(0);

    @Test
    void exportThenImportIsTheIdentity() {
        for (long seed = 0; seed < Rounds.of(75); seed++) {
            random = new Random(seed);
            Map<String, ExtensionFile> fleet = fleet();
            for (boolean safe : new boolean[] {false, true}) {
                String csv = CsvExport.write(fleet.values(), safe);
                assertThat(content(imported(csv))).as("seed %d\n%s", seed, csv).isEqualTo(content(fleet.values()));
            }
        }
    }

    @Test
    void noCellOfASafeExportStartsLikeAFormula() throws IOException {
        for (long seed = 0; seed < Rounds.of(75); seed++) {
            random = new Random(seed);
            String csv = CsvExport.write(fleet().values(), true);
            try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(csv)) {
                for (CsvRecord row : reader) {
                    assertThat(row.getFields())
                            .as("seed %d", seed)
                            .noneMatch(cell -> cell.matches("(?s)[\\s\"']*[=+@-].*"))
                            .noneMatch(cell -> cell.matches("(?s)[\\t\\r\\n].*"));
                }
            }
        }
    }

    @Test
    void theOrderOfRowsDoesNotMatter() {
        for (long seed = 0; seed < Rounds.of(25); seed++) {
            random = new Random(seed);
            String csv = CsvExport.write(fleet().values(), random.nextBoolean());
            List<String> rows = new ArrayList<>(Arrays.asList(csv.split("\n")));
            Collections.shuffle(rows.subList(1, rows.size()), random);
            assertThat(read(String.join("\n", rows)).files())
                    .as("seed %d", seed)
                    .isEqualTo(read(csv).files());
        }
    }

    @Test
    void everyHeadingIsReadAsItsColumn() {
        for (long seed = 0; seed < Rounds.of(25); seed++) {
            random = new Random(seed);
            CsvColumn column = column();
            assertThat(ColumnHeadings.column(column.heading()))
                    .as("seed %d", seed)
                    .hasValue(column);
        }
    }

    private CsvColumn column() {
        List<PathStep> path = new ArrayList<>();
        switch (random.nextInt(12)) {
            case 0 -> path.addAll(List.of(PathStep.key("vars"), PathStep.key("a.b:c-" + random.nextInt(9))));
            case 1 -> path.addAll(List.of(PathStep.key(any(List.of("options", "require"))), PathStep.key(text())));
            case 2 -> path.addAll(List.of(PathStep.key("codecs"), PathStep.item(1 + random.nextInt(99))));
            case 3 -> path.addAll(List.of(PathStep.key("blf"), PathStep.key("12"), PathStep.key("first_name")));
            case 4 -> path.addAll(List.of(PathStep.key(any(List.of("blf", "softkeys"))), PathStep.item(7)));
            case 5 -> path.addAll(List.of(PathStep.key("provisioning"), PathStep.key("user_agent")));
            case 6 -> path.addAll(List.of(PathStep.key("provisioning"), PathStep.key("allow"), PathStep.item(2)));
            case 7 -> path.addAll(List.of(PathStep.key("profile"), PathStep.item(3)));
            case 8 -> path.addAll(List.of(PathStep.key("settings"), PathStep.key(parameter())));
            case 9 -> path.addAll(List.of(PathStep.key("settings"), PathStep.key(parameter()), PathStep.item(3)));
            case 10 -> path.addAll(List.of(PathStep.key("settings"), PathStep.key("cisco"), PathStep.key(parameter())));
            default -> path.add(PathStep.key(any(List.of("model", "profile", "network", "blf", "vars", "codecs"))));
        }
        return random.nextBoolean() ? CsvColumn.ofExtension(path) : CsvColumn.ofPhone(path);
    }

    private static CsvImport.ImportResult read(String csv) {
        return ImportFixture.read(csv.getBytes(UTF_8), "extensions.d/other", Inventory.empty());
    }

    private static Collection<ExtensionFile> imported(String csv) {
        CsvImport.ImportResult result = read(csv);
        assertThat(result.problems())
                .as(csv)
                .noneMatch(problem -> problem.severity().isError());
        return result.files().stream()
                .map(file -> parse(file.path(), file.content()))
                .toList();
    }

    private static ExtensionFile parse(String path, String yaml) {
        ReadResult readResult = new ExtensionReader().read(path, yaml.getBytes(UTF_8));
        assertThat(readResult.problems())
                .as(yaml)
                .noneMatch(problem -> problem.severity().isError());
        return (ExtensionFile) readResult.document();
    }

    /** Each extension with its file, its values and its phones, in an order of their own. */
    private static Set<String> content(Collection<ExtensionFile> files) {
        Set<String> content = new TreeSet<>();
        for (ExtensionFile file : files) {
            for (FieldValues entry : file.entries()) {
                Map<String, String> own = content(entry);
                own.remove("phone");
                own.remove("phones");
                List<String> phones = ExtensionFile.phones(entry).stream()
                        .map(phone -> content(phone).toString())
                        .sorted()
                        .toList();
                content.add(file.path() + own + phones);
            }
        }
        return content;
    }

    private static Map<String, String> content(FieldValues fields) {
        Map<String, String> content = new TreeMap<>();
        for (int i = 0; i < fields.size(); i++) {
            content.put(fields.key(i), content(fields.value(i)));
        }
        return content;
    }

    private static String content(Object value) {
        if (value instanceof FieldValues fields) {
            return content(fields).toString();
        }
        if (value instanceof FieldValues.Items items) {
            return items.values().stream().map(ExportLawTest::content).toList().toString();
        }
        return value.getClass().getSimpleName() + '<' + value + '>';
    }

    /** Random files without conflicts. */
    private Map<String, ExtensionFile> fleet() {
        while (true) {
            Map<String, ExtensionFile> fleet = new TreeMap<>();
            int number = 100;
            for (String path : FILES) {
                StringBuilder yaml = new StringBuilder();
                for (int left = random.nextInt(4); left > 0; left--) {
                    yaml.append("- ").append(extension(number++)).append('\n');
                }
                if (!yaml.isEmpty()) {
                    fleet.put(path, parse(path, yaml.toString()));
                }
            }
            Inventory inventory = Inventory.empty()
                    .with(fleet.values().stream()
                            .map(file -> new FileChange(file.path(), null, file))
                            .toList());
            boolean clear = inventory.conflicts().isEmpty()
                    && inventory.macs().stream()
                            .allMatch(mac -> inventory.phone(mac).conflicts().isEmpty());
            if (clear && !fleet.isEmpty()) {
                return fleet;
            }
        }
    }

    private String extension(int number) {
        List<String> parts = new ArrayList<>();
        parts.add("extension: " + (random.nextInt(9) == 0 ? quoted("1.0E+" + number) : number));
        for (String key :
                List.of("first_name", "last_name", "auth_id", "auth_password", "pbx_ip", "label", "provisioning_url")) {
            if (random.nextInt(4) == 0) {
                parts.add(key + ": " + scalar());
            }
        }
        if (random.nextInt(6) == 0) {
            parts.removeIf(part -> part.startsWith("provisioning_url:"));
            parts.add("provisioning_url: {exact: " + scalar() + '}');
        }
        if (random.nextInt(6) == 0) {
            parts.add("site: " + any(List.of("''", "s1")));
        }
        shared(parts);
        if (random.nextBoolean()) {
            parts.add("phone: " + phone());
        }
        if (random.nextInt(3) == 0) {
            parts.add("phones: " + any(List.of("[]", "[" + phone() + ", " + phone() + "]")));
        }
        Collections.shuffle(parts, random);
        return "{" + String.join(", ", parts) + "}";
    }

    private String phone() {
        List<String> parts = new ArrayList<>();
        int line = 1 + random.nextInt(999);
        parts.add("mac: " + String.format("%012x", random.nextInt(1 << 20)));
        if (random.nextBoolean()) {
            parts.add("line: " + any(List.of("", "0")) + line);
        }
        if (random.nextInt(4) == 0) {
            parts.add("handset: " + any(List.of("{}", "{number: 7, name: '!secret'}", "{ipui: 0123456789}")));
        }
        if (random.nextInt(4) == 0) {
            parts.add("bases: " + any(List.of("[]", "[00-04-13-24-66-73, {mac: 000413246674, name: A, group: 0}]")));
        }
        shared(parts);
        Collections.shuffle(parts, random);
        return "{" + String.join(", ", parts) + "}";
    }

    private void shared(List<String> parts) {
        if (random.nextInt(5) == 0) {
            parts.add("provisioning: "
                    + any(List.of(
                            "{}",
                            "{user: '', until: '', fetches: 3}",
                            "{allow: [10.0.0.0/8, '2001:db8::/32'], user_agent: true, password: !secret p}",
                            "{user: a b, until: 2026-12-01T12:00Z}")));
        }
        for (String key : List.of("model", "template", "network")) {
            if (random.nextInt(5) == 0) {
                parts.add(key + ": " + quoted(text()));
            }
        }
        if (random.nextInt(5) == 0) {
            parts.add(any(List.of("options", "require")) + ": "
                    + any(List.of("{}", "{" + quoted(text()) + ": " + scalar() + ", Timezone: " + scalar() + "}")));
        }
        if (random.nextInt(5) == 0) {
            parts.add("codecs: " + any(List.of("[]", "[" + scalar() + ", " + scalar() + "]")));
        }
        if (random.nextInt(5) == 0) {
            parts.add(any(List.of("blf: ", "softkeys: "))
                    + any(List.of(
                            "{}",
                            "[]",
                            "[~]",
                            "[" + blf() + ", ~, " + blf() + ", {}]",
                            "{12: " + blf() + ", 3: " + blf() + ", 4: {}}")));
        }
        if (random.nextInt(4) == 0) {
            String list = "[" + scalar() + ", " + scalar() + "]";
            parts.add("settings: "
                    + any(List.of(
                            "{}",
                            "{'" + parameter() + "': " + scalar() + ", b.c: " + list + "}",
                            "{yealink: {'" + parameter() + "': " + scalar() + ", b.c: " + list + "}, d: " + scalar()
                                    + "}")));
        }
        if (random.nextInt(4) == 0) {
            parts.add("vars: "
                    + any(List.of("{}", "{Vm_Number: " + scalar() + ", 'param::x.y': " + scalar() + ", model: x}")));
        }
    }

    private String parameter() {
        return any(List.of("a.1.B", "user_srtp[2]", "sip/line[1]/A", "static.users", "X_1_"));
    }

    private String blf() {
        return any(List.of(
                "{number: 105}",
                "{label: " + scalar() + ", line: 2, icon: star}",
                "{type: " + quoted(text()) + ", number: '', first_name: " + scalar() + "}"));
    }

    private String scalar() {
        return switch (random.nextInt(8)) {
            case 0 -> "!secret " + any(List.of("pw", "'p w'"));
            case 1 -> "!env HOME";
            default -> quoted(text());
        };
    }

    private String text() {
        if (random.nextInt(3) == 0) {
            return any(TEXTS);
        }
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length() - 1)));
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
