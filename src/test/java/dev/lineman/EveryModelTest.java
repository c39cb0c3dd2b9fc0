package dev.lineman;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.phonefile.PhoneFileLint;
import dev.lineman.phonefile.PhoneVendors;
import dev.lineman.problem.Problem;
import dev.lineman.template.OwnModels;
import dev.lineman.template.Template;
import dev.lineman.template.header.HeaderChoice;
import dev.lineman.template.key.KeyKind;
import dev.lineman.template.key.StandardKeyType;
import dev.lineman.template.key.TemplateKeyTypes;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every model of the program gives files that its family's phones can read, without a problem: with defaults, with
 * everything switched on and keys on all keys, and with all lines.
 */
class EveryModelTest {
    /** The most lines of a phone here, so that a DECT base does not take minutes. */
    private static final int MOST_LINES = 40;

    /** The variables without which a template makes no file. */
    private static final List<String> REQUIRED = List.of("admin_password", "base_pin");

    @TempDir
    Path root;

    private final StringBuilder extensions = new StringBuilder();
    private int number = 10_000;
    private int phones;

    static List<String> templates() throws IOException {
        return OwnModels.phoneTemplates();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyModelGivesFilesThatItsPhonesCanRead(String path) throws Exception {
        Template template = requireNonNull(OwnModels.catalog().template(path));
        Map<String, String> vars = OfferedValues.vars(template, OfferedValues.texts(template), false);
        String required = REQUIRED.stream()
                .filter(vars::containsKey)
                .map(name -> name + ": '" + vars.get(name) + "'")
                .collect(Collectors.joining(", ", "{", "}"));
        List<ModelEntry> models = OwnModels.of(path);
        String everything = everything(template, vars);
        for (ModelEntry model : models) {
            phone(model, "vars: " + required);
            phone(model, everything + keys(template, model));
            phone(model, everything);
            for (int line = 2; line <= Math.min(MOST_LINES, OwnModels.number(model, ModelField.LINES)); line++) {
                extension("{mac: %012x, line: %d}".formatted(phones, line), "");
            }
        }
        Files.createDirectories(root.resolve("extensions.d"));
        Files.writeString(root.resolve("extensions.d/_defaults.yaml"), """
                provisioning_url: http://lineman.example/provisioning
                provisioning: {allow: [192.0.2.0/24]}
                site_templates: [poly-master]
                """);
        Files.writeString(root.resolve("extensions.d/all.yaml"), extensions);

        assertThat(OneShotRendering.withBuiltInTemplates(root).problems().stream()
                        .map(Problem::toString))
                .isEmpty();
        String vendor = path.split("/", -1)[2];
        @Nullable PhoneFileLint lint = PhoneVendors.all().contains(vendor) ? new PhoneFileLint(vendor) : null;
        List<Path> files = OneShotRendering.phoneFiles(root);
        assertThat(files).hasSizeGreaterThanOrEqualTo(3 * models.size());
        Set<String> problems = new TreeSet<>();
        for (Path file : files) {
            if (lint != null) {
                problems.addAll(lint.problems(file));
            }
        }
        assertThat(problems).as("what phones cannot read").isEmpty();
    }

    /** Each model file is of a template that the test above has. */
    @Test
    void everyModelHasATemplate() throws IOException {
        List<String> templates = templates();
        for (ModelEntry model : OwnModels.catalog().models()) {
            assertThat(templates)
                    .as(model.name())
                    .contains("templates/phones/" + model.text(ModelField.TEMPLATE) + ".xml");
        }
    }

    private void phone(ModelEntry model, String values) {
        phones++;
        extension("{mac: %012x, model: \"%s\"}".formatted(phones, model.name()), values);
    }

    private void extension(String phone, String values) {
        extensions.append("""
                - extension: %d
                  first_name: J
                  last_name: D
                  auth_id: j
                  auth_password: p
                  pbx_ip: pbx.example
                  phone: %s
                """.formatted(number++, phone));
        values.lines().forEach(line -> extensions.append("  ").append(line).append('\n'));
    }

    /** The last value of each option, and all variables. */
    private static String everything(Template template, Map<String, String> vars) {
        StringBuilder values = new StringBuilder("options:\n");
        for (HeaderChoice choice : template.header().choices()) {
            List<String> all = OfferedValues.of(choice);
            values.append("  %s: '%s'\n".formatted(choice.name(), all.get(all.size() - 1)));
        }
        values.append("vars:\n");
        vars.forEach((name, value) -> values.append("  %s: '%s'\n".formatted(name, value)));
        return values.toString();
    }

    /** Keys of all types on all keys of the phone and of its modules, and on all soft keys. */
    private static String keys(Template template, ModelEntry model) {
        ModelModules modules = model.modules();
        int own =
                Math.max(0, OwnModels.number(model, ModelField.KEYS) - 1) + OwnModels.number(model, ModelField.BLFKEYS);
        int more = modules == null ? 0 : modules.count() * modules.keys();
        StringBuilder values = new StringBuilder();
        if (modules != null && modules.count() > 0) {
            values.append("modules: ").append(modules.count()).append('\n');
        }
        values.append(keys(KeyKind.BLF, template.header().keyTypes(KeyKind.BLF), own + more));
        values.append(keys(
                KeyKind.SOFT, template.header().keyTypes(KeyKind.SOFT), OwnModels.number(model, ModelField.SOFTKEYS)));
        return values.toString();
    }

    private static String keys(KeyKind kind, @Nullable TemplateKeyTypes types, int count) {
        if (types == null || count == 0) {
            return "";
        }
        List<String> names = types.names();
        StringBuilder values = new StringBuilder(kind.key()).append(":\n");
        for (int i = 0; i < count; i++) {
            String name = names.get(i % names.size());
            StandardKeyType standard = StandardKeyType.of(name);
            values.append("  - {type: '%s', number: '%s', first_name: K%d}\n"
                    .formatted(name, standard == null ? "100" : keyNumber(standard), i));
        }
        return values.toString();
    }

    private static String keyNumber(StandardKeyType type) {
        return switch (type.form()) {
            case GROUP_ADDRESS -> "224.0.1.75:5000";
            case URL -> "http://files.example/a?b&c";
            case EXTENSION, SIP, TEXT -> type.needsNumber() ? "10000" : "";
        };
    }
}
