package dev.lineman.operator.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.InputReader;
import dev.lineman.build.make.FolderNames;
import dev.lineman.input.InputPaths;
import dev.lineman.input.SymlinkPolicy;
import dev.lineman.input.scan.SnapshotScanner;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import dev.lineman.problem.Position;
import dev.lineman.template.builtin.BuiltInTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceExcerptsTest {
    @TempDir
    Path root;

    private Path file;
    private Snapshot snapshot;

    @BeforeEach
    void scanAFileWithTwoLines() throws IOException {
        Files.createDirectories(root.resolve("templates/lib"));
        file = Files.writeString(root.resolve("templates/lib/a"), "one\ntwo\n");
        InputPaths inputs = new InputPaths(root, FolderNames.KINDS, List.of(), SymlinkPolicy.protecting());
        snapshot = new SnapshotScanner(inputs, new InputReader("secrets.yaml", () -> false), InstantSource.system())
                .scan(Snapshot.empty(), List.of(new Hint.FullScanHint()))
                .snapshot();
    }

    private String line() {
        return line("templates/lib/a");
    }

    private String line(String path) {
        byte[] builtIn = "built-in one\nbuilt-in two\n".getBytes(UTF_8);
        SortedMap<String, byte[]> contents =
                new TreeMap<>(Map.of("templates/lib/a", builtIn, "templates/lib/b", builtIn));
        return new SourceExcerpts(root, BuiltInTemplates.of("1", contents)).of(new Position(path, 2, 1), snapshot);
    }

    @Test
    void theLineOfAProblemIsShown() {
        assertThat(line()).isEqualTo("two");
    }

    @Test
    void theLineOfABuiltInFileIsShownUnlessTheRootReplacesIt() {
        assertThat(line("templates/lib/b")).isEqualTo("built-in two");
        assertThat(line("templates/lib/a")).isEqualTo("two");
        assertThat(line("templates/lib/c")).isNull();
    }

    @Test
    void aLinkInPlaceOfTheFileIsNeverShown() throws IOException {
        Path secret = Files.writeString(root.resolve("secret"), "one\nsecret\n");
        for (String target : List.of(secret.toString(), "/dev/zero", root.toString())) {
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of(target));
            assertThat(line()).as(target).isNull();
        }
    }
}
