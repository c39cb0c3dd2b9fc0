package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes: used if it fits, ignored without a message if it does not. */
class ArchiveIT {
    private static final String ARCHIVED = "shared objects file";

    @TempDir
    Path folder;

    private FixtureRoot root;
    private Path jar;
    private Path archive;

    @BeforeEach
    void install() throws Exception {
        root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        jar = Files.copy(Jar.FILE, folder.resolve("lineman.jar"));
        archive = folder.resolve("lineman.jar.jsa");
    }

    @Test
    void renderLoadsItsClassesFromTheArchive() throws Exception {
        assertThat(make().code()).isZero();
        String used = Files.readString(classesOf("render"));
        for (String name :
                List.of("cli.Lineman", "build.OutputBuilder", "publish.Publisher", "template.TemplateReader")) {
            assertThat(used).contains("dev.lineman." + name + " source: " + ARCHIVED);
        }
        for (String type : List.of(
                "dev.lineman.render.dialect.StaticTemplate",
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

        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        assertThat(command()).isEqualTo(without);
        Files.delete(archive);
        Files.writeString(archive, "no archive");
        assertThat(command()).isEqualTo(without);
    }

    @Test
    void theProgramUsesTheArchiveBesideItAlsoThroughALink() throws Exception {
        // Java 17 does not use the archive of a path with a blank.
        Path program = Files.copy(Jar.PROGRAM, folder.resolve("lineman"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), program);
        assertThat(make(link).code()).isZero();
        assertThat(program.resolveSibling("lineman.jsa")).exists();
        assertThat(folder.resolve("link.jsa")).doesNotExist();
        Jar.CommandResult ended = Jar.run(
                root.path(), Map.of("LINEMAN_JAVA_OPTS", "-Xlog:class+load"), List.of(link.toString(), "completion"));
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).anyMatch(line -> line.contains("dev.lineman.Main source: " + ARCHIVED));
    }

    @Test
    void aFailureToMakeTheArchiveIsReportedAndLeavesNoFile() throws Exception {
        Files.writeString(jar, "no jar");
        Jar.CommandResult ended = make();
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).anyMatch(line -> line.contains("made no class archive"));
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains(".jsa"));
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
        assertThat(program("version").out()).contains("class archive: " + archive);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        assertThat(program("version").out())
                .contains("class archive: not used: " + archive + " does not match; run lineman-archive");
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
                        "-XX:SharedArchiveFile=" + archive,
                        "-Xlog:class+load:file=" + log,
                        "-jar",
                        jar.toString(),
                        command));
        assertThat(ended.code()).isZero();
        return log;
    }
}
