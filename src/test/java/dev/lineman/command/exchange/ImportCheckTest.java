package dev.lineman.command.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.DryRunStore;
import dev.lineman.build.State;
import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.command.OneShotCommands;
import dev.lineman.fs.FileMode;
import dev.lineman.publish.store.Publication;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check on top of a state that is there. */
class ImportCheckTest {
    @TempDir
    private Path root;

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String extension(int number) {
        return "extension: " + number
                + "\nfirst_name: F\nlast_name: L\nauth_id: a\nauth_password: s\npbx_ip: p\nphone: {mac: 000413000"
                + number + ", model: Snom320}\n";
    }

    /** The publication of the store is empty, so the store has each file that the check makes. */
    @Test
    void itReadsNoInputAndMakesOnlyWhatTheNewFileAffects() throws Exception {
        Files.createDirectories(root.resolve("templates/phones"));
        Files.copy(Path.of("templates/phones/snom320.xml"), root.resolve("templates/phones/snom320.xml"));
        for (int number = 100; number < 150; number++) {
            write("extensions.d/" + number + ".yaml", extension(number));
        }
        Settings settings =
                new Settings(root, root.resolve("secrets.yaml"), FileMode.DEFAULT, Duration.ZERO, RemovalLimit.DEFAULT);
        RuntimeContext context = new RuntimeContext(InstantSource.system(), System::nanoTime, Map.of());
        State state = OneShotCommands.dryRun(settings, context);
        for (int number = 100; number < 150; number++) {
            Files.delete(root.resolve("extensions.d/" + number + ".yaml"));
        }
        Files.delete(root.resolve("templates/phones/snom320.xml"));

        DryRunStore store = DryRunStore.over(Publication.EMPTY);
        ImportCheck check = ImportCheck.onTopOf(state, store, settings, context);
        ImportCheck.CheckedImport checked =
                check.check(Map.of("extensions.d/new/200.yaml", extension(200).getBytes(UTF_8)));
        assertThat(checked.added()).isEmpty();
        assertThat(store.changedNames()).containsExactly("provisioning/cfg000413000200");
        assertThat(checked.after().inputs().inventory().macs()).hasSize(51);
        assertThat(state.inputs().inventory().macs()).hasSize(50);
    }
}
