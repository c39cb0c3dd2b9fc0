package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command with the samples, and the file that a phone gets. */
class FirstRunIT {
    private static final String FILE = "/provisioning/cfg000413246672";

    @TempDir
    Path folder;

    @Test
    void aPhoneGetsItsFileAndNothingElse() throws Exception {
        FixtureRoot root = FixtureRoot.ofSamples(folder);
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            HttpResponse<String> answer = agent.request("GET", FILE);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(FixtureRoot.JOHN);
            assertThat(answer.body().lines()).hasSize(7);
            assertThat(root.read("out/provisioning/cfg000413246672")).isEqualTo(FixtureRoot.JOHN);

            String etag = answer.headers().firstValue("ETag").orElseThrow();
            assertThat(agent.request("GET", FILE, "If-None-Match", etag).statusCode())
                    .isEqualTo(304);
            assertThat(agent.request("HEAD", FILE).headers().firstValue("Content-Length"))
                    .hasValue(Integer.toString(FixtureRoot.JOHN.length()));
            assertThat(agent.get("CFG000413246672")).isEqualTo(FixtureRoot.JOHN);

            assertThat(agent.get("cfg000413246673")).isEqualTo("404");
            assertThat(agent.get("")).isEqualTo("404");
            assertThat(agent.get(".lineman/journal")).isEqualTo("404");
            assertThat(agent.get("../.lineman/journal")).isEqualTo("404");
            assertThat(agent.request("GET", "/extensions.d/100.yaml").statusCode())
                    .isEqualTo(404);
            HttpResponse<String> posted = agent.request("POST", FILE);
            assertThat(posted.statusCode()).isEqualTo(405);
            assertThat(posted.headers().firstValue("Allow")).hasValue("GET, HEAD");

            assertThat(agent.adminRequest("healthz").statusCode()).isEqualTo(200);
            assertThat(agent.adminRequest("readyz").statusCode()).isEqualTo(200);
            assertThat(agent.err()).isEmpty();
        }
    }
}
