package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.oracle.GeneratedCase;
import dev.lineman.oracle.Oracle;
import dev.lineman.oracle.TemplateGenerator;
import dev.lineman.problem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lineman and an independent implementation of the documented dialect render generated templates and phones
 * alike.
 */
class DialectLawTest {
    private static final int CASES = Rounds.of(75);
    private static final int MAX_TRIALS = 3000;

    @TempDir
    Path folder;

    private int trials;

    @Test
    void bothImplementationsRenderTheSame() {
        int good = 0;
        int files = 0;
        for (int seed = 0; seed < CASES; seed++) {
            GeneratedCase generatedCase = TemplateGenerator.of(seed);
            Optional<String> difference = difference(generatedCase);
            if (difference.isPresent()) {
                GeneratedCase shortest = shortest(generatedCase);
                throw new AssertionError(
                        "seed " + seed + ": " + difference(shortest).orElse("?") + "\n" + shortest);
            }
            Oracle.Outcome outcome = generatedCase.outcome();
            good += outcome.errors().isEmpty() ? 1 : 0;
            files += outcome.files().size();
        }
        assertThat(good).as("specimens without an error").isGreaterThan(CASES / 2);
        assertThat(files).as("files compared").isGreaterThan(CASES);
    }

    private GeneratedCase shortest(GeneratedCase generatedCase) {
        GeneratedCase shortest = generatedCase;
        int budget = trials + MAX_TRIALS;
        boolean shorter = true;
        while (shorter && trials < budget) {
            shorter = false;
            for (GeneratedCase smaller : shortest.smaller()) {
                if (trials >= budget) {
                    break;
                }
                if (difference(smaller).isPresent()) {
                    shortest = smaller;
                    shorter = true;
                    break;
                }
            }
        }
        return shortest;
    }

    /** Returns a difference between the two, or nothing. */
    private Optional<String> difference(GeneratedCase generatedCase) {
        Path own = folder.resolve("t" + trials++);
        try {
            TestRoot root = new TestRoot(own);
            generatedCase.inputs().forEach(root::write);
            root.runUntilIdle();
            Map<String, String> made = new TreeMap<>();
            root.files().forEach((path, body) -> made.put(path.replaceFirst("^provisioning/", ""), body));
            List<String> problems = root.problems().stream()
                    .filter(problem -> problem.severity() == Severity.BLOCKING)
                    .map(Object::toString)
                    .toList();
            Oracle.Outcome expected = generatedCase.outcome();
            if (!generatedCase
                    .template()
                    .text()
                    .replaceAll("<deviceconfig[^>]*\"false\"", "")
                    .contains("<deviceconfig")) {
                return Optional.empty();
            }
            if (made.equals(expected.files())
                    && problems.isEmpty() == expected.errors().isEmpty()) {
                return Optional.empty();
            }
            return Optional.of("made " + made + "\nwith the problems " + problems + "\nexpected " + expected.files()
                    + "\nwith the errors " + expected.errors());
        } finally {
            remove(own);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
