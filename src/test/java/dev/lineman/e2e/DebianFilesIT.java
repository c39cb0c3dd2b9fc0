package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the Debian package. */
class DebianFilesIT {
    private static final Path PACKAGE = Jar.FILE.resolveSibling("lineman.deb");
    private static final Pattern PROJECT_VERSION =
            Pattern.compile("<artifactId>lineman</artifactId>\\s*<version>(.*?)</version>");

    @TempDir
    Path folder;

    private Path files;

    @BeforeEach
    void unpack() throws Exception {
        files = folder.resolve("files");
        run(Debian.program("dpkg-deb", "dpkg").toString(), "-R", PACKAGE.toString(), files.toString());
    }

    @Test
    void lintianFindsNothingWrong() throws Exception {
        List<String> found = run(Debian.program("lintian", "lintian").toString(), "--allow-root", PACKAGE.toString());
        assertThat(found).isEmpty();
    }

    @Test
    void theVersionIsThatOfTheProject() throws Exception {
        Matcher version = PROJECT_VERSION.matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(run("dpkg-deb", "-f", PACKAGE.toString(), "Version")).containsExactly(version.group(1));
        assertThat(run(
                                "gzip",
                                "-dc",
                                files.resolve("usr/share/doc/lineman/changelog.gz")
                                        .toString())
                        .get(0))
                .startsWith("lineman (" + version.group(1) + ") ");
    }

    @Test
    void allFilesHaveTheTimeOfTheSourcesSoThatTheSameSourcesGiveTheSamePackage() throws Exception {
        List<String> members = run("dpkg-deb", "-c", PACKAGE.toString());
        assertThat(members).hasSizeGreaterThan(10).allMatch(line -> line.contains(" 2026-11-22 00:00 "));
        assertThat(run("ar", "tv", PACKAGE.toString())).hasSize(3).allMatch(line -> line.contains("Nov 22 00:00 2026"));
    }

    @Test
    void theManualPageAndTheCompletionAreThoseOfTheProgram() throws Exception {
        assertThat(run(
                        "gzip",
                        "-dc",
                        files.resolve("usr/share/man/man1/lineman.1.gz").toString()))
                .isEqualTo(Jar.run(folder, "man").out());
        List<String> completion = Jar.run(folder, "completion").out();
        assertThat(Files.readAllLines(files.resolve("usr/share/bash-completion/completions/lineman")))
                .isEqualTo(completion);
        assertThat(Files.readAllLines(files.resolve("usr/share/zsh/vendor-completions/_lineman")))
                .isEqualTo(completion);
    }

    @Test
    void everyOptionInTheDefaultsIsAnOptionOfRun() throws Exception {
        String help = String.join("\n", Jar.run(folder, "run", "--help").out());
        List<String> options = Files.readAllLines(files.resolve("etc/default/lineman")).stream()
                .filter(line -> line.startsWith("#LINEMAN_") && !line.startsWith("#LINEMAN_JAVA_OPTS="))
                .map(line -> "--"
                        + line.replaceFirst("#LINEMAN_(.*?)=.*", "$1")
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'))
                .toList();
        assertThat(options)
                .hasSizeGreaterThan(3)
                .allSatisfy(option -> assertThat(help).contains(option));
    }

    private List<String> run(String... command) throws Exception {
        Jar.CommandResult ended = Jar.run(folder, Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC"), List.of(command));
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        return ended.out();
    }
}
