package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent behind a real nginx, with the configuration on the documentation page. */
@Tag("nginx")
class NginxIT {
    private static final String FILE = "/provisioning/cfg000413246672";

    @TempDir
    Path folder;

    private FixtureRoot root;
    private RunningProcess agent;
    private Process nginx;
    private int port;

    @BeforeEach
    void start() throws Exception {
        Path program = Debian.program("nginx", "nginx-light");
        root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        // The phone is at 127.0.0.2, nginx at 127.0.0.1.
        root.write("extensions.d/_defaults.yaml", "provisioning: {allow: [127.0.0.2]}\n");
        agent = RunningProcess.startReady(root, "--bind", "127.0.0.1", "--trusted-proxies", "127.0.0.1");
        port = Ports.free();
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                %2$s}
                """.formatted(
                folder,
                block().replace("127.0.0.1:5481", "127.0.0.1:" + agent.port()).replace("listen 80", "listen " + port)));
        nginx = new ProcessBuilder(
                        program.toString(),
                        "-e",
                        folder.resolve("error.log").toString(),
                        "-c",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.out").toFile())
                .start();
        Deadline.await(() -> assertThat(curl("127.0.0.2", FILE)).endsWith("200"));
    }

    @AfterEach
    void stop() throws Exception {
        if (nginx != null) {
            nginx.destroy();
            nginx.waitFor();
        }
        if (agent != null) {
            agent.close();
        }
    }

    @Test
    void aPhoneIsKnownByItsOwnAddressAndForgedHeadersAreIgnored() throws Exception {
        assertThat(curl("127.0.0.2", FILE))
                .contains("user_realname1$: John Doe")
                .endsWith("200");
        assertThat(curl("127.0.0.3", FILE)).endsWith("404");
        assertThat(curl("127.0.0.3", FILE, "-H", "X-Forwarded-For: 127.0.0.2")).endsWith("404");
    }

    @Test
    void anUnchangedFileIsNotSentAgainAndRangesWork() throws Exception {
        Matcher tag = Pattern.compile("(?i)etag: (\\S+)").matcher(curl("127.0.0.2", FILE, "-I"));
        assertThat(tag.find()).isTrue();
        assertThat(curl("127.0.0.2", FILE, "-H", "If-None-Match: " + tag.group(1)))
                .isEqualTo("304");
        assertThat(curl("127.0.0.2", FILE, "-r", "0-6")).isEqualTo("# First206");
    }

    @Test
    void digestAuthenticationWorksThroughNginx() throws Exception {
        root.write("extensions.d/_defaults.yaml", "provisioning: {user: phone, password: pw}\n");
        Deadline.await(() -> assertThat(curl("127.0.0.2", FILE)).endsWith("401"));
        assertThat(curl("127.0.0.2", FILE, "--digest", "-u", "phone:pw")).endsWith("200");
        assertThat(curl("127.0.0.2", FILE, "--digest", "-u", "phone:wrong")).endsWith("401");
    }

    private String curl(String from, String path, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "-s", "--interface", from, "-w", "%{http_code}"));
        command.addAll(List.of(options));
        command.add("http://127.0.0.1:" + port + path);
        return String.join("\n", Jar.run(folder, Map.of(), command).out());
    }

    private static String block() throws IOException {
        Matcher block = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("src/docs/operations.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
