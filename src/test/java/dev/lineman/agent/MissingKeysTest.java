package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Problem;
import dev.lineman.template.OwnModels;
import dev.lineman.template.model.ModelEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A line or a BLF key that a phone does not have is a warning. Every other key is in the phone's file. */
class MissingKeysTest {
    private static final Path TEMPLATES = Path.of("templates");
    /** How the files of each vendor name the number of a line. */
    private static final String LINE_IN_FILE =
            "(?:user_active idx=\"|account\\.|<Line_Enable_|<line index=\")(\\d+)(?:\" perm|\\.enable|_ ua|\">)";
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

    static List<String> modelsWithKeys() throws IOException {
        return models(model -> model.keys().blfKeys(0) != null, 100);
    }

    static List<String> modelsWithLines() throws IOException {
        return models(model -> model.keys().lines() != null, 80);
    }

    /** The names of the models that meet a condition. */
    private static List<String> models(Predicate<ModelEntry> condition, int atLeast) throws IOException {
        List<String> models = OwnModels.catalog().models().stream()
                .filter(condition)
                .map(ModelEntry::name)
                .toList();
        assertThat(models).hasSizeGreaterThan(atLeast);
        return models;
    }

    @ParameterizedTest
    @MethodSource("modelsWithKeys")
    void everyKeyOfAModelIsInItsFileOrInAWarning(String model) throws IOException {
        copyTemplates();
        StringBuilder keys = new StringBuilder("    blf:\n");
        for (int key = 1; key <= LAST_KEY; key++) {
            keys.append("      ")
                    .append(key)
                    .append(": {type: speeddial, number: 9")
                    .append(1000 + key)
                    .append("}\n");
        }
        root.write("extensions.d/111.yaml", account(model, 1) + keys);
        root.runUntilIdle();

        assertThat(root.problems()).hasSize(1);
        String warning = root.problems().get(0).toString();
        Matcher missing = Pattern.compile("warning: BLF keys (\\d+) to " + LAST_KEY + " have no effect on " + model
                        + ", which has (?:no|(\\d+)) BLF keys?.*; remove them.*")
                .matcher(warning);
        assertThat(missing.find()).as(warning).isTrue();
        int count = missing.group(2) == null ? 0 : Integer.parseInt(missing.group(2));
        assertThat(missing.group(1)).isEqualTo(Integer.toString(count + 1));
        Set<Integer> written = numbers("\\b9(1\\d\\d\\d)\\b", 1000);
        for (int key = 1; key <= count; key++) {
            assertThat(written).contains(key);
        }
        // These ignore the keys that they do not have, or take them for keys of an expansion module.
        if (!model.matches("(Poly|Snom).*")) {
            assertThat(written).hasSize(count);
        }
    }

    @ParameterizedTest
    @MethodSource("modelsWithLines")
    void everyLineOfAModelIsInItsFileAndTheNextIsInAWarning(String model) throws IOException {
        copyTemplates();
        root.write("extensions.d/111.yaml", account(model, 1)).runUntilIdle();
        assertThat(root.problems()).isEmpty();
        // A file turns the lines off that have no account.
        Set<Integer> lines = numbers(LINE_IN_FILE, 0);
        assertThat(lines).isNotEmpty();

        StringBuilder accounts = new StringBuilder();
        for (int line = 1; line <= lines.size() + 1; line++) {
            accounts.append(account(model, line).replaceAll("(?m)^", "  ").replaceFirst("^ ", "-"));
            assertThat(lines.contains(line)).as("line " + line).isEqualTo(line <= lines.size());
        }
        root.delete("extensions.d/111.yaml").write("extensions.d/all.yaml", accounts.toString());
        root.runUntilIdle();
        int last = lines.size();
        assertThat(root.problems()).hasSize(1);
        assertThat(root.problems().get(0).toString())
                .contains("warning: line " + (last + 1) + " has no effect on " + model + ", which has "
                        + (last == 1
                                ? "1 line; "
                                : last + " lines (1 " + (last == 2 ? "and 2" : "to " + last) + "); "));
        assertThat(numbers("\\b8(1\\d\\d\\d)\\b", 1000)).containsAll(lines);
    }

    private void copyTemplates() throws IOException {
        try (Stream<Path> all = Files.walk(TEMPLATES)) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(TEMPLATES.resolve("site")))
                    .toList()) {
                root.write(file.toString(), Files.readString(file));
            }
        }
    }

    /** An extension with a phone, whose authentication ID is 81000 and the line. */
    private static String account(String model, int line) {
        return "extension: " + (110 + line) + "\nfirst_name: A\nlast_name: B\nauth_id: \"8" + (1000 + line)
                + "\"\nauth_password: y\npbx_ip: p\n"
                + (line > 1 || model.equals("Linphone") ? "" : "vars: {admin_password: z}\n")
                + "phone:\n    mac: 000413000111\n    model: " + model + "\n    line: " + line + "\n";
    }

    /** The numbers in all files that a pattern finds, less an offset. */
    private Set<Integer> numbers(String pattern, int offset) {
        Pattern compiled = Pattern.compile(pattern);
        Set<Integer> numbers = new TreeSet<>();
        root.files().values().forEach(text -> {
            Matcher number = compiled.matcher(text);
            while (number.find()) {
                numbers.add(Integer.parseInt(number.group(1)) - offset);
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
