package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.ProjectTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands show of vendor parameters: their places, what they replace, and no secret. */
class VendorParameterViewsTest {
    @TempDir
    Path root;

    private Terminal terminal;

    @BeforeEach
    void anOffice() throws IOException {
        terminal = new Terminal(root);
        ProjectTemplates.copyTo(root);
        terminal.write("secrets.yaml", "p: Hunter2-Hunter2\n");
        terminal.write("extensions.d/_defaults.yaml", """
                pbx_ip: pbx.example
                model: Yealink T54W
                vars: {admin_password: admin}
                settings:
                  yealink:
                    account.1.label: Fleet
                    lang.wui: German
                """);
        terminal.write("extensions.d/100.yaml", """
                extension: 100
                first_name: A
                last_name: B
                auth_id: a
                auth_password: s3cret-s3cret
                phone:
                  mac: 805ec0000001
                  settings:
                    account.1.label: Desk
                    new.password: Plain-Passw0rd
                    new.note: !secret p
                    new.lines: [one, two]
                    wifi.1.key: Plain-Passw0rd
                    Profile_Rule: "[--key Plain-Passw0rd] http://10.0.0.1/$MA.cfg"
                """);
    }

    @Test
    void explainShowsWhereAParameterComesFromAndWhatItReplaces() {
        terminal.run("explain", "805ec0000001");
        assertThat(terminal.output())
                .containsPattern(
                        "settings\\.account\\.1\\.label +Desk +extensions\\.d/100\\.yaml:9:22, the phone;"
                                + " replaces the value of the template\\n +overrides Fleet at extensions\\.d/_defaults\\.yaml:6:22")
                .containsPattern("settings\\.lang\\.wui +German +extensions\\.d/_defaults\\.yaml:7:15, .*")
                .containsPattern("settings\\.new\\.lines +one, two +extensions\\.d/100\\.yaml:12:16, the phone;"
                        + " added to the file")
                .containsPattern(
                        "settings\\.new\\.note +•••••• +extensions\\.d/100\\.yaml:11:15 \\(!secret p\\), the phone")
                .containsPattern("settings\\.new\\.password +•••••• ")
                .doesNotContain("unter2", "Passw0rd");
    }

    @Test
    void noCommandShowsASecretParameter() throws IOException {
        terminal.run("render");
        assertThat(Files.readString(root.resolve("out/provisioning/805ec0000001.cfg")))
                .endsWith("""
                        new.lines = one
                        new.lines = two
                        new.note = Hunter2-Hunter2
                        new.password = Plain-Passw0rd
                        wifi.1.key = Plain-Passw0rd
                        """);
        terminal.run("explain", "805ec0000001", "--format", "json");
        terminal.run("explain", "out/provisioning/805ec0000001.cfg");
        terminal.write("secrets.yaml", "p: Hunter3-Hunter3\n");
        terminal.write(
                "extensions.d/100.yaml",
                Files.readString(root.resolve("extensions.d/100.yaml")).replace("Plain-Passw0rd", "Other-Passw0rd"));
        terminal.run("plan");
        terminal.run("plan", "--format", "json");
        assertThat(terminal.output()).contains("new.note = ••••••").doesNotContain("unter2", "unter3", "Passw0rd");
    }

    @Test
    void templatesShowsTheFormat() {
        terminal.run("templates", "yealink/yealink-t");
        assertThat(terminal.output())
                .contains("settings\n  assignments: names such as account.1.dnd.enable; family yealink\n");
    }
}
