package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual page and the completion are generated from the options and agree with {@code --help}. */
@Tag("manual")
class ManualIT {
    private static final Pattern OPTION = Pattern.compile("(?<![-\\w])--[a-z][a-z-]+");
    private static final Pattern COMMAND = Pattern.compile("^ {2}([a-z]+) ", Pattern.MULTILINE);

    @TempDir
    Path folder;

    @Test
    void manShowsThePageWithoutWarnings() throws Exception {
        Debian.program("man", "man-db");
        Path page =
                Files.write(folder.resolve("lineman.1"), Jar.run(folder, "man").out());
        Jar.CommandResult read = Jar.run(
                folder,
                Map.of("MANWIDTH", "400", "LC_ALL", "C.UTF-8", "MAN_KEEP_FORMATTING", ""),
                List.of("man", "--warnings", "-l", page.toString()));
        assertThat(read.err()).isEmpty();
        String text = String.join("\n", read.out());
        assertThat(text).contains("NAME", "SYNOPSIS", "EXIT STATUS", "lineman - keeps desk phones provisioned");
        for (String command : commands()) {
            String help = help(command);
            assertThat(all(OPTION, text)).containsAll(all(OPTION, help.replaceFirst("(?s)\nExamples:.*", "")));
            assertThat(help).as("examples of %s", command).contains("\nExamples:\n  ");
        }
    }

    @Test
    void bashAndZshCompleteCommandsAndOptions() throws Exception {
        Path script = Files.write(
                folder.resolve("complete"), Jar.run(folder, "completion").out());
        String bash =
                "source " + script + "; COMP_WORDS=(lineman pl); COMP_CWORD=1; _complete_lineman lineman pl lineman;"
                        + " echo ${COMPREPLY[*]}; COMP_WORDS=(lineman plan --ag); COMP_CWORD=2;"
                        + " _complete_lineman lineman --ag plan; echo ${COMPREPLY[*]}";
        Jar.CommandResult completed = Jar.run(folder, Map.of(), List.of("bash", "-c", bash));
        assertThat(completed.out()).containsExactly("plan", "--against");
        Debian.program("zsh", "zsh");
        Jar.CommandResult loaded = Jar.run(
                folder,
                Map.of(),
                List.of(
                        "zsh",
                        "-f",
                        "-c",
                        "autoload -U compinit; compinit -u -D; source " + script + "; print $_comps[lineman]"));
        assertThat(loaded.out()).anyMatch(line -> line.contains("_complete_lineman"));
    }

    private Set<String> commands() throws Exception {
        String list = help("").replaceFirst("(?s).*\nCommands:\n", "").replaceFirst("(?s)\nExamples:.*", "");
        return COMMAND.matcher(list)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String help(String command) throws Exception {
        Jar.CommandResult help = command.isEmpty() ? Jar.run(folder, "--help") : Jar.run(folder, command, "--help");
        return String.join("\n", help.out());
    }

    /** Returns the matches, without the options that every command has and the page does not repeat. */
    private static Set<String> all(Pattern pattern, String text) {
        Set<String> all =
                pattern.matcher(text).results().map(found -> found.group()).collect(Collectors.toSet());
        all.removeAll(Set.of("--help", "--version"));
        return all;
    }
}
