package dev.lineman.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.IpAddress;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.fs.FileMode;
import dev.lineman.serve.visits.ReportedDevice;
import dev.lineman.serve.visits.RequestChannel;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.VisitStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code adopt} on a real folder, with a phone that requested a file. */
class AdoptCommandTest {
    private static final String MAC = "00:04:13:99:99:FF";

    @TempDir
    private Path root;

    private Terminal terminal;

    @BeforeEach
    void aRootWithAnUnknownPhone() throws IOException {
        terminal = new Terminal(root);
        file("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1\n");
        file("extensions.d/office/_defaults.yaml", "last_name: Office\n");
        file("extensions.d/100.yaml", "extension: 100\nfirst_name: Ann\nlast_name: Lee\n");
        Files.createDirectories(root.resolve("templates/phones"));
        Files.copy(Path.of("templates/phones/snom320.xml"), root.resolve("templates/phones/snom320.xml"));
        asked("");
    }

    private void asked(String name) throws IOException {
        asked(name, "0004139999ff");
    }

    /** Records the requests of a phone for a name. */
    private void asked(String name, String mac) throws IOException {
        try (VisitStore visitStore = VisitStore.open(root.resolve("out/.lineman/phones"), FileMode.DEFAULT, () -> 0)) {
            visitStore.readVisits();
            IpAddress from = requireNonNull(IpAddress.parse("10.0.0.7"));
            visitStore
                    .visits()
                    .recordUnknownPhone(UnknownPhone.seen(
                            mac,
                            1,
                            from,
                            RequestChannel.HTTP,
                            name,
                            ReportedDevice.ofAgent("Mozilla/4.0 (compatible; snom320-SIP 8.7.5.35)")));
        }
    }

    /** Two sites: acme has a folder of its own, zeta is written in each file. */
    private void sites() throws IOException {
        file("extensions.d/acme/_defaults.yaml", "site: acme\npbx_ip: 10.9.9.9\n");
        file("extensions.d/acme/100.yaml", "extension: 100\n");
        file("extensions.d/acme/deep/101.yaml", "extension: 101\n");
        file("extensions.d/z.yaml", "extension: 100\nsite: zeta\n");
    }

    @Test
    void theSiteAndItsFolderComeFromThePathThatThePhoneAskedFor() throws IOException {
        sites();
        asked("provisioning/acme/cfg0004139999ff");
        assertThat(adopt()).as(terminal.err()).isZero();
        assertThat(root.resolve("extensions.d/acme/117.yaml"))
                .content()
                .contains("auth_password: !secret acme-117-auth_password")
                .doesNotContain("site", "pbx_ip");
        assertThat(terminal.out()).doesNotContain("the phone asked");
    }

    @Test
    void aSiteWithoutAFolderIsWrittenIntoTheFile() throws IOException {
        sites();
        asked("provisioning/ZETA/cfg0004139999ff");
        assertThat(adopt()).as(terminal.err()).isZero();
        assertThat(root.resolve("extensions.d/117.yaml"))
                .content()
                .contains("site: zeta", "!secret zeta-117-auth_password");
        // The number is taken in another site only.
        asked("provisioning/zeta/cfg0004139999fe", "0004139999fe");
        assertThat(terminal.run("adopt", "0004139999fe", "--extension", "101", "--first-name", "A", "--last-name", "B"))
                .as(terminal.err())
                .isZero();
        assertThat(root.resolve("extensions.d/101.yaml")).content().contains("site: zeta");
    }

    @Test
    void aSiteWithoutExtensionsIsThatOfItsFolder() throws IOException {
        sites();
        file("extensions.d/newco/_defaults.yaml", "site: newco\n");
        asked("provisioning/newco/cfg0004139999ff");
        assertThat(adopt()).as(terminal.err()).isZero();
        assertThat(root.resolve("extensions.d/newco/117.yaml")).content().doesNotContain("site:");
        assertThat(terminal.out()).doesNotContain("the phone asked");
    }

    @Test
    void theOptionWinsAndTheWrongPathOfThePhoneIsSaid() throws IOException {
        sites();
        asked("provisioning/acme/cfg0004139999ff");
        assertThat(adopt("--site", "zeta")).as(terminal.err()).isZero();
        assertThat(root.resolve("extensions.d/117.yaml")).content().contains("site: zeta");
        assertThat(terminal.out())
                .contains("to do: the phone asked for provisioning/acme/cfg0004139999ff, and its files will be below"
                        + " provisioning/zeta/: correct the provisioning URL in the phone, or give another --site");
    }

    @Test
    void aFolderOfAnotherSiteThanThePathIsAnError() throws IOException {
        sites();
        asked("provisioning/zeta/cfg0004139999ff");
        assertThat(adopt("--into", "extensions.d/acme")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.err())
                .contains("extensions.d/acme/117.yaml:1:1: error: the phone asked for a file of site 'zeta', and this"
                        + " folder is of site 'acme'; name another folder with --into, or the site with --site");
        assertThat(adopt("--into", "extensions.d/acme", "--site", "acme"))
                .as(terminal.err())
                .isZero();
    }

    @Test
    void aFolderThatIsNoSiteIsSaid() throws IOException {
        sites();
        asked("provisioning/office/cfg0004139999ff");
        assertThat(adopt()).as(terminal.err()).isZero();
        assertThat(root.resolve("extensions.d/117.yaml")).content().doesNotContain("site");
        assertThat(terminal.out()).contains("to do: the phone asked for provisioning/office/cfg0004139999ff");
    }

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void theFileHasTheValuesThatDefaultsLackAndAddsThePhone() throws IOException {
        assertThat(terminal.run(
                        "adopt", MAC, "--extension", "117", "--first-name", "Kim", "--into", "extensions.d/office"))
                .as(terminal.err())
                .isZero();
        assertThat(root.resolve("extensions.d/office/117.yaml"))
                .hasContent("""
                extension: 117
                first_name: Kim
                auth_id: 117
                auth_password: !secret 117-auth_password
                phone:
                  mac: 00:04:13:99:99:ff
                  model: Snom 320""".replace("00:04:13:99:99:ff", "0004139999ff"));
        assertThat(terminal.out())
                .contains("wrote extensions.d/office/117.yaml", "to do: put '117-auth_password: PASSWORD'");
        file("secrets.yaml", "117-auth_password: x\n");
        Files.setPosixFilePermissions(
                root.resolve("secrets.yaml"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        assertThat(terminal.run("check")).as(terminal.err()).isZero();
        assertThat(terminal.run("explain", MAC)).isZero();
        assertThat(terminal.out()).contains("extension 117 (Kim Office)");
    }

    @Test
    void valuesThatNeitherOptionsNorDefaultsGiveAreMissingAndNothingIsWritten() throws IOException {
        assertThat(terminal.run("adopt", MAC, "--extension", "117")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.err())
                .isEqualTo(
                        "extensions.d/117.yaml:1:1: error: first_name and last_name are missing; give --first-name and"
                                + " --last-name, or set them in extensions.d/_defaults.yaml\n");
        assertThat(root.resolve("extensions.d/117.yaml")).doesNotExist();
        file("extensions.d/_defaults.yaml", "{}\n");
        assertThat(terminal.run("adopt", MAC, "--extension", "117", "--first-name", "Kim", "--last-name", "Ro"))
                .isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.err())
                .contains("pbx_ip is missing; give --pbx-ip, or set it in extensions.d/_defaults.yaml");
        assertThat(terminal.run(
                        "adopt", MAC, "--extension", "117", "--first-name", "Kim", "--last-name", "", "--pbx-ip", "p"))
                .as(terminal.err())
                .isZero();
        assertThat(root.resolve("extensions.d/117.yaml")).content().contains("last_name: ''");
    }

    @Test
    void aValueThatTheTemplateNeedsAndNobodyGivesIsMissing() throws IOException {
        file(
                "templates/phones/snom320.xml",
                Files.readString(Path.of("templates/phones/snom320.xml"))
                        .replace("%%extension_auth_pw%%", "%%extension_auth_pw%% %%admin_password%%"));
        assertThat(adopt()).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.err()).contains("admin_password");
        assertThat(root.resolve("extensions.d/117.yaml")).doesNotExist();
    }

    @Test
    void aPasswordThatTheFileOfSecretsHasAlreadyIsNotToDo() throws IOException {
        file("secrets.yaml", "117-auth_password: x\n");
        assertThat(adopt()).as(terminal.err()).isZero();
        assertThat(terminal.out()).doesNotContain("to do");
    }

    private int adopt(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("adopt", MAC, "--extension", "117", "--first-name", "Kim", "--last-name", "Ro"));
        arguments.addAll(List.of(more));
        return terminal.run(arguments.toArray(String[]::new));
    }

    @Test
    void withUnmountedExtensionsNothingIsAdopted() throws IOException {
        MissingMount.noteAt(root, "extensions.d/acme");
        assertThat(terminal.run("adopt", MAC, "--extension", "117")).isEqualTo(1);
        assertThat(terminal.err()).contains("extensions.d/acme:1:1: error: the file system (nfs4)");
        assertThat(terminal.out()).contains("nothing was written: the phone or its extension may be in files");
        assertThat(root.resolve("extensions.d/117.yaml")).doesNotExist();
    }

    @Test
    void unmountedStaticFilesDoNotPreventAnAdoption() throws IOException {
        MissingMount.noteAt(root, "templates/static/firmware");
        assertThat(adopt()).as(terminal.err()).isZero();
    }

    @Test
    void aDryRunShowsTheFileAndWritesNothing() {
        assertThat(adopt("--dry-run")).as(terminal.err()).isZero();
        assertThat(terminal.out()).contains("would write extensions.d/117.yaml", "  extension: 117");
        assertThat(root.resolve("extensions.d/117.yaml")).doesNotExist();
    }

    @Test
    void anExistingExtensionIsNotChangedAndTheLinesToAddAreShown() throws IOException {
        String before = Files.readString(root.resolve("extensions.d/100.yaml"));
        assertThat(terminal.run("adopt", MAC, "--extension", "100")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.err()).contains("extensions.d/100.yaml:1:12: error: extension 100 has a file already");
        assertThat(terminal.out()).contains("phone:\n  mac: 0004139999ff\n  model: 'Snom 320'\n");
        assertThat(root.resolve("extensions.d/100.yaml")).hasContent(before);
    }

    @Test
    void anExistingFileIsNotReplaced() throws IOException {
        file("extensions.d/117.yaml", "extension: 999\n");
        assertThat(adopt()).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.err()).contains("extensions.d/117.yaml is already there");
        assertThat(root.resolve("extensions.d/117.yaml")).hasContent("extension: 999");
    }

    @Test
    void aKnownPhoneIsNotAdopted() throws IOException {
        file("extensions.d/101.yaml", "extension: 101\nphone: {mac: 0004139999ff, model: Snom320}\n");
        assertThat(terminal.run("adopt", MAC, "--extension", "117")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.err())
                .contains("extensions.d/101.yaml:2:14: error: phone 0004139999ff already belongs to extension 101");
        assertThat(root.resolve("extensions.d/117.yaml")).doesNotExist();
    }

    @Test
    void anUnknownModelOrAModelWithoutATemplateIsAnError() {
        assertThat(terminal.run("adopt", "000413000001", "--extension", "117")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.err())
                .contains("the model of phone 000413000001 is unknown; name it with --model")
                .contains("first_name and last_name are missing; give --first-name and --last-name");
        assertThat(terminal.run("adopt", MAC, "--extension", "117", "--model", "snom321"))
                .isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.err())
                .contains("is for model 'snom321'; did you mean 'Snom 320'? Name the model with --model")
                .contains("first_name and last_name are missing; give --first-name and --last-name");
        assertThat(root.resolve("extensions.d/117.yaml")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"SNOM-320, ''", "320, ''", "om 32, 'om 32'", "Snom 320 PoE, Snom 320 PoE"})
    void theFullNameOfTheModelIsWritten(String given, String taken) throws IOException {
        List<String> adopt = new ArrayList<>(List.of("adopt", MAC, "--extension", "117", "--model", given));
        adopt.addAll(List.of("--first-name", "Kim", "--last-name", "Ro"));
        assertThat(terminal.run(adopt.toArray(String[]::new)))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.err())
                .contains(
                        taken.isEmpty()
                                ? ""
                                : "extensions.d/117.yaml:1:1: warning: '" + taken
                                        + "' is taken for a Snom 320; if it is"
                                        + " another model, name that with --model\n");
        assertThat(terminal.err().isEmpty()).isEqualTo(taken.isEmpty());
        assertThat(root.resolve("extensions.d/117.yaml")).content().contains("  model: Snom 320\n");
    }

    @Test
    void aModelThatTheDefaultsGiveIsNotRepeated() throws IOException {
        file("extensions.d/new/_defaults.yaml", "{model: snom-320, first_name: K, last_name: R}\n");
        assertThat(terminal.run("adopt", MAC, "--extension", "117", "--into", "extensions.d/new"))
                .as(terminal.err())
                .isZero();
        assertThat(root.resolve("extensions.d/new/117.yaml")).content().doesNotContain("model");
    }

    @Test
    void aWrongMacOrFolderIsWrongUsage() {
        assertThat(terminal.run("adopt", "0004", "--extension", "117")).isEqualTo(2);
        assertThat(terminal.err()).contains("'0004' is not a MAC");
        assertThat(terminal.run("adopt", MAC, "--extension", "../x")).isEqualTo(2);
        assertThat(terminal.run("adopt", MAC, "--extension", "117", "--into", "templates"))
                .isEqualTo(2);
    }
}
