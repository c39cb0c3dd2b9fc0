package dev.lineman.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.template.Fragment;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateReader;
import dev.lineman.template.builtin.BuiltInTemplates;
import dev.lineman.template.model.TemplateLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Built-in templates are read when something needs what is in them. */
class DeferredTemplatesTest {
    private static final BuiltInTemplates BUILT_IN = BuiltInTemplates.ofProgram();

    @TempDir
    Path temporary;

    @Test
    void aStartReadsTheTemplatesOfItsPhonesAndNoOthers() {
        TestRoot root = root("Yealink T54W", "Snom 320");
        root.runUntilIdle();
        assertThat(root.files()).containsKey("provisioning/00005e005301.cfg");
        assertThat(read(root))
                .containsExactlyInAnyOrder("templates/phones/snom320.xml", "templates/phones/yealink/yealink-t.xml");
        assertThat(fragments(root)).isNotEmpty().allMatch(path -> path.matches("templates/lib/(yealink|common)-.*"));
    }

    @Test
    void aTemplateThatTheRootReplacesIsNotRead() throws Exception {
        TestRoot root = root("Yealink T54W", "Snom 320");
        String path = "templates/phones/snom320.xml";
        root.write(path, Files.readString(Path.of(path)));
        root.runUntilIdle();
        assertThat(root.files()).containsKey("provisioning/cfg00005e005302");
        assertThat(read(root)).containsExactly("templates/phones/yealink/yealink-t.xml");
    }

    @Test
    void theNamesOfATemplateAreThoseOfTheWholeFile() {
        TemplateReader reader = new TemplateReader(TemplateLayer.BUILT_IN);
        BUILT_IN.contents().forEach((path, content) -> {
            if (reader.readLater(path, content) instanceof Template names) {
                assertThat(names.body().isComputed()).as(path).isFalse();
                Template whole =
                        (Template) requireNonNull(reader.read(path, content).document());
                assertThat(names.name()).isEqualTo(whole.name()).isNotEmpty();
                assertThat(names.description()).isEqualTo(whole.description()).isNotEmpty();
                assertThat(names.models()).as(path).isEqualTo(whole.models());
            }
        });
    }

    /** A root with a phone of each of two models, and with options that one of them may lack. */
    private TestRoot root(String first, String second) {
        TestRoot root = TestRoot.withBuiltIn(temporary, BuiltInTemplates.of(BUILT_IN.version(), BUILT_IN.contents()));
        root.write("extensions.d/_defaults.yaml", """
                pbx_ip: 192.0.2.1
                provisioning: {allow: [192.0.2.0/24]}
                options: {timezone: Europe/Berlin, language: German}
                vars: {admin_password: s3cret, provisioning_url: http://192.0.2.2}
                """);
        int number = 1;
        for (String model : new String[] {first, second}) {
            root.write("extensions.d/10" + number + ".yaml", """
                    extension: 10%1$d
                    auth_id: a
                    auth_password: s3cret
                    phone: {mac: "00:00:5e:00:53:0%1$d", model: %2$s}
                    """.formatted(number, model));
            number++;
        }
        return root;
    }

    /** The built-in phone templates of which more than the names was read. */
    private static Set<String> read(TestRoot root) {
        Set<String> paths = new TreeSet<>();
        for (Template template : root.state().inputs().catalog().phoneTemplates()) {
            if (template.layer() == TemplateLayer.BUILT_IN && template.body().isComputed()) {
                paths.add(template.path());
            }
        }
        return paths;
    }

    private static Set<String> fragments(TestRoot root) {
        Set<String> paths = new TreeSet<>();
        for (String path : BUILT_IN.contents().keySet()) {
            Fragment fragment = root.state().inputs().catalog().fragment(path);
            if (fragment != null && fragment.text().isComputed()) {
                paths.add(path);
            }
        }
        return paths;
    }
}
