package dev.lineman.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.build.InputReader;
import dev.lineman.input.Document;
import dev.lineman.input.InputPaths;
import dev.lineman.input.SymlinkPolicy;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.input.scan.SnapshotScanner;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new version of an extension file shares equal parts with the last one, so that a fleet is not in memory twice. */
class SharedPartsTest {
    private static final String FILE = "extensions.d/100.yaml";
    private static final String TEXT = """
            extension: 100
            first_name: Ann
            auth_password: s3cret
            phone:
              mac: 00:04:13:00:01:01
              model: T
              codecs: [g722, pcma]
            vars:
              desk: one
              email: ann@example.org
            """;

    @TempDir
    Path root;

    @Test
    void aNewVersionContainsTheEqualPartsOfTheLastOne() {
        ExtensionFile last = read(TEXT);
        ExtensionFile now =
                (ExtensionFile) read(TEXT.replace("desk: one", "desk: two")).sharing(last);
        FieldValues before = last.entries().get(0);
        FieldValues after = now.entries().get(0);
        assertThat(after.get("phone")).isSameAs(before.get("phone"));
        assertThat(after.get("auth_password")).isSameAs(before.get("auth_password"));
        assertThat(after.fields("vars").get("email"))
                .isSameAs(before.fields("vars").get("email"));
        assertThat(after.fields("vars").get("desk")).isEqualTo("two");
        assertThat(now.path()).isSameAs(last.path());
    }

    @Test
    void anEqualVersionIsTheLastOne() {
        ExtensionFile last = read(TEXT);
        assertThat(read(TEXT + "# a comment\n").sharing(last)).isSameAs(last);
    }

    @Test
    void anyVersionStaysEqualToItself() {
        Random random = new Random(36);
        String last = TEXT;
        for (int round = 0; round < Rounds.of(400); round++) {
            String now = edited(last, random);
            ExtensionFile before = readIfValid(last);
            ExtensionFile after = readIfValid(now);
            if (before != null && after != null) {
                assertThat(after.sharing(before)).as("%s, after %s", now, last).isEqualTo(readIfValid(now));
            }
            last = after == null ? TEXT : now;
        }
    }

    @Test
    void aScanSharesThePartsOfAChangedFile() throws Exception {
        Path file = root.resolve(FILE);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, TEXT);
        SnapshotScanner scanner = new SnapshotScanner(
                new InputPaths(root, List.of("extensions.d"), List.of(), SymlinkPolicy.protecting()),
                new InputReader("secrets.yaml", () -> false),
                InstantSource.system());
        Snapshot before =
                scanner.scan(Snapshot.empty(), List.of(new Hint.FullScanHint())).snapshot();
        Files.writeString(file, TEXT.replace("Ann", "Bea"));
        ScanResult scanResult = scanner.scan(before, List.of(new Hint.FullScanHint()));
        assertThat(scanResult.changes()).hasSize(1);
        assertThat(entry(scanResult.snapshot().document(FILE)).get("phone"))
                .isSameAs(entry(before.document(FILE)).get("phone"));
    }

    /** Removes, repeats or exchanges a line, or changes a value. */
    private static String edited(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int at = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, "# a comment");
            case 2 -> lines.add(lines.remove(at));
            default ->
                lines.set(at, lines.get(at).replaceAll("[a-z]$", String.valueOf((char) ('a' + random.nextInt(3)))));
        }
        return String.join("\n", lines) + "\n";
    }

    private static FieldValues entry(@Nullable Document document) {
        return ((ExtensionFile) document).entries().get(0);
    }

    private static ExtensionFile read(String text) {
        ExtensionFile file = readIfValid(text);
        assertThat(file).as(text).isNotNull();
        return file;
    }

    private static @Nullable ExtensionFile readIfValid(String text) {
        return (ExtensionFile) new ExtensionReader()
                .read(FILE, text.getBytes(StandardCharsets.UTF_8))
                .document();
    }
}
