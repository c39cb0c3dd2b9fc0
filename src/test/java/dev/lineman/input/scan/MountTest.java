package dev.lineman.input.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.DocumentReader;
import dev.lineman.input.ReadResult;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snapshots of several scans, when mounts are lost and come back. */
class MountTest {
    @TempDir
    Path folder;

    private final List<String> mounted = new ArrayList<>();
    private ScanFixture scanFixture;
    private Path table;
    private Runnable meanwhile = () -> {};
    private SnapshotScanner scanner;
    private Snapshot snapshot = Snapshot.empty();

    @BeforeEach
    void createInputFolders() throws IOException {
        scanFixture = ScanFixture.in(Files.createDirectory(folder.resolve("root")));
        table = folder.resolve("mountinfo");
        DocumentReader reader = new ScanFixture.TextReader() {
            @Override
            public ReadResult read(String path, byte[] content) {
                Runnable once = meanwhile;
                meanwhile = () -> {};
                once.run();
                return super.read(path, content);
            }
        };
        scanner = new SnapshotScanner(scanFixture.inputs, reader, Instant::now, ScanOptions.DEFAULT.with(table));
    }

    private void mounts(Path... points) throws IOException {
        mounted.clear();
        mounted.add("1 0 8:1 / / rw - ext4 /dev/sda1 rw");
        for (Path point : points) {
            mounted.add((mounted.size() + 1) + " 1 0:" + mounted.size() + " / " + point + " rw - nfs4 s:/ rw");
        }
        Files.write(table, mounted);
    }

    private void scan() {
        snapshot = scanner.scan(snapshot, List.of(ScanFixture.EVERYTHING)).snapshot();
    }

    private static void empty(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private void known(String... paths) {
        assertThat(ScanFixture.documents(snapshot).keySet()).containsExactly(paths);
    }

    @Test
    void anInputFolderOnALostMountKeepsItsFiles() throws IOException {
        scanFixture.write("extensions.d/a.yaml", "a");
        mounts(folder.toRealPath());
        scan();
        mounts();
        empty(scanFixture.path("extensions.d"));
        scan();
        known("extensions.d/a.yaml");
        assertThat(snapshot.mounts().lost()).containsExactly("extensions.d", "templates");
    }

    @Test
    void filesBehindALinkToALostMountStay() throws IOException {
        Path share = Files.createDirectories(scanFixture.path("extensions.d/share/deep"));
        scanFixture.write("extensions.d/share/a.yaml", "a");
        scanFixture.write("extensions.d/share/deep/b.yaml", "b");
        Files.createSymbolicLink(scanFixture.path("extensions.d/into"), share);
        mounts(scanFixture.path("extensions.d/share").toRealPath());
        scan();
        String[] all = {"extensions.d/into/b.yaml", "extensions.d/share/a.yaml", "extensions.d/share/deep/b.yaml"};
        known(all);
        mounts();
        Files.delete(scanFixture.path("extensions.d/share/deep/b.yaml"));
        Files.delete(scanFixture.path("extensions.d/share/a.yaml"));
        scan();
        known(all);
        assertThat(snapshot.mounts().lost()).containsExactly("extensions.d/into", "extensions.d/share");
        scanFixture.write("extensions.d/share/a.yaml", "a");
        mounts(scanFixture.path("extensions.d/share").toRealPath());
        scan();
        known("extensions.d/share/a.yaml");
        assertThat(snapshot.mounts().lost()).isEmpty();
    }

    @Test
    void aSingleFileOnALostMountStays() throws IOException {
        scanFixture.write("extensions.d/a.yaml", "a");
        mounts(scanFixture.path("extensions.d/a.yaml").toRealPath());
        scan();
        mounts();
        scanFixture.write("extensions.d/a.yaml", "covered");
        scan();
        assertThat(ScanFixture.documents(snapshot)).containsEntry("extensions.d/a.yaml", new ScanFixture.Text("a"));
        Files.delete(scanFixture.path("extensions.d/a.yaml"));
        scan();
        known("extensions.d/a.yaml");
    }

    @Test
    void aMountPointAndItsFolderCanBeRemoved() throws IOException {
        scanFixture.write("extensions.d/x/local.yaml", "l");
        scanFixture.write("extensions.d/x/y/share.yaml", "s");
        mounts(scanFixture.path("extensions.d/x/y").toRealPath());
        scan();
        mounts();
        Files.delete(scanFixture.path("extensions.d/x/y/share.yaml"));
        Files.delete(scanFixture.path("extensions.d/x/y"));
        scan();
        known("extensions.d/x/local.yaml", "extensions.d/x/y/share.yaml");
        Files.delete(scanFixture.path("extensions.d/x/local.yaml"));
        Files.delete(scanFixture.path("extensions.d/x"));
        scan();
        known("extensions.d/x/y/share.yaml");
    }

    @Test
    void aMountThatIsLostDuringTheScanKeepsItsFiles() throws IOException {
        scanFixture.write("extensions.d/a.yaml", "a");
        scanFixture.write("extensions.d/z/z.yaml", "z");
        mounts(scanFixture.path("extensions.d/z").toRealPath());
        scan();
        scanFixture.write("extensions.d/a.yaml", "a again");
        meanwhile = () -> {
            try {
                Files.delete(scanFixture.path("extensions.d/z/z.yaml"));
                mounts();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        };
        scan();
        known("extensions.d/a.yaml", "extensions.d/z/z.yaml");
        assertThat(snapshot.mounts().lost()).containsExactly("extensions.d/z");
    }

    @Test
    void theDifferencesIncludeMountsThatAppearAndDisappear() throws IOException {
        scanFixture.write("extensions.d/x/a.yaml", "a");
        mounts();
        scan();
        scanFixture.passYoungAge();
        assertThat(differences()).doesNotContain("extensions.d/x");
        mounts(scanFixture.path("extensions.d/x").toRealPath());
        assertThat(differences()).contains("extensions.d/x");
        scan();
        mounts();
        Files.delete(scanFixture.path("extensions.d/x/a.yaml"));
        assertThat(differences()).contains("extensions.d/x");
        scan();
        assertThat(differences()).doesNotContain("extensions.d/x");
        mounts(scanFixture.path("extensions.d/x").toRealPath());
        assertThat(differences()).contains("extensions.d/x");
    }

    private Set<String> differences() {
        Set<String> paths = new TreeSet<>();
        for (Hint hint : scanner.differences(snapshot)) {
            paths.add(hint instanceof Hint.PathHint at ? scanFixture.inputs.name(at.path()) : "");
        }
        return paths;
    }

    @Test
    void aChangedSymbolicLinkIsNotALostMount() throws IOException {
        Path one = Files.createDirectories(scanFixture.path("extensions.d/one"));
        Path two = Files.createDirectories(scanFixture.path("extensions.d/two"));
        Files.writeString(one.resolve("a.yaml"), "a");
        Path link = Files.createSymbolicLink(scanFixture.path("extensions.d/l"), one);
        mounts(one.toRealPath());
        scan();
        known("extensions.d/l/a.yaml", "extensions.d/one/a.yaml");
        Files.delete(link);
        Files.createSymbolicLink(link, two);
        Files.delete(one.resolve("a.yaml"));
        mounts();
        scan();
        assertThat(snapshot.mounts().lost()).as("one itself is gone").containsExactly("extensions.d/one");
        known("extensions.d/one/a.yaml");
    }
}
