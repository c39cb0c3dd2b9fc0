package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the pages in {@code src/docs}, run in a copy of the samples from top to bottom. */
class WalkIT {
    private static final Path DOCS = Path.of("src/docs");

    /** Pages with commands that take minutes, or that another test runs in a folder of its own. */
    private static final Set<String> ELSEWHERE = Set.of("benchmarks.md", "templates.md", "tutorial.md");

    @TempDir
    Path folder;

    @TestFactory
    List<DynamicTest> theCommandsOfAPagePrintWhatItSays() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> pages = Files.list(DOCS)) {
            for (Path page : pages.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                List<DocumentationPage.CodeBlock> typed = DocumentationPage.blocks(page, "").stream()
                        .filter(block -> block.kind().equals("console"))
                        .toList();
                String name = page.getFileName().toString();
                if (!typed.isEmpty() && !ELSEWHERE.contains(name)) {
                    tests.add(DynamicTest.dynamicTest(name, () -> runPage(typed, folder.resolve(name))));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(1);
        return tests;
    }

    private static void runPage(List<DocumentationPage.CodeBlock> typed, Path copy) throws Exception {
        FixtureRoot.ofSamples(copy);
        Map<String, String> environment = Jar.linkedInto(copy.resolve("bin"));
        for (DocumentationPage.CodeBlock block : typed) {
            DocumentationPage.runCommands(block.lines(), copy, environment);
        }
    }
}
