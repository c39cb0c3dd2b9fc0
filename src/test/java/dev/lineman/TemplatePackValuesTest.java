package dev.lineman;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.phonefile.PhoneFileLint;
import dev.lineman.phonefile.PhoneFileReader;
import dev.lineman.problem.Problem;
import dev.lineman.template.OwnModels;
import dev.lineman.template.Template;
import dev.lineman.template.constraint.ValueRule.ValueType;
import dev.lineman.template.header.HeaderChoice;
import dev.lineman.template.key.TemplateKeyTypes;
import dev.lineman.template.model.ModelField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A lint over the project's own phone templates: with all variables at the ends of their ranges and each value of each option,
 * the files are such as the family's phones can read, and each text reaches them.
 */
class TemplatePackValuesTest {
    @TempDir
    Path root;

    static List<String> templates() throws IOException {
        return OwnModels.phoneTemplates().stream()
                .filter(path -> !path.endsWith("snom320.xml"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyValueOfADeclaredRangeGivesAFileThatThePhoneCanRead(String path) throws Exception {
        Template template = requireNonNull(OwnModels.catalog().template(path));
        Map<String, String> texts = OfferedValues.texts(template);
        List<String> extensions = new ArrayList<>();
        extensions.add(phone(1, OfferedValues.vars(template, texts, true), Map.of()));
        extensions.add(phone(2, OfferedValues.vars(template, texts, false), Map.of()));
        for (Map<String, String> options : everyValueOnce(template)) {
            extensions.add(phone(extensions.size() + 1, OfferedValues.vars(template, texts, false), options));
        }
        write(path, extensions);

        assertThat(problems()).isEmpty();
        PhoneFileLint lint = new PhoneFileLint(path.split("/", -1)[2]);
        Set<String> written = new TreeSet<>();
        List<Path> files = OneShotRendering.phoneFiles(root);
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            assertThat(lint.problems(file)).as(file.toString()).isEmpty();
            PhoneFileReader.read(file).forEach(parameter -> written.add(parameter.value()));
        }
        texts.forEach(
                (name, text) -> assertThat(written).as("the value of " + name).anyMatch(value -> value.contains(text)));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyNumberPastItsRangeIsAProblem(String path) throws Exception {
        Template template = requireNonNull(OwnModels.catalog().template(path));
        Map<String, String> vars = OfferedValues.vars(template, OfferedValues.texts(template), true);
        Set<String> bounded = new TreeSet<>();
        template.header().settings().forEach((name, setting) -> {
            Long max = setting.rule().max();
            if (setting.rule().type() == ValueType.INT && max != null) {
                bounded.add(name);
                vars.put(name, Long.toString(max + 1));
            }
        });
        write(path, List.of(phone(1, vars, Map.of())));

        List<String> problems = problems();
        assertThat(problems).hasSameSizeAs(bounded);
        bounded.forEach(name -> assertThat(problems).anyMatch(problem -> problem.contains("'" + name + "' must be")));
    }

    /** Values of all options, for as many phones as the option with the most values has values. */
    private static List<Map<String, String>> everyValueOnce(Template template) {
        List<Map<String, String>> phones = new ArrayList<>();
        for (HeaderChoice choice : template.header().choices()) {
            List<String> values = List.copyOf(OfferedValues.of(choice));
            while (phones.size() < values.size()) {
                phones.add(new TreeMap<>());
            }
            for (int i = 0; i < values.size(); i++) {
                phones.get(i).put(choice.name(), values.get(i));
            }
        }
        return phones;
    }

    private static String phone(int number, Map<String, String> vars, Map<String, String> options) {
        StringBuilder extension = new StringBuilder("""
                - extension: %d
                  first_name: J
                  last_name: D
                  auth_id: j
                  auth_password: p
                  pbx_ip: pbx.example
                  phone: {mac: 0000000%05x}
                  blf: [{number: 1}, {type: speeddial, number: 112}]
                  options: {%s}
                  vars:
                """.formatted(number, number, options(options)));
        vars.forEach((name, value) -> extension.append("    %s: '%s'\n".formatted(name, value)));
        return extension.toString();
    }

    private static String options(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> option.getKey() + ": '" + option.getValue() + "'")
                .collect(Collectors.joining(", "));
    }

    private void write(String path, List<String> extensions) throws IOException {
        Path folder = Files.createDirectories(root.resolve("extensions.d"));
        String model = OwnModels.of(path).stream()
                .max(Comparator.comparingInt(entry ->
                        OwnModels.number(entry, ModelField.KEYS) + OwnModels.number(entry, ModelField.BLFKEYS)))
                .orElseThrow()
                .name();
        Files.writeString(folder.resolve("_defaults.yaml"), """
                model: %s
                provisioning_url: http://lineman.example/provisioning
                provisioning: {allow: [192.0.2.0/24]}
                site_templates: [poly-master, phonebooks]
                """.formatted(model));
        TemplateKeyTypes types =
                requireNonNull(OwnModels.catalog().template(path)).header().blfTypes();
        String key = types != null && types.find("pickup") == null ? "speeddial" : "pickup";
        Files.writeString(
                folder.resolve("all.yaml"), String.join("", extensions).replace("type: speeddial", "type: " + key));
    }

    /** The problems without the warnings about BLF keys that DECT bases, door phones and other phones do not have. */
    private List<String> problems() throws Exception {
        return OneShotRendering.withBuiltInTemplates(root).problems().stream()
                .map(Problem::toString)
                .filter(problem -> !problem.contains("BLF keys 1 and 2 have no effect"))
                .filter(problem -> !problem.contains("BLF key 2 has no effect"))
                .toList();
    }
}
