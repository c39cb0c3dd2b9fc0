package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS beside HTTP with the real process; curl acts as a phone. Needs openssl. */
class TlsIT {
    private static final Pattern PORT = Pattern.compile("over TLS at https://[^:]+:(\\d+)/provisioning/");

    @TempDir
    Path folder;

    private List<String> sh(String command) throws Exception {
        Jar.CommandResult ended = Jar.run(folder, Map.of(), List.of("sh", "-c", command));
        assertThat(ended.code()).as("%s: %s", command, ended.err()).isZero();
        return ended.out();
    }

    private void makeCertificate(String name) throws Exception {
        sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout " + name + ".key -out "
                + name + ".crt -days 30 -subj /CN=" + name + " -addext subjectAltName=IP:127.0.0.1");
    }

    @Test
    void theServerUsesTheCertificateInTheFilesAndKeepsItIfANewOneIsBad() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder);
        makeCertificate("one");
        makeCertificate("two");
        sh("cp one.crt used.crt && cp one.key used.key");
        try (RunningProcess agent = RunningProcess.startReady(
                root, "--bind", "127.0.0.1", "--tls-port", "0", "--tls-cert", "used.crt", "--tls-key", "used.key")) {
            Matcher port = PORT.matcher(String.join("\n", agent.out()));
            assertThat(port.find()).isTrue();
            String fetch = ".crt -sS https://127.0.0.1:" + port.group(1) + "/provisioning/cfg000413246672";
            assertThat(sh("curl --cacert one" + fetch)).contains("user_realname1$: John Doe");
            assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);
            sh("cp two.crt used.crt");
            Deadline.await(() -> assertThat(String.join("\n", agent.err()))
                    .contains("used.key:1:1: error: this private key does not belong to the certificate"));
            assertThat(sh("curl --cacert one" + fetch)).contains("user_realname1$: John Doe");
            sh("cp two.key used.key");
            Deadline.await(() -> assertThat(String.join("\n", agent.out())).contains("new connections over TLS use"));
            assertThat(sh("curl --cacert two" + fetch)).contains("user_realname1$: John Doe");
            assertThat(agent.terminate().exitCode(Duration.ofSeconds(20))).isZero();
        }
    }

    @Test
    void theAgentDoesNotStartWithUnusableFiles() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder);
        makeCertificate("one");
        Jar.CommandResult missing =
                Jar.run(root.path(), "run", "--tls-cert", "one.crt", "--tls-key", "no.key", "--port", "0");
        assertThat(missing.code()).isEqualTo(3);
        assertThat(missing.err()).anyMatch(line -> line.contains("no.key:1:1: error: no such file"));
        Jar.CommandResult half = Jar.run(root.path(), "run", "--tls-cert", "one.crt");
        assertThat(half.code()).isEqualTo(2);
        assertThat(half.err()).anyMatch(line -> line.contains("TLS needs both --tls-cert and --tls-key"));
    }
}
