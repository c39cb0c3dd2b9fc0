package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes: made by the first start or by hand, used if it matches, ignored without a message if it does not. */
class ArchiveIT {
    private static final String ARCHIVED = "shared objects file";

    /** Other processes go first while an archive is made in the background. */
    private static final Duration LOW_PRIORITY = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private FixtureRoot root;
    private Path jar;

    @BeforeEach
    void install() throws Exception {
        root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        jar = Files.copy(Jar.FILE, folder.resolve("lineman.jar"));
    }

    @Test
    void renderLoadsItsClassesFromTheArchive() throws Exception {
        assertThat(make().code()).isZero();
        root.write("extensions.d/branch/_defaults.yaml", "vars: &anchor {branch: north}\n");
        String used = Files.readString(classesOf("render"));
        for (String name :
                List.of("cli.Lineman", "build.OutputBuilder", "publish.Publisher", "template.TemplateReader")) {
            assertThat(used).contains("dev.lineman." + name + " source: " + ARCHIVED);
        }
        for (String type : List.of(
                "dev.lineman.render.dialect.StaticTemplate",
                "dev.lineman.input.yaml.SimpleYamlParser",
                "org.yaml.snakeyaml.parser.ParserImpl",
                "dev.lineman.Main")) {
            assertThat(used).contains(type + " source: " + ARCHIVED);
        }
        assertThat(used.lines()
                        .filter(line -> line.contains("source: file:")
                                && line.contains(" dev.lineman.")
                                && !line.contains("dev.lineman.cli.")))
                .as("our classes that were not archived")
                .hasSizeLessThan(10);
    }

    @Test
    void aCommandPrintsTheSameWithAndWithoutAnArchiveAndWithTheArchiveOfAnotherJar() throws Exception {
        Jar.CommandResult without = command();
        assertThat(without.code()).isZero();
        assertThat(make().code()).isZero();
        assertThat(command()).isEqualTo(without);

        FileTime time = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        assertThat(command()).isEqualTo(without);
        Files.setLastModifiedTime(jar, time);
        Path archive = Jar.archive(jar);
        Files.delete(archive);
        Files.writeString(archive, "no archive");
        Files.setLastModifiedTime(archive, time);
        assertThat(command()).isEqualTo(without);
    }

    @Test
    void theProgramUsesTheArchiveBesideItAlsoThroughALink() throws Exception {
        Path program = copy();
        Path link = Files.createSymbolicLink(folder.resolve("link"), program);
        assertThat(make(link).code()).isZero();
        assertThat(Jar.archive(program)).exists();
        assertThat(Jar.archive(link)).isNull();
        assertThat(usesAnArchive(link)).isTrue();
    }

    @Test
    void theFirstCommandOfACopiedProgramMakesTheArchiveAndSaysSo() throws Exception {
        Path program = copy();
        assertThat(first(program).err()).singleElement().asString().startsWith("lineman: makes " + program + ".");
        assertThat(isMade(program)).isTrue();
        assertThat(first(program).err()).isEmpty();
        assertThat(usesAnArchive(program)).isTrue();
    }

    @Test
    void runMakesTheArchiveToo() throws Exception {
        Path program = copy();
        try (RunningProcess agent = RunningProcess.start(
                folder,
                Map.of("LINEMAN_BIND", "127.0.0.1", "LINEMAN_ARCHIVE", ""),
                List.of(program.toString(), "run", "--root", root.path().toString()))) {
            Deadline.await(() -> assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN));
            assertThat(agent.terminate().exitCode(Duration.ofSeconds(20))).isZero();
            assertThat(agent.err()).singleElement().asString().startsWith("lineman: makes ");
        }
        assertThat(isMade(program)).isTrue();
    }

    @Test
    void aCommandEndsBeforeTheArchiveIsMade() throws Exception {
        Path program = copy();
        Jar.CommandResult ended = Jar.run(
                root.path(),
                Map.of("LINEMAN_ARCHIVE", ""),
                List.of("bash", "-c", "'" + program + "' check 2>&1 | cat; ls '" + folder + "'"));
        assertThat(ended.out()).anyMatch(line -> line.startsWith("lineman.") && line.endsWith(".new"));
        assertThat(isMade(program)).isTrue();
    }

    @Test
    void aNewerProgramMakesItsArchiveAgain() throws Exception {
        Path program = copy();
        first(program);
        assertThat(isMade(program)).isTrue();
        for (long hours : List.of(-1, 1)) {
            FileTime time =
                    FileTime.from(Files.getLastModifiedTime(program).toInstant().plus(Duration.ofHours(hours)));
            Files.setLastModifiedTime(program, time);
            assertThat(first(program).err()).hasSize(1);
            assertThat(isMade(program)).isTrue();
            assertThat(usesAnArchive(program)).isTrue();
        }
    }

    /** The archive of another Java goes: each is 26 MB. */
    @Test
    void anotherJavaReplacesTheArchive() throws Exception {
        Path program = copy();
        Path other = Files.writeString(folder.resolve("lineman.16.0.1.jsa"), "");
        first(program);
        assertThat(isMade(program)).isTrue();
        assertThat(other).doesNotExist();
    }

    @Test
    void theProgramMakesNoArchiveIfTheUserDoesNotWantOneOrAnotherStartMakesOne() throws Exception {
        Path program = copy();
        Jar.CommandResult ended =
                Jar.run(root.path(), Map.of("LINEMAN_ARCHIVE", "no"), List.of(program.toString(), "completion"));
        assertThat(ended.err()).isEmpty();
        Jar.CommandResult tried = Jar.run(
                root.path(),
                Map.of("LINEMAN_ARCHIVE", "", "LINEMAN_JAR", jar.toString()),
                List.of(program.toString(), "completion"));
        assertThat(tried.err()).isEmpty();
        assertThat(unfinished()).isEmpty();

        first(program);
        assertThat(unfinished()).hasSize(1);
        assertThat(first(program).err()).isEmpty();
        assertThat(isMade(program)).isTrue();
    }

    /** Such as a full disk. A start that was killed leaves the same folder. */
    @Test
    void anArchiveThatCannotBeMadeIsTriedAgainAfterADay() throws Exception {
        Path program = copy();
        Jar.run(
                root.path(),
                Map.of("LINEMAN_ARCHIVE", ""),
                List.of("bash", "-c", "ulimit -f 1000; '" + program + "' check"));
        Path left = unfinished().get(0);
        Deadline.await(LOW_PRIORITY, () -> {
            assertThat(left.resolve("log")).isNotEmptyFile();
            assertThat(left.resolve("root")).doesNotExist();
        });
        assertThat(Jar.archive(program)).isNull();
        assertThat(first(program).err()).isEmpty();

        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(49))));
        assertThat(first(program).err()).hasSize(1);
        assertThat(isMade(program)).isTrue();
    }

    @Test
    void aFailureToMakeTheArchiveIsReportedAndLeavesNoFile() throws Exception {
        Files.writeString(jar, "no jar");
        Jar.CommandResult ended = make();
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).anyMatch(line -> line.contains("made no class archive"));
        assertThat(Jar.archive(jar)).isNull();
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void aMissingJarIsOneLine() throws Exception {
        Path missing = folder.resolve("missing.jar");
        Jar.CommandResult ended = make(missing);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .singleElement()
                .asString()
                .startsWith("lineman-archive: " + missing + " is missing or is not a file that you can read.");
    }

    @Test
    void theVersionSaysWhetherTheArchiveIsUsed() throws Exception {
        assertThat(make().code()).isZero();
        Path archive = Jar.archive(jar);
        String name = archive.toString().endsWith(".aot") ? "AOT cache:     " : "class archive: ";
        assertThat(program("version").out()).contains(name + archive);
        FileTime time = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        assertThat(program("version").out()).contains("class archive: none");
        Files.writeString(archive, "no archive");
        Files.setLastModifiedTime(archive, time);
        Files.setLastModifiedTime(jar, time);
        assertThat(program("version").out())
                .contains(name + "not used: " + archive + " does not match; run lineman-archive");
    }

    /** Copies the program to a folder without a blank: Java 17 does not use the archive of a path with one. */
    private Path copy() throws Exception {
        return Files.copy(Jar.PROGRAM, folder.resolve("lineman"));
    }

    /** Runs a command of a program that may make its archive. */
    private Jar.CommandResult first(Path program) throws Exception {
        Jar.CommandResult ended =
                Jar.run(root.path(), Map.of("LINEMAN_ARCHIVE", ""), List.of(program.toString(), "completion"));
        assertThat(ended.code()).isZero();
        return ended;
    }

    /** Waits until no archive is unfinished, and returns whether a program then has one. */
    private boolean isMade(Path program) throws Exception {
        Deadline.await(LOW_PRIORITY, () -> assertThat(unfinished()).isEmpty());
        return Jar.archive(program) != null;
    }

    private List<Path> unfinished() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".new")).toList();
        }
    }

    private boolean usesAnArchive(Path program) throws Exception {
        Jar.CommandResult ended = Jar.run(
                root.path(),
                Map.of("LINEMAN_JAVA_OPTS", "-Xlog:class+load"),
                List.of(program.toString(), "completion"));
        assertThat(ended.code()).isZero();
        return ended.out().stream().anyMatch(line -> line.contains("dev.lineman.Main source: " + ARCHIVED));
    }

    private Jar.CommandResult make() throws Exception {
        return make(jar);
    }

    private Jar.CommandResult make(Path file) throws Exception {
        return Jar.run(
                folder,
                Map.of("JAVA", Jar.JAVA.toString()),
                List.of(
                        "sh",
                        Path.of("src/dist/lineman-archive").toAbsolutePath().toString(),
                        file.toString()));
    }

    private Jar.CommandResult command() throws Exception {
        return program("check");
    }

    private Jar.CommandResult program(String command) throws Exception {
        return Jar.run(
                root.path(),
                Map.of("LINEMAN_JAR", jar.toString()),
                List.of("sh", Path.of("src/dist/lineman").toAbsolutePath().toString(), command));
    }

    private Path classesOf(String command) throws Exception {
        Path log = folder.resolve("classes");
        Jar.CommandResult ended = Jar.run(
                root.path(),
                Map.of(),
                List.of(
                        Jar.JAVA.toString(),
                        "-XX:+UseSerialGC",
                        Jar.archiveOption(Jar.archive(jar)),
                        "-Xlog:class+load:file=" + log,
                        "-jar",
                        jar.toString(),
                        command));
        assertThat(ended.code()).isZero();
        return log;
    }
}
