package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.ProjectTemplates;
import dev.lineman.Rounds;
import dev.lineman.command.schema.SchemaCheck;
import dev.lineman.command.schema.SchemaKind;
import dev.lineman.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file about which {@code check} says nothing is valid by the schemas of its root. */
class SchemaOfOfficeLawTest {
    @TempDir
    Path folder;

    @Test
    void aFileWithoutAProblemIsValid() throws Exception {
        int valid = 0;
        int invalid = 0;
        for (long seed = 0; seed < Rounds.of(10); seed++) {
            Path own = folder.resolve("r" + seed);
            TestRoot root = new TestRoot(own);
            ProjectTemplates.copyTo(own);
            Map<String, String> files = new RandomOffice(seed).files();
            files.forEach(root::write);
            root.runUntilIdle();
            SchemaCheck extension = SchemaCheck.of(SchemaKind.extension, own);
            SchemaCheck defaults = SchemaCheck.of(SchemaKind.defaults, own);
            for (Map.Entry<String, String> file : files.entrySet()) {
                SchemaCheck check = file.getKey().endsWith("_defaults.yaml") ? defaults : extension;
                List<String> errors = check.errors(file.getValue());
                List<Problem> problems = root.problems().stream()
                        .filter(problem -> problem.at().file().equals(file.getKey()))
                        .toList();
                if (problems.isEmpty()) {
                    assertThat(errors).as("seed %d: %s", seed, file).isEmpty();
                    valid++;
                } else if (!errors.isEmpty()) {
                    invalid++;
                }
            }
        }
        assertThat(valid).isGreaterThan(2);
        assertThat(invalid).isGreaterThan(2);
    }
}
