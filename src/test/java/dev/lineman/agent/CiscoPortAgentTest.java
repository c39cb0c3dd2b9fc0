package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Ports;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.ZeroTouchSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second port for plain HTTP in a running agent. */
class CiscoPortAgentTest {
    private static final String FILE = "SEP0004130A0100.cnf.xml";

    @TempDir
    Path root;

    @BeforeEach
    void inputs() throws IOException {
        write(
                "templates/phones/t.xml",
                "<doc><header><type>phone-template</type><name>X</name></header><data><device><deviceconfig"
                        + " filename=\"SEP%%mac_address_upper%%.cnf.xml\">%%extension_first_name%%</deviceconfig></device></data></doc>");
        write("extensions.d/acme/_defaults.yaml", "{site: acme, pbx_ip: h, model: X}");
        write(
                "extensions.d/acme/100.yaml",
                "{extension: 100, first_name: N100, last_name: B, auth_id: a, auth_password: p, phone: {mac: 0004130a0100}}");
        write("templates/static/dialplan.xml", "plan");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** Returns the body, or null if the answer is another one than 200. */
    private static String get(int port, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200 ? answer.body().strip() : null;
    }

    private static ZeroTouchSettings at(int port) {
        return new ZeroTouchSettings(new Settings.ListenAddress("127.0.0.1", port), null, null);
    }

    @Test
    void aFileOfASiteIsAtTheTopAlsoBeforeTheInputsAreRead() throws Exception {
        int port = Ports.free();
        try (RunningAgent agent = RunningAgent.with(root, at(port))) {
            RunningAgent.await(() -> isReady(agent));
            assertThat(get(port, "/" + FILE)).isEqualTo("N100");
            assertThat(get(port, "/acme/" + FILE)).isEqualTo("N100");
            assertThat(get(port, "/dialplan.xml")).isEqualTo("plan");
            assertThat(agent.fetch("/provisioning/acme/" + FILE)).isNotNull();
            assertThat(agent.fetch("/provisioning/" + FILE)).isNull();
        }
        // The folder of the extensions cannot be read: only the last publication is known.
        Files.move(root.resolve("extensions.d"), root.resolve("moved"));
        Files.writeString(root.resolve("extensions.d"), "no folder");
        try (RunningAgent agent = RunningAgent.with(root, at(port))) {
            RunningAgent.await(() -> answers(port));
            assertThat(get(port, "/" + FILE)).isEqualTo("N100");
            assertThat(agent.isRunning()).isTrue();
        }
    }

    private static boolean isReady(RunningAgent agent) {
        try {
            return agent.isReady()
                    && agent.fetch("/provisioning/acme/" + FILE) != null
                    && agent.fetch("/provisioning/dialplan.xml") != null;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static boolean answers(int port) {
        try {
            get(port, "/");
            return true;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    @Test
    void aPortInUseIsACannotStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            RunningAgent agent = RunningAgent.with(root, at(taken.getLocalPort()));
            RunningAgent.await(() -> !agent.isRunning());
            assertThat(List.of(failure(agent)))
                    .first()
                    .asString()
                    .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    private static String failure(RunningAgent agent) {
        try {
            agent.close();
            return "none";
        } catch (CannotStartException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
