package dev.lineman.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.cycle.InputReader;
import dev.lineman.make.Folders;
import dev.lineman.problem.Position;
import dev.lineman.source.Inputs;
import dev.lineman.source.LinkPolicy;
import dev.lineman.source.Snapshot;
import dev.lineman.source.Source;
import dev.lineman.watch.Hint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExcerptsTest {
    @TempDir
    Path root;

    private Path file;
    private Snapshot snapshot;

    @BeforeEach
    void aProblemInALine() throws IOException {
        Files.createDirectories(root.resolve("templates/lib"));
        file = Files.writeString(root.resolve("templates/lib/a"), "one\ntwo\n");
        Inputs inputs = new Inputs(root, Folders.KINDS, List.of(), LinkPolicy.closing());
        snapshot = new Source(inputs, new InputReader("secrets.yaml", () -> false), InstantSource.system())
                .scan(Snapshot.empty(), List.of(new Hint.Everything()))
                .snapshot();
    }

    private String line() {
        return new Excerpts(root).of(new Position("templates/lib/a", 2, 1), snapshot);
    }

    @Test
    void theLineOfAProblemIsShown() {
        assertThat(line()).isEqualTo("two");
    }

    @Test
    void aLinkThatHasTakenTheFilesPlaceIsNotShownWhateverItLeadsTo() throws IOException {
        Path secret = Files.writeString(root.resolve("secret"), "one\nsecret\n");
        for (String target : List.of(secret.toString(), "/dev/zero", root.toString())) {
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of(target));
            assertThat(line()).as(target).isNull();
        }
    }
}
