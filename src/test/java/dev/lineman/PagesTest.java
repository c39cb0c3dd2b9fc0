package dev.lineman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.cli.Lineman;
import dev.lineman.cli.console.CommandEnvironment;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import dev.lineman.workspace.RuntimeContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages say what is there. The README's tour has a test of its own, on the jar. */
class PagesTest {
    private static final Path README = Path.of("README.md");
    private static final Path ARCHITECTURE = Path.of("src/docs/architecture.md");
    private static final Path SOURCES = Path.of("src/main/java/dev/lineman");
    private static final int INVARIANTS = 11;

    private static final Path EXTENSIONS = Path.of("src/docs/extensions.md");
    private static final Pattern KEY_ROW = Pattern.compile("^\\| (`[a-z_]+`[^|]*) \\| ([^|]*) \\|", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)]\\(([^)]+)\\)");
    private static final Pattern OPTION = Pattern.compile(
            "^ +(?:-., )?(--[a-z-]+)[ =\\[].*?(?=^ +(?:-., )?--|\\z)", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern DEFAULT = Pattern.compile("\\(default:\\s+([^)]+?)\\)");
    private static final Pattern ROW = Pattern.compile("^\\| `(--[a-z-]+)[^|]*\\| `?([^|`]+)", Pattern.MULTILINE);

    @Test
    void everyLinkLeadsSomewhereAndIsCalledAsWhatIsThere() throws IOException {
        for (Path page : pages()) {
            for (MatchResult link : all(LINK, Files.readString(page))) {
                String target = link.group(2).replaceFirst("#.*", "");
                if (target.isEmpty() || target.startsWith("http")) {
                    continue;
                }
                Path file = page.resolveSibling(target).normalize();
                assertThat(file).as("a link in %s", page).exists();
                if (target.endsWith(".java")) {
                    assertThat(link.group(1) + ".java")
                            .as("a link in %s", page)
                            .isEqualTo(file.getFileName().toString());
                }
            }
        }
    }

    @Test
    void everyPackageIsInTheTreeWithItsSentenceAndNoOther() throws IOException {
        List<String> tree = section(Files.readString(ARCHITECTURE), "The packages")
                .lines()
                .filter(line -> line.startsWith("  "))
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .toList();
        List<String> packages = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(each -> each.endsWith("package-info.java"))
                    .filter(each -> !each.getParent().equals(SOURCES))
                    .toList()) {
                String sentence = all(JAVADOC, Files.readString(file))
                        .get(0)
                        .group(1)
                        .replaceAll("\\s*\\n \\* ?", " ")
                        .replaceAll("\\{@code ([^}]+)}", "$1")
                        .strip();
                packages.add(file.getParent().getFileName() + " " + sentence);
            }
        }
        assertThat(tree).containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void everyInvariantNamesTheTestsThatHoldIt() throws IOException {
        List<String> invariants = Pattern.compile("(?m)^[*][*](?=[0-9])")
                .splitAsStream(section(Files.readString(ARCHITECTURE), "Invariants"))
                .toList();
        assertThat(invariants).hasSize(INVARIANTS + 1);
        for (int i = 1; i <= INVARIANTS; i++) {
            assertThat(invariants.get(i)).startsWith(i + ". ");
            assertThat(all(LINK, invariants.get(i)).stream().map(link -> link.group(2)))
                    .as("tests of invariant %s", i)
                    .anyMatch(target -> target.matches("\\.\\./test/.*(Test|IT)\\.java"));
        }
    }

    @Test
    void theReadmeHasEveryOptionWithItsDefaultAndNoOther() throws IOException {
        Map<String, String> told = new TreeMap<>();
        for (String command : commands()) {
            for (MatchResult option : all(OPTION, help(command, "--help"))) {
                List<MatchResult> value = all(DEFAULT, option.group());
                told.put(
                        option.group(1),
                        value.isEmpty() ? "off" : value.get(0).group(1).replaceAll("\\s+", " "));
            }
        }
        told.remove("--help");
        told.remove("--version");
        told.replace("--root", "the current folder", ".");
        Map<String, String> written = new TreeMap<>();
        for (MatchResult row : all(ROW, Files.readString(README))) {
            written.put(row.group(1), row.group(2).strip());
        }
        written.replace("--secrets", "secrets.yaml", "secrets.yaml below the root");
        assertThat(written).isEqualTo(told);
    }

    @Test
    void theReadmeHasEveryCommandAndNoOther() throws IOException {
        List<String> written = all(
                        Pattern.compile("^\\| `([a-z]+)[^|]*\\|", Pattern.MULTILINE),
                        section(Files.readString(README), "Commands and options"))
                .stream()
                .map(row -> row.group(1))
                .toList();
        assertThat(written).isEqualTo(commands());
    }

    @Test
    void thePageOfExtensionsHasEveryKeyWhereItMayStandAndNoOther() throws IOException {
        Map<FieldScope, String> columns = new EnumMap<>(Map.of(
                FieldScope.PHONE, "phone",
                FieldScope.EXTENSION, "extension",
                FieldScope.DEFAULTS, "defaults",
                FieldScope.MODEL, "`models`",
                FieldScope.PROFILE, "`profiles`"));
        Map<String, String> told = new TreeMap<>();
        for (ExtensionField field :
                ExtensionField.all(field -> columns.keySet().stream().anyMatch(field::isIn))) {
            told.put(
                    field.key(),
                    Stream.of(
                                    FieldScope.PHONE,
                                    FieldScope.EXTENSION,
                                    FieldScope.DEFAULTS,
                                    FieldScope.MODEL,
                                    FieldScope.PROFILE)
                            .filter(field::isIn)
                            .map(columns::get)
                            .collect(Collectors.joining(", ")));
        }
        String page = Files.readString(EXTENSIONS);
        Map<String, String> written = new TreeMap<>();
        for (MatchResult row : all(KEY_ROW, section(page, "One phone"))) {
            all(CODE, row.group(1)).forEach(key -> written.put(key.group(1), row.group(2)));
        }
        assertThat(written).isEqualTo(told);
        assertThat(all(KEY_ROW, section(page, "Provisioning")).stream()
                        .flatMap(row -> all(CODE, row.group(1)).stream()))
                .extracting(key -> key.group(1))
                .containsExactlyElementsOf(ExtensionField.keys(field -> field.isIn(FieldScope.PROVISIONING)));
        assertThat(section(page, "BLF keys")).contains(quoted(field -> field.isIn(FieldScope.BLF_KEY)));
        assertThat(section(page, "Defaults"))
                .contains(quoted(field -> told.containsKey(field.key()) && !field.isIn(FieldScope.DEFAULTS)));
        assertThat(section(page, "Secrets")).contains(quoted(ExtensionField::isSecret));
    }

    @Test
    void thePageOfTablesHasEveryColumn() throws IOException {
        String table = section(Files.readString(ARCHITECTURE.resolveSibling("bulk.md")), "The table");
        List<String> names =
                all(CODE, table).stream().map(name -> name.group(1)).toList();
        assertThat(names.stream().flatMap(Pattern.compile("[^a-z_]+")::splitAsStream))
                .containsAll(ExtensionField.keys(ExtensionField::isColumn));
        assertThat(names.stream().map(name -> name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")))
                .containsAll(ExtensionField.all(ExtensionField::isColumn).stream()
                        .flatMap(field -> field.headings().stream())
                        .toList());
    }

    private static String[] quoted(Predicate<ExtensionField> which) {
        return ExtensionField.keys(which).stream().map(key -> '`' + key + '`').toArray(String[]::new);
    }

    @Test
    void theContinuousIntegrationRunsTheTestsAsTheReadmeDoes() throws IOException {
        List<String> blocks =
                all(Pattern.compile("```sh\n(.*?)\n```", Pattern.DOTALL), Files.readString(README)).stream()
                        .map(block -> block.group(1))
                        .toList();
        assertThat(blocks).containsExactly("mvn -q -DskipTests package && target/lineman run", "mvn verify");
        assertThat(Files.readString(Path.of(".ci/run"))).contains("\nmvn -B verify ");
        assertThat(Path.of(".ci/run")).isExecutable();
        assertThat(Files.readString(Path.of(".github/workflows/ci.yml"))).contains("run: .ci/run\n");
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(README));
        try (Stream<Path> docs = Files.walk(ARCHITECTURE.getParent())) {
            docs.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }

    private static String section(String page, String title) {
        int start = page.indexOf("\n## " + title + "\n");
        assertThat(start).as(title).isNotNegative();
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }

    private static List<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    private static List<String> commands() {
        String commands = help("--help").replaceFirst("(?s).*\nCommands:\n", "").replaceFirst("(?s)\nExamples:.*", "");
        return all(Pattern.compile("^ {2}([a-z]+) ", Pattern.MULTILINE), commands).stream()
                .map(command -> command.group(1))
                .toList();
    }

    private static String help(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        RuntimeContext runtimeContext = new RuntimeContext(Clock.systemUTC(), System::nanoTime, Map.of());
        Lineman.execute(new CommandEnvironment(stream, stream, runtimeContext, stop -> {}), arguments);
        return out.toString(StandardCharsets.UTF_8);
    }
}
