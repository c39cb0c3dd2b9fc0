package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The output of commands as on a terminal, in {@code src/test/resources/transcripts}. Each transcript runs in a copy
 * of the samples. The actual output is in {@code target/transcripts} afterwards: copy it if a change is intended.
 */
class TranscriptsIT {
    private static final Path EXPECTED = Path.of("src/test/resources/transcripts");
    private static final Path ACTUAL = Path.of("target/transcripts");

    @TempDir
    Path folder;

    @TestFactory
    List<DynamicTest> commandsPrintTheirTranscripts() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(EXPECTED)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                tests.add(DynamicTest.dynamicTest(name, () -> {
                    List<String> kept = Files.readAllLines(file);
                    List<String> seen = runTranscript(
                            kept, FixtureRoot.ofSamples(folder.resolve(name)).path());
                    Files.createDirectories(ACTUAL);
                    Files.write(ACTUAL.resolve(name), seen);
                    assertThat(seen).isEqualTo(kept);
                }));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    private static List<String> runTranscript(List<String> kept, Path copy) throws Exception {
        Map<String, String> environment = Jar.linkedInto(copy.resolve("bin"));
        List<String> seen = new ArrayList<>();
        for (String line : kept) {
            if (line.startsWith("$ ")) {
                Jar.CommandResult ended = Jar.run(
                        copy,
                        environment,
                        List.of(
                                "bash",
                                "-c",
                                line.substring(2) + "; code=$?; exec 2>&1; "
                                        + "test $code = 0 || echo \"(exit code $code)\""));
                seen.add(line);
                seen.addAll(ended.err());
                seen.addAll(ended.out());
            }
        }
        return seen;
    }
}
