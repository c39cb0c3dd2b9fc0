package dev.lineman;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The operator's page speaks of problems in the words that they have. */
class OperationsPageTest {
    private static final Path PAGE = Path.of("src/docs/operations.md");
    private static final int FEWEST = 30;

    @Test
    void everyProblemOfTheIndexIsToldInTheseWords() throws IOException {
        String page = Files.readString(PAGE);
        String index = page.substring(page.indexOf("| problem | what it means"));
        List<String> words = new ArrayList<>();
        for (MatchResult row : Pattern.compile("^\\| (`.*?) \\| ", Pattern.MULTILINE)
                .matcher(index)
                .results()
                .toList()) {
            Pattern.compile("`([^`]+)`").matcher(row.group(1)).results().forEach(word -> words.add(word.group(1)));
        }
        assertThat(words).hasSizeGreaterThan(FEWEST);
        String program = program();
        assertThat(words).allSatisfy(word -> assertThat(program).contains(word));
    }

    private static String program() throws IOException {
        StringBuilder program = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                program.append(Files.readString(file));
            }
        }
        return program.toString();
    }
}
