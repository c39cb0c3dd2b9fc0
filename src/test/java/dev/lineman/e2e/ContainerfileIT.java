package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file of the container image: what it names exists. No test builds the image; a job of the workflow does. The
 * health check runs against a real agent.
 */
class ContainerfileIT {
    private static final Path FILE = Path.of("src/dist/Containerfile");
    private static final Path SCRIPT = Path.of(".ci/image");
    private static final String BUILD = "/build/";
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    @TempDir
    Path folder;

    @Test
    void everyCopiedFileExists() throws IOException {
        List<List<String>> copies =
                instructions("COPY").map(ContainerfileIT::words).toList();
        assertThat(copies).hasSizeGreaterThan(3);
        for (List<String> copy : copies) {
            boolean built = copy.get(0).equals("--from=build");
            List<String> sources = copy.subList(built ? 1 : 0, copy.size() - 1);
            assertThat(sources).isNotEmpty();
            for (String source : sources) {
                assertThat(source.startsWith(BUILD)).as(source).isEqualTo(built);
                assertThat(Path.of(source.replace(BUILD, ""))).exists();
            }
        }
    }

    /** The build needs what Maven reads, and a folder that the file does not copy is missing in the image's build. */
    @Test
    void theBuildHasEveryFolderThatMavenReads() throws IOException {
        List<String> copied =
                instructions("COPY").flatMap(copy -> words(copy).stream()).toList();
        Matcher used = Pattern.compile("<(?:directory|dir|controlDir|src|data)>\\$\\{(?:project.)?basedir}/([^/<]+)")
                .matcher(Files.readString(Path.of("pom.xml")));
        while (used.find()) {
            assertThat(copied).contains(used.group(1));
        }
        assertThat(copied).contains("pom.xml", ".mvn", "src", "templates");
    }

    @Test
    void theImageStartsTheProgramAsTheUnitDoes() throws IOException {
        List<String> command = Stream.concat(strings("ENTRYPOINT").stream(), strings("CMD").stream())
                .toList();
        assertThat(Files.readAllLines(Path.of("src/dist/lineman.service")))
                .contains("ExecStart=" + String.join(" ", command));
        assertThat(instructions("COPY"))
                .anyMatch(copy -> copy.contains("/src/dist/lineman ") && copy.endsWith("/usr/bin/"));
        assertThat(instructions("COPY")).anyMatch(copy -> copy.endsWith(" /usr/share/lineman/lineman.jar"));
        assertThat(Files.readString(Path.of("src/dist/lineman"))).contains("jar=/usr/share/lineman/lineman.jar");
        assertThat(instructions("USER")).containsExactly("lineman");
    }

    @Test
    void portsAndVariablesAreThoseOfRun() throws Exception {
        String help = String.join(" ", Jar.run(folder, "run", "--help").out()).replaceAll("\\s+", " ");
        for (String port :
                instructions("EXPOSE").flatMap(ports -> words(ports).stream()).toList()) {
            assertThat(help).contains("(default: " + port + ")");
        }
        assertThat(instructions("ENV")).isNotEmpty();
        for (String variable : instructions("ENV").toList()) {
            String option = variable.replaceFirst("LINEMAN_(.*)=.*", "--$1").toLowerCase(Locale.ROOT);
            assertThat(help).contains(option.replace('_', '-') + "=");
        }
    }

    @Test
    void theHealthCheckSucceedsWhileTheAgentAnswers() throws Exception {
        List<String> check = strings("HEALTHCHECK").stream()
                .map(text -> text.replace("\\\\", "\\"))
                .toList();
        assertThat(check).hasSize(3);
        try (RunningProcess agent = RunningProcess.startReady(FixtureRoot.ofOnePhone(folder))) {
            Map<String, String> port = Map.of("LINEMAN_ADMIN_PORT", Integer.toString(agent.adminPort()));
            Jar.CommandResult healthy = Jar.run(folder, port, check);
            assertThat(healthy.code()).as(String.join("\n", healthy.err())).isZero();
            // Phones are served there, and none of their files has this name.
            Map<String, String> other = Map.of("LINEMAN_ADMIN_PORT", Integer.toString(agent.port()));
            assertThat(Jar.run(folder, other, check).code()).isNotZero();
            agent.kill();
            assertThat(Jar.run(folder, port, check).code()).isNotZero();
        }
    }

    @Test
    void theWorkflowBuildsTheImageWithAScriptThatParses() throws Exception {
        assertThat(Files.readString(Path.of(".github/workflows/ci.yml"))).contains("run: " + SCRIPT + " docker\n");
        assertThat(SCRIPT).isExecutable();
        assertThat(Files.readString(SCRIPT)).contains("--file " + FILE + " .");
        assertThat(Jar.run(
                        folder,
                        Map.of(),
                        List.of("bash", "-n", SCRIPT.toAbsolutePath().toString())))
                .isEqualTo(new Jar.CommandResult(0, List.of(), List.of()));
    }

    /** Returns the arguments of all instructions with a name, each on one line. */
    private static Stream<String> instructions(String name) throws IOException {
        String text = Files.readString(FILE).replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n\\s*", " ");
        return text.lines().filter(line -> line.startsWith(name + " ")).map(line -> line.substring(name.length() + 1));
    }

    /** Returns the strings in the list of the only instruction with a name. */
    private static List<String> strings(String name) throws IOException {
        String arguments = instructions(name).reduce((a, b) -> b).orElseThrow();
        return STRING.matcher(arguments).results().map(found -> found.group(1)).toList();
    }

    private static List<String> words(String text) {
        return BLANKS.splitAsStream(text.trim()).toList();
    }
}
