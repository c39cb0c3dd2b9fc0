package dev.lineman.template;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of {@code phones.md} beside other projects has as many models as the program. */
class ModelCountsTest {
    private static final Pattern ROW =
            Pattern.compile("\\| ([\\w, ]+) \\| (\\d+) \\| \\d+ \\| \\d+ \\| \\d+ \\| \\d+ \\|");
    private static final Pattern VENDORS = Pattern.compile("Yealink|Snom|Grandstream|Poly|Cisco|Linksys|Fanvil");

    @Test
    void theTableHasTheCountsOfTheProgram() throws IOException {
        Map<String, Integer> counted = new TreeMap<>();
        List<ModelEntry> models = OwnModels.catalog().models();
        for (ModelEntry model : models) {
            String vendor = requireNonNull(model.text(ModelField.FAMILY)).split(" ", -1)[0];
            String row = !VENDORS.matcher(vendor).matches()
                    ? "others"
                    : vendor.equals("Cisco") || vendor.equals("Linksys")
                            ? "Cisco, Linksys"
                            : vendor.equals("Snom") ? "snom" : vendor;
            counted.merge(row, 1, Integer::sum);
        }
        counted.put("sum", models.size());

        Map<String, Integer> shown = new TreeMap<>();
        for (MatchResult row : ROW.matcher(Files.readString(Path.of("src/docs/phones.md")))
                .results()
                .toList()) {
            shown.put(row.group(1), Integer.valueOf(row.group(2)));
        }
        assertThat(shown).isEqualTo(counted);
    }
}
