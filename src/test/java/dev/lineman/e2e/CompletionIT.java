package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values are completed in real shells on a terminal of their own, after the key Tab. */
class CompletionIT {
    /** What is typed, and the arguments that the program gets. */
    private static final Map<String, String> TYPED = Map.ofEntries(
            Map.entry("lineman adopt --model Yealink\\ T54W\t x", "<adopt><--model><Yealink T54W><x>"),
            Map.entry("lineman adopt --model \"Yealink T58A\t x", "<adopt><--model><Yealink T58A><x>"),
            Map.entry("lineman adopt --model ACME\tx", "<adopt><--model><ACME O'Phone 9000><x>"),
            Map.entry("lineman adopt --model 'ACME\t y", "<adopt><--model><ACME O'Phone 9000><y>"),
            Map.entry("lineman adopt --model=ACME\tx", "<adopt><--model=ACME O'Phone 9000><x>"),
            Map.entry("lineman explain 80:5\tx", "<explain><80:5e:c0:00:01:11><x>"),
            Map.entry("bin/lineman explain 80-5\tx", "<explain><80-5e-c0-00-01-11><x>"),
            Map.entry("lineman explain Ber\tx", "<explain><Berlin $HOME/101><x>"),
            Map.entry("lineman explain --root other 9\tx", "<explain><--root><other><900><x>"),
            Map.entry("lineman adopt --si\tBer\tx", "<adopt><--site><Berlin $HOME><x>"),
            Map.entry("lineman import --into extensions.d/b\tx", "<import><--into><extensions.d/berlin><x>"),
            Map.entry("lineman pl\t--ag\tx", "<plan><--against><x>"),
            Map.entry("lineman import tab\tx", "<import><table.csv><x>"),
            Map.entry("lineman check --root oth\tx", "<check><--root><other/x>"),
            Map.entry("lineman explain --root none \tx", "<explain><--root><none><x>"),
            Map.entry("lineman phones --state=nev\tx", "<phones><--state=never><x>"));

    @TempDir
    private Path folder;

    @BeforeEach
    void aRootAndAProgramThatPrintsItsArguments() throws IOException {
        write("root/extensions.d/berlin/_defaults.yaml", "site: Berlin $HOME\n");
        write("root/extensions.d/berlin/x.yaml", "extension: 101\nphone: {mac: 80:5e:c0:00:01:11}\n");
        write("root/templates/models/acme.yaml", """
                family: ACME
                template: yealink/yealink-t
                models: {ACME O'Phone 9000: {lines: 1}}
                """);
        write("other/extensions.d/900.yaml", "extension: 900\n");
        write("table.csv", "");
        String java =
                Jar.command(List.of()).stream().map(word -> '\'' + word + '\'').collect(Collectors.joining(" "));
        Path program = write("bin/lineman", """
                #!/bin/sh
                case $1 in complete|completion) exec %s "$@" ;; esac
                for word in "$@"; do printf '<%%s>' "$word" >> "$TYPED"; done
                echo >> "$TYPED"
                """.formatted(java));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void bashCompletesValuesWithTheirQuotes() throws Exception {
        Debian.program("script", "bsdutils");
        complete("bash --norc --noprofile -i", "");
    }

    @Test
    void zshCompletesValuesWithTheirQuotes() throws Exception {
        Debian.program("script", "bsdutils");
        Debian.program("zsh", "zsh");
        complete("zsh -f -i", "autoload -U compinit; compinit -u -D\n");
    }

    /** Types into a shell, and compares what the program was started with. */
    private void complete(String shell, String first) throws Exception {
        String keys = first + "source <(lineman completion)\n" + String.join("\n", TYPED.keySet()) + "\nexit\n";
        Path typed = write("keys", keys);
        Path got = folder.resolve("typed");
        Jar.CommandResult session = Jar.run(
                folder,
                Map.of("TYPED", got.toString(), "LINEMAN_ROOT", "root", "TERM", "dumb", "HOME", folder.toString()),
                List.of("sh", "-c", "PATH=$PWD/bin:$PATH; exec script -qec '" + shell + "' /dev/null < " + typed));
        assertThat(Files.readAllLines(got))
                .as(String.join("\n", session.out()))
                .containsExactlyInAnyOrderElementsOf(TYPED.values());
        assertThat(session.out()).noneMatch(line -> line.contains("rror") || line.contains("xception"));
    }

    private Path write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
