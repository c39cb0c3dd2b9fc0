package dev.lineman.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.lineman.access.IpAddress;
import dev.lineman.fs.FileMode;
import dev.lineman.serve.visits.ReportedDevice;
import dev.lineman.serve.visits.RequestChannel;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.VisitStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The values that the hidden command {@code complete} prints for a command line that is not complete. */
class CompletionTest {
    @TempDir
    private Path root;

    private Terminal terminal;

    private final Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = log.getLevel();

    /** The command ends the log of its process. */
    @AfterEach
    void resumeTheLog() {
        log.setLevel(level);
    }

    @BeforeEach
    void aRoot() throws IOException {
        terminal = new Terminal(root);
        terminal.write("extensions.d/100.yaml", """
                extension: 100 # the front desk
                auth_password: "x, mac: 00:00:5e:00:53:99"
                phone:
                  # mac: 00:00:5e:00:53:98
                  mac: 00:04:13:24:66:72
                  model: Snom320
                """);
        terminal.write("extensions.d/berlin/_defaults.yaml", "site: \"Berlin Mitte\"\nauth_password: hunter2\n");
        terminal.write("extensions.d/berlin/north/x.yaml", """
                extension: '101'
                phone: {model: "T54W", mac: 80-5E-C0-00-01-11}
                """);
        terminal.write("extensions.d/berlin/north/own.yaml", "extension: 102\nsite: rome\n");
        terminal.write("extensions.d/broken.yaml", "extension: [\n\u0000\u00ff");
        terminal.write("secrets.yaml", "extension: 666\n");
        terminal.write("out/provisioning/cfg000413246672", "x");
        terminal.write("out/provisioning/fw/a.bin", "x");
        terminal.write(
                "templates/models/own.yaml",
                "family: ACME\ntemplate: yealink/yealink-t\nmodels: {ACME O'Phone 9000: {lines: 1}}\n");
    }

    @Test
    void modelsAreThoseOfTheProgramAndOfTheRoot() {
        assertThat(zsh("adopt", "--model", "yealink t54")).contains("yealink t54W", "yealink t54S");
        assertThat(zsh("adopt", "--model", "t54w")).containsExactly("t54w");
        assertThat(zsh("adopt", "--model=ACME")).containsExactly("ACME O'Phone 9000");
        assertThat(zsh("adopt", "--model", "")).contains("Yealink T54W").doesNotContain("T54W");
        assertThat(zsh("models", "T54")).contains("T54W");
        assertThat(zsh("init", "--model", "Yealink T54W")).containsExactly("Yealink T54W");
    }

    @Test
    void explainCompletesNumbersMacsAndFiles() {
        assertThat(zsh("explain", "")).containsExactly("00:04:13:24:66:72", "100", "101", "102", "80:5e:c0:00:01:11");
        assertThat(zsh("explain", "10")).containsExactly("100", "101", "102");
        assertThat(zsh("explain", "ber")).containsExactly("berlin Mitte/101");
        assertThat(zsh("explain", "ro")).containsExactly("rome/102");
        assertThat(zsh("explain", "cfg")).containsExactly("cfg000413246672");
        assertThat(zsh("explain", "out/p")).containsExactly("out/provisioning/");
        assertThat(zsh("explain", "out/provisioning/"))
                .containsExactly("out/provisioning/cfg000413246672", "out/provisioning/fw/");
        assertThat(zsh("explain", "out/../s")).isEmpty();
        assertThat(zsh("explain", "100", "")).isEmpty();
    }

    @Test
    void aMacContinuesInTheNotationThatTheUserTypes() {
        assertThat(zsh("explain", "80:5E:C0")).containsExactly("80:5E:C0:00:01:11");
        assertThat(zsh("explain", "80-5")).containsExactly("80-5e-c0-00-01-11");
        assertThat(zsh("explain", "805EC")).containsExactly("805EC0000111");
        assertThat(zsh("explain", "805e.")).containsExactly("805e.c000.0111");
    }

    @Test
    void phonesCompletesNumbersAndMacs() {
        assertThat(zsh("phones", "")).containsExactly("00:04:13:24:66:72", "100", "101", "102", "80:5e:c0:00:01:11");
        assertThat(zsh("phones", "--wide", "805e")).containsExactly("805ec0000111");
        assertThat(zsh("phones", "cfg")).isEmpty();
        assertThat(zsh("phones", "--state", "re")).containsExactly("refused");
    }

    @Test
    void initCompletesLanguagesAndSiteTemplates() throws IOException {
        assertThat(zsh("init", "--language", "ger")).containsExactly("german");
        assertThat(zsh("init", "--language=Ger")).containsExactly("German");
        assertThat(zsh("init", "--site-templates", "")).contains("asterisk", "phonebooks", "poly-master");
        assertThat(zsh("init", "--site-templates", "phonebooks,"))
                .contains("phonebooks,asterisk")
                .doesNotContain("phonebooks,phonebooks");
        assertThat(zsh("init", "--site-templates", "asterisk,ph")).containsExactly("asterisk,phonebooks");
        assertThat(bash("lineman init --site-templates asterisk,pho")).containsExactly("nebooks");
    }

    @Test
    void adoptCompletesPhonesThatNoExtensionNames() throws IOException {
        try (VisitStore visits =
                VisitStore.open(root.resolve("out/.lineman/phones"), FileMode.DEFAULT, System::nanoTime)) {
            visits.readVisits();
            for (String mac : List.of("00005e005301", "805ec0000111")) {
                visits.visits()
                        .recordUnknownPhone(UnknownPhone.seen(
                                mac,
                                1,
                                requireNonNull(IpAddress.parse("10.0.0.9")),
                                RequestChannel.HTTP,
                                "provisioning/x",
                                ReportedDevice.ofAgent("x")));
            }
        }
        assertThat(zsh("adopt", "")).containsExactly("00:00:5e:00:53:01");
        assertThat(zsh("adopt", "--dry-run", "0000")).containsExactly("00005e005301");
    }

    @Test
    void sitesAndFoldersAreThoseOfTheRoot() {
        assertThat(zsh("adopt", "--site", "")).containsExactly("Berlin Mitte", "rome");
        assertThat(zsh("import", "x.csv", "--into", "extensions.d/b"))
                .containsExactly("extensions.d/berlin", "extensions.d/berlin/north");
    }

    @Test
    void templatesAreThoseOfTheProgramAndOfTheRootByTheirNames() {
        assertThat(zsh("templates", "yealink/yealink-t")).containsExactly("yealink/yealink-t");
        assertThat(zsh("templates", "diff", "models/ow")).containsExactly("models/own");
        assertThat(zsh("templates", "copy", "lib/common"))
                .containsExactly(
                        "lib/common-base.vm",
                        "lib/common-dst-weeks.vm",
                        "lib/common-keys.vm",
                        "lib/common-line.vm",
                        "lib/common-login.vm",
                        "lib/common-minutes.vm",
                        "lib/common-pair.vm",
                        "lib/common-phonebook.vm",
                        "lib/common-sip.vm",
                        "lib/common-user-password.vm");
        assertThat(zsh("templates", "di")).containsExactly("diff");
        assertThat(zsh("templates", "copy", "site/ph")).containsExactly("site/phonebooks");
    }

    @Test
    void fixedValuesCommandsAndFilesAreCompleted() {
        assertThat(zsh("phones", "--state", "n")).containsExactly("never", "no_file", "not_found");
        assertThat(zsh("check", "--format=j")).containsExactly("json");
        assertThat(zsh("help", "co")).containsExactly("completion", "confirm");
        assertThat(zsh("init", "--timezone", "Europe/Berl")).containsExactly("Europe/Berlin");
        assertThat(complete("zsh", "check", "--secrets", "")).containsExactly("files");
        assertThat(complete("zsh", "check", "--root=")).containsExactly("folders");
        assertThat(complete("zsh", "import", "")).containsExactly("files");
    }

    @Test
    void theRootIsThatOfTheCommandLine(@TempDir Path other) throws IOException {
        Files.createDirectories(other.resolve("extensions.d"));
        Files.writeString(other.resolve("extensions.d/900.yaml"), "extension: 900\n");
        assertThat(zsh("explain", "--root", other.toString(), "")).containsExactly("900");
        assertThat(zsh("explain", "--root=" + other, "")).containsExactly("900");
        terminal.set("HOME", other.getParent().toString());
        assertThat(zsh("explain", "--root=~/" + other.getFileName(), "")).containsExactly("900");
        assertThat(zsh("explain", "--root", other + "/none", "")).isEmpty();
    }

    @Test
    void bashGetsTheRestOfTheWordWithItsQuotes() {
        assertThat(bash("lineman adopt --model Yealink\\ T54")).contains("W").doesNotContain("54W");
        assertThat(bash("lineman adopt --model Yealink")).contains("\\ T54W");
        assertThat(bash("lineman adopt --model \"Yealink")).contains(" T54W");
        assertThat(bash("lineman adopt --model ACME")).containsExactly("\\ O\\'Phone\\ 9000");
        assertThat(bash("lineman adopt --model 'ACME O")).containsExactly("'\\''Phone 9000");
        assertThat(bash("lineman adopt --model \"ACME O")).containsExactly("'Phone 9000");
        assertThat(bash("lineman explain 80:5e:")).containsExactly("c0:00:01:11");
        assertThat(bash("cd /srv; lineman explain 80:5e:")).containsExactly("c0:00:01:11");
        assertThat(bash("lineman adopt --model 'x' --site=B")).containsExactly("erlin\\ Mitte");
    }

    @Test
    void wrongWordsGiveNothingAndNoError() {
        for (String line : List.of(
                "", "lineman", "lineman ", "lineman nope x", "lineman explain --nope=", "lineman explain '", "\\")) {
            assertThat(terminal.run("complete", "--", "bash", line)).as(line).isZero();
            assertThat(terminal.err()).as(line).isEmpty();
        }
        assertThat(terminal.run("complete", "--", "zsh", "explain", "--root", "\u0000", ""))
                .isZero();
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void noValueOfAFileButNamesIsPrinted() {
        zsh("explain", "");
        zsh("adopt", "--site", "");
        zsh("adopt", "--model", "");
        assertThat(terminal.output()).doesNotContain("hunter2", "666", "00:00:5e");
    }

    private List<String> zsh(String... words) {
        return values(complete("zsh", words));
    }

    private List<String> bash(String line) {
        return values(complete("bash", line));
    }

    private static List<String> values(List<String> lines) {
        assertThat(lines).first().isEqualTo("values");
        return lines.subList(1, lines.size());
    }

    private List<String> complete(String shell, String... words) {
        String[] arguments = new String[words.length + 3];
        arguments[0] = "complete";
        arguments[1] = "--";
        arguments[2] = shell;
        System.arraycopy(words, 0, arguments, 3, words.length);
        assertThat(terminal.run(arguments)).as(terminal.err()).isZero();
        assertThat(terminal.err()).isEmpty();
        return terminal.out().lines().toList();
    }
}
