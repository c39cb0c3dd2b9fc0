package dev.lineman.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Problem;
import dev.lineman.template.OwnModels;
import dev.lineman.template.model.ModelEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line or a BLF key that a phone does not have is a warning. Every other key is in the phone's file. */
class MissingKeysTest {
    /** More than any model has. */
    private static final int LAST_KEY = 300;

    private static final String FILE = "provisioning/000413000111.cfg";

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void newRoot() {
        root = new TestRoot(folder);
    }

    /** The names of the models that meet a condition. */
    private static List<ModelEntry> models(Predicate<ModelEntry> condition, int atLeast) throws IOException {
        List<ModelEntry> models =
                OwnModels.catalog().models().stream().filter(condition).toList();
        assertThat(models).hasSizeGreaterThan(atLeast);
        return models;
    }

    @Test
    void everyKeyOfAModelIsInItsFileOrInAWarning() throws IOException {
        List<ModelEntry> models = models(model -> model.keys().blfKeys(0) != null, 300);
        root = TestRoot.withBuiltIn(folder);
        for (int i = 0; i < models.size(); i++) {
            StringBuilder keys = new StringBuilder("    blf:\n");
            for (int key = 1; key <= LAST_KEY; key++) {
                keys.append("      ").append(key).append(": {type: speeddial, number: ");
                keys.append(9_000_000 + i * 1000 + key).append("}\n");
            }
            root.write("extensions.d/" + i + ".yaml", account(models.get(i), i, 1) + keys);
        }
        root.runUntilIdle();

        SoftAssertions softly = new SoftAssertions();
        Map<String, List<String>> found = problems();
        Map<Integer, Set<Integer>> written = numbers("9");
        for (int i = 0; i < models.size(); i++) {
            String name = models.get(i).name();
            List<String> problems = found.getOrDefault("extensions.d/" + i + ".yaml", List.of());
            softly.assertThat(problems).as(name).hasSize(1);
            Matcher missing = Pattern.compile(
                            "warning: BLF keys (\\d+) to " + LAST_KEY + " have no effect on " + Pattern.quote(name)
                                    + ", which has (?:no|(\\d+)) BLF keys?.*; (?:remove them|if the phone has expansion modules).*")
                    .matcher(problems.get(0));
            assertThat(missing.find()).as(problems.toString()).isTrue();
            int count = missing.group(2) == null ? 0 : Integer.parseInt(missing.group(2));
            softly.assertThat(missing.group(1)).as(name).isEqualTo(Integer.toString(count + 1));
            Set<Integer> ofPhone = written.getOrDefault(i, Set.of());
            Set<Integer> ofModel = range(count);
            // These take the keys that they do not have for keys of an expansion module.
            boolean ignoresOthers = name.matches("(Poly|Snom).*");
            softly.assertThat(ignoresOthers ? ofPhone.containsAll(ofModel) : ofPhone.equals(ofModel))
                    .as(name + " has " + count + " keys, and " + ofPhone.size() + " are in its file")
                    .isTrue();
        }
        softly.assertAll();
    }

    @Test
    void everyLineOfAModelIsInItsFileAndTheNextIsInAWarning() throws IOException {
        List<ModelEntry> models = models(model -> model.keys().lines() != null, 300);
        root = TestRoot.withBuiltIn(folder);
        for (int i = 0; i < models.size(); i++) {
            StringBuilder accounts = new StringBuilder();
            int lines = requireNonNull(models.get(i).keys().lines());
            for (int line = 1; line <= lines + 1; line++) {
                accounts.append(account(models.get(i), i, line)
                        .replaceAll("(?m)^", "  ")
                        .replaceFirst("^ ", "-"));
            }
            root.write("extensions.d/" + i + ".yaml", accounts.toString());
        }
        root.runUntilIdle();

        SoftAssertions softly = new SoftAssertions();
        Map<String, List<String>> found = problems();
        Map<Integer, Set<Integer>> written = numbers("8");
        for (int i = 0; i < models.size(); i++) {
            String name = models.get(i).name();
            int last = requireNonNull(models.get(i).keys().lines());
            String lines = last == 1 ? "1 line; " : last + " lines (1 " + (last == 2 ? "and 2" : "to " + last) + "); ";
            String warning = "warning: line " + (last + 1) + " has no effect on " + name + ", which has " + lines;
            softly.assertThat(found.getOrDefault("extensions.d/" + i + ".yaml", List.of()))
                    .as(name)
                    .hasSize(1)
                    .allMatch(problem -> problem.contains(warning));
            Set<Integer> ofPhone = written.getOrDefault(i, Set.of());
            softly.assertThat(ofPhone.containsAll(range(last)))
                    .as(name + " has " + last + " lines, and " + ofPhone.size() + " are in its file")
                    .isTrue();
        }
        softly.assertAll();
    }

    private static Set<Integer> range(int last) {
        return IntStream.rangeClosed(1, last).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    /** The problems by their file. */
    private Map<String, List<String>> problems() {
        return root.problems().stream()
                .map(Problem::toString)
                .collect(Collectors.groupingBy(problem -> problem.substring(0, problem.indexOf(':'))));
    }

    /** An extension with a phone, whose authentication ID is 8, the index of the model and the line. */
    private static String account(ModelEntry model, int index, int line) {
        String password = "admin_password: 123456";
        if (model.name().startsWith("Gigaset")) {
            password = model.name().contains("N510") ? "base_pin: 1234" : password + ", base_pin: 1234";
        }
        return "extension: " + (1_000_000 + index * 1000 + line) + "\nfirst_name: A\nlast_name: B\nauth_id: \""
                + (8_000_000 + index * 1000 + line) + "\"\nauth_password: y\npbx_ip: p\n"
                + (line > 1 || model.name().matches("Linphone|AudioCodes .*") ? "" : "vars: {" + password + "}\n")
                + "phone:\n    mac: " + String.format("000413%06x", index) + "\n    model: " + model.name()
                + "\n    line: " + line + "\n";
    }

    /** The numbers of keys or lines in all files, by the index of the model in the number. */
    private Map<Integer, Set<Integer>> numbers(String first) {
        Pattern compiled = Pattern.compile("(?<!\\d)" + first + "(\\d{3})(\\d{3})(?!\\d)");
        Map<Integer, Set<Integer>> numbers = new TreeMap<>();
        root.files().values().forEach(text -> {
            Matcher number = compiled.matcher(text);
            while (number.find()) {
                numbers.computeIfAbsent(Integer.valueOf(number.group(1)), index -> new TreeSet<>())
                        .add(Integer.valueOf(number.group(2)));
            }
        });
        return numbers;
    }

    @Test
    void aKeyInAGapOfATemplateIsAWarningUntilTheTemplateReadsIt() {
        desk("{IF blf1}%%blf1%%{ENDIF}{IF blf2}%%blffirstname2%%{ENDIF}{IF blf4}4{ENDIF}"
                + "{IF ua=Large}{IF blf5}%%blf5%%{ENDIF}{ENDIF}");
        phone(", blf: {1: {number: 1, first_name: A}, 3: {number: 3, first_name: C}, 5: {number: 5, first_name: E}}");
        root.runUntilIdle();
        assertProblems("extensions.d/111.yaml:1:178: warning: BLF keys 3 and 5 have no effect on Desk, which has 3 BLF"
                + " keys (1, 2 and 4); remove them, or use one of these");
        assertThat(root.files().get(FILE)).isEqualTo("1\n");
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());

        desk("{IF blf1}%%blf1%%{ENDIF}{IF blf3}%%blf3%%{ENDIF}{IF blf5}%%blf5%%{ENDIF}");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files().get(FILE)).isEqualTo("135\n");
    }

    @Test
    void aTemplateWithoutKeysSaysSoOnceForAllPhonesOfAFolder() {
        desk("%%extension_auth_id%%");
        root.write("extensions.d/_defaults.yaml", "blf: [{number: 1, first_name: A}, {number: 2, first_name: B}]");
        phone("");
        phone(112, "");
        root.runUntilIdle();
        assertProblems(
                "extensions.d/_defaults.yaml:1:16: warning: BLF keys 1 and 2 have no effect on Desk, which has no"
                        + " BLF keys; give this model other keys, or none, below 'models' (for 000413000111,"
                        + " 000413000112)");
        assertThat(root.files()).hasSize(2);
        // Below 'models' the keys are for this model alone.
        root.write("extensions.d/_defaults.yaml", "models: {Desk: {blf: [{number: 1, first_name: A}]}}");
        root.runUntilIdle();
        assertProblems(
                "extensions.d/_defaults.yaml:1:32: warning: BLF key 1 has no effect on Desk, which has no BLF keys;"
                        + " remove it (for 000413000111, 000413000112)");
        // An empty list is the way to say that it is meant.
        root.write(
                "extensions.d/_defaults.yaml",
                "blf: [{number: 1, first_name: A}, {number: 2, first_name: B}]\nmodels: {Desk: {blf: []}}");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void aLineThatATemplateDoesNotReadIsAWarning() {
        desk("%%ext_auth_id_01%% %%ext_auth_id_02%%");
        phone("");
        root.write(
                "extensions.d/113.yaml",
                "{extension: 113, first_name: A, last_name: B, auth_id: x, auth_password: y, pbx_ip: p, phone: {mac:"
                        + " 000413000111, line: 3}}");
        root.runUntilIdle();
        assertThat(root.problems())
                .singleElement()
                .asString()
                .startsWith("extensions.d/113.yaml:1:")
                .contains("warning: line 3 has no effect on Desk, which has 2 lines (1 and 2); remove it, or use one of"
                        + " these");
        desk("%%ext_auth_id_01%% %%ext_auth_id_03%%");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void aLineOfWhichATemplateReadsOnlyAnOptionHasAnEffect() {
        root.write(
                "templates/phones/desk.xml",
                TestRoot.template("Desk", "%%mac_address%%.cfg", "%%ext_param::transport_02%%")
                        .replace(
                                "</header>",
                                "<transport param=\"transport\" scope=\"line\"><option value=\"UDP\"/></transport></header>"));
        phone("");
        root.write(
                "extensions.d/112.yaml",
                "{extension: 112, first_name: A, last_name: B, auth_id: x, auth_password: y, pbx_ip: p, phone: {mac:"
                        + " 000413000111, line: 2}}");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).containsEntry(FILE, "UDP\n");
    }

    @Test
    void theModelSaysHowManyLinesAndKeysItHas() {
        root.write(
                "templates/phones/desk.xml",
                "<doc><header><type>phone-template</type><name>Desk</name><models><model ua=\"d\" lines=\"1\" keys=\"2\""
                        + " blfkeys=\"2\">Desk</model></models></header><data><device><deviceconfig syntax=\"velocity\""
                        + " filename=\"${phone.mac}.cfg\">$blf.size()</deviceconfig></device></data></doc>");
        phone(", blf: {3: {number: 3, first_name: C}, 4: {number: 4, first_name: D}}");
        root.runUntilIdle();
        assertThat(root.problems())
                .singleElement()
                .asString()
                .contains(
                        "warning: BLF key 4 has no effect on Desk, which has 3 BLF keys (1 to 3) beside its line; remove it, or");
        root.write(
                "extensions.d/113.yaml",
                "{extension: 113, first_name: A, last_name: B, auth_id: x, auth_password: y, pbx_ip: p, phone: {mac:"
                        + " 000413000111, line: 2}}");
        root.runUntilIdle();
        assertThat(root.problems())
                .extracting(Problem::message)
                .anyMatch(message -> message.startsWith(
                        "BLF keys 3 and 4 have no effect on Desk, which has 2 BLF keys (1 and 2) beside its 2 lines;"))
                .anyMatch(message -> message.startsWith(
                        "line 2 has no effect on Desk, which has 1 line; remove it, or use this one"));
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
    }

    @Test
    void aCountThatIsNoNumberIsAWarning() {
        root.write(
                "templates/phones/desk.xml",
                TestRoot.template("Desk", "%%mac_address%%.cfg", "%%ext_auth_id_02%%")
                        .replace(
                                "<name>",
                                "<models><model ua=\"d\" lines=\"one\" keys=\"-1\">Desk</model></models><name>"));
        root.runUntilIdle();
        assertThat(root.problems())
                .extracting(Problem::toString)
                .anyMatch(problem -> problem.matches(
                        "templates/phones/desk.xml:1:\\d+: warning: 'lines' of this <model> has no effect, since 'one' is not"
                                + " a number from 0 to 9999; correct it, or remove it"))
                .anyMatch(problem -> problem.contains(": warning: 'keys' of this <model> has no effect, since '-1' is"))
                .hasSize(2);
    }

    private void desk(String content) {
        root.write("templates/phones/desk.xml", TestRoot.template("Desk", "%%mac_address%%.cfg", content));
    }

    private void phone(String more) {
        phone(111, more);
    }

    private void phone(int number, String more) {
        root.write(
                "extensions.d/" + number + ".yaml",
                "{extension: " + number
                        + ", first_name: A, last_name: B, auth_id: x, auth_password: y, pbx_ip: p, phone:"
                        + " {mac: 000413000" + number + ", model: Desk}" + more + "}");
    }

    private void assertProblems(String... expected) {
        assertThat(root.problems()).extracting(Problem::toString).allMatch(problem -> problem.contains(": warning: "));
        assertThat(root.problems().stream()
                        .map(Problem::toString)
                        .map(problem -> problem.replaceFirst(" \\(for 000413000111\\)$", "")))
                .containsExactly(expected);
    }
}
