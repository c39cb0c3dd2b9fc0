package dev.lineman.command.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import dev.lineman.problem.Severity;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random tables are imported, or a problem says why not. */
class ImportFuzzTest {
    private static final int SEEDS = Rounds.of(375);

    private static final List<String> HEADINGS = List.of(
            "extension",
            "file",
            "mac",
            "line",
            "model",
            "phone.model",
            "site",
            "codecs",
            "codecs[2]",
            "blf",
            "blf1",
            "blf.1",
            "blf.1.number",
            "blf[3]",
            "blf[1].type",
            "phone.blf2",
            "vars",
            "vars.",
            "vars.a b",
            "vars.x",
            "options",
            "options.",
            "phone.first_name",
            "extension.mac",
            "phone.site",
            "blf0",
            "",
            "phone.",
            "x");
    private static final List<String> CELLS = List.of(
            "",
            "",
            "100",
            "101",
            "000413246672",
            "00:04:13:24:66:73",
            "2",
            "extensions.d/a.yaml",
            "extensions.d/b/c.yml",
            "[]",
            "{}",
            "!secret x",
            "!secret",
            "!text",
            "!text ",
            "<x/>",
            "a|b",
            "|",
            "\"a\nb\"",
            "\"",
            "a\"b",
            "\" x \"",
            "~",
            "a: b",
            "\u2028",
            ",",
            ";");

    @Test
    void nothingFails() {
        int imported = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            StringBuilder csv = new StringBuilder(random.nextInt(5) == 0 ? "" : "extension,");
            int width = random.nextInt(5);
            for (int i = 0; i <= width; i++) {
                csv.append(any(HEADINGS, random)).append(i < width ? "," : "\n");
            }
            for (int rows = random.nextInt(4); rows >= 0; rows--) {
                csv.append(random.nextInt(9) == 0 ? "" : (100 + random.nextInt(3)) + ",");
                for (int i = 0; i <= width; i++) {
                    csv.append(any(CELLS, random)).append(i < width ? "," : "\r\n");
                }
            }
            CsvImport.ImportResult result =
                    ImportFixture.read(csv.toString().getBytes(UTF_8), "extensions.d", Inventory.empty());
            boolean wrong = result.problems().stream().anyMatch(problem -> problem.severity() == Severity.BLOCKING);
            assertThat(result.files().isEmpty())
                    .as("seed %d\n%s", seed, csv)
                    .isEqualTo(wrong || result.extensions() == 0);
            for (CsvImport.NewFile file : result.files()) {
                assertThat(new ExtensionReader()
                                .read(file.path(), file.content().getBytes(UTF_8))
                                .problems())
                        .as("seed %d\n%s", seed, csv)
                        .isEmpty();
                imported++;
            }
        }
        assertThat(imported).isGreaterThan(SEEDS / 15);
    }

    private static String any(List<String> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
