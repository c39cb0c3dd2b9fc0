package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A root with a copy of a built-in template, over an update of the program. */
class TemplatesIT {
    private static final String YEALINK = "templates/phones/yealink/yealink-t.xml";
    private static final String FANVIL = "templates/phones/fanvil/fanvil.xml";
    private static final String YEALINK_FILE = "out/provisioning/805ec0000111.cfg";

    @TempDir
    Path folder;

    private Path root;
    private Path before;
    private Path after;

    @BeforeEach
    void twoVersionsOfTheProgram() throws IOException {
        before = Files.copy(Jar.FILE, folder.resolve("before.jar"));
        after = Files.copy(Jar.FILE, folder.resolve("after.jar"));
        try (FileSystem files = FileSystems.newFileSystem(after)) {
            for (String path : List.of(YEALINK, FANVIL)) {
                Path file = files.getPath("/" + path);
                Files.writeString(file, withLastLine(Files.readString(file), "of the update"));
            }
        }
        root = Files.createDirectories(folder.resolve("root"));
        write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1\nvars: {admin_password: a}\n");
        write("extensions.d/111.yaml", extension(111, "80:5e:c0:00:01:11", "Yealink T54W"));
        write("extensions.d/112.yaml", extension(112, "00:a8:59:00:01:12", "Fanvil X4U"));
    }

    /** A template whose files have one more line at their end. */
    private static String withLastLine(String template, String text) {
        return template.replace("]]></deviceconfig>", "#[[# " + text + "]]#\n]]></deviceconfig>");
    }

    private static String extension(int number, String mac, String model) {
        return """
                {extension: %1$d, first_name: A, last_name: B, auth_id: a%1$d, auth_password: p%1$d,
                 phone: {mac: "%2$s", model: %3$s}}
                """.formatted(number, mac, model);
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<String> run(Path jar, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Jar.JAVA.toString(), "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        Jar.CommandResult result = Jar.run(root, Map.of(), command);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        return result.out();
    }

    private Map<String, String> outputs() throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve("out/provisioning"))) {
            return all.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(file -> root.relativize(file).toString(), TemplatesIT::content));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void onlyTheTemplatesThatTheRootDoesNotReplaceFollowAnUpdate() throws Exception {
        run(before, "templates", "copy", "yealink/yealink-t");
        Path copy = root.resolve(YEALINK);
        Files.writeString(copy, withLastLine(Files.readString(copy), "ours"));
        run(before, "render");
        Map<String, String> published = outputs();
        assertThat(published.get(YEALINK_FILE)).contains("# ours");

        List<String> changes = run(after, "plan").stream()
                .filter(line -> line.startsWith("+++ "))
                .toList();
        assertThat(changes).isNotEmpty().allMatch(line -> line.contains("00a859000112"));

        run(after, "render");
        Map<String, String> updated = outputs();
        assertThat(updated.keySet()).isEqualTo(published.keySet());
        updated.forEach((file, content) -> {
            if (changes.contains("+++ " + file)) {
                assertThat(content).as(file).contains("of the update");
            } else {
                assertThat(content).as(file).isEqualTo(published.get(file));
            }
        });
        assertThat(run(after, "templates"))
                .anyMatch(line -> line.startsWith("yealink/yealink-t: your copy is of ")
                        && line.endsWith(
                                "the built-in one has changed since: lineman templates diff yealink/yealink-t"));
        assertThat(run(after, "templates", "diff", "yealink/yealink-t"))
                .anyMatch(line -> line.contains("# ours"))
                .anyMatch(line -> line.contains("of the update"));
    }
}
