package dev.lineman.command.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KeyDescriptionsTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z_]+)` \\|(?:[^|\n]*\\|)? ([^|\n]*) \\|$", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\([^)]+\\)");

    @Test
    void thePageOfExtensionsSaysTheSame() throws IOException {
        Map<String, String> page = new LinkedHashMap<>();
        for (MatchResult row : ROW.matcher(Files.readString(Path.of("src/docs/extensions.md")))
                .results()
                .toList()) {
            page.put(row.group(1), LINK.matcher(row.group(2)).replaceAll("$1").replace("`", ""));
        }
        Map<String, String> told = new LinkedHashMap<>();
        for (FieldScope scope : List.of(
                FieldScope.EXTENSION,
                FieldScope.PHONE,
                FieldScope.DEFAULTS,
                FieldScope.MODEL,
                FieldScope.PROFILE,
                FieldScope.PROVISIONING)) {
            ExtensionField.all(field -> field.isIn(scope))
                    .forEach(field -> told.put(field.key(), KeyDescriptions.of(field, scope)));
        }
        assertThat(page).containsExactlyInAnyOrderEntriesOf(told);
    }

    @Test
    void eachKeyHasADescriptionInEachOfItsPlaces() {
        for (FieldScope scope : FieldScope.values()) {
            assertThat(ExtensionField.all(field -> field.isIn(scope)))
                    .extracting(field -> KeyDescriptions.of(field, scope))
                    .isNotEmpty()
                    .allMatch(Objects::nonNull)
                    .noneMatch(description -> description.endsWith("."));
        }
    }
}
