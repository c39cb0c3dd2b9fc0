package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command on the samples: what a phone gets. */
class FirstRunIT {
    private static final String FILE = "/provisioning/cfg000413246672";

    @TempDir
    Path folder;

    @Test
    void aPhoneGetsItsFileAndNothingElse() throws Exception {
        FixtureRoot root = FixtureRoot.ofSamples(folder);
        try (RunningProcess agent = RunningProcess.on(root)) {
            HttpResponse<String> answer = agent.ask("GET", FILE);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(FixtureRoot.JOHN);
            assertThat(answer.body().lines()).hasSize(7);
            assertThat(root.read("out/provisioning/cfg000413246672")).isEqualTo(FixtureRoot.JOHN);

            String etag = answer.headers().firstValue("ETag").orElseThrow();
            assertThat(agent.ask("GET", FILE, "If-None-Match", etag).statusCode())
                    .isEqualTo(304);
            assertThat(agent.ask("HEAD", FILE).headers().firstValue("Content-Length"))
                    .hasValue(Integer.toString(FixtureRoot.JOHN.length()));
            assertThat(agent.get("CFG000413246672")).isEqualTo(FixtureRoot.JOHN);

            assertThat(agent.get("cfg000413246673")).isEqualTo("404");
            assertThat(agent.get("")).isEqualTo("404");
            assertThat(agent.get(".lineman/journal")).isEqualTo("404");
            assertThat(agent.get("../.lineman/journal")).isEqualTo("404");
            assertThat(agent.ask("GET", "/extensions.d/100.yaml").statusCode()).isEqualTo(404);
            HttpResponse<String> posted = agent.ask("POST", FILE);
            assertThat(posted.statusCode()).isEqualTo(405);
            assertThat(posted.headers().firstValue("Allow")).hasValue("GET, HEAD");

            assertThat(agent.operator("healthz").statusCode()).isEqualTo(200);
            assertThat(agent.operator("readyz").statusCode()).isEqualTo(200);
            assertThat(agent.err()).isEmpty();
        }
    }
}
