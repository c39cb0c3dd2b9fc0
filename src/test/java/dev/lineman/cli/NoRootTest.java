package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.cli.program.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands in a folder that is no root say how to make one, and leave nothing behind. */
class NoRootTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --port 0 --admin-port 0",
                "render",
                "check",
                "plan",
                "plan --against HEAD",
                "explain 100",
                "export",
                "adopt 000413246672 --extension 100"
            })
    void eachCommandNamesTheOneThatMakesARoot(String command) throws IOException {
        Terminal terminal = new Terminal(root);
        assertThat(terminal.run(command.split(" "))).isEqualTo(ExitCode.COULD_NOT_START);
        assertThat(terminal.err().lines())
                .isEqualTo(List.of("lineman: " + root + " has no folder extensions.d; run 'lineman init " + root
                        + "' to make a root, or name the right one with --root"));
        assertThat(terminal.out()).isEmpty();
        try (Stream<Path> files = Files.list(root)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aRootWithAPublicationStillStarts() throws IOException {
        Terminal terminal = new Terminal(root);
        Path extensions = Files.createDirectories(root.resolve("extensions.d"));
        assertThat(terminal.run("render")).isEqualTo(ExitCode.OK);
        Files.delete(extensions);
        for (String command : new String[] {"render", "plan"}) {
            assertThat(terminal.run(command)).isEqualTo(ExitCode.PROBLEMS);
            assertThat(terminal.err()).contains("extensions.d").doesNotContain("lineman init");
        }
        assertThat(terminal.run("check")).isEqualTo(ExitCode.COULD_NOT_START);
    }
}
