package dev.lineman.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.operator.view.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's pages and API on a running agent. */
class OperatorTest {
    private static final String HOSTILE = "<script>alert(1)</script>&\"'";
    private static final String JANE = "000413000101";
    private static final String JOHN = "000413000102";

    @TempDir
    Path root;

    @Test
    void thePagesShowPhonesAndProblemsButNoSecret() throws Exception {
        fleet();
        write("extensions.d/103.yaml", extension(103, "X").replace("auth_password", "auth_pasword"));
        try (RunningAgent agent = started(null)) {
            String fleet = page(agent, "/");
            assertThat(fleet).contains("<b>0</b> of 2 phones are up to date", "extensions.d/103.yaml:5:1");
            assertThat(fleet).contains("auth_pasword: <span class=\"mask\" title=\"a secret\">••••••</span>");
            String jane = page(agent, "/phones/00:04:13:00:01:01");
            assertThat(jane).contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;");
            assertThat(jane).contains("templates/phones/t.xml", "provisioning/" + JANE + ".cfg", "never asked");
            for (String path : List.of(
                    "/",
                    "/phones",
                    "/phones/" + JANE,
                    "/problems",
                    "/unknown",
                    "/unknown/000413777777?extension=%3Cb%3E%22&first_name=%3Cscript%3E",
                    "/phones?q=%3Cb%3E")) {
                assertThat(page(agent, path))
                        .as(path)
                        .doesNotContain("s3cret", "<script>", "<b>\"", " style=", " onclick=", "javascript:")
                        .containsOnlyOnce("<script ")
                        .contains("<script src=\"/assets/lineman.js\" defer=\"\">");
            }
            assertThat(agent.operator("/phones/000413999999").statusCode()).isEqualTo(404);
            assertThat(agent.operator("/nothing").statusCode()).isEqualTo(404);
            assertThat(agent.operator("/phones?from=x").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void everyResponseHasTheSecurityHeaders() throws Exception {
        fleet();
        try (RunningAgent agent = started(null)) {
            for (String path : List.of(
                    "/",
                    "/api/status",
                    "/assets/lineman.js",
                    "/metrics",
                    "/healthz",
                    "/nothing",
                    "/unknown/000413777777")) {
                HttpResponse<String> answer = agent.operator(path);
                assertThat(answer.headers()
                                .firstValue("Content-Security-Policy")
                                .orElseThrow())
                        .as(path)
                        .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                        .doesNotContain("unsafe", "*", "http");
                assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                        .hasValue("nosniff");
                assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
                assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
            }
        }
    }

    @Test
    void aPageThatHasNotChangedIsNotSentAgain() throws Exception {
        fleet();
        try (RunningAgent agent = started(null)) {
            String tag = agent.operator("/").headers().firstValue("ETag").orElseThrow();
            assertThat(agent.operator("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
            write("extensions.d/103.yaml", extension(103, "Third"));
            await(() -> agent.operator("/", "If-None-Match", tag).statusCode() == 200);
            await(() -> page(agent, "/").contains("of 3 phones"));
        }
    }

    @Test
    void thePhoneStateFollowsItsRequests() throws Exception {
        fleet();
        try (RunningAgent agent = started(null)) {
            await(() -> read(agent, "/api/status").toString().contains("never=2"));
            assertThat(agent.fetch("/provisioning/" + JANE + ".cfg")).isNotNull();
            await(() -> "up_to_date".equals(phone(agent, JANE).get("state")));
            await(() -> read(agent, "/api/status").toString().contains("up_to_date=1"));
            assertThat(agent.fetch("/provisioning/" + JANE + ".cfg")).isNotNull();
            assertThat(phone(agent, JOHN).get("state")).isEqualTo("never");
            write("extensions.d/101.yaml", extension(101, "Janet"));
            await(() -> "older".equals(phone(agent, JANE).get("state")));
            assertThat(agent.fetch("/provisioning/" + JANE + ".cfg")).isNotNull();
            await(() -> "up_to_date".equals(phone(agent, JANE).get("state")));
            assertThat(agent.fetch("/provisioning/000413777777.cfg")).isNull();
            await(() -> read(agent, "/api/unknown").get("total").equals(1));
            await(() -> read(agent, "/api/status").get("cycles").toString().contains("extensions.d/101.yaml"));
            Map<?, ?> status = read(agent, "/api/status");
            assertThat(status.get("phones")).asString().contains("total=2", "up_to_date=1", "never=1", "older=0");
            assertThat(status.get("unknown_phones")).isEqualTo(1);
        }
    }

    @Test
    void aFileThatThePhoneNeverRequestsIsNotMissing() throws Exception {
        write(
                "templates/phones/t.xml",
                TestRoot.template("T", "%%mac_address%%.cfg", "x")
                        .replace(
                                "</device>",
                                "<deviceconfig filename=\"%%mac_address%%.boot\">y</deviceconfig></device>"));
        write("extensions.d/101.yaml", extension(101, "Jane"));
        try (RunningAgent agent = started(null)) {
            await(() -> "never".equals(phone(agent, JANE).get("state")));
            await(() -> agent.fetch("/provisioning/" + JANE + ".cfg") != null
                    && "up_to_date".equals(phone(agent, JANE).get("state")));
            assertThat(agent.fetch("/provisioning/" + JANE + ".boot")).isNotNull();
            write(
                    "templates/phones/t.xml",
                    Files.readString(root.resolve("templates/phones/t.xml")).replace(">y<", ">z<"));
            await(() -> "older".equals(phone(agent, JANE).get("state")));
        }
    }

    @Test
    void aPhoneShowsThatAVariableOfItsFolderHasNoEffect() throws Exception {
        write("templates/phones/t.xml", TestRoot.template("T", "%%mac_address%%.cfg", "{IF vlan_id}x{ENDIF}"));
        write("extensions.d/101.yaml", extension(101, "Jane"));
        write("extensions.d/_defaults.yaml", "vars: {vlanid: 5}\n");
        try (RunningAgent agent = started(null)) {
            await(() -> "never".equals(phone(agent, JANE).get("state")));
            assertThat(phone(agent, JANE).get("problems"))
                    .asString()
                    .contains("warning", "extensions.d/_defaults.yaml", "'vlanid' in 'vars' has no effect");
        }
    }

    @Test
    void aPhonePageAndItsJsonExplainItsFiles() throws Exception {
        fleet();
        try (RunningAgent agent = started(null)) {
            assertThat(page(agent, "/phones/" + JOHN))
                    .contains("Why it is so", "extension_auth_pw", "extensions.d/102.yaml:5:")
                    .doesNotContain("s3cret");
            assertThat(phone(agent, JOHN).get("explanation")).asString().contains("extension_auth_pw");
            assertThat(agent.operator("/api/phones/" + JOHN).body()).doesNotContain("s3cret");
        }
    }

    @Test
    void aRefusedPhoneIsShown() throws Exception {
        fleet();
        write("extensions.d/101.yaml", extension(101, "Jane") + "provisioning: {allow: [10.9.9.9/32]}\n");
        try (RunningAgent agent = started(null)) {
            assertThat(agent.fetch("/provisioning/" + JANE + ".cfg")).isNull();
            await(() -> "refused".equals(phone(agent, JANE).get("state")));
            assertThat(read(agent, "/api/phones?state=refused").get("phones"))
                    .asString()
                    .contains(JANE);
        }
    }

    @Test
    void theListOfPhonesHasPages() throws Exception {
        fleet();
        for (int number = 200; number < 230; number++) {
            write("extensions.d/" + number + ".yaml", extension(number, "Many"));
        }
        try (RunningAgent agent = started(null)) {
            await(() -> read(agent, "/api/phones").get("total").equals(32));
            Map<?, ?> first = read(agent, "/api/phones?count=20");
            assertThat((List<?>) first.get("phones")).hasSize(20);
            assertThat(first.get("next")).isEqualTo(20);
            Map<?, ?> second = read(agent, "/api/phones?count=20&from=20");
            assertThat((List<?>) second.get("phones")).hasSize(12);
            assertThat(second.get("next")).isNull();
            assertThat(read(agent, "/api/phones?q=many").get("matching")).isEqualTo(30);
            assertThat(read(agent, "/api/phones?q=00:04:13:00:01:01").get("matching"))
                    .isEqualTo(1);
            assertThat(read(agent, "/api/phones?q=229").get("matching")).isEqualTo(1);
            for (String wrong : List.of("count=0", "count=1001", "from=-1", "from=x", "state=good")) {
                HttpResponse<String> answer = agent.operator("/api/phones?" + wrong);
                assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
                assertThat(answer.body()).startsWith("{\"error\":\"");
            }
            assertThat(status(agent, "GET /api/phones?q=%zz HTTP/1.1", "Host: localhost"))
                    .isEqualTo("400");
        }
    }

    @Test
    void aRequestWithAnotherHostNameIsRefused() throws Exception {
        fleet();
        try (RunningAgent agent = started(null)) {
            for (String host : List.of(
                    "evil.example",
                    "evil.example:80",
                    "10.0.0.1",
                    "localhost.evil.example",
                    "127.0.0.1.evil.example")) {
                assertThat(status(agent, "GET / HTTP/1.1", "Host: " + host))
                        .as(host)
                        .isEqualTo("403");
                assertThat(status(agent, "POST /api/rescan HTTP/1.1", "Host: " + host))
                        .isEqualTo("403");
            }
            for (String host : List.of(
                    "localhost",
                    "LOCALHOST:5482",
                    "127.0.0.1:" + agent.adminPort(),
                    "[::1]:5482",
                    "lineman.localhost")) {
                assertThat(status(agent, "GET / HTTP/1.1", "Host: " + host))
                        .as(host)
                        .isEqualTo("200");
            }
        }
    }

    @Test
    void aChangeFromAnotherOriginIsRefused() throws Exception {
        fleet();
        try (RunningAgent agent = started(null)) {
            String here = "127.0.0.1:" + agent.adminPort();
            String post = "POST /api/rescan HTTP/1.1";
            assertThat(status(agent, post, "Host: " + here)).isEqualTo("202");
            assertThat(status(agent, post, "Host: " + here, "Origin: http://" + here))
                    .isEqualTo("202");
            assertThat(status(agent, post, "Host: " + here, "Sec-Fetch-Site: same-origin"))
                    .isEqualTo("202");
            assertThat(status(agent, post, "Host: " + here, "Origin: http://evil.example"))
                    .isEqualTo("403");
            assertThat(status(agent, post, "Host: " + here, "Origin: null")).isEqualTo("403");
            assertThat(status(agent, post, "Host: " + here, "Sec-Fetch-Site: cross-site"))
                    .isEqualTo("403");
            assertThat(status(agent, post, "Host: " + here, "Sec-Fetch-Site: same-site"))
                    .isEqualTo("403");
            assertThat(status(agent, "POST / HTTP/1.1", "Host: " + here)).isEqualTo("405");
        }
    }

    @Test
    void withAPasswordOnlyHealthIsOpen() throws Exception {
        fleet();
        try (RunningAgent agent = started("s3cret")) {
            String right = "Basic " + Base64.getEncoder().encodeToString("admin:s3cret".getBytes(UTF_8));
            String wrong = "Basic " + Base64.getEncoder().encodeToString("admin:secret".getBytes(UTF_8));
            for (String path :
                    List.of("/", "/api/status", "/api/phones", "/metrics", "/assets/lineman.js", "/nothing")) {
                HttpResponse<String> answer = agent.operator(path);
                assertThat(answer.statusCode()).as(path).isEqualTo(401);
                assertThat(answer.headers().allValues("WWW-Authenticate")).hasSize(3);
                assertThat(agent.operator(path, "Authorization", wrong).statusCode())
                        .isEqualTo(401);
            }
            assertThat(agent.operator("/api/status", "Authorization", right).statusCode())
                    .isEqualTo(200);
            assertThat(agent.operator("/healthz").statusCode()).isEqualTo(200);
            for (int i = 0; i < 10; i++) {
                agent.operator("/", "Authorization", wrong);
            }
            assertThat(agent.operator("/", "Authorization", wrong).statusCode()).isEqualTo(429);
        }
    }

    @Test
    void metricsFollowThePrometheusFormat() throws Exception {
        fleet();
        try (RunningAgent agent = started(null)) {
            assertThat(agent.fetch("/provisioning/" + JANE + ".cfg")).isNotNull();
            assertThat(agent.fetch("/provisioning/nothing.cfg")).isNull();
            await(() -> agent.operator("/metrics").body().contains("lineman_phones{state=\"up_to_date\"} 1.0"));
            await(() -> agent.operator("/metrics").body().contains("lineman_requests_total{status=\"404\"} 1.0"));
            HttpResponse<String> plain = agent.operator("/metrics");
            assertThat(plain.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/plain; version=0.0.4");
            MetricsText.lint(plain.body());
            String page = Files.readString(Path.of("src/docs/api.md"));
            assertThat(plain.body().lines().filter(line -> line.startsWith("# TYPE lineman_")))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(line -> assertThat(page).contains("| `" + line.split(" ", 4)[2] + "` |"));
            assertThat(plain.body())
                    .contains(
                            "lineman_requests_total{status=\"200\"} 1.0",
                            "lineman_requests_total{status=\"404\"} 1.0",
                            "lineman_outputs{state=\"published\"} 2.0",
                            "lineman_problems{severity=\"error\"} 0.0",
                            "lineman_cycle_duration_seconds_bucket{stage=\"publish\",le=\"+Inf\"}",
                            "lineman_phone_fetch_age_seconds{quantile=\"0.5\"}",
                            "lineman_watching{lineman_watching=\"events\"} 1\n",
                            "lineman_work_total{what=\"rendered\"} 2.0",
                            "jvm_memory_used_bytes{area=\"heap\"}",
                            "process_open_fds");
            HttpResponse<String> open =
                    agent.operator("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");
            assertThat(open.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/openmetrics-text");
            assertThat(open.body()).endsWith("# EOF\n");
        }
    }

    private void fleet() throws IOException {
        write(
                "templates/phones/t.xml",
                TestRoot.template("T", "%%mac_address%%.cfg", "%%extension_last_name%%\n%%extension_auth_pw%%"));
        write("extensions.d/101.yaml", extension(101, "'" + HOSTILE.replace("'", "''") + "'"));
        write("extensions.d/102.yaml", extension(102, "John"));
    }

    private static String extension(int number, String name) {
        return "extension: " + number + "\nfirst_name: F\nlast_name: " + name + "\nauth_id: " + number
                + "\nauth_password: s3cret" + number + "\npbx_ip: 10.0.0.1\nphone: {mac: 000413000" + number
                + ", model: T}\n";
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private RunningAgent started(String password) throws IOException {
        RunningAgent agent = new RunningAgent(root, password);
        await(agent::isReady);
        return agent;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) {
        BooleanSupplier holds = () -> {
            try {
                return condition.holds();
            } catch (Exception e) {
                return false;
            }
        };
        RunningAgent.await(holds);
        assertThat(holds.getAsBoolean()).isTrue();
    }

    private static String page(RunningAgent agent, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = agent.operator(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static Map<?, ?> phone(RunningAgent agent, String mac) throws IOException, InterruptedException {
        return read(agent, "/api/phones/" + mac);
    }

    private static Map<?, ?> read(RunningAgent agent, String path) throws IOException, InterruptedException {
        return JsonObject.read(page(agent, path));
    }

    /** Sends exactly these lines and returns the status of the response. */
    private static String status(RunningAgent agent, String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.adminPort())) {
            OutputStream out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8).split(" ", 3)[1];
        }
    }
}
