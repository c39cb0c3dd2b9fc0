package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.cli.program.ExitCode;
import dev.lineman.input.yaml.YamlNode;
import dev.lineman.input.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lineman init}: the root that it makes, what it refuses, and what it leaves alone. */
class InitCommandTest {
    private static final List<String> ALL_FILES = List.of(
            ".github/workflows/lineman.yml",
            ".gitignore",
            ".schemas/defaults.json",
            ".schemas/extension.json",
            ".schemas/secrets.json",
            ".vscode/settings.json",
            "extensions.d/100.yaml",
            "extensions.d/_defaults.yaml",
            "secrets.yaml");

    @TempDir
    Path folder;

    private Path root;
    private Terminal terminal;

    @BeforeEach
    void createTerminal() {
        root = folder.resolve("phones");
        terminal = Terminal.withBuiltInTemplates(root);
    }

    @Test
    void theRootHasNoProblemsAndServesThePhone() throws IOException {
        assertThat(terminal.run("init")).isEqualTo(ExitCode.OK);
        assertThat(terminal.err()).isEmpty();
        assertThat(terminal.out())
                .contains("1 extension, 1 phone, no problems")
                .contains("PBX address 192.0.2.10 is a placeholder: correct it in extensions.d/_defaults.yaml")
                .contains("MAC 00:00:5e:00:53:01 is a placeholder: correct it in extensions.d/100.yaml")
                .contains("lineman run --root " + root)
                .contains("curl http://127.0.0.1:5481/provisioning/00005e005301.cfg");
        assertThat(files()).containsOnlyKeys(ALL_FILES);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("secrets.yaml"))))
                .isEqualTo("rw-------");
        assertThat(terminal.run("check", "--strict")).isEqualTo(ExitCode.OK);
        assertThat(terminal.run("render")).isEqualTo(ExitCode.OK);
        assertThat(root.resolve("out/provisioning/00005e005301.cfg")).content().contains("192.0.2.10");
    }

    @Test
    void optionsAreTheAnswers() throws IOException {
        assertThat(terminal.run(
                        "init",
                        "--yes",
                        "--pbx=pbx.example.org",
                        "--extension=0207",
                        "--first-name=Ada",
                        "--last-name=King",
                        "--mac=00-15-65-AA-bb-01",
                        "--model=sip t46u",
                        "--timezone=europe/berlin",
                        "--language=german"))
                .as(() -> terminal.err())
                .isEqualTo(ExitCode.OK);
        assertThat(value("extensions.d/0207.yaml", "extension")).isEqualTo("0207");
        assertThat(value("extensions.d/0207.yaml", "first_name")).isEqualTo("Ada");
        assertThat(value("extensions.d/0207.yaml", "last_name")).isEqualTo("King");
        assertThat(files().get("extensions.d/0207.yaml")).contains("mac: 00:15:65:aa:bb:01\n", "model: Yealink T46U\n");
        assertThat(value("extensions.d/_defaults.yaml", "pbx_ip")).isEqualTo("pbx.example.org");
        assertThat(files().get("extensions.d/_defaults.yaml"))
                .contains("  timezone: Europe/Berlin\n", "  language: German\n");
        assertThat(terminal.out()).doesNotContain("placeholder").contains("1 extension, 1 phone, no problems");
    }

    @Test
    void passwordsAreRandomAndNotShown() throws IOException {
        assertThat(terminal.run("init")).isEqualTo(ExitCode.OK);
        String first = files().get("secrets.yaml");
        Matcher password = Pattern.compile("(?m)^[\\w-]+: ([A-Za-z2-9]{16})$").matcher(first);
        List<String> passwords = new ArrayList<>();
        while (password.find()) {
            passwords.add(password.group(1));
        }
        assertThat(passwords).hasSize(2).doesNotHaveDuplicates();
        assertThat(terminal.output()).doesNotContain(passwords);
        Path other = folder.resolve("other");
        assertThat(terminal.run("init", other.toString())).isEqualTo(ExitCode.OK);
        assertThat(other.resolve("secrets.yaml")).content().doesNotContain(passwords);
    }

    @Test
    void editorsFindTheSchemas() throws IOException {
        assertThat(terminal.run("init")).isEqualTo(ExitCode.OK);
        Pattern line = Pattern.compile("# yaml-language-server: \\$schema=(\\S+)\n");
        for (String file : List.of("extensions.d/100.yaml", "extensions.d/_defaults.yaml", "secrets.yaml")) {
            Matcher schema = line.matcher(files().get(file));
            assertThat(schema.lookingAt()).isTrue();
            assertThat(root.resolve(file).resolveSibling(schema.group(1))).exists();
        }
        for (String kind : List.of("extension", "defaults", "secrets")) {
            assertThat(files().get(".vscode/settings.json")).contains("\"./.schemas/" + kind + ".json\"");
            assertThat(terminal.run("schema", kind)).isEqualTo(ExitCode.OK);
            assertThat(terminal.out().strip())
                    .isEqualTo(files().get(".schemas/" + kind + ".json").strip());
        }
    }

    /** A model of each family, by a part of its name. */
    @TestFactory
    Stream<DynamicTest> theRootHasNoProblemsWithAnyTemplate() {
        return Stream.of(
                        "Yealink T54W",
                        "Yealink W70B",
                        "Snom 320",
                        "Snom 370",
                        "Snom D785",
                        "Grandstream GRP2614",
                        "Grandstream GXP2135",
                        "Cisco 8851",
                        "SPA504G",
                        "VVX 450",
                        "Fanvil X5U",
                        "Linphone")
                .map(model -> DynamicTest.dynamicTest(model, () -> {
                    Path own = folder.resolve(model);
                    assertThat(terminal.run("init", "--model", model, own.toString()))
                            .as(() -> terminal.err())
                            .isEqualTo(ExitCode.OK);
                    assertThat(terminal.err()).isEmpty();
                    assertThat(terminal.out()).contains("no problems").contains("curl ");
                }));
    }

    /** The law: what is accepted reads back as typed; what is refused leaves nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "O'Brien",
                "a: b",
                "a #b",
                "#",
                "- x",
                "? x",
                "a \"b\" c",
                "Ünï 漢字 🙂",
                "007",
                "1e5",
                "0x1F",
                "1_000",
                "2024-01-02",
                "yes",
                "Null",
                "null",
                "~",
                "!secret x",
                "*a",
                "&a",
                "%%mac_address%%",
                "${phone.mac}",
                "%s",
                "{a}",
                "[a, b]",
                "a\nb",
                "a\tb",
                "a\u0000b",
                "a\u2028b",
                "back\\slash",
                "trailing:",
                "<&>",
                "|",
                "@x",
                "`x`"
            })
    void anAcceptedNameReadsBackAsTyped(String name) throws IOException {
        int code = terminal.run("init", "--first-name", name, "--last-name", name);
        if (code == ExitCode.OK) {
            assertThat(value("extensions.d/100.yaml", "first_name")).isEqualTo(name);
            assertThat(value("extensions.d/100.yaml", "last_name")).isEqualTo(name);
            assertThat(terminal.out()).contains("no problems");
            assertThat(terminal.err()).isEmpty();
        } else {
            assertThat(code).isEqualTo(2);
            assertThat(terminal.err()).startsWith("lineman: --first-name: ").contains("Try 'lineman init --help'.");
            assertThat(root).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--pbx=a b",
                "--pbx=",
                "--pbx=x\ny",
                "--extension=1/2",
                "--extension=",
                "--extension=_defaults",
                "--extension=-",
                "--first-name=J\uFFFD\uFFFDrg",
                "--pbx=http://x",
                "--pbx=pbx:5060",
                "--pbx=fe80::1]",
                "--mac=0004132466",
                "--model=T99",
                "--model=yealink t5",
                "--timezone=Europe/Berln",
                "--language=Klingon",
                "--site-templates=phonebooks,asterix"
            })
    void aWrongOptionIsRefusedWithItsName(String option) {
        assertThat(terminal.run("init", "--yes", option)).isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("lineman: " + option.substring(0, option.indexOf('=')) + ": ")
                .contains("Try 'lineman init --help'.");
        assertThat(root).doesNotExist();
    }

    @Test
    void aWrongOptionGetsChoices() {
        terminal.run("init", "--model=yealink t5");
        assertThat(terminal.err())
                .contains("choose from")
                .contains("Yealink T53W")
                .contains("Yealink T54W");
        terminal.run("init", "--timezone=Europe/Berln");
        assertThat(terminal.err()).contains("choose from Europe/Berlin");
        terminal.run("init", "--timezone=berlin");
        assertThat(terminal.err()).contains("choose from Europe/Berlin");
    }

    @Test
    void aRefusalSaysWhatToDo() {
        refused("--pbx=http://x", """
                --pbx: 'http://x' is neither a host name nor an IP address; write one without a port, such as \
                pbx.example.com or 10.172.0.2""");
        refused("--extension=_defaults", """
                --extension: '_defaults' is not an extension number; write 1 to 32 letters from A to Z, digits or \
                _ * # + -, such as 100. It cannot begin with _ or -""");
        refused("--model=xyzzy", "--model: 'xyzzy' is not one model; 'lineman models' lists all");
        refused("--timezone=Mars", "has no time zone 'Mars'; write a time zone such as ");
        refused("--language=Quenya", "has no language 'Quenya'; choose from ");
        refused("--first-name=J\uFFFD\uFFFDrg", """
                --first-name: 'J??rg' has letters that the locale cannot hold; run the command again with \
                LC_ALL=C.UTF-8""");
        refused("", "DIR is empty; name a folder, or '.' for the current one");
        assertThat(root).doesNotExist();
    }

    private void refused(String word, String message) {
        assertThat(terminal.run("init", word)).isEqualTo(2);
        assertThat(terminal.err()).contains(message);
    }

    @Test
    void aHostIsANameOrAnAddress() {
        for (String host : List.of("pbx", "pbx.example.org", "10.172.0.2", "fe80::1", "2001:db8::5060")) {
            Path own = folder.resolve("host " + host.replace(':', '.'));
            assertThat(terminal.run("init", "--pbx", host, own.toString()))
                    .as(() -> host + terminal.err())
                    .isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void theFileOfANumberHasAPlainName() throws IOException {
        assertThat(terminal.run("init", "--extension=*1#"))
                .as(() -> terminal.err())
                .isEqualTo(ExitCode.OK);
        assertThat(value("extensions.d/extension_1_.yaml", "extension")).isEqualTo("*1#");
        assertThat(terminal.out())
                .contains("wrote extensions.d/extension_1_.yaml\n")
                .contains("correct it in extensions.d/extension_1_.yaml");
    }

    @Test
    void optionsWithoutChoicesTakeMore() throws IOException {
        assertThat(terminal.run("init", "--model=Linphone")).isEqualTo(ExitCode.OK);
        assertThat(files().get("extensions.d/_defaults.yaml")).contains("""
                        options:
                          # timezone is not a choice of the first phone's template.
                          # language is not a choice of the first phone's template.
                        """);
        terminal.write(
                "extensions.d/_defaults.yaml",
                files().get("extensions.d/_defaults.yaml").replace("  # transport: TLS", "  transport: TCP"));
        assertThat(terminal.run("check", "--strict")).as(() -> terminal.err()).isEqualTo(ExitCode.OK);
    }

    @Test
    void questionsAreAskedUntilTheAnswerIsRight() throws IOException {
        terminal.type(
                "x y",
                "pbx.example.org",
                "100",
                "",
                "Roe",
                "12",
                "000413246672",
                "yealink t5",
                "6",
                "Berlin",
                "1",
                "phonbooks",
                "phonebooks, asterisk");
        assertThat(terminal.run("init", "--language", "English"))
                .as(() -> terminal.out() + terminal.err())
                .isEqualTo(ExitCode.OK);
        assertThat(terminal.out())
                .contains("PBX address [192.0.2.10]: ")
                .contains("is neither a host name nor an IP address")
                .contains("'12' is not a MAC")
                .contains("  6) Yealink T54W")
                .contains("1) Europe/Berlin")
                .doesNotContain("Language");
        assertThat(value("extensions.d/100.yaml", "first_name")).isEqualTo("Jane");
        assertThat(value("extensions.d/100.yaml", "last_name")).isEqualTo("Roe");
        assertThat(files().get("extensions.d/100.yaml")).contains("model: Yealink T54W");
        assertThat(files().get("extensions.d/_defaults.yaml"))
                .contains("pbx_ip: pbx.example.org", "timezone: Europe/Berlin", "language: English")
                .contains("\nsite_templates: [asterisk, phonebooks]\n");
        assertThat(terminal.out()).contains("there is no site template 'phonbooks'; did you mean 'phonebooks'?");
    }

    @Test
    void everySiteTemplateCanBeOn() throws IOException {
        assertThat(
                        terminal.run(
                                "init",
                                "--site-templates",
                                "asterisk,dnsmasq,phonebooks,poly-master,variants/dhcp-dnsmasq,variants/dhcp-isc,variants/dhcp-kea,variants/dhcp-routeros,variants/dhcp-windows"))
                .as(() -> terminal.err())
                .isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).contains("no problems");
        assertThat(terminal.run(
                        "init", "--model=VVX 450", folder.resolve("poly").toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(folder.resolve("poly/extensions.d/_defaults.yaml"))
                .content()
                .contains("\nsite_templates: [poly-master]\n");
        assertThat(terminal.run("init", "--model=T54W", folder.resolve("none").toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(folder.resolve("none/extensions.d/_defaults.yaml"))
                .content()
                .contains(
                        "\n# There are: asterisk, dnsmasq, phonebooks, poly-master, variants/dhcp-dnsmasq, variants/dhcp-isc,"
                                + " variants/dhcp-kea, variants/dhcp-routeros, variants/dhcp-windows.\n# site_templates: [phonebooks]\n");
    }

    @Test
    void theEndOfTheInputWritesNothing() {
        terminal.type("pbx.example.org", "100");
        assertThat(terminal.run("init")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.out()).contains("nothing was written");
        assertThat(root).doesNotExist();
    }

    @Test
    void aSecondRunAddsNothing() throws IOException {
        assertThat(terminal.run("init")).isEqualTo(ExitCode.OK);
        Map<String, String> before = files();
        assertThat(terminal.run("init", "--yes", "--pbx", "pbx.example.org")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).contains("--pbx has no effect").contains("nothing to add");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aFolderWithFilesNeedsAYes() throws IOException {
        terminal.write("notes.txt", "mine");
        terminal.write(".gitignore", "*.bak\n/out/\n");
        Map<String, String> before = files();
        assertThat(terminal.run("init")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.out())
                .contains(root + " is not empty. Lineman would write these files, and change no other:")
                .contains("  extensions.d/_defaults.yaml\n")
                .contains("nothing was written; to write the files, give --yes");
        assertThat(files()).isEqualTo(before);
        terminal.type("", "", "", "", "", "", "", "", "", "what", "n");
        assertThat(terminal.run("init")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.out()).contains("Write them? [y/N]: ").contains("write y or n");
        assertThat(files()).isEqualTo(before);
        assertThat(terminal.run("init", "--yes")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out())
                .contains("to do: add /secrets.yaml to .gitignore before you commit")
                .doesNotContain("wrote .gitignore");
        assertThat(files()).containsAllEntriesOf(before).containsKeys(ALL_FILES.toArray(String[]::new));
    }

    @Test
    void gitKeepsNoPassword() throws IOException {
        terminal.set("PATH", System.getenv("PATH"));
        terminal.write(".gitignore", "*.bak");
        assertThat(terminal.run("init", "--yes")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out())
                .contains("to do: add /out/ and /secrets.yaml to .gitignore before you commit")
                .contains(
                        " && printf '\\n%s\\n' /out/ /secrets.yaml >> .gitignore && git init -b main && git add . && ");
        Path other = folder.resolve("other");
        Files.createDirectories(other);
        Files.writeString(other.resolve(".gitignore"), "out\nsecrets.yaml\n");
        assertThat(terminal.run("init", "--yes", other.toString())).isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).contains("(cd " + other + " && git init").doesNotContain("to do");
    }

    @Test
    void secretsThatAreThereStay() throws IOException {
        terminal.write("secrets.yaml", "other: x\n");
        assertThat(terminal.run("init", "--yes")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(files().get("secrets.yaml")).isEqualTo("other: x\n");
        assertThat(terminal.out())
                .contains(
                        "secrets.yaml was here already, and Lineman did not change it: add the values of the '!secret'"
                                + " names that it lacks.")
                .doesNotContain("random");
    }

    @Test
    void aFileOfSecretsElsewhereIsNamed() {
        terminal.set("LINEMAN_SECRETS", "/etc/phones.yaml");
        assertThat(terminal.run("init")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out())
                .contains("LINEMAN_SECRETS is set to /etc/phones.yaml, and other commands read that file");
        terminal.set("LINEMAN_SECRETS", folder.resolve("other/secrets.yaml").toString());
        assertThat(terminal.run("init", folder.resolve("other").toString())).isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).doesNotContain("LINEMAN_SECRETS");
    }

    @Test
    void outputsAloneAreNoFilesOfTheUser() throws IOException {
        terminal.write("out/.lineman/state", "");
        assertThat(terminal.run("init")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).contains("1 extension, 1 phone");
    }

    @Test
    void schemasOfAnotherVersionAreWrittenAgain() throws IOException {
        assertThat(terminal.run("init")).isEqualTo(ExitCode.OK);
        Map<String, String> before = files();
        terminal.write(".schemas/extension.json", "{}\n");
        assertThat(terminal.run("init")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.out()).contains("  .schemas/extension.json (schema of this version)\n");
        assertThat(files().get(".schemas/extension.json")).isEqualTo("{}\n");
        assertThat(terminal.run("init", "--yes")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out())
                .startsWith(
                        "wrote .schemas/extension.json (schema of this version)\n1 extension, 1 phone, no problems\n");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void extensionsThatAreThereGetNeitherASampleNorDefaults() throws IOException {
        terminal.write("extensions.d/berlin/7.yaml", "extension: 7\n");
        assertThat(terminal.run("init", "--yes")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out())
                .contains("no first extension, no secrets.yaml, and no _defaults.yaml")
                .contains("1 extension, no phones, no problems");
        assertThat(files())
                .containsOnlyKeys(
                        ".github/workflows/lineman.yml",
                        ".gitignore",
                        ".schemas/defaults.json",
                        ".schemas/extension.json",
                        ".schemas/secrets.json",
                        ".vscode/settings.json",
                        "extensions.d/berlin/7.yaml");
    }

    @Test
    void defaultsThatAreThereStay() throws IOException {
        terminal.write("extensions.d/_defaults.yaml", "pbx_ip: pbx.example.org\n");
        assertThat(terminal.run("init", "--yes")).isEqualTo(ExitCode.OK);
        assertThat(files())
                .containsOnlyKeys(
                        ".github/workflows/lineman.yml",
                        ".gitignore",
                        ".schemas/defaults.json",
                        ".schemas/extension.json",
                        ".schemas/secrets.json",
                        ".vscode/settings.json",
                        "extensions.d/_defaults.yaml");
        assertThat(files().get("extensions.d/_defaults.yaml")).isEqualTo("pbx_ip: pbx.example.org\n");
        assertThat(terminal.out())
                .contains("extensions.d has files: Lineman adds no first extension and no secrets.yaml\n");
    }

    @Test
    void theFolderIsNamedOnce() throws IOException {
        Path other = folder.resolve("other");
        assertThat(terminal.run("init", other.toString())).isEqualTo(ExitCode.OK);
        assertThat(other.resolve("secrets.yaml")).exists();
        assertThat(root).doesNotExist();
        assertThat(terminal.run("init", "--root", root.toString(), other.toString()))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("give one of them");
        assertThat(terminal.run("init", "--root", root.toString())).isEqualTo(ExitCode.OK);
        assertThat(files()).containsOnlyKeys(ALL_FILES);
    }

    @Test
    void aFileIsNoFolderForARoot() throws IOException {
        Files.writeString(root, "");
        assertThat(terminal.run("init")).isEqualTo(ExitCode.COULD_NOT_START);
        assertThat(terminal.err()).isEqualTo("lineman: " + root + " is no folder; name another one\n");
        assertThat(terminal.run("init", root.resolve("below").toString())).isEqualTo(ExitCode.COULD_NOT_START);
        assertThat(terminal.err()).isEqualTo("lineman: " + root + " is no folder; name another one\n");
    }

    @Test
    void aLinkOutOfTheRootIsNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createDirectories(root);
        Files.createSymbolicLink(root.resolve(".vscode"), elsewhere);
        assertThat(terminal.run("init", "--yes")).isEqualTo(ExitCode.COULD_NOT_START);
        assertThat(terminal.err()).contains(root.resolve(".vscode") + " leads out of " + root);
        assertThat(files()).isEmpty();
        assertThat(elsewhere).isEmptyDirectory();
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("gone"));
        assertThat(terminal.run("init", dangling.toString())).isEqualTo(ExitCode.COULD_NOT_START);
        assertThat(terminal.err()).contains("leads to no folder");
    }

    @Test
    void aFolderBelowTheTopOfARepositoryGetsNoWorkflow() throws IOException {
        Files.createDirectories(folder.resolve(".git"));
        assertThat(terminal.run("init")).isEqualTo(ExitCode.OK);
        assertThat(files()).doesNotContainKey(".github/workflows/lineman.yml");
        assertThat(terminal.out())
                .contains("no workflow for GitHub: it must be at the top of the repository")
                .doesNotContain("git init");
        assertThat(terminal.run("init", "--yes", folder.toString())).isEqualTo(ExitCode.OK);
        assertThat(folder.resolve(".github/workflows/lineman.yml")).exists();
    }

    private String value(String file, String key) throws IOException {
        byte[] content = files().get(file).getBytes(StandardCharsets.UTF_8);
        YamlNode.Mapping top =
                (YamlNode.Mapping) YamlReader.read(file, content).documents().get(0);
        return top.mappingEntries().stream()
                .filter(entry -> entry.key().text().equals(key))
                .map(entry -> (YamlNode.Scalar) entry.value())
                .filter(scalar -> scalar.given() && scalar.tag() == YamlNode.Tag.TEXT)
                .map(YamlNode.Scalar::text)
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    files.put(root.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return files;
    }
}
