package dev.lineman.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.watch.Hint;
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

/** What a chain of scans knows of files whose mounts go. */
class MountTest {
    @TempDir
    Path folder;

    private final List<String> mounted = new ArrayList<>();
    private Site site;
    private Path table;
    private Runnable meanwhile = () -> {};
    private Source source;
    private Snapshot snapshot = Snapshot.empty();

    @BeforeEach
    void aSite() throws IOException {
        site = Site.in(Files.createDirectory(folder.resolve("root")));
        table = folder.resolve("mountinfo");
        Reader reader = new Site.TextReader() {
            @Override
            public Reading read(String path, byte[] content) {
                Runnable once = meanwhile;
                meanwhile = () -> {};
                once.run();
                return super.read(path, content);
            }
        };
        source = new Source(site.inputs, reader, Instant::now, ScanOptions.DEFAULT.with(table));
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
        snapshot = source.scan(snapshot, List.of(Site.EVERYTHING)).snapshot();
    }

    private static void empty(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private void known(String... paths) {
        assertThat(Site.documents(snapshot).keySet()).containsExactly(paths);
    }

    @Test
    void aWholeInputFolderOnAMountThatHoldsTheRootToo() throws IOException {
        site.write("extensions.d/a.yaml", "a");
        mounts(folder.toRealPath());
        scan();
        mounts();
        empty(site.path("extensions.d"));
        scan();
        known("extensions.d/a.yaml");
        assertThat(snapshot.mounts().lost()).containsExactly("extensions.d", "templates");
    }

    @Test
    void aLinkThatLeadsToAMountAndIntoOne() throws IOException {
        Path share = Files.createDirectories(site.path("extensions.d/share/deep"));
        site.write("extensions.d/share/a.yaml", "a");
        site.write("extensions.d/share/deep/b.yaml", "b");
        Files.createSymbolicLink(site.path("extensions.d/into"), share);
        mounts(site.path("extensions.d/share").toRealPath());
        scan();
        String[] all = {"extensions.d/into/b.yaml", "extensions.d/share/a.yaml", "extensions.d/share/deep/b.yaml"};
        known(all);
        mounts();
        Files.delete(site.path("extensions.d/share/deep/b.yaml"));
        Files.delete(site.path("extensions.d/share/a.yaml"));
        scan();
        known(all);
        assertThat(snapshot.mounts().lost()).containsExactly("extensions.d/into", "extensions.d/share");
        site.write("extensions.d/share/a.yaml", "a");
        mounts(site.path("extensions.d/share").toRealPath());
        scan();
        known("extensions.d/share/a.yaml");
        assertThat(snapshot.mounts().lost()).isEmpty();
    }

    @Test
    void aSingleFileThatIsMounted() throws IOException {
        site.write("extensions.d/a.yaml", "a");
        mounts(site.path("extensions.d/a.yaml").toRealPath());
        scan();
        mounts();
        site.write("extensions.d/a.yaml", "covered");
        scan();
        assertThat(Site.documents(snapshot)).containsEntry("extensions.d/a.yaml", new Site.Text("a"));
        Files.delete(site.path("extensions.d/a.yaml"));
        scan();
        known("extensions.d/a.yaml");
    }

    @Test
    void aMountPointAndWhatItLiesInMayBeRemoved() throws IOException {
        site.write("extensions.d/x/local.yaml", "l");
        site.write("extensions.d/x/y/share.yaml", "s");
        mounts(site.path("extensions.d/x/y").toRealPath());
        scan();
        mounts();
        Files.delete(site.path("extensions.d/x/y/share.yaml"));
        Files.delete(site.path("extensions.d/x/y"));
        scan();
        known("extensions.d/x/local.yaml", "extensions.d/x/y/share.yaml");
        Files.delete(site.path("extensions.d/x/local.yaml"));
        Files.delete(site.path("extensions.d/x"));
        scan();
        known("extensions.d/x/y/share.yaml");
    }

    @Test
    void aMountThatGoesDuringTheScan() throws IOException {
        site.write("extensions.d/a.yaml", "a");
        site.write("extensions.d/z/z.yaml", "z");
        mounts(site.path("extensions.d/z").toRealPath());
        scan();
        site.write("extensions.d/a.yaml", "a again");
        meanwhile = () -> {
            try {
                Files.delete(site.path("extensions.d/z/z.yaml"));
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
    void theDifferencesTellOfMountsThatComeAndGo() throws IOException {
        site.write("extensions.d/x/a.yaml", "a");
        mounts();
        scan();
        site.wait2s();
        assertThat(differences()).doesNotContain("extensions.d/x");
        mounts(site.path("extensions.d/x").toRealPath());
        assertThat(differences()).contains("extensions.d/x");
        scan();
        mounts();
        Files.delete(site.path("extensions.d/x/a.yaml"));
        assertThat(differences()).contains("extensions.d/x");
        scan();
        assertThat(differences()).doesNotContain("extensions.d/x");
        mounts(site.path("extensions.d/x").toRealPath());
        assertThat(differences()).contains("extensions.d/x");
    }

    private Set<String> differences() {
        Set<String> paths = new TreeSet<>();
        for (Hint hint : source.differences(snapshot)) {
            paths.add(hint instanceof Hint.At at ? site.inputs.name(at.path()) : "");
        }
        return paths;
    }

    @Test
    void aSymbolicLinkThatIsChangedIsNoMountThatIsGone() throws IOException {
        Path one = Files.createDirectories(site.path("extensions.d/one"));
        Path two = Files.createDirectories(site.path("extensions.d/two"));
        Files.writeString(one.resolve("a.yaml"), "a");
        Path link = Files.createSymbolicLink(site.path("extensions.d/l"), one);
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
