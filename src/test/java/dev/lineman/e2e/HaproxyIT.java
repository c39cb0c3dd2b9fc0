package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent behind a real HAProxy that forwards TCP, with the configuration on the documentation page. */
@SystemTest
class HaproxyIT {
    private static final Pattern TLS = Pattern.compile("over TLS at https://[^:]+:(\\d+)/provisioning/");
    private static final String FILE = "/provisioning/cfg000413246672";

    @TempDir
    Path folder;

    private FixtureRoot root;
    private RunningProcess agent;
    private Process haproxy;
    private int plainPort;
    private int tlsPort;

    private List<String> sh(String command) throws Exception {
        Jar.CommandResult ended = Jar.run(folder, Map.of(), List.of("sh", "-c", command));
        assertThat(ended.code()).as("%s: %s", command, ended.err()).isZero();
        return ended.out();
    }

    @BeforeEach
    void start() throws Exception {
        Path program = Debian.program("haproxy", "haproxy");
        root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        String key = " -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 ";
        sh("openssl req -x509" + key + "-keyout ca.key -out ca.crt -subj /CN=ca");
        for (String[] one : new String[][] {
            {"server", "/CN=server"}, {"phone", "/CN=00-04-13-24-66-72"}, {"other", "/CN=000413246673"}
        }) {
            sh("openssl req -x509 -CA ca.crt -CAkey ca.key" + key + "-keyout " + one[0] + ".key -out " + one[0]
                    + ".crt -subj " + one[1] + " -addext subjectAltName=IP:127.0.0.1");
        }
        agent = RunningProcess.startReady(
                root,
                "--bind",
                "127.0.0.1",
                "--trusted-proxies",
                "127.0.0.1",
                "--access-log",
                "text",
                "--tls-port",
                "0",
                "--tls-cert",
                folder.resolve("server.crt").toString(),
                "--tls-key",
                folder.resolve("server.key").toString(),
                "--client-ca",
                folder.resolve("ca.crt").toString());
        Matcher tls = TLS.matcher(String.join("\n", agent.out()));
        assertThat(tls.find()).isTrue();
        plainPort = Ports.free();
        tlsPort = Ports.free();
        Path configuration = Files.writeString(
                folder.resolve("haproxy.cfg"),
                block().replace("bind :80\n", "bind 127.0.0.1:" + plainPort + "\n")
                        .replace("bind :443\n", "bind 127.0.0.1:" + tlsPort + "\n")
                        .replace("10.0.0.9:5481", "127.0.0.1:" + agent.port())
                        .replace("10.0.0.9:5443", "127.0.0.1:" + tls.group(1))
                        .replace("send-proxy-v2", "send-proxy-v2 proxy-v2-options crc32c"));
        haproxy = new ProcessBuilder(program.toString(), "-db", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("haproxy.out").toFile())
                .start();
        Deadline.await(() -> assertThat(plain("127.0.0.2")).isEqualTo("200"));
    }

    @AfterEach
    void stop() throws Exception {
        if (haproxy != null) {
            haproxy.destroy();
            haproxy.waitFor();
        }
        if (agent != null) {
            agent.close();
        }
    }

    private static String block() throws IOException {
        Matcher block = Pattern.compile("```haproxy\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("src/docs/operations.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private String curl(String options) throws Exception {
        Jar.CommandResult ended = Jar.run(
                folder,
                Map.of(),
                List.of("sh", "-c", "curl -s --max-time 20 -o /dev/null -w '%{http_code}' " + options));
        return String.join("", ended.out());
    }

    private String plain(String from, String... options) throws Exception {
        return curl("--interface " + from + " " + String.join(" ", options) + " http://127.0.0.1:" + plainPort + FILE);
    }

    private String tls(String from, String certificate) throws Exception {
        return curl("--interface " + from + " --cacert ca.crt --cert " + certificate + ".crt --key " + certificate
                + ".key https://127.0.0.1:" + tlsPort + FILE);
    }

    private void logShows(String line) throws Exception {
        Deadline.await(() -> assertThat(agent.out()).anyMatch(said -> said.startsWith(line)));
    }

    @Test
    void aPhoneIsKnownByItsOwnAddressAndForgedHeadersAreIgnored() throws Exception {
        logShows("127.0.0.2 - - [");
        root.write("extensions.d/_defaults.yaml", "provisioning: {allow: [127.0.0.2]}\n");
        Deadline.await(() -> assertThat(plain("127.0.0.3")).isEqualTo("404"));
        assertThat(plain("127.0.0.2")).isEqualTo("200");
        assertThat(plain("127.0.0.3", "-H", "'X-Forwarded-For: 127.0.0.2'")).isEqualTo("404");
        assertThat(plain("127.0.0.3", "--haproxy-protocol")).isEqualTo("400");
        assertThat(tls("127.0.0.2", "phone")).isEqualTo("200");
        assertThat(tls("127.0.0.3", "phone")).isEqualTo("404");
        logShows("127.0.0.3 - - [");
        assertThat(agent.get("cfg000413246672")).as("past HAProxy").isEqualTo("404");
        assertThat(agent.request("GET", FILE, "X-Forwarded-For", "127.0.0.2").statusCode())
                .as("a trusted proxy that sends no PROXY header")
                .isEqualTo(200);
    }

    @Test
    void aClientCertificateIsCheckedBehindHaproxy() throws Exception {
        root.write("extensions.d/_defaults.yaml", "provisioning: {certificate: true}\n");
        Deadline.await(() -> assertThat(plain("127.0.0.2")).isEqualTo("404"));
        assertThat(tls("127.0.0.4", "phone")).isEqualTo("200");
        assertThat(tls("127.0.0.5", "other")).isEqualTo("404");
        logShows("127.0.0.4 - - [");
        logShows("127.0.0.5 - - [");
        assertThat(curl("--cacert ca.crt https://127.0.0.1:" + tlsPort + FILE))
                .as("without a certificate")
                .isEqualTo("000");
        assertThat(agent.err()).noneMatch(line -> line.contains("malformed"));
    }
}
