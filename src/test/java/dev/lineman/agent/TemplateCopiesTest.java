package dev.lineman.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.ProjectTemplates;
import dev.lineman.template.TemplateKind;
import dev.lineman.template.builtin.BuiltInTemplates;
import dev.lineman.template.builtin.CopyRecord;
import dev.lineman.template.model.ModelEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of built-in files, with their records, make the same outputs as the built-in files. */
class TemplateCopiesTest {
    private static final BuiltInTemplates PROGRAM = ProjectTemplates.BUILT_IN;

    @TempDir
    Path folder;

    @Test
    void aCopyOfAnyBuiltInFileChangesNoOutput() {
        TestRoot root = TestRoot.withBuiltIn(folder);
        writePhonesOfEveryModel(root);
        // A built-in site template is off until it is chosen, and one of the root is on.
        PROGRAM.contents().forEach((path, content) -> {
            if (path.startsWith(TemplateKind.SITE.folder())) {
                root.write(path, new String(content, UTF_8));
            }
        });
        root.runUntilIdle();
        Map<String, String> before = root.files();
        assertThat(root.problems()).isEmpty();
        assertThat(before).hasSizeGreaterThan(PROGRAM.catalog().models().size());

        Map<String, List<String>> folders = PROGRAM.contents().keySet().stream()
                .collect(Collectors.groupingBy(
                        path -> path.substring(0, path.lastIndexOf('/')), TreeMap::new, Collectors.toList()));
        assertThat(folders).hasSizeGreaterThan(10);
        folders.forEach((name, paths) -> {
            for (String path : paths) {
                byte[] content = PROGRAM.contents().get(path);
                byte[] copy = CopyRecord.of(path, "1.0", content).addTo(content);
                assertThat(copy).as(path).isNotEqualTo(content);
                root.write(path, new String(copy, UTF_8));
            }
            assertThat(root.runUntilIdle().written()).as("copies of " + name).isEmpty();
        });
        assertThat(root.files()).isEqualTo(before);
        assertThat(root.problems()).isEmpty();
    }

    /** Writes one phone of each model with an account and a BLF key, as far as the model has keys. */
    private static void writePhonesOfEveryModel(TestRoot root) {
        List<ModelEntry> models = PROGRAM.catalog().models();
        StringBuilder extensions = new StringBuilder();
        for (int i = 0; i < models.size(); i++) {
            Integer keys = models.get(i).keys().blfKeys(1);
            extensions.append("""
                    - extension: %d
                      first_name: Jörg
                      last_name: O'Neil & Sons
                      auth_id: j
                      auth_password: p
                      pbx_ip: pbx.example
                      phone: {mac: 00005e00%04x, model: %s%s}
                    """.formatted(
                            1000 + i,
                            i,
                            models.get(i).name(),
                            keys == null || keys == 0 ? "" : ", blf: [{type: extension, number: 1000}]"));
        }
        root.write("extensions.d/all.yaml", extensions.toString());
        root.write("extensions.d/_defaults.yaml", "vars: {admin_password: 123456, base_pin: 1234}\n");
    }
}
