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
}
