package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No output contains a password, whatever goes wrong. */
class SecretsIT {
    @TempDir
    Path folder;

    @Test
    void noSecretIsEverPrinted() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder);
        root.write("secrets.yaml", "good: " + password(1) + "\nbad\u0007: [" + password(2) + "]\n");
        List<String> broken = List.of(
                "auth_password: [%s]",
                "auth_password: {%s: 1}",
                "auth_password: \"%s",
                "auth_password: %s\n  more: x",
                "auth_password: !what %s",
                "auth_password: !secret %s!",
                "auth_password: !secret good %s",
                "auth_password: *%s",
                "auth_password: \"%s\\u0007\"",
                "auth_password: %s\nauth_password: x",
                "auth_pasword: %s",
                "vars: {sip_password: [%s]}",
                "vars: {pin: %s, pin: 1}",
                "vars: %s",
                "vars: {extension_auth_pw: %s}",
                "provisioning: %s",
                "provisioning: {password: [%s]}",
                "provisioning: {user: 'a:%s', token: %s}",
                "provisioning: {password: %s}",
                "provisioning: {token: %s, until: %s}",
                "provisioning: {%s: x}",
                "phone: {mac: %s, model: Snom320}",
                "phone: {mac: 000413246672, model: Snom320, vars: {token: %s}}\nphone: 1");
        for (int i = 0; i < broken.size(); i++) {
            root.write(
                    "extensions.d/" + (200 + i) + ".yaml",
                    "extension: " + (200 + i) + "\n" + broken.get(i).replace("%s", password(10 + i)) + "\n");
        }
        // Valid files that fail later: two accounts on one line, a file that two phones claim, a name without a value.
        root.write("extensions.d/300.yaml", FixtureRoot.extension(300, "A").replace("s300", password(50)));
        root.write(
                "extensions.d/301.yaml",
                FixtureRoot.extension(301, "B")
                        .replace("s301", password(51))
                        .replace(FixtureRoot.mac(301), FixtureRoot.mac(300)));
        root.write(
                "templates/phones/shared.xml",
                "<doc><header><type>phone-template</type><name>Shared</name></header><data><device>"
                        + "<deviceconfig filename=\"shared\">%%extension_auth_pw%%</deviceconfig>"
                        + "<deviceconfig filename=\"%%extension_auth_pw%%/../x\">x</deviceconfig>"
                        + "<deviceconfig filename=\"y\">%%extension_auth_pw%% %%nothing%%</deviceconfig>"
                        + "</device></data></doc>");
        for (int number = 302; number < 304; number++) {
            root.write(
                    "extensions.d/" + number + ".yaml",
                    FixtureRoot.extension(number, "C")
                            .replace("s" + number, password(number - 250))
                            .replace("Snom320", "Shared"));
        }

        List<String> printed = new ArrayList<>();
        for (String format : List.of("text", "json")) {
            for (String command : List.of("check", "render")) {
                Jar.CommandResult ended = Jar.run(folder, Map.of("HUSH", password(3)), command, "--format", format);
                assertThat(ended.code()).isEqualTo(1);
                assertThat(ended.err()).as("problems").hasSizeGreaterThanOrEqualTo(broken.size());
                printed.addAll(ended.out());
                printed.addAll(ended.err());
            }
        }
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            printed.addAll(agent.out());
            printed.addAll(agent.err());
        }
        assertThat(printed).noneMatch(line -> line.contains("hush"));
    }

    private static String password(int number) {
        return "hush-" + number + "-hush";
    }
}
