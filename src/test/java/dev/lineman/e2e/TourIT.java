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
 * The tour of the README as written. Bash runs each command in a copy of the samples, and the output must be that of
 * the page. Only the ports differ, since the real ones may be in use.
 */
class TourIT {
    private static final String START = "target/lineman run";

    @TempDir
    Path folder;

    @Test
    void theCommandsOfTheTourPrintWhatTheReadmeSays() throws Exception {
        FixtureRoot root = FixtureRoot.ofSamples(folder);
        Files.createDirectory(root.resolve("target"));
        Files.createSymbolicLink(root.resolve("target/lineman"), Jar.PROGRAM);
        List<DocumentationPage.CodeBlock> tour = DocumentationPage.blocks(Path.of("README.md"), "Try it");
        assertThat(tour.remove(0))
                .as("how the tour starts")
                .isEqualTo(new DocumentationPage.CodeBlock("console", List.of("$ " + START)));
        try (RunningProcess agent = RunningProcess.start(folder, Map.of(), List.of("bash", "-c", "exec " + START))) {
            for (DocumentationPage.CodeBlock block : tour) {
                List<String> lines = block.lines().stream()
                        .map(line ->
                                line.replace(":5481", ":" + agent.port()).replace(":5482", ":" + agent.adminPort()))
                        .toList();
                switch (block.kind()) {
                    case "console" -> {
                        // Waits for the phonebooks, as a person would: otherwise they share one log line with the
                        // next change.
                        Deadline.await(() -> assertPhonebook(root));
                        DocumentationPage.runCommands(lines, folder, Map.of());
                    }
                    case "text" -> Deadline.await(() -> assertLogged(agent, lines));
                    default -> throw new AssertionError("unknown kind of block in the tour: " + block);
                }
            }
            assertThat(agent.terminate().exitCode(Duration.ofSeconds(20))).isZero();
        }
    }

    /** Checks that the phonebook has the last name that the tour gave to its extension, if there is one yet. */
    private static void assertPhonebook(FixtureRoot root) throws IOException {
        String name = "John Doe";
        if (Files.exists(root.resolve("extensions.d/101.yaml"))) {
            name = root.read("extensions.d/101.yaml").contains("Roe") ? "Jane Roe" : "Jane Doe";
        }
        assertThat(root.provisioning().getOrDefault("phonebook-cisco.xml", "")).contains(name);
    }

    private static void assertLogged(RunningProcess agent, List<String> lines) throws IOException {
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
