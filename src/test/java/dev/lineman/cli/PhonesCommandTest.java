package dev.lineman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lineman.Ports;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.operator.view.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code phones} with a server that answers like the API of the agent. */
class PhonesCommandTest {
    private static final String FIRST = """
            {"total":2,"matching":2,"from":0,"next":1,"phones":[{"mac":"000413000100","site":"","model":"Snom320",
            "template":null,"extensions":[{"line":1,"number":"100","name":"J\\u00f6rg \\"J\\""},{"line":2,"number":"101","name":""}],
            "files":["provisioning/cfg1","provisioning/cfg2"],"state":"older","last_seen":"2026-11-27T15:00:00Z",
            "address":"10.0.0.5","status":200,"firmware":"8.7.5","user_agent":"x","problems":0}]}
            """;
    private static final String UNKNOWN = """
            {"total":1,"from":0,"next":null,"phones":[{"mac":"805ec0000402","model":"T46S","firmware":"66.85.0.5",
            "address":"10.0.0.9","user_agent":"x","name":null,"count":3,"last_seen":"2026-11-27T15:00:00Z"}]}
            """;
    private static final String SECOND = """
            {"total":2,"matching":2,"from":1,"next":null,"phones":[{"mac":"000413000200","site":"berlin","model":null,
            "extensions":[{"line":1,"number":"100","name":"Bea"}],"files":[],"state":"never","last_seen":null,"firmware":null},
            {"mac":"000413000300","site":"","model":"Snom320","extensions":[{"line":1,"number":"300","name":"Cy"}],
            "files":["provisioning/cfg3"],"state":"not_found","last_seen":"2026-11-27T15:00:00Z","firmware":null,
            "note":"asks for provisioning/x, which it does not have (its file is provisioning/cfg3)"}]}
            """;

    @TempDir
    private Path root;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer agent;
    private Terminal terminal;
    private String port;

    @BeforeEach
    void anAgent() throws IOException {
        terminal = new Terminal(root);
        agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        port = Integer.toString(agent.getAddress().getPort());
        agent.createContext("/api/phones", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            String proof = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(query + (proof == null ? "" : ' ' + proof));
            boolean refused = query.contains("state=refused") && !"Basic YWRtaW46czNjcmV0".equals(proof);
            byte[] body = (query.startsWith("from=0&") ? FIRST : SECOND).getBytes(UTF_8);
            exchange.sendResponseHeaders(refused ? 401 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        agent.createContext("/api/unknown", exchange -> {
            byte[] body = UNKNOWN.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        agent.start();
    }

    @AfterEach
    void stop() {
        agent.stop(0);
    }

    @Test
    void allPagesAreOneTable() {
        assertThat(terminal.run("phones", "--admin-port", port))
                .as(terminal.err())
                .isZero();
        String table = terminal.out().replaceAll("\\d+ (s|min|h|days) ago", "1 h ago");
        assertThat(table.replaceAll(" {3,}", "  ")).isEqualTo("""
                EXTENSION  MODEL  SITE  STATE  LAST SEEN  ADDRESS
                100 Jörg "J", 101  Snom320  -  has an older one  1 h ago  10.0.0.5
                100 Bea  -  berlin  never asked  -  -
                300 Cy  Snom320  -  ! asks for another file  1 h ago  -
                805ec0000402  T46S  -  ! no extension  1 h ago  10.0.0.9
                000413000300 asks for provisioning/x, which it does not have (its file is provisioning/cfg3)
                3 phones (has an older one: 1, asks for another file: 1, never asked: 1), and 1 without an extension
                ! marks phones with a problem; find out more with: lineman explain 000413000300
                """);
        assertThat(asked).containsExactly("from=0&count=1000", "from=1&count=1000");
    }

    @Test
    void theWideTableHasAllOfAPhone() {
        assertThat(terminal.run("phones", "--admin-port", port, "--wide")).isZero();
        assertThat(terminal.out()).contains("""
                        MAC           EXTENSION          MODEL    SITE      STATE                  LAST SEEN             ADDRESS   FIRMWARE   FILE
                        000413000100  100 Jörg "J", 101  Snom320  -         has an older one       2026-11-27T15:00:00Z  10.0.0.5  8.7.5      provisioning/cfg1, provisioning/cfg2
                        """);
    }

    @Test
    void aTextSelectsPhonesAndUnknownPhones() {
        assertThat(terminal.run("phones", "80:5E:c0&x", "--admin-port", port)).isZero();
        assertThat(asked).contains("from=0&count=1000&q=80:5E:c0&x");
        assertThat(terminal.out()).doesNotContain("805ec0000402");
        terminal.run("phones", "80:5E:c0", "--admin-port", port);
        assertThat(terminal.out()).contains("805ec0000402");
        terminal.run("phones", "t46", "--admin-port", port);
        assertThat(terminal.out()).contains("805ec0000402");
    }

    @Test
    void anAgentWithoutAListOfUnknownPhonesIsEnough() {
        agent.removeContext("/api/unknown");
        assertThat(terminal.run("phones", "--admin-port", port))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out()).contains("3 phones (").doesNotContain("without an extension");
    }

    @Test
    void jsonIsTheAnswerOfTheAgent() {
        assertThat(terminal.run("phones", "--admin-port", port, "--format", "json"))
                .isZero();
        assertThat(terminal.out()).hasLineCount(1).contains("\"name\":\"Jörg \\\"J\\\"\"", "\"firmware\":null");
        assertThat(JsonObject.read(terminal.out()))
                .extracting("phones")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(3);
    }

    @Test
    void jsonIsAnArrayOfPhones() {
        assertThat(terminal.run("phones", "--admin-port", port, "--json")).isZero();
        assertThat(terminal.out())
                .hasLineCount(1)
                .startsWith("[{\"mac\":\"000413000100\",")
                .endsWith("}]\n");
    }

    @Test
    void aPasswordIsSentIfTheAgentAsksForOne() throws IOException {
        assertThat(terminal.run("phones", "--admin-port", port, "--state", "refused"))
                .isEqualTo(ExitCode.COULD_NOT_START);
        assertThat(terminal.err()).contains("asks for a password: give --admin-password-file");
        Path password = Files.writeString(root.resolve("password"), "s3cret\nof the operator\n");
        terminal.run(
                "phones", "--admin-port", port, "--state", "refused", "--admin-password-file", password.toString());
        assertThat(asked).contains("from=0&count=1000&state=refused Basic YWRtaW46czNjcmV0");
        Path wrong = Files.writeString(root.resolve("wrong"), "other\n");
        assertThat(terminal.run("phones", "--admin-port", port, "--admin-password-file", "none.txt"))
                .isEqualTo(3);
        assertThat(terminal.err()).contains("the password in none.txt cannot be read");
        terminal.run("phones", "--admin-port", port, "--state", "refused", "--admin-password-file", wrong.toString());
        assertThat(terminal.err()).contains("refuses the password in " + wrong).doesNotContain("other\n");
    }

    @Test
    void aMissingAgentIsReported() {
        int free = Ports.free();
        assertThat(terminal.run("phones", "--admin-port", Integer.toString(free)))
                .isEqualTo(ExitCode.COULD_NOT_START);
        assertThat(terminal.err()).contains("no agent answers at http://127.0.0.1:" + free + "/; start one with");
    }
}
