package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code check} and {@code plan} in a clone without secrets, and what a plan says that it could not compare. */
class AssumeSecretsTest {
    private static final String TEMPLATE = """
            <doc><header><type>phone-template</type><name>T</name>
            <var name="Port" param="port" type="int" min="1" max="65535" default="80"/>
            <languages>
            <option value="en" id="1" displaytext="English"><item name="Lang">english</item></option>
            <option value="de" id="2" displaytext="Deutsch"><item name="Lang">german</item></option>
            <option value="de-AT" id="3" displaytext="German"><item name="Lang">austrian</item></option>
            <option value="German" id="4" displaytext="Swiss"><item name="Lang">swiss</item></option>
            </languages>
            <Codecspriorities><Codecspriority priority="1" variableName="c1">
            <option value="G711U" payload="0">PCMU</option><option value="G722">G722 (WideBand)</option>
            </Codecspriority></Codecspriorities>
            </header><data><device><deviceconfig filename="%%mac_address%%.cfg"><![CDATA[pass=%%extension_auth_pw%%
            host=%%pbx_ip%%
            port=%%port%%
            admin=%%admin%%
            url=%%provlink.host%%
            name=%%extension_first_name%%
            user=%%extension_auth_id%%
            ]]></deviceconfig></device></data></doc>
            """;
    private static final String DEFAULTS = """
            pbx_ip: 10.0.0.1
            provisioning_url: http://10.0.0.2/provisioning
            vars: {port: '80', admin: x}
            models: {"*": {provisioning: {allow: [10.0.0.0/8]}}}
            """;
    private static final String NOTHING_CHANGES = "0 added, 0 changed, 0 removed; nothing was written\n";

    @TempDir
    private Path root;

    private Terminal terminal;

    @BeforeEach
    void aCloneWithTwoPhones() throws IOException {
        terminal = new Terminal(root);
        terminal.write("templates/phones/t.xml", TEMPLATE);
        terminal.write("extensions.d/_defaults.yaml", DEFAULTS);
        terminal.write("extensions.d/100.yaml", extension(100, "!secret p100"));
        terminal.write("extensions.d/101.yaml", extension(101, "plain"));
    }

    private static String extension(int number, String password) {
        return """
                extension: %1$d
                first_name: John
                last_name: Doe
                auth_id: %1$d
                auth_password: %2$s
                phone:
                  mac: 000413000%1$d
                  model: T
                """.formatted(number, password);
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("git", "-C", root.toString(), "-c", "user.name=a", "-c", "user.email=a@example.com"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(output).isZero();
    }

    private void commit() throws Exception {
        if (!Files.exists(root.resolve(".git"))) {
            git("init", "-q");
        }
        git("add", "extensions.d", "templates");
        git("commit", "-qm", "one");
    }

    /** Each place that can refer to a value, with a line that replaces another one in the defaults or the extension. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "_defaults.yaml | pbx_ip: 10.0.0.1 | pbx_ip: !TAG x",
                "_defaults.yaml | http://10.0.0.2/provisioning | !TAG x",
                "_defaults.yaml | port: '80' | port: !TAG x",
                "_defaults.yaml | admin: x | admin: !TAG 7x#-9",
                "_defaults.yaml | vars: | \"provisioning: {user: !TAG x, password: !TAG y, token: !TAG z}\nvars:\"",
                "_defaults.yaml | vars: | \"options: {languages: !TAG x}\nvars:\"",
                "_defaults.yaml | vars: | \"codecs: [!TAG x, G722]\nvars:\"",
                "100.yaml | model: T | \"model: T\n  options: {languages: !TAG x}\"",
                "100.yaml | model: T | \"model: T\n  codecs: [!TAG x, G722]\"",
                "100.yaml | first_name: John | first_name: !TAG x",
                "100.yaml | auth_id: 100 | auth_id: !TAG x",
                "100.yaml | model: T | \"model: T\n  vars: {port: !TAG x}\"",
                "100.yaml | model: T | \"model: T\n  provisioning: {token: !TAG x}\"",
            })
    void aMissingValueHasAPlaceholderThatNoCheckRefuses(String file, String text, String replacement) throws Exception {
        terminal.write("extensions.d/100.yaml", extension(100, "plain"));
        Path path = root.resolve("extensions.d/" + file);
        for (String tag : List.of("!secret", "!env")) {
            String before = Files.readString(path);
            assertThat(before).contains(text);
            Files.writeString(path, before.replace(text, replacement.replace("!TAG", tag)));
            commit();
            assertThat(terminal.run("check", "--strict")).isEqualTo(1);
            assertThat(terminal.run("check", "--assume-secrets"))
                    .as(terminal.err())
                    .isZero();
            assertThat(terminal.err()).isEmpty();
            assertThat(terminal.out()).contains("a placeholder: ").contains("2 phones, no problems\n");
            assertThat(terminal.run("plan", "--against", "HEAD", "--assume-secrets"))
                    .isZero();
            assertThat(terminal.out()).endsWith("\n" + NOTHING_CHANGES).doesNotContain("not compared");
            Files.writeString(path, before);
        }
    }

    @Test
    void aValueThatExistsIsUsedAndChecked() throws Exception {
        terminal.write("extensions.d/_defaults.yaml", DEFAULTS.replace("'80'", "!secret port"));
        terminal.write("secrets.yaml", "port: none\n");
        Files.setPosixFilePermissions(root.resolve("secrets.yaml"), PosixFilePermissions.fromString("rw-------"));
        assertThat(terminal.run("check", "--assume-secrets")).isEqualTo(1);
        assertThat(terminal.err()).contains("'port' must be a whole number from 1 to 65535");
        assertThat(terminal.out()).contains("1 missing value has a placeholder: !secret p100\n");
    }

    @Test
    void theNamesOfAssumedValuesAreListedOnce() throws Exception {
        terminal.write("extensions.d/100.yaml", extension(100, "!secret office"));
        terminal.write("extensions.d/101.yaml", extension(101, "!secret office"));
        terminal.write("extensions.d/_defaults.yaml", DEFAULTS.replace("10.0.0.1", "!env PBX"));
        assertThat(terminal.run("check", "--assume-secrets")).isZero();
        assertThat(terminal.out()).isEqualTo("""
                        2 missing values have a placeholder: !env PBX, !secret office
                        2 extensions, 2 phones, no problems
                        """);
    }

    @Test
    void anotherReferenceIsAChange() throws Exception {
        commit();
        terminal.write("extensions.d/100.yaml", extension(100, "!secret other"));
        assertThat(terminal.run("plan", "--against", "HEAD", "--assume-secrets"))
                .isZero();
        assertThat(terminal.out())
                .contains("-pass=••••••", "+pass=••••••")
                .endsWith("0 added, 1 changed, 0 removed; nothing was written\n")
                .doesNotContain("assumed-");
    }

    @Test
    void withoutSecretsAPlanSaysWhatItCouldNotCompare() throws Exception {
        commit();
        terminal.write("extensions.d/100.yaml", extension(100, "!secret p100").replace("John", "Jane"));
        assertThat(terminal.run("plan", "--against", "HEAD")).isEqualTo(1);
        assertThat(terminal.out())
                .isEqualTo("# not compared: 1 phone, because of extensions.d/100.yaml:5:16: !secret p100 is not in"
                        + " secrets.yaml\n0 added, 0 changed, 0 removed, 1 not compared; nothing was written\n");
        assertThat(terminal.run("plan", "--against", "HEAD", "--assume-secrets"))
                .isZero();
        assertThat(terminal.out())
                .contains("+name=Jane")
                .endsWith("0 added, 1 changed, 0 removed; nothing was written\n");
    }

    @Test
    void aPhoneThatKeepsItsPublishedFileIsNotCompared() throws Exception {
        terminal.write("extensions.d/100.yaml", extension(100, "plain"));
        assertThat(terminal.run("render")).isZero();
        terminal.write("extensions.d/100.yaml", extension(100, "!env NO_SUCH").replace("John", "Jane"));
        assertThat(terminal.run("plan")).isEqualTo(1);
        assertThat(terminal.out())
                .startsWith("# not compared: 1 phone, because of extensions.d/100.yaml:5:16: ")
                .endsWith("0 added, 0 changed, 0 removed, 1 not compared; nothing was written\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "extensions.d/100.yaml | extension: [ | 1 phone | 1",
                "extensions.d/_defaults.yaml | pbx_ip: [ | 2 phones | 2",
                "templates/phones/t.xml | <doc> | 2 phones | 2",
                "extensions.d/102.yaml | extension: [ | 1 input | 1",
            })
    void anInputThatCannotBeReadIsAReason(String file, String content, String kinds, int count) throws Exception {
        terminal.write("secrets.yaml", "p100: x\n");
        Files.setPosixFilePermissions(root.resolve("secrets.yaml"), PosixFilePermissions.fromString("rw-------"));
        assertThat(terminal.run("render")).as(terminal.err()).isZero();
        commit();
        terminal.write(file, content);
        for (String[] command : new String[][] {{"plan"}, {"plan", "--against", "HEAD"}}) {
            assertThat(terminal.run(command)).isEqualTo(1);
            assertThat(terminal.out())
                    .as(String.join(" ", command))
                    .startsWith("# not compared: " + kinds + ", because of " + file + ":1:")
                    .endsWith("0 added, 0 changed, 0 removed, " + count + " not compared; nothing was written\n");
        }
    }

    @Test
    void aCommitThatCouldNotBeRenderedIsAReasonToo() throws Exception {
        terminal.write("extensions.d/100.yaml", "extension: [");
        commit();
        terminal.write("extensions.d/100.yaml", extension(100, "plain"));
        assertThat(terminal.run("plan", "--against", "HEAD")).isEqualTo(1);
        assertThat(terminal.out())
                .contains("# not compared: 1 input, because of the commit, at extensions.d/100.yaml:1:")
                .endsWith("1 added, 0 changed, 0 removed, 1 not compared; nothing was written\n");
    }

    @Test
    void aWarningIsNoReasonToFailAPlan() throws Exception {
        terminal.write("extensions.d/100.yaml", extension(100, "plain"));
        assertThat(terminal.run("render")).isZero();
        terminal.write("extensions.d/100.yaml.bak", "");
        assertThat(terminal.run("plan")).isZero();
        assertThat(terminal.out()).isEqualTo(NOTHING_CHANGES);
        assertThat(terminal.run("plan", "--strict")).isEqualTo(1);
    }

    @Test
    void manyReasonsAreCounted() throws Exception {
        for (int number = 200; number < 215; number++) {
            terminal.write("extensions.d/" + number + ".yaml", extension(number, "!secret p" + number));
        }
        assertThat(terminal.run("plan")).isEqualTo(1);
        assertThat(terminal.out())
                .contains("# not compared: 6 more, because of 6 other problems\n")
                .endsWith(" added, 0 changed, 0 removed, 16 not compared; nothing was written\n");
    }
}
