package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access rules from YAML to the response, with the real process and curl. */
class ProvisioningIT {
    private static final String FILE = "cfg000413246672";
    private static final String PASSWORD = "Un-Guessable-1";
    private static final String TOKEN = "Un-Guessable-Token-2";

    @TempDir
    Path folder;

    private static String curl(RunningProcess agent, String path, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}"));
        command.addAll(Arrays.asList(arguments));
        command.add("http://127.0.0.1:" + agent.port() + "/provisioning/" + path);
        Process process = new ProcessBuilder(command).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }

    private static void becomes(String status, RunningProcess agent, String path, String... arguments)
            throws Exception {
        Deadline.await(() -> assertThat(curl(agent, path, arguments)).isEqualTo(status));
    }

    @Test
    void aRuleAppliesAtOnceAndFromTheStartAfterARestart() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder);
        root.write("secrets.yaml", "fetch: " + PASSWORD + "\n");
        Files.setPosixFilePermissions(
                root.path().resolve("secrets.yaml"), PosixFilePermissions.fromString("rw-------"));
        String[] user = {"--digest", "-u", "phones:" + PASSWORD};
        try (RunningProcess agent = RunningProcess.startReady(root, "--access-log", "text")) {
            becomes("200", agent, FILE);
            root.write("extensions.d/_defaults.yaml", "provisioning: {user: phones, password: !secret fetch}\n");
            becomes("401", agent, FILE);
            assertThat(curl(agent, FILE, user)).isEqualTo("200");
            assertThat(curl(agent, FILE, "--basic", "-u", "phones:" + PASSWORD)).isEqualTo("200");
            assertThat(curl(agent, "no-such-file", user)).isEqualTo("404");
            assertThat(curl(agent, FILE, "--digest", "-u", "phones:wrong")).isEqualTo("401");
            assertThat(agent.terminate().exitCode(Duration.ofSeconds(20))).isZero();
            assertThat(String.join("\n", agent.out()))
                    .contains("127.0.0.1 - phones [")
                    .contains("\"GET /provisioning/" + FILE + " HTTP/1.1\" 200 ")
                    .doesNotContain(PASSWORD);
        }
        root.write("extensions.d/_defaults.yaml", "provisioning: [\n");
        root.write("extensions.d/100.yaml", "extension: [\n");
        try (RunningProcess agent = RunningProcess.startListening(root, List.of())) {
            assertThat(curl(agent, FILE)).isEqualTo("401");
            assertThat(curl(agent, FILE, user)).isEqualTo("200");
            Deadline.await(
                    () -> assertThat(agent.adminRequest("readyz").statusCode()).isEqualTo(200));
            assertThat(curl(agent, FILE)).isEqualTo("401");
            assertThat(curl(agent, FILE, user)).isEqualTo("200");
        }
    }

    @Test
    void tokensTimeWindowsAndTrustedProxiesWork() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder);
        root.write(
                "extensions.d/_defaults.yaml",
                "provisioning: {token: " + TOKEN + ", fetches: 1, allow: [203.0.113.0/24]}\n");
        String[] from = {"-H", "X-Forwarded-For: 203.0.113.7"};
        try (RunningProcess agent =
                RunningProcess.startReady(root, "--trusted-proxies", "127.0.0.1", "--access-log", "json")) {
            assertThat(curl(agent, TOKEN + "/" + FILE)).isEqualTo("404");
            assertThat(curl(agent, FILE, from)).isEqualTo("404");
            assertThat(curl(agent, TOKEN + "/" + FILE, from)).isEqualTo("200");
            assertThat(curl(agent, TOKEN + "/" + FILE, from)).isEqualTo("404");
            assertThat(curl(agent, TOKEN, from)).isEqualTo("404");
            assertThat(curl(agent, "acme/" + TOKEN + FILE, from)).isEqualTo("404");
            assertThat(agent.terminate().exitCode(Duration.ofSeconds(20))).isZero();
            assertThat(String.join("\n", agent.out()))
                    .contains("\"address\":\"203.0.113.7\"")
                    .contains("\"path\":\"/provisioning/***/" + FILE + "\",\"status\":200")
                    .doesNotContain(TOKEN);
        }
        try (RunningProcess agent = RunningProcess.startReady(root, "--trusted-proxies", "127.0.0.1")) {
            assertThat(curl(agent, TOKEN + "/" + FILE, from)).isEqualTo("404");
            root.write("extensions.d/_defaults.yaml", "provisioning: {token: " + TOKEN + ", fetches: 2}\n");
            becomes("200", agent, TOKEN + "/" + FILE);
        }
    }

    @Test
    void theAccessLogShowsRefusedRequestsAndUrlsHaveIpv6AddressesInBrackets() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder);
        try (RunningProcess agent =
                RunningProcess.startReady(root, "--bind", "::1", "--admin-bind", "127.0.0.1", "--access-log", "text")) {
            for (String head : List.of("GET /%zz HTTP/1.1", "BREW /pot HTTP/1.1", "GET /a HTTP/3.0")) {
                try (Socket socket = new Socket(InetAddress.getAllByName("::1")[0], agent.port())) {
                    socket.setSoTimeout(20_000);
                    socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
                    socket.getInputStream().readAllBytes();
                }
            }
            assertThat(agent.terminate().exitCode(Duration.ofSeconds(20))).isZero();
            assertThat(String.join("\n", agent.out()))
                    .contains("serving phones at http://[::1]:" + agent.port() + "/provisioning/")
                    .contains("\"GET /%zz HTTP/1.1\" 400 ")
                    .contains("\"BREW /pot HTTP/1.1\" 501 ")
                    .contains("\"GET /a HTTP/3.0\" 505 ");
        }
    }
}
