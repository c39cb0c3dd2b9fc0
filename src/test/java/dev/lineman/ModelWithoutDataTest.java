package dev.lineman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.phonefile.PhoneFileLint;
import dev.lineman.phonefile.PhoneVendors;
import dev.lineman.problem.Problem;
import dev.lineman.template.OwnModels;
import dev.lineman.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of a root that says nothing but its template gets its lines and keys, from each template of the program. */
class ModelWithoutDataTest {
    @TempDir
    Path root;

    @Test
    void everyTemplateMakesTheFilesOfAModelWithoutData() throws Exception {
        List<String> templates = OwnModels.catalog().phoneTemplates().stream()
                .map(Template::path)
                .map(path -> path.substring("templates/phones/".length(), path.length() - ".xml".length()))
                .filter(path -> path.contains("/"))
                .sorted()
                .toList();
        assertThat(templates).hasSizeGreaterThan(30);
        StringBuilder extensions = new StringBuilder();
        for (int i = 0; i < templates.size(); i++) {
            Path file = root.resolve("templates/models/own" + i + ".yaml");
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, "family: Own %d\ntemplate: %s\nmodels: {Own%d: {}}\n".formatted(i, templates.get(i), i));
            extensions.append("""
                    - extension: %d
                      vars: {admin_password: 123456, base_pin: 1234}
                      blf: [{type: speeddial, number: 123, first_name: K}]
                      phone: {mac: 0000000%05x, model: Own%d}
                    - {extension: %d, phone: {mac: 0000000%05x, line: 2}}
                    """.formatted(1000 + 2 * i, i, i, 1001 + 2 * i, i));
        }
        Files.createDirectories(root.resolve("extensions.d"));
        Files.writeString(root.resolve("extensions.d/_defaults.yaml"), """
                first_name: J
                last_name: D
                auth_id: j
                auth_password: p
                pbx_ip: pbx.example
                provisioning_url: http://lineman.example/provisioning
                provisioning: {allow: [192.0.2.0/24]}
                """);
        Files.writeString(root.resolve("extensions.d/all.yaml"), extensions);

        assertThat(OneShotRendering.withBuiltInTemplates(root).problems().stream()
                        .map(Problem::toString))
                .noneMatch(problem -> problem.contains(": error: "));
        for (int i = 0; i < templates.size(); i++) {
            String vendor = templates.get(i).split("/", -1)[0];
            List<Path> files = files("0000000%05x".formatted(i));
            assertThat(files).as(templates.get(i)).isNotEmpty();
            Set<String> problems = new TreeSet<>();
            for (Path file : PhoneVendors.all().contains(vendor) ? files : List.<Path>of()) {
                problems.addAll(new PhoneFileLint(vendor).problems(file));
            }
            assertThat(problems).as(templates.get(i)).isEmpty();
        }
    }

    private List<Path> files(String mac) throws IOException {
        try (Stream<Path> made = Files.walk(root.resolve("out/provisioning"))) {
            return made.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .contains(mac))
                    .toList();
        }
    }
}
