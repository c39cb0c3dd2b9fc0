package dev.lineman.command.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.ProjectTemplates;
import dev.lineman.command.csv.column.ExportFormat;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.template.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code src/docs/bulk.md} says is so. */
class BulkPageTest {
    private String page = "";

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Path.of("src/docs/bulk.md"));
    }

    @Test
    void theExampleOnThePageIsCorrect() throws IOException {
        Catalog catalog = ProjectTemplates.BUILT_IN.catalog();
        CsvImport.ImportTarget target =
                new CsvImport.ImportTarget("extensions.d", Inventory.empty(), catalog, SecretStore.NONE, file -> null);
        CsvImport.ImportResult result = CsvImport.read("staff.csv", block("csv").getBytes(UTF_8), target)
                .result();
        assertThat(result.problems()).isEmpty();
        assertThat(page).contains("```yaml\n" + YamlWriter.append("", result.secrets()) + "```");
        assertThat(result.files()).containsExactly(new CsvImport.NewFile("extensions.d/0100.yaml", block("yaml")));
    }

    @Test
    void everyColumnInTheTablesIsKnown() {
        Matcher row = Pattern.compile("(?m)^\\| (`.*?) \\|")
                .matcher(page.substring(0, page.indexOf("A cell says"))
                        + page.substring(page.indexOf("### 3CX"), page.indexOf("## Passwords")));
        int columns = 0;
        while (row.find()) {
            Matcher name = Pattern.compile("`([^`]+)`").matcher(row.group(1));
            while (name.find()) {
                String heading = name.group(1);
                assertThat(ExportFormat.values())
                        .as(heading)
                        .anyMatch(format -> format.column(heading).isPresent());
                columns++;
            }
        }
        assertThat(columns).isGreaterThan(30);
    }

    private String block(String language) {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(page);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
