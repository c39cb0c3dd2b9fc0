package dev.lineman;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.phonefile.PhoneFileReader;
import dev.lineman.phonefile.PhoneParameter;
import dev.lineman.problem.Problem;
import dev.lineman.template.OwnModels;
import dev.lineman.template.Template;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A password does not stay on a phone that loses it: each parameter that has one in the file of a phone with all lines and
 * passwords is also in the file of the same phone with one line and the password that it needs.
 */
class SecretsTakenAwayTest {
    /** Phones that forget what their file does not have, and handsets that the system removes with their lines. */
    private static final Pattern WHOLE_FILES = Pattern.compile("(Poly|Cisco [789]9|Sangoma P|Digium|Gigaset N[678]).*");

    /** A phone keeps the wireless network on which it may live, and a menu its password, as the vendors' pages say. */
    private static final Pattern STAYS = Pattern.compile("(?i).*wifi.*|.*Wi-Fi_.*|phone/MenuPassword|.*/Menu_Password");

    private static final String PASSWORD = "SecretPassword77";

    @TempDir
    Path root;

    private final StringBuilder extensions = new StringBuilder();
    private int number = 1000;

    @Test
    void noPasswordStaysOnAPhoneThatLosesIt() throws Exception {
        List<ModelEntry> models = largestModels();
        for (int i = 0; i < models.size(); i++) {
            Template template = template(models.get(i));
            Map<String, String> vars = OfferedValues.vars(template, OfferedValues.texts(template), false);
            vars.keySet().retainAll(passwords(vars));
            Map<String, String> required = new TreeMap<>(vars);
            required.keySet().retainAll(Set.of("admin_password", "base_pin"));
            extension(
                    "{mac: 0000000%05x, model: \"%s\"}"
                            .formatted(2 * i, models.get(i).name()),
                    required);
            extension(
                    "{mac: 0000000%05x, model: \"%s\"}"
                            .formatted(2 * i + 1, models.get(i).name()),
                    vars);
            Integer lines = models.get(i).number(ModelField.LINES);
            for (int line = 2; line <= Math.min(4, lines == null ? 1 : lines); line++) {
                extension("{mac: 0000000%05x, line: %d}".formatted(2 * i + 1, line), Map.of());
            }
        }
        Files.createDirectories(root.resolve("extensions.d"));
        Files.writeString(root.resolve("extensions.d/_defaults.yaml"), """
                first_name: J
                last_name: D
                auth_id: j
                auth_password: %s
                pbx_ip: pbx.example
                """.formatted(PASSWORD));
        Files.writeString(root.resolve("extensions.d/all.yaml"), extensions);

        assertThat(OneShotRendering.withBuiltInTemplates(root).problems().stream()
                        .map(Problem::toString))
                .noneMatch(problem -> problem.contains(": error: "));
        for (int i = 0; i < models.size(); i++) {
            Template template = template(models.get(i));
            Map<String, String> vars = OfferedValues.vars(template, OfferedValues.texts(template), false);
            List<String> secrets = new ArrayList<>(List.of(PASSWORD));
            passwords(vars).forEach(name -> secrets.add(requireNonNull(vars.get(name))));
            Set<String> taken = parameters(2 * i + 1).stream()
                    .filter(parameter -> secrets.stream().anyMatch(parameter.value()::contains))
                    .map(PhoneParameter::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(taken).as(models.get(i).name()).isNotEmpty();
            parameters(2 * i).forEach(parameter -> taken.remove(parameter.name()));
            taken.removeIf(name -> STAYS.matcher(name).matches());
            assertThat(taken).as(models.get(i).name()).isEmpty();
        }
    }

    /** The model with the most lines of each family with each template. */
    private static List<ModelEntry> largestModels() throws IOException {
        Map<String, ModelEntry> families = new TreeMap<>();
        for (ModelEntry model : OwnModels.catalog().models()) {
            if (!WHOLE_FILES.matcher(model.name()).matches()
                    && !model.text(ModelField.TEMPLATE).equals("snom320")) {
                families.merge(
                        model.text(ModelField.TEMPLATE) + ' ' + model.text(ModelField.FAMILY),
                        model,
                        (one, two) -> lines(two) > lines(one) ? two : one);
            }
        }
        assertThat(families).hasSizeGreaterThan(40);
        return List.copyOf(families.values());
    }

    private static int lines(ModelEntry model) {
        Integer lines = model.number(ModelField.LINES);
        return lines == null ? 0 : lines;
    }

    private static Template template(ModelEntry model) throws IOException {
        return requireNonNull(
                OwnModels.catalog().template("templates/phones/" + model.text(ModelField.TEMPLATE) + ".xml"));
    }

    private static Set<String> passwords(Map<String, String> vars) {
        return vars.keySet().stream()
                .filter(name -> name.matches(".*(_password|_pin)"))
                .collect(Collectors.toSet());
    }

    private void extension(String phone, Map<String, String> vars) {
        extensions.append("- extension: %d\n  phone: %s\n  vars: {%s}\n"
                .formatted(
                        number++,
                        phone,
                        vars.entrySet().stream()
                                .map(entry -> entry.getKey() + ": '" + entry.getValue() + "'")
                                .collect(Collectors.joining(", "))));
    }

    private List<PhoneParameter> parameters(int phone) throws IOException {
        String mac = "0000000%05x".formatted(phone);
        List<PhoneParameter> parameters = new ArrayList<>();
        try (Stream<Path> made = Files.walk(root.resolve("out/provisioning"))) {
            for (Path file : made.filter(Files::isRegularFile).toList()) {
                if (file.getFileName().toString().toLowerCase(Locale.ROOT).contains(mac)) {
                    parameters.addAll(PhoneFileReader.read(file));
                }
            }
        }
        return parameters;
    }
}
