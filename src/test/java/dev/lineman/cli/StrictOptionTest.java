package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Warnings do not fail a command, except with {@code --strict}. Errors always do. */
class StrictOptionTest {
    private static final String TEMPLATE = """
            <doc><header><type>phone-template</type><name>Snom320</name></header><data><device>%s</device></data></doc>
            """;
    private static final String CONFIG = "<deviceconfig filename=\"cfg%%mac_address%%\">"
            + "<![CDATA[user: %%extension_number%%\n]]></deviceconfig>\n";
    private static final String EXTENSION = """
            extension: 100
            first_name: John
            last_name: Doe
            auth_id: 100
            auth_password: s3cret
            pbx_ip: 10.0.0.1
            phone:
              mac: 00:04:13:24:66:72
              model: Snom320
            """;

    @TempDir
    private Path root;

    private Terminal terminal;

    @BeforeEach
    void aRootWithAPhone() throws IOException {
        terminal = new Terminal(root);
        terminal.write("extensions.d/100.yaml", EXTENSION);
        terminal.write("templates/phones/snom.xml", TEMPLATE.formatted(CONFIG));
        terminal.write("fine.csv", "extension,mac\n101,\n");
        terminal.write("warning.csv", "extension,mac,Role\n101,,boss\n");
        terminal.write("error.csv", "extension,mac\n101,4.13247E+11\n");
    }

    /** Commands over the inputs. A command that only reads CSV files or one subject has its own cases below. */
    static Stream<List<String>> commands() {
        return Stream.of(List.of("check"), List.of("plan"), List.of("render"), List.of("export"));
    }

    private int run(List<String> command, String... options) {
        return terminal.run(Stream.concat(command.stream(), Stream.of(options)).toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aWarningOfTheInputsFailsOnlyWithStrict(List<String> command) throws IOException {
        assertThat(run(command)).as(terminal.err()).isZero();
        assertThat(run(command, "--strict")).as(terminal.err()).isZero();
        terminal.write("extensions.d/101.yaml.txt", EXTENSION);
        for (String format : List.of("text", "json", "github")) {
            assertThat(run(command, "--format", format)).as(format).isZero();
            assertThat(terminal.err())
                    .contains("warning")
                    .contains("is not read")
                    .doesNotContain("error");
            assertThat(run(command, "--format", format, "--strict")).as(format).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void anErrorFailsBesideAWarningAndWithoutOne(List<String> command) throws IOException {
        terminal.write("extensions.d/101.yaml", "extension: [101\n");
        for (int warnings = 0; warnings < 2; warnings++) {
            assertThat(run(command)).isEqualTo(1);
            assertThat(run(command, "--strict")).isEqualTo(1);
            assertThat(terminal.err()).contains("error: ");
            terminal.write("extensions.d/101.yaml.txt", EXTENSION);
        }
    }

    @Test
    void theVariableOfTheEnvironmentWorksLikeTheOption() throws IOException {
        terminal.write("extensions.d/101.yaml.txt", EXTENSION);
        terminal.set("LINEMAN_STRICT", "true");
        assertThat(terminal.run("check")).isEqualTo(1);
    }

    @Test
    void anImportWithWarningsWritesItsFilesAndSucceeds() {
        for (Map.Entry<String, List<Integer>> expected : Map.of(
                        "fine", List.of(0, 0), "warning", List.of(0, 1), "error", List.of(1, 1))
                .entrySet()) {
            List<String> command =
                    List.of("import", root.resolve(expected.getKey() + ".csv").toString(), "--overwrite");
            assertThat(List.of(run(command, "--dry-run"), run(command, "--dry-run", "--strict")))
                    .as(expected.getKey())
                    .isEqualTo(expected.getValue());
            assertThat(List.of(run(command), run(command, "--strict")))
                    .as(expected.getKey())
                    .isEqualTo(expected.getValue());
        }
        assertThat(root.resolve("extensions.d/101.yaml")).exists();
    }

    @Test
    void anExplanationFailsBecauseOfTheProblemsOfItsSubject() throws IOException {
        terminal.write("extensions.d/101.yaml", "extension: [101\n");
        assertThat(terminal.run("explain", "100", "--strict"))
                .as("another extension is broken")
                .isZero();
        terminal.write("templates/phones/snom.xml", TEMPLATE.formatted(""));
        assertThat(terminal.run("explain", "00:04:13:24:66:72"))
                .as(terminal.out())
                .isZero();
        assertThat(terminal.out()).contains("warning: this template has no <deviceconfig>");
        assertThat(terminal.run("explain", "00:04:13:24:66:72", "--strict")).isEqualTo(1);
        terminal.write("extensions.d/100.yaml", EXTENSION.replace("Snom320", "Snom321"));
        assertThat(terminal.run("explain", "00:04:13:24:66:72")).isEqualTo(1);
    }

    @Test
    void anAdoptionThatIsRefusedFails() {
        List<String> command = List.of("adopt", "000413246673", "--extension", "100", "--model", "Snom320");
        assertThat(run(command, "--strict")).isEqualTo(1);
        List<String> complete = new ArrayList<>(
                List.of("adopt", "000413246673", "--extension", "107", "--model", "Snom320", "--pbx-ip", "p"));
        complete.addAll(List.of("--first-name", "Kim", "--last-name", "Ro"));
        assertThat(run(complete, "--strict")).as(terminal.err()).isZero();
    }

    @Test
    void checkCountsErrorsAndWarningsApart() throws IOException {
        terminal.write("extensions.d/101.yaml.txt", EXTENSION);
        Files.createDirectories(root.resolve("templates/site"));
        assertThat(terminal.run("check")).isZero();
        assertThat(terminal.out()).isEqualTo("1 extension, 1 phone, 1 warning\n");
        terminal.write("extensions.d/102.yaml.txt", EXTENSION);
        terminal.write("extensions.d/101.yaml", "extension: [101\n");
        assertThat(terminal.run("check")).isEqualTo(1);
        assertThat(terminal.out()).isEqualTo("1 extension, 1 phone, 1 error, 2 warnings\n");
    }
}
