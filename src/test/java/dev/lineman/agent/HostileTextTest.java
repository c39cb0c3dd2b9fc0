package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text from inputs and requests stays text on each page of the operator. */
class HostileTextTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>&\"'$x#end";
    private static final String TEXT = "&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;$x#end";
    private static final String MODEL = "'" + HOSTILE.replace("'", "''") + "'";
    private static final String AGENT = "Yealink " + HOSTILE + "/1 66.86.0.15" + HOSTILE;
    private static final String JANE = "000413000101";

    @TempDir
    Path root;

    @Test
    void hostileTextStaysTextOnEveryPage() throws Exception {
        write(
                "templates/phones/" + HOSTILE + ".xml",
                TestRoot.template(TEXT, "%%mac_address%%.cfg", "%%extension_last_name%%"));
        write("extensions.d/" + HOSTILE + "/101.yaml", extension(101, MODEL));
        write("extensions.d/102.yaml", extension(102, MODEL));
        write("extensions.d/" + HOSTILE + ".yaml", "'" + HOSTILE.replace("'", "''") + "': 1\n");
        try (RunningAgent agent = new RunningAgent(root)) {
            RunningAgent.await(() -> shows(agent, "/readyz", "ready"));
            RunningAgent.await(() -> shows(agent, "/", "of 2 phones"));
            agent.fetch("/provisioning/" + JANE + ".cfg", AGENT);
            agent.fetch("/provisioning/000413777777.cfg", AGENT);
            String name = URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8).replace("+", "%20") + "%e2%80%ae";
            agent.fetch("/provisioning/" + name + "000413000102", AGENT);
            RunningAgent.await(() -> shows(agent, "/unknown", "00:04:13:77:77:77"));
            RunningAgent.await(() -> shows(agent, "/phones/" + JANE, "User-Agent"));
            // Problems, unknown phones, changed files and their causes.
            page(agent, "/", "<code>extensions.d/" + TEXT, "<td title=\"Yealink " + TEXT);
            page(agent, "/problems", "<code>extensions.d/" + TEXT);
            page(agent, "/unknown", "<td title=\"Yealink " + TEXT);
            page(agent, "/phones", " F " + TEXT + "</a>", "<td>" + TEXT + "</td>");
            page(
                    agent,
                    "/phones?q=" + URLEncoder.encode(HOSTILE + HOSTILE, StandardCharsets.UTF_8),
                    "value=\"" + TEXT,
                    "“" + TEXT);
            page(
                    agent,
                    "/phones/" + JANE,
                    "<title>101 F " + TEXT,
                    "<h1>101 F " + TEXT,
                    "<code>templates/phones/" + TEXT,
                    "<code>Yealink " + TEXT,
                    "<span class=\"l\">" + TEXT,
                    "<td>" + TEXT + "</td>",
                    "<code>extensions.d/" + TEXT + "/101.yaml:3:");
            RunningAgent.await(() -> shows(agent, "/phones/000413000102", "and did not get"));
            page(
                    agent,
                    "/phones/000413000102",
                    "<dd>" + TEXT + "</dd>",
                    "<code>provisioning/" + TEXT + "\\u202e000413000102</code>",
                    "title=\"Yealink " + TEXT,
                    "asks for provisioning/" + TEXT.replace(" ", "%20"));
        }
    }

    /** Asserts that a page shows these texts, and contains no element or attribute from them. */
    private static void page(RunningAgent agent, String path, String... texts) throws Exception {
        HttpResponse<String> answer = agent.operator(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.body())
                .as(path)
                .contains(texts)
                .doesNotContain("<img", HOSTILE.substring(HOSTILE.indexOf('>')));
    }

    private static boolean shows(RunningAgent agent, String path, String text) {
        try {
            return agent.operator(path).body().contains(text);
        } catch (Exception e) {
            return false;
        }
    }

    private static String extension(int number, String model) {
        return "extension: " + number + "\nfirst_name: F\nlast_name: '" + HOSTILE.replace("'", "''") + "'\nauth_id: "
                + number + "\nauth_password: secret\npbx_ip: 10.0.0.1\nphone: {mac: 000413000" + number + ", model: "
                + model + "}\n";
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
