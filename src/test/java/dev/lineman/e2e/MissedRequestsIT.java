package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A phone that asks for a name that it does not have: what the commands and the logs of the built jar show. */
class MissedRequestsIT {
    private static final String MAC = "805ec0000402";
    private static final String T46S = "Yealink SIP-T46S 66.85.0.5 80:5e:c0:00:04:02";
    private static final String TOKEN = "Zq3.Un-guessable~Zq3_4";

    @TempDir
    Path folder;

    @Test
    void theCommandsShowWhatAPhoneAsksFor() throws Exception {
        FixtureRoot root = FixtureRoot.ofSamples(folder);
        root.write("extensions.d/402.yaml", """
                extension: 402
                first_name: Ann
                last_name: Lee
                auth_id: 402
                auth_password: pw
                pbx_ip: pbx.example.net
                phone: {mac: 805ec0000402, model: Snom D785}
                vars: {admin_password: Zq81kk}
                """);
        root.write("extensions.d/berlin/_defaults.yaml", "site: berlin\n");
        root.write(
                "extensions.d/berlin/403.yaml",
                FixtureRoot.extension(403, "Bea").replace("phone:", "provisioning: {token: " + TOKEN + "}\nphone:"));
        String asked = "asks for provisioning/805ec0000402.cfg, which it does not have (its files are"
                + " provisioning/805EC0000402.xml and provisioning/snomD785-805EC0000402.htm)";
        String advice = "The User-Agent is that of a Yealink T46S. If this is the phone, correct 'model: Snom D785'"
                + " at extensions.d/402.yaml:7:35.";
        try (RunningProcess agent = RunningProcess.startReady(root, "--access-log=text")) {
            String port = "--admin-port=" + agent.adminPort();
            assertThat(phone(root, port, MAC)).contains("  never asked  ");
            assertThat(agent.request("GET", "/provisioning/" + MAC + ".cfg?pw=s3cret", "User-Agent", T46S)
                            .statusCode())
                    .isEqualTo(404);
            String other = FixtureRoot.mac(403);
            assertThat(agent.request("HEAD", "/" + TOKEN + "/cfg" + other).statusCode())
                    .isEqualTo(404);
            assertThat(agent.request("GET", "/provisioning/cfg" + other).statusCode())
                    .isEqualTo(404);
            Deadline.await(() -> assertThat(phone(root, port, MAC))
                    .contains("! asks for another file  ", "  66.85.0.5  ", MAC + ' ' + asked)
                    .contains(" from 127.0.0.1. " + advice));
            Deadline.await(() -> assertThat(phone(root, port, other))
                    .contains(other + " asks for provisioning/cfg" + other + ", which it does not have (its file is"
                            + " provisioning/berlin/cfg" + other + ')')
                    .contains(" must end in /provisioning/TOKEN/berlin/ ("));
            assertThat(lines(Jar.run(root.path(), "phones", port, "--state=not_found")
                            .out()))
                    .contains("\n2 phones (asks for another file: 2)\n! marks phones with a problem;");
            assertThat(agent.terminate().exitCode(Duration.ofSeconds(30))).isZero();
            assertThat(String.join("\n", agent.out())).doesNotContain(TOKEN, "s3cret");
        }
        String explained = lines(Jar.run(root.path(), "explain", MAC).out());
        assertThat(explained)
                .contains("last fetched\n  never, as far as is known here\n", "asked for, and did not get\n")
                .contains("  " + asked + "\n    404, once, by 127.0.0.1, " + T46S + "\n    " + advice + "\n");
        String hidden =
                lines(Jar.run(root.path(), "explain", FixtureRoot.mac(403)).out());
        assertThat(hidden).contains("asks for /***/cfg" + FixtureRoot.mac(403)).doesNotContain(TOKEN);
        String kept = Files.readString(
                root.resolve("out/.lineman/phones/missed"), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(kept).contains(T46S).doesNotContain(TOKEN, "s3cret");
    }

    private static String phone(FixtureRoot root, String port, String mac) throws Exception {
        Jar.CommandResult result = Jar.run(root.path(), "phones", port, "--wide");
        assertThat(result.code()).as(result.err().toString()).isZero();
        return lines(result.out().stream().filter(line -> line.startsWith(mac)).toList());
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines) + '\n';
    }
}
