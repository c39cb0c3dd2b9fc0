package dev.lineman.input.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the parsed index with Git's own listing. */
class GitIndexTest {
    /** An entry of {@code git ls-files --debug -z}. */
    private static final Pattern ENTRY = Pattern.compile("""
            ([^\0]+)\0  ctime: (\\d+):(\\d+)
              mtime: (\\d+):(\\d+)
              dev: \\d+\tino: (\\d+)
              uid: \\d+\tgid: \\d+
              size: (\\d+)\tflags: [0-9a-f]+
            """);

    @TempDir
    private Path tree;

    @ParameterizedTest
    @ValueSource(strings = {"2", "3", "4"})
    void everyEntryIsReadInEachVersion(String version) throws Exception {
        checkOut();
        git("update-index", "--index-version", version);
        if (version.equals("3")) {
            Files.writeString(tree.resolve("extensions.d/later.yaml"), "x");
            git("add", "--intent-to-add", "extensions.d/later.yaml");
        }
        assertThat(index()[7]).as("version").isEqualTo(Byte.parseByte(version));
        assertThat(GitIndex.read(index())).hasSizeGreaterThan(200).isEqualTo(listed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "4"})
    void everyEntryIsReadWithLongHashes(String version) throws Exception {
        checkOut("--object-format=sha256");
        git("update-index", "--index-version", version);
        assertThat(GitIndex.read(index())).hasSizeGreaterThan(200).isEqualTo(listed());
    }

    @Test
    void aSparseFolderIsOneEntry() throws Exception {
        checkOut();
        git("sparse-checkout", "set", "--cone", "--sparse-index", "extensions.d/team1");
        assertThat(GitIndex.read(index()))
                .containsKeys("extensions.d/team2/", "extensions.d/team1/1.yaml")
                .isEqualTo(listed("--sparse"));
    }

    @Test
    void onlyTheUnsharedPartOfASplitIndexIsRead() throws Exception {
        checkOut();
        git("update-index", "--split-index");
        Files.writeString(tree.resolve("extensions.d/new.yaml"), "x");
        Files.writeString(tree.resolve("extensions.d/team1/1.yaml"), "changed");
        git("add", "-A");
        Map<String, GitIndex.IndexStat> read = GitIndex.read(index());
        read.remove(""); // the name of a changed entry in a split index
        assertThat(read).containsOnlyKeys("extensions.d/new.yaml");
        assertThat(listed()).containsAllEntriesOf(read);
    }

    @Test
    void aDamagedIndexHasNoEntries() throws Exception {
        checkOut();
        byte[] whole = index();
        for (int length = 0; length < whole.length / 2; length++) {
            assertThat(GitIndex.read(Arrays.copyOf(whole, length)))
                    .as("cut to " + length)
                    .isEmpty();
        }
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) 0xff;
            assertThatCode(() -> GitIndex.read(damaged)).as("damaged at " + at).doesNotThrowAnyException();
        }
    }

    private void checkOut(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("init", "-q"));
        arguments.addAll(List.of(options));
        git(arguments.toArray(String[]::new));
        for (int i = 0; i < 200; i++) {
            Path file = tree.resolve("extensions.d/team" + i % 3 + '/' + i + ".yaml");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "extension: " + i + '\n');
        }
        Files.writeString(tree.resolve("extensions.d/Zoë " + "x".repeat(130) + ".yaml"), "x");
        assertThat(Files.createFile(tree.resolve("run")).toFile().setExecutable(true))
                .isTrue();
        Files.createSymbolicLink(tree.resolve("link"), Path.of("run"));
        git("add", "-A");
        git("-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "-m", "all");
    }

    private byte[] index() throws IOException {
        return Files.readAllBytes(tree.resolve(".git/index"));
    }

    private Map<String, GitIndex.IndexStat> listed(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("ls-files", "--debug", "-z"));
        arguments.addAll(List.of(options));
        Matcher entry = ENTRY.matcher(git(arguments.toArray(String[]::new)));
        Map<String, GitIndex.IndexStat> all = new HashMap<>();
        for (int from = 0; entry.find(from); from = entry.end()) {
            assertThat(entry.start()).isEqualTo(from);
            all.put(
                    entry.group(1),
                    new GitIndex.IndexStat(
                            time(entry.group(2), entry.group(3)),
                            time(entry.group(4), entry.group(5)),
                            Integer.parseUnsignedInt(entry.group(6)),
                            Integer.parseUnsignedInt(entry.group(7))));
        }
        return all;
    }

    private static long time(String seconds, String nanos) {
        return Long.parseLong(seconds) << 32 | Long.parseLong(nanos);
    }

    private String git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", tree.toString()));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(git.getInputStream().readAllBytes(), UTF_8);
        assertThat(git.waitFor()).as(said).isZero();
        return said;
    }
}
