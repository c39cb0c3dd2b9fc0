package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client certificates with the real process; curl and openssl act as phones. */
class CertificateIT {
    private static final Pattern PORT = Pattern.compile("over TLS at https://[^:]+:(\\d+)/provisioning/");
    private static final String FILE = "cfg000413246672";
    private static final String[] TLS = {
        "--bind", "127.0.0.1", "--tls-port", "0", "--tls-cert", "server.crt", "--tls-key", "server.key"
    };

    @TempDir
    Path folder;

    private List<String> sh(String command) throws Exception {
        Jar.CommandResult ended = Jar.run(folder, Map.of(), List.of("sh", "-c", command));
        assertThat(ended.code()).as("%s: %s", command, ended.err()).isZero();
        return ended.out();
    }

    private void makeCertificates() throws Exception {
        String key = " -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 ";
        sh("openssl req -x509" + key + "-keyout ca.key -out ca.crt -subj /CN=ca");
        for (String[] one : new String[][] {
            {"server", "/CN=server"}, {"phone", "/CN=00-04-13-24-66-72"}, {"other", "/CN=000413246673"}
        }) {
            sh("openssl req -x509 -CA ca.crt -CAkey ca.key" + key + "-keyout " + one[0] + ".key -out " + one[0]
                    + ".crt -subj " + one[1] + " -addext subjectAltName=IP:127.0.0.1");
        }
    }

    private static String[] with(String... more) {
        String[] all = java.util.Arrays.copyOf(TLS, TLS.length + more.length);
        System.arraycopy(more, 0, all, TLS.length, more.length);
        return all;
    }

    private static String port(RunningProcess agent) throws Exception {
        Matcher port = PORT.matcher(String.join("\n", agent.out()));
        assertThat(port.find()).isTrue();
        return port.group(1);
    }

    private String status(String port, String certificate, String file) throws Exception {
        return String.join(
                "",
                sh("curl -s -o /dev/null -w '%{http_code}' --cacert ca.crt --cert " + certificate + ".crt --key "
                        + certificate + ".key https://127.0.0.1:" + port + "/provisioning/" + file));
    }

    /** Returns what a phone gets when it resumes the session of its last connection. */
    private String resumeSession(String port, String certificate, String version) throws Exception {
        String client = "openssl s_client -ign_eof " + version + " -CAfile ca.crt -cert " + certificate + ".crt -key "
                + certificate + ".key -connect 127.0.0.1:" + port;
        String request = "printf 'GET /provisioning/" + FILE + " HTTP/1.0\\r\\n\\r\\n'";
        sh(request + " | " + client + " -sess_out session >first 2>&1");
        return String.join("\n", sh(request + " | " + client + " -sess_in session 2>&1"));
    }

    @Test
    void aCertificateRuleRefusesPlainHttpAndAcceptsOnlyTheCertificateOfThePhone() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder).write("templates/static/ring.wav", "la");
        makeCertificates();
        try (RunningProcess agent = RunningProcess.startReady(root, with("--client-ca", "ca.crt"))) {
            String port = port(agent);
            Deadline.await(() -> assertThat(String.join("\n", agent.out()))
                    .contains("--client-ca guards the TLS port only", "--port off", "certificate: true"));
            assertThat(agent.get(FILE)).isEqualTo(FixtureRoot.JOHN);
            Deadline.await(() -> assertThat(agent.get("ring.wav")).isEqualTo("la"));
            root.write("extensions.d/_defaults.yaml", "provisioning: {certificate: true}\n");
            Deadline.await(() -> assertThat(agent.get(FILE)).isEqualTo("404"));
            Deadline.await(() -> assertThat(agent.get("ring.wav")).isEqualTo("404"));
            assertThat(status(port, "phone", FILE)).isEqualTo("200");
            assertThat(status(port, "phone", "CFG000413246672")).isEqualTo("200");
            assertThat(status(port, "other", FILE)).isEqualTo("404");
            assertThat(status(port, "phone", "ring.wav")).isEqualTo("200");
            assertThat(status(port, "other", "ring.wav")).isEqualTo("404");
            for (String version : List.of("-tls1_2", "-tls1_3")) {
                assertThat(resumeSession(port, "phone", version)).contains("Reused, ", "HTTP/1.1 200 ");
                assertThat(resumeSession(port, "other", version)).contains("Reused, ", "HTTP/1.1 404 ");
            }
            Jar.CommandResult explained = Jar.run(root.path(), "explain", "/provisioning/" + FILE);
            assertThat(String.join("\n", explained.out()))
                    .contains("may be fetched by: over TLS, with a client certificate that has the phone's MAC");
            assertThat(agent.err()).isEmpty();
            assertThat(agent.terminate().exitCode(Duration.ofSeconds(20))).isZero();
        }
        try (RunningProcess agent = RunningProcess.startReady(root, with("--client-ca", "ca.crt"))) {
            assertThat(agent.get(FILE)).isEqualTo("404");
            assertThat(String.join("\n", agent.out())).doesNotContain("guards the TLS port only");
        }
    }

    @Test
    void withoutAPlainPortPhonesAreServedOverTlsOnly() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder);
        makeCertificates();
        try (RunningProcess agent = RunningProcess.startReady(root, with("--client-ca", "ca.crt", "--port", "off"))) {
            assertThat(status(port(agent), "phone", FILE)).isEqualTo("200");
            assertThat(String.join("\n", agent.out()))
                    .doesNotContain("serving phones at http://", "guards the TLS port only");
        }
        Jar.CommandResult alone = Jar.run(root.path(), "run", "--port", "off");
        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.err()).anyMatch(line -> line.contains("give --tls-cert and --tls-key"));
        Jar.CommandResult wrong = Jar.run(root.path(), "run", "--port", "none");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).anyMatch(line -> line.contains("--port is a number from 0 to 65535, or off"));
    }

    @Test
    void aRuleThatNoPortCanSatisfyIsAProblemOnItsLine() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder);
        String extension = root.read("extensions.d/100.yaml");
        root.write("extensions.d/100.yaml", extension + "provisioning:\n  certificate: true\n");
        int line = extension.lines().toList().size() + 2;
        makeCertificates();
        for (String[] options : new String[][] {{}, TLS}) {
            try (RunningProcess agent = RunningProcess.startReady(root, options)) {
                Deadline.await(() -> assertThat(agent.err())
                        .anyMatch(said ->
                                said.startsWith("extensions.d/100.yaml:" + line + ":16: warning: 'certificate: true'")
                                        && said.contains("--client-ca")
                                        && said.contains("--tls-cert") == (options.length == 0)));
                assertThat(agent.get(FILE)).isEqualTo("404");
                root.write("extensions.d/100.yaml", extension);
                Deadline.await(() -> assertThat(agent.get(FILE)).isEqualTo(FixtureRoot.JOHN));
                Deadline.await(() ->
                        assertThat(agent.adminRequest("api/problems").body()).doesNotContain("client-ca"));
            }
            root.write("extensions.d/100.yaml", extension + "provisioning:\n  certificate: true\n");
        }
        assertThat(Files.exists(root.resolve("out/provisioning/" + FILE))).isTrue();
    }
}
