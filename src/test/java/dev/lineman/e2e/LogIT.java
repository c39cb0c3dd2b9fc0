package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent says while it runs. */
class LogIT {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z";

    @TempDir
    Path folder;

    private FixtureRoot root;

    @BeforeEach
    void makeARoot() throws Exception {
        root = FixtureRoot.ofOnePhone(folder);
    }

    @Test
    void withJsonEachLineIsAnObjectAndAPublicationHasFields() throws Exception {
        try (RunningProcess agent = RunningProcess.startReady(root, "--format", "json")) {
            root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Jane \"JJ\""));
            Pattern publication = Pattern.compile("\\{\"time\":\"" + TIME + "\",\"level\":\"info\",\"message\":"
                    + "\"1 file changed: provisioning/cfg000413000101, because of extensions.d/101.yaml \\(\\d+ ms\\)\","
                    + "\"changed\":1,\"removed\":0,\"solved\":0,\"problems\":0,\"took_ms\":\\d+,"
                    + "\"files\":\\[\"provisioning/cfg000413000101\"],\"inputs\":\\[\"extensions.d/101.yaml\"]}");
            Deadline.await(() -> assertThat(agent.out()).anyMatch(publication.asMatchPredicate()));
            assertThat(agent.out()).allMatch(line -> line.startsWith("{\"time\":\"") && line.endsWith("}"));
            root.write("extensions.d/101.yaml", "extension: [\n");
            Deadline.await(() -> assertThat(agent.err())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "{\"severity\":\"error\",\"blocking\":true,\"file\":\"extensions.d/101.yaml\",\"line\":"));
        }
    }

    @Test
    void filesThatFollowThePhonesNameTheirCauseToo() throws Exception {
        try (RunningProcess agent = RunningProcess.startReady(FixtureRoot.ofSamples(folder.resolve("samples")))) {
            Deadline.await(() -> assertThat(agent.out())
                    .filteredOn(line -> line.contains(" changed: "))
                    .hasSize(2)
                    .allMatch(line -> line.contains("because of extensions.d/100.yaml")));
            root.write("samples/extensions.d/101.yaml", FixtureRoot.extension(101, "Jane"));
            Deadline.await(() -> assertThat(agent.out())
                    .filteredOn(line -> line.contains("because of extensions.d/101.yaml"))
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("14 files changed: provisioning/000000000000-directory.xml"));
        }
    }

    @Test
    void aChangeIsOneLineAndAnEditWithoutEffectIsNone() throws Exception {
        try (RunningProcess agent = RunningProcess.startReady(root, "--rescan", "100ms")) {
            Deadline.await(() -> assertThat(agent.out()).hasSize(2));
            root.write("README", "no input");
            root.write("extensions.d/100.yaml", root.read("extensions.d/100.yaml") + "# a comment\n");
            for (int i = 0; i < 3; i++) {
                assertThat(agent.adminRequest("POST", "api/rescan").statusCode())
                        .isLessThan(300);
            }
            root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Jane"));
            Deadline.await(
                    () -> assertThat(agent.get("cfg" + FixtureRoot.mac(101))).contains("Jane"));
            Deadline.await(() -> assertThat(agent.out()).hasSize(3));
            List<String> said = agent.out();
            assertThat(said.get(2))
                    .matches(".* INFO  1 file changed: provisioning/cfg000413000101, because of .* ms\\)");
            assertThat(agent.err()).isEmpty();
        }
    }
}
