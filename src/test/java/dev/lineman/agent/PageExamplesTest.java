package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.OneShotRendering;
import dev.lineman.command.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of the reference pages. Each section is a root folder that gives the files that the page shows.
 */
class PageExamplesTest {
    private static final Path PAGES = Path.of("src/docs");
    private static final Pattern SECTION = Pattern.compile("^## ", Pattern.MULTILINE);
    private static final Pattern BLOCK =
            Pattern.compile("^```\\w+ (\\S+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    @TempDir
    Path folder;

    @TestFactory
    List<DynamicTest> everyExampleOnThePageOfExtensionsGivesThePrintedFiles() throws IOException {
        return examples("extensions.md");
    }

    @TestFactory
    List<DynamicTest> everyExampleOnThePageOfTemplatesGivesThePrintedFiles() throws IOException {
        return examples("templates.md");
    }

    private List<DynamicTest> examples(String page) throws IOException {
        List<String> sections =
                SECTION.splitAsStream(Files.readString(PAGES.resolve(page))).toList();
        Map<String, String> shared = blocks(sections.get(0));
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 1; i < sections.size(); i++) {
            Map<String, String> blocks = blocks(sections.get(i));
            Path root = folder.resolve(page + i);
            String title = sections.get(i).lines().findFirst().orElseThrow();
            if (title.equals("The files of a new root")) {
                // It shows no file. InitCommandTest checks the files that it lists.
                assertThat(blocks).as(title).isEmpty();
                continue;
            }
            assertThat(blocks).as(title).isNotEmpty();
            Map<String, String> all = new TreeMap<>(shared);
            all.putAll(blocks);
            tests.add(DynamicTest.dynamicTest(title, () -> checkSection(root, all)));
        }
        assertThat(tests).hasSizeGreaterThan(9);
        return tests;
    }

    private static void checkSection(Path root, Map<String, String> blocks) throws Exception {
        Map<String, String> outputs = new TreeMap<>(blocks);
        String problems = outputs.remove("problems");
        outputs.keySet().removeIf(path -> !path.startsWith("out/"));
        for (Map.Entry<String, String> block : blocks.entrySet()) {
            if (!block.getKey().equals("problems") && !outputs.containsKey(block.getKey())) {
                Path file = root.resolve(block.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, block.getValue());
            }
        }
        Path secrets = root.resolve("secrets.yaml");
        if (Files.exists(secrets)) {
            Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-r-----"));
        }
        CommandResult result = OneShotRendering.of(root);
        assertThat(result.problems().stream().map(problem -> problem + "\n").collect(Collectors.joining()))
                .isEqualTo(problems == null ? "" : problems);
        assertThat(files(root)).isEqualTo(outputs);
    }

    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root.resolve("out"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = root.relativize(file).toString();
                if (!path.startsWith("out/.lineman/")) {
                    files.put(path, Files.readString(file));
                }
            }
        }
        return files;
    }

    private static Map<String, String> blocks(String section) {
        Map<String, String> blocks = new TreeMap<>();
        Matcher block = BLOCK.matcher(section);
        while (block.find()) {
            assertThat(blocks.put(block.group(1), block.group(2)))
                    .as(block.group(1) + " stands twice")
                    .isNull();
        }
        return blocks;
    }
}
