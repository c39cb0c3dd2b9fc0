package dev.lineman.command.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.input.ReadResult;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A file that the program reads without a problem is valid. Otherwise an editor would mark what is right. */
class SchemaLawTest {
    private static final Path OWN = Path.of(".").toAbsolutePath().normalize();

    @Test
    void whatTheReaderAcceptsIsValid() throws Exception {
        ExtensionReader reader = new ExtensionReader();
        for (SchemaKind kind : new SchemaKind[] {SchemaKind.extension, SchemaKind.defaults}) {
            SchemaCheck check = SchemaCheck.of(kind, OWN);
            String path = kind == SchemaKind.defaults ? "extensions.d/_defaults.yaml" : "extensions.d/100.yaml";
            int accepted = 0;
            int rounds = Rounds.of(3000);
            for (long seed = 0; seed < rounds; seed++) {
                String text = new RandomInputFile(seed).text(kind);
                ReadResult result = reader.read(path, text.getBytes(UTF_8));
                if (result.document() != null && result.problems().isEmpty()) {
                    accepted++;
                    assertThat(check.errors(text)).as("seed %d: %s", seed, text).isEmpty();
                }
            }
            assertThat(accepted).as("%s", kind).isGreaterThan(rounds / 12);
        }
    }
}
