package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One cause with 300 consequences is one problem, in each format: the files {@code causes/NAME.FORMAT} have what {@code
 * check} prints.
 */
class FoldedProblemsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/causes");
    private static final boolean ACCEPT = Boolean.getBoolean("golden.accept");
    private static final int PHONES = 300;
    private static final int FIRST = 100;

    private static final String DEFAULTS = """
            pbx_ip: 10.0.0.1
            provisioning: {allow: [10.0.0.0/8]}
            first_name: Ann
            last_name: Lee
            model: Desk
            auth_password: s3cret
            vars:
              admin_password: s3cret
            """;
    private static final String WITHOUT_VARS = DEFAULTS.substring(0, DEFAULTS.indexOf("vars:"));
    private static final String TEMPLATE = """
            <doc><header><type>phone-template</type><name>%s</name></header><data><device>
            <deviceconfig filename="%%%%mac_address%%%%.cfg"><![CDATA[
            %%%%extension_auth_id%%%% %%%%extension_auth_pw%%%%
            %%%%admin_password%%%% {IF blf1}%%%%blf1%%%%{ENDIF}
            ]]></deviceconfig></device></data></doc>
            """;
    private static final String VELOCITY = """
            <doc><header><type>phone-template</type><name>%s</name></header><data><device>
            <deviceconfig filename="$phone.mac" syntax="velocity"><![CDATA[
            $account.authId %s
            ]]></deviceconfig></device></data></doc>
            """;

    @TempDir
    private Path root;

    /** A root with 300 phones in one folder. */
    private Terminal fleet(String defaults, IntFunction<String> more) throws IOException {
        Terminal terminal = new Terminal(root);
        terminal.write("extensions.d/_defaults.yaml", defaults);
        terminal.write("templates/phones/desk.xml", TEMPLATE.formatted("Desk"));
        for (int i = FIRST; i < FIRST + PHONES; i++) {
            terminal.write("extensions.d/sales/" + i + ".yaml", extension(i) + more.apply(i));
        }
        return terminal;
    }

    private static String extension(int number) {
        return "extension: " + number + "\nauth_id: " + number + "\nphone:\n  mac: 000413000" + number + "\n";
    }

    private void writeSecrets(Terminal terminal, String content) throws IOException {
        terminal.write("secrets.yaml", content);
        Files.setPosixFilePermissions(root.resolve("secrets.yaml"), PosixFilePermissions.fromString("rw-------"));
    }

    /** Runs {@code check} in each format, and compares what it prints with the files. */
    private void assertPrinted(Terminal terminal, String name, int exitCode) throws IOException {
        for (String format : List.of("text", "json", "github")) {
            assertThat(terminal.run("check", "--format", format)).as(name).isEqualTo(exitCode);
            String printed = terminal.err() + terminal.out();
            Path expected = GOLDEN.resolve(name + '.' + format);
            if (ACCEPT) {
                Files.createDirectories(GOLDEN);
                Files.writeString(expected, printed);
            }
            assertThat(printed).as(expected.toString()).isEqualTo(Files.readString(expected));
        }
    }

    @Test
    void aTypingErrorInTheDefaults() throws IOException {
        assertPrinted(fleet(DEFAULTS.replace("first_name", "frist_name"), i -> ""), "defaults", 1);
    }

    @Test
    void aMalformedFileOfSecrets() throws IOException {
        Terminal terminal = fleet(DEFAULTS, i -> "auth_password: !secret p" + i + "\nlabel: !secret label\n");
        writeSecrets(terminal, "p100: a: b\n");
        assertPrinted(terminal, "secrets", 1);
    }

    @Test
    void aFolderThatCannotBeRead() throws IOException {
        Terminal terminal = fleet(DEFAULTS, i -> "  blf: [{number: " + (i + 500) + "}]\n");
        Files.createSymbolicLink(root.resolve("extensions.d/office"), root.resolve("gone"));
        assertPrinted(terminal, "folder", 1);
    }

    @Test
    void aTemplateThatDoesNotParse() throws IOException {
        Terminal terminal = fleet(DEFAULTS, i -> "  model: Desk\n");
        terminal.write("templates/phones/desk.xml", TEMPLATE.formatted("Desk").replace("{ENDIF}", ""));
        assertPrinted(terminal, "template", 1);
    }

    @Test
    void aMissingSecret() throws IOException {
        Terminal terminal = fleet(DEFAULTS, i -> "auth_password: !secret phones\n");
        writeSecrets(terminal, "phone: s3cret\n");
        assertPrinted(terminal, "secret", 1);
    }

    @Test
    void aVariableThatNoTemplateReads() throws IOException {
        assertPrinted(fleet(DEFAULTS, i -> "vars: {vlanid: 5}\n"), "unread", 0);
    }

    @Test
    void variablesThatAreMissing() throws IOException {
        Terminal terminal = fleet(WITHOUT_VARS, i -> i % 2 == 0 ? "  model: Wall\n" : "");
        terminal.write(
                "templates/phones/wall.xml", TEMPLATE.formatted("Wall").replace("]]>", "%%ntp%%\n%%PROVLINK%%\n]]>"));
        assertPrinted(terminal, "variables", 1);
    }

    /** Each model reads the variable in another way. */
    @Test
    void variablesThatVelocityTemplatesMiss() throws IOException {
        Terminal terminal =
                fleet(WITHOUT_VARS, i -> i % 3 == 0 ? "" : i % 3 == 1 ? "  model: Hall\n" : "  model: Wall\n");
        terminal.write("templates/phones/desk.xml", VELOCITY.formatted("Desk", "$vars.admin_password $!vars.ntp"));
        terminal.write("templates/phones/hall.xml", VELOCITY.formatted("Hall", "${vars.Admin_Password}"));
        terminal.write("templates/phones/wall.xml", VELOCITY.formatted("Wall", "a\n#parse('lib/wall.vm')"));
        terminal.write(
                "templates/lib/wall.vm", "#set($secret = $vars['admin_password'])\n$vars.get(\"admin_password\")\n");
        assertPrinted(terminal, "velocity", 1);
    }

    /** Below the limit, each place has its line: an editor can go to it. */
    @Test
    void theSameProblemInAFewFilesIsShownForEach() throws IOException {
        Terminal terminal = fleet(DEFAULTS, i -> i < FIRST + 5 ? "vars: {vlanid: 5}\n" : "");
        assertThat(terminal.run("check")).isZero();
        assertThat(terminal.err().lines())
                .hasSize(5)
                .allMatch(line -> line.contains(" 'vlanid' in 'vars' has no effect"));
        terminal.write("extensions.d/sales/105.yaml", extension(105) + "vars: {vlanid: 5}\n");
        assertThat(terminal.run("check")).isZero();
        assertThat(terminal.err().lines()).hasSize(1);
    }

    @Test
    void theLinesToPasteSolveTheProblem() throws IOException {
        String vars = DEFAULTS.replace("admin_password: s3cret", "ntp: 10.0.0.2");
        Terminal terminal = fleet(vars, i -> i > FIRST ? "" : "vars: {ntp: 10.0.0.3}\n");
        terminal.write(
                "templates/phones/desk.xml", TEMPLATE.formatted("Desk").replace("]]>", "%%ntp%% %%PROVLINK%%]]>"));
        assertThat(terminal.run("check")).isEqualTo(1);
        assertThat(terminal.err().lines()).hasSize(2);
        List<String> lines = terminal.out().lines().toList();
        assertThat(lines)
                .startsWith(
                        "# missing values: add these lines to extensions.d/_defaults.yaml, those with blanks below its"
                                + " 'vars'",
                        "provisioning_url: \"\"",
                        "  admin_password: !secret admin_password");
        terminal.write("secrets.yaml", "admin_password: s3cret\n");
        terminal.write(
                "extensions.d/_defaults.yaml", "provisioning_url: http://10.0.0.1\n" + vars + lines.get(2) + '\n');
        assertThat(terminal.run("check")).as(terminal.err()).isZero();
    }

    @Test
    void aSiteAddsItsVariablesToItsOwnDefaults() throws IOException {
        Terminal terminal = fleet(WITHOUT_VARS, i -> "");
        terminal.write("extensions.d/sales/_defaults.yaml", "site: sales\n");
        assertThat(terminal.run("check")).isEqualTo(1);
        assertThat(terminal.err())
                .startsWith("extensions.d/sales/_defaults.yaml:1:1: error: 'vars.admin_password' is missing; add it to"
                        + " extensions.d/sales/_defaults.yaml (templates/phones/desk.xml:4:1 reads it; for 000413000100,"
                        + " 000413000101, 000413000102 and 297 more)");
    }

    @Test
    void aPhoneWithoutDefaultsAboveIsToldWhereToCreateThem() throws IOException {
        Terminal terminal = new Terminal(root);
        terminal.write("templates/phones/desk.xml", TEMPLATE.formatted("Desk"));
        for (int i = FIRST; i < FIRST + 7; i++) {
            String own = """
                      model: Desk
                    first_name: A
                    last_name: B
                    auth_password: p
                    pbx_ip: h
                    provisioning: {allow: [10.0.0.0/8]}
                    """;
            terminal.write("extensions.d/" + i + ".yaml", extension(i) + own);
        }
        assertThat(terminal.run("check")).isEqualTo(1);
        assertThat(terminal.err())
                .isEqualTo("extensions.d/100.yaml:4:8: error: 'vars.admin_password' is missing; add it to"
                        + " extensions.d/_defaults.yaml (templates/phones/desk.xml:4:1 reads it; also at"
                        + " extensions.d/101.yaml:4:8, extensions.d/102.yaml:4:8, extensions.d/103.yaml:4:8 and 3 more"
                        + " places; and therefore 7 phones keep their last good files)\n");
        assertThat(terminal.out()).isEqualTo("""
                        # missing values: add these lines to extensions.d/_defaults.yaml
                        vars:
                          admin_password: !secret admin_password
                        7 extensions, 7 phones, 1 error
                        """);
        assertThat(terminal.run("check", "--format", "json")).isEqualTo(1);
        assertThat(terminal.out()).isEqualTo("7 extensions, 7 phones, 1 error\n");
    }

    @Test
    void aPlanNamesTheCauseOfWhatItCouldNotCompare() throws IOException {
        Terminal terminal = fleet(DEFAULTS.replace("first_name", "frist_name"), i -> "");
        assertThat(terminal.run("plan")).isEqualTo(1);
        assertThat(terminal.err().lines()).hasSize(1);
        assertThat(terminal.out())
                .contains("# not compared: 300 phones, because of extensions.d/_defaults.yaml:3:1: unknown key")
                .doesNotContain("gets no files");
    }
}
