package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's tour, as it is written: each command is run by bash in a copy of the samples, and prints what the page
 * says. Only the ports differ, since the real ones may be taken.
 */
class TourIT {
    private static final String START = "java -jar target/lineman.jar run";

    @TempDir
    Path folder;

    @Test
    void theTourGoesAsItIsWritten() throws Exception {
        FixtureRoot root = FixtureRoot.ofSamples(folder);
        Files.createDirectory(root.at("target"));
        Files.copy(Jar.FILE, root.at("target/lineman.jar"));
        List<DocumentationPage.Block> tour = DocumentationPage.blocks(Path.of("README.md"), "Try it");
        assertThat(tour.remove(0))
                .as("how the tour starts")
                .isEqualTo(new DocumentationPage.Block("console", List.of("$ " + START)));
        try (RunningProcess agent = RunningProcess.start(folder, Map.of(), List.of("bash", "-c", "exec " + START))) {
            for (DocumentationPage.Block block : tour) {
                List<String> lines = block.lines().stream()
                        .map(line ->
                                line.replace(":5481", ":" + agent.port()).replace(":5482", ":" + agent.adminPort()))
                        .toList();
                switch (block.kind()) {
                    case "console" -> {
                        // People are slower than the phonebooks, which otherwise come in one line with the next change.
                        Deadline.await(() -> assertPhonebook(root));
                        DocumentationPage.type(lines, folder, Map.of());
                    }
                    case "text" -> Deadline.await(() -> assertSaid(agent, lines));
                    default -> throw new AssertionError("unknown kind of block in the tour: " + block);
                }
            }
            assertThat(agent.terminate().exitCode(Duration.ofSeconds(20))).isZero();
        }
    }

    /** The phonebook has the name that the tour gave to its extension last, if it has yet. */
    private static void assertPhonebook(FixtureRoot root) throws IOException {
        String name = "John Doe";
        if (Files.exists(root.at("extensions.d/101.yaml"))) {
            name = root.read("extensions.d/101.yaml").contains("Roe") ? "Jane Roe" : "Jane Doe";
        }
        assertThat(root.provisioning().getOrDefault("phonebook-cisco.xml", "")).contains(name);
    }

    private static void assertSaid(RunningProcess agent, List<String> lines) throws IOException {
        List<String> said = new ArrayList<>(agent.out());
        said.addAll(agent.err());
        for (String line : lines) {
            Pattern pattern = Pattern.compile(
                    Stream.of(line.split("\\.\\.\\.", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
            assertThat(said)
                    .as("the agent says")
                    .anySatisfy(one -> assertThat(one).matches(pattern));
        }
    }
}
