package dev.lineman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.agent.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --allow-links-to}, and what commands do without it. */
class LinkOptionTest {
    private static final String EXTENSION = "extension: 100\nfirst_name: Ann\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new TreeMap<>();

    @TempDir
    private Path folder;

    private Path root;

    @BeforeEach
    void aRootWhoseExtensionsLieElsewhere() throws IOException {
        root = Files.createDirectories(folder.resolve("root/templates/static"))
                .resolve("../..")
                .normalize();
        Files.createDirectories(folder.resolve("shared/site/extensions"));
        Files.writeString(folder.resolve("shared/site/extensions/100.yaml"), EXTENSION);
        Files.createSymbolicLink(root.resolve("extensions.d"), folder.resolve("shared/site/extensions"));
        environment.put("LINEMAN_ROOT", root.toString());
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        World world = new World(Clock.systemUTC(), System::nanoTime, environment);
        return Lineman.execute(
                new Edge(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), world, stop -> {}),
                arguments);
    }

    private String allowed() {
        return folder.resolve("other") + "," + folder.resolve("shared");
    }

    @Test
    void anInputFolderLeadsOutsideTheRootOnlyWithTheOption() {
        assertThat(run("check")).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .contains("extensions.d:1:1: error: this symbolic link leads to " + folder)
                .contains("--allow-links-to " + folder);
        assertThat(run("export")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).doesNotContain("Ann");
        assertThat(run("check", "--allow-links-to", allowed()))
                .as(err.toString(UTF_8))
                .isZero();
        assertThat(out.toString(UTF_8)).startsWith("1 extension");
        environment.put("LINEMAN_ALLOW_LINKS_TO", allowed());
        assertThat(run("export")).as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains("Ann");
    }

    @Test
    void importWritesThroughTheLinkOnlyWithTheOption() throws IOException {
        Path csv = Files.writeString(folder.resolve("staff.csv"), "extension\n101\n");
        Path written = folder.resolve("shared/site/extensions/101.yaml");
        assertThat(run("import", csv.toString())).isEqualTo(1);
        assertThat(written).doesNotExist();
        assertThat(run("import", csv.toString(), "--allow-links-to", allowed()))
                .as(err.toString(UTF_8))
                .isZero();
        assertThat(written).exists();
    }

    @Test
    void aLinkInsideAnInputFolderLeadsNowhereElseEvenWithTheOption() throws IOException {
        Files.createSymbolicLink(root.resolve("templates/static/x"), folder.resolve("shared"));
        assertThat(run("check", "--allow-links-to", allowed())).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("templates/static/x:1:1: error: this symbolic link leads to");
    }
}
