package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.cli.program.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only the named command is built: the results must not differ. */
class LinemanTest {
    @TempDir
    Path root;

    private Terminal terminal;

    @BeforeEach
    void createTerminal() {
        terminal = new Terminal(root);
    }

    @Test
    void eachListedCommandHasHelp() {
        for (String command : Lineman.COMMANDS) {
            assertThat(terminal.run(command, "--help")).as(command).isEqualTo(ExitCode.OK);
            assertThat(terminal.out()).contains("Usage: lineman " + command + " ");
        }
    }

    @Test
    void withoutACommandTheHelpListsAll() {
        assertThat(terminal.run("--help")).isEqualTo(ExitCode.OK);
        for (String command : Lineman.COMMANDS) {
            assertThat(terminal.out()).containsPattern("(?m)^  " + command + " ");
        }
        assertThat(terminal.run("rendr")).isEqualTo(2);
        assertThat(terminal.err()).contains("unknown command rendr").contains("render");
        assertThat(terminal.run()).isEqualTo(2);
        assertThat(terminal.err()).contains("a command is missing");
    }

    @Test
    void completionAndManualContainAllCommands() {
        for (String command : new String[] {"completion", "man"}) {
            assertThat(terminal.run(command)).isEqualTo(ExitCode.OK);
            assertThat(terminal.out()).contains(Lineman.COMMANDS);
        }
    }

    @Test
    void aMisspelledOptionGetsSuggestionsOfItsCommand() {
        assertThat(terminal.run("render", "--file-mod", "0600")).isEqualTo(2);
        assertThat(terminal.err())
                .contains("unknown option --file-mod")
                .contains("--file-mode")
                .contains("Try 'lineman render --help'.");
    }

    @Test
    void helpPrintsTheSameAsTheOption() {
        for (String command : Lineman.COMMANDS) {
            assertThat(terminal.run(command, "--help")).isEqualTo(ExitCode.OK);
            String explained = terminal.out();
            assertThat(terminal.run("help", command)).isEqualTo(ExitCode.OK);
            assertThat(terminal.out()).isEqualTo(explained);
        }
        assertThat(terminal.run("--help")).isEqualTo(ExitCode.OK);
        String all = terminal.out();
        assertThat(terminal.run("help")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out()).isEqualTo(all);
    }

    @Test
    void helpSuggestsACommand() {
        assertThat(terminal.run("help", "rendr")).isEqualTo(2);
        assertThat(terminal.err()).contains("unknown command rendr; did you mean 'render'?");
        assertThat(terminal.run("help", "zzz")).isEqualTo(2);
        assertThat(terminal.err()).contains("unknown command zzz; 'lineman help' lists all");
    }

    @Test
    void versionNamesTheProgramJavaAndTheRoot() {
        assertThat(terminal.run("version")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out().lines())
                .anyMatch(line -> line.startsWith("lineman "))
                .anyMatch(line -> line.matches("program: +/.+"))
                .anyMatch(line -> line.matches("class archive: .+"))
                .anyMatch(line -> line.startsWith("Java: ") && line.contains(System.getProperty("java.version")))
                .anyMatch(line -> line.startsWith("root: ") && line.endsWith(root + " (LINEMAN_ROOT)"));
        assertThat(terminal.run("--version")).isEqualTo(ExitCode.OK);
        assertThat(terminal.out().lines()).hasSize(1);
    }
}
