package dev.lineman.input.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lineman.fs.Digest;
import dev.lineman.input.Document;
import dev.lineman.input.StaticFile;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotScannerTest {
    @TempDir
    Path temporary;

    private ScanFixture scanFixture;

    @BeforeEach
    void createInputFolders() throws IOException {
        scanFixture = ScanFixture.in(temporary.resolve("root"));
    }

    @Test
    void theFirstScanReadsEverythingBelowTheInputFolders() throws IOException {
        scanFixture.write("extensions.d/berlin/100.yaml", "John");
        scanFixture.write("templates/lib/x.cfg", "lib");
        scanFixture.write("secrets.yaml", "secret");
        scanFixture.write("other/1.yaml", "no input");
        scanFixture.write("extensions.d/README.md", "no input");
        ScanResult scanResult = scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.documents().keySet())
                .containsExactly("extensions.d/berlin/100.yaml", "secrets.yaml", "templates/lib/x.cfg");
        assertThat(scanResult.changes())
                .extracting(FileChange::path)
                .containsExactly("extensions.d/berlin/100.yaml", "secrets.yaml", "templates/lib/x.cfg");
        assertThat(scanResult.unstable()).isEmpty();
        assertThat(scanFixture.problems()).isEmpty();
    }

    @Test
    void aScanThatFindsNothingNewReturnsTheSameSnapshot() throws IOException {
        scanFixture.write("extensions.d/100.yaml", "John");
        scanFixture.passYoungAge();
        scanFixture.scan(ScanFixture.EVERYTHING);
        Snapshot before = scanFixture.snapshot;
        ScanResult scanResult = scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanResult.snapshot()).isSameAs(before);
        assertThat(scanResult.work().reads()).isZero();
        assertThat(scanFixture.scanner.differences(before)).isEmpty();
    }

    @Test
    void aTouchedFileIsReadAgainAndChangesNothing() throws IOException {
        Path file = scanFixture.write("extensions.d/100.yaml", "John");
        scanFixture.scan(ScanFixture.EVERYTHING);
        Document before = scanFixture.snapshot.document("extensions.d/100.yaml");
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        ScanResult scanResult = scanFixture.at("extensions.d/100.yaml");
        assertThat(scanResult.changes()).isEmpty();
        assertThat(scanResult.work().reads()).isEqualTo(1);
        assertThat(scanResult.work().parses()).isZero();
        assertThat(scanFixture.snapshot.document("extensions.d/100.yaml")).isSameAs(before);
    }

    @Test
    void aYoungFileIsHashedAgainUntilItIsOlder() throws IOException {
        scanFixture.write("extensions.d/100.yaml", "John");
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.at("extensions.d/100.yaml").work().reads()).isEqualTo(1);
        assertThat(scanFixture.scanner.differences(scanFixture.snapshot))
                .containsExactly(new Hint.PathHint(scanFixture.path("extensions.d/100.yaml")));
        scanFixture.passYoungAge();
        assertThat(scanFixture.at("extensions.d/100.yaml").work().reads()).isEqualTo(1);
        assertThat(scanFixture.at("extensions.d/100.yaml").work().reads()).isZero();
        assertThat(scanFixture.scanner.differences(scanFixture.snapshot)).isEmpty();
    }

    @Test
    void anEmptyFileIsNotADelete() throws IOException {
        scanFixture.write("extensions.d/100.yaml", "John");
        scanFixture.scan(ScanFixture.EVERYTHING);
        scanFixture.write("extensions.d/100.yaml", "");
        ScanResult scanResult = scanFixture.at("extensions.d/100.yaml");
        assertThat(scanResult.changes()).isEmpty();
        assertThat(scanFixture.text("extensions.d/100.yaml")).isEqualTo("John");
        assertThat(scanFixture.problems()).containsExactly("extensions.d/100.yaml:1:1: error: cannot be understood");
        assertThat(scanFixture.snapshot.isUnknown("extensions.d/100.yaml")).isFalse();
    }

    @Test
    void aFileThatStopsParsingMakesNoChangeAndOneThatIsRepairedDoes() throws IOException {
        scanFixture.write("extensions.d/100.yaml", "John");
        scanFixture.scan(ScanFixture.EVERYTHING);
        scanFixture.write("extensions.d/100.yaml", "!broken");
        assertThat(scanFixture.at("extensions.d/100.yaml").changes()).isEmpty();
        assertThat(scanFixture.problems()).hasSize(1);
        scanFixture.write("extensions.d/100.yaml", "Jane");
        assertThat(scanFixture.at("extensions.d/100.yaml").changes())
                .containsExactly(new FileChange(
                        "extensions.d/100.yaml", new ScanFixture.Text("John"), new ScanFixture.Text("Jane")));
        assertThat(scanFixture.problems()).isEmpty();
    }

    @Test
    void aBrokenFileThatWasNeverGoodIsUnknown() throws IOException {
        scanFixture.write("extensions.d/100.yaml", "!broken");
        ScanResult scanResult = scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanResult.changes()).isEmpty();
        assertThat(scanFixture.snapshot.isUnknown("extensions.d/100.yaml")).isTrue();
        assertThat(scanFixture.snapshot.isUnknown("extensions.d/101.yaml")).isFalse();
        assertThat(scanFixture.snapshot.unknownFiles()).containsExactly("extensions.d/100.yaml");
        Files.delete(scanFixture.path("extensions.d/100.yaml"));
        scanFixture.at("extensions.d/100.yaml");
        assertThat(scanFixture.snapshot.isUnknown("extensions.d/100.yaml")).isFalse();
        assertThat(scanFixture.snapshot.unknownFiles()).isEmpty();
        assertThat(scanFixture.problems()).isEmpty();
    }

    @Test
    void aFailingReaderAffectsOneFile() throws IOException {
        scanFixture.write("extensions.d/100.yaml", "bug");
        scanFixture.write("extensions.d/101.yaml", "John");
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.documents()).hasSize(1);
        assertThat(scanFixture.problems())
                .singleElement()
                .asString()
                .contains("this is a bug")
                .doesNotContain("a bug)");
    }

    @Test
    void aMovedFolderIsGoneAtItsOldPathAndAppearsAtTheNewOne() throws IOException {
        scanFixture.write("extensions.d/sales/100.yaml", "John");
        scanFixture.write("extensions.d/sales/deep/101.yaml", "Jane");
        scanFixture.write("extensions.d/sales.yaml", "stays");
        scanFixture.scan(ScanFixture.EVERYTHING);
        Files.move(scanFixture.path("extensions.d/sales"), scanFixture.path("extensions.d/dept"));
        assertThat(scanFixture.at("extensions.d/sales").changes()).hasSize(2);
        assertThat(scanFixture.documents().keySet()).containsExactly("extensions.d/sales.yaml");
        scanFixture.at("extensions.d/dept");
        assertThat(scanFixture.documents().keySet())
                .containsExactly(
                        "extensions.d/dept/100.yaml", "extensions.d/dept/deep/101.yaml", "extensions.d/sales.yaml");
    }

    @Test
    void aHintBelowAFolderThatIsGoneOrIsAFileNowMeansTheFolder() throws IOException {
        scanFixture.write("extensions.d/a/b/100.yaml", "John");
        scanFixture.write("extensions.d/a/b/101.yaml", "Jane");
        scanFixture.scan(ScanFixture.EVERYTHING);
        Files.delete(scanFixture.path("extensions.d/a/b/100.yaml"));
        Files.delete(scanFixture.path("extensions.d/a/b/101.yaml"));
        Files.delete(scanFixture.path("extensions.d/a/b"));
        Files.delete(scanFixture.path("extensions.d/a"));
        scanFixture.write("extensions.d/a", "a file now");
        scanFixture.at("extensions.d/a/b/100.yaml");
        assertThat(scanFixture.documents()).containsOnlyKeys("extensions.d/a");
        Files.delete(scanFixture.path("extensions.d/a"));
        scanFixture.write("extensions.d/a/102.yaml", "a folder again");
        scanFixture.at("extensions.d/a/102.yaml");
        assertThat(scanFixture.documents()).containsOnlyKeys("extensions.d/a/102.yaml");
    }

    @Test
    void filesOfEditorsAndHiddenNamesAreNotInputs() throws IOException {
        for (String name :
                new String[] {"100.yaml~", ".100.yaml.swp", "100.swp", "x.tmp", "4913", "#100.yaml#", ".git"}) {
            scanFixture.write("extensions.d/" + name, "x");
            scanFixture.write("extensions.d/d" + name.hashCode() + "/" + name + "/100.yaml", "x");
        }
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.documents()).isEmpty();
        assertThat(scanFixture
                        .at("extensions.d/4913", "extensions.d/.git/x.yaml")
                        .work()
                        .stats())
                .isZero();
    }

    @Test
    void hintsOutsideTheInputsAreIgnored() throws IOException {
        scanFixture.scan(ScanFixture.EVERYTHING);
        ScanResult scanResult = scanFixture.scan(
                new Hint.PathHint(temporary.resolve("elsewhere")), new Hint.PathHint(scanFixture.path("out/x")));
        assertThat(scanResult.work().stats()).isZero();
    }

    @Test
    void aHintAtTheRootMeansEverything() throws IOException {
        scanFixture.write("extensions.d/100.yaml", "John");
        scanFixture.scan(new Hint.PathHint(scanFixture.root));
        assertThat(scanFixture.documents()).hasSize(1);
    }

    @Test
    void aStaticFileIsOnlyHashed() throws IOException {
        Path file = scanFixture.write("templates/static/fw/a.bin", "firmware");
        ScanResult scanResult = scanFixture.scan(ScanFixture.EVERYTHING);
        Digest digest = Digest.of("firmware".getBytes(StandardCharsets.UTF_8));
        assertThat(scanFixture.snapshot.document("templates/static/fw/a.bin"))
                .isEqualTo(new StaticFile(digest, 8, file));
        assertThat(scanResult.work().parses()).isZero();
    }

    @Test
    void aFileOverItsLimitIsAProblemAndItsLastGoodContentStays() throws IOException {
        scanFixture.write("extensions.d/100.yaml", "John");
        scanFixture.scan(ScanFixture.EVERYTHING);
        scanFixture.write("extensions.d/100.yaml", "x".repeat((1 << 20) + 1));
        ScanResult scanResult = scanFixture.at("extensions.d/100.yaml");
        assertThat(scanResult.work().reads()).isZero();
        assertThat(scanResult.changes()).isEmpty();
        assertThat(scanFixture.problems())
                .singleElement()
                .asString()
                .contains("is too large to be read: 1048577 bytes");
        scanFixture.write("extensions.d/100.yaml", "John");
        assertThat(scanFixture.at("extensions.d/100.yaml").changes()).isEmpty();
        assertThat(scanFixture.problems()).isEmpty();
    }

    @Test
    void aMissingInputFolderKeepsWhatWasKnownAndRecovers() throws IOException {
        scanFixture.write("extensions.d/100.yaml", "John");
        scanFixture.write("templates/a.xml", "A");
        scanFixture.scan(ScanFixture.EVERYTHING);
        Files.move(scanFixture.path("extensions.d"), scanFixture.path("unmounted"));
        ScanResult scanResult = scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanResult.changes()).isEmpty();
        assertThat(scanFixture.text("extensions.d/100.yaml")).isEqualTo("John");
        assertThat(scanFixture.problems())
                .singleElement()
                .asString()
                .contains("extensions.d is missing: create it, or mount");
        assertThat(scanFixture.snapshot.isUnknown("extensions.d/101.yaml")).isTrue();
        assertThat(scanFixture.snapshot.isUnknown("extensions.d/100.yaml")).isFalse();
        assertThat(scanFixture.snapshot.isUnknown("templates/b.xml")).isFalse();
        Files.move(scanFixture.path("unmounted"), scanFixture.path("extensions.d"));
        assertThat(scanFixture.scanner.differences(scanFixture.snapshot))
                .contains(new Hint.PathHint(scanFixture.path("extensions.d")));
        assertThat(scanFixture.scan(ScanFixture.EVERYTHING).changes()).isEmpty();
        assertThat(scanFixture.problems()).isEmpty();
    }

    @Test
    void aMissingRootKeepsEverything() throws IOException {
        scanFixture.write("extensions.d/100.yaml", "John");
        scanFixture.write("secrets.yaml", "s");
        scanFixture.scan(ScanFixture.EVERYTHING);
        Path away = temporary.resolve("away");
        Files.move(scanFixture.root, away);
        assertThat(scanFixture.scanner.differences(scanFixture.snapshot)).isNotEmpty();
        assertThat(scanFixture.scan(ScanFixture.EVERYTHING).changes()).isEmpty();
        assertThat(scanFixture.at("extensions.d/100.yaml").changes()).isEmpty();
        assertThat(scanFixture.documents()).hasSize(2);
        assertThat(scanFixture.problems()).hasSize(3);
        Files.move(away, scanFixture.root);
        assertThat(scanFixture
                        .scan(scanFixture.scanner.differences(scanFixture.snapshot))
                        .changes())
                .isEmpty();
        assertThat(scanFixture.problems()).isEmpty();
    }

    @Test
    void anUnreadableFolderOrFileKeepsWhatWasKnownAndRecovers() throws IOException {
        scanFixture.write("extensions.d/closed/100.yaml", "John");
        scanFixture.write("extensions.d/101.yaml", "Jane");
        scanFixture.scan(ScanFixture.EVERYTHING);
        Files.setPosixFilePermissions(
                scanFixture.path("extensions.d/closed"), PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(
                scanFixture.path("extensions.d/101.yaml"), PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(scanFixture.path("extensions.d/101.yaml")), "root reads everything");
        assertThat(scanFixture.scan(ScanFixture.EVERYTHING).changes()).isEmpty();
        assertThat(scanFixture.documents()).hasSize(2);
        assertThat(scanFixture.problems())
                .hasSize(2)
                .allSatisfy(p -> assertThat(p).contains("permission denied"));
        assertThat(scanFixture.snapshot.isUnknown("extensions.d/closed/x.yaml")).isTrue();
        assertThat(scanFixture.at("extensions.d/closed/100.yaml").changes()).isEmpty();
        Files.setPosixFilePermissions(
                scanFixture.path("extensions.d/closed"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(
                scanFixture.path("extensions.d/101.yaml"), PosixFilePermissions.fromString("rw-r--r--"));
        scanFixture.scan(scanFixture.scanner.differences(scanFixture.snapshot));
        assertThat(scanFixture.problems()).isEmpty();
    }

    @Test
    void aNameThatTheLocaleCannotDecodeIsAnErrorAndUnknown() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'J\\374rg.yaml')\"")
                .directory(scanFixture.path("extensions.d").toFile())
                .start();
        assertThat(shell.waitFor()).isZero();
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.problems()).singleElement().asString().contains("run with LANG=C.UTF-8");
        assertThat(scanFixture.snapshot.isUnknown("extensions.d/J\u00fcrg.yaml"))
                .isTrue();
        assertThat(scanFixture.snapshot.isUnknown("extensions.d/Jane.yaml")).isFalse();
        assertThat(scanFixture.scanner.differences(scanFixture.snapshot)).isEmpty();
    }

    @Test
    void aPipeAmongTheInputsIsNotOpened() throws Exception {
        Process shell = new ProcessBuilder(
                        "mkfifo", scanFixture.path("extensions.d/100.yaml").toString())
                .start();
        assertThat(shell.waitFor()).isZero();
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.problems()).singleElement().asString().contains("neither a file nor a folder");
    }

    @Test
    void secretsMayLieOutsideTheRoot() throws IOException {
        Path secrets = Files.writeString(temporary.resolve("s.yaml"), "secret");
        ScanFixture other = new ScanFixture(scanFixture.root, secrets);
        other.scan(ScanFixture.EVERYTHING);
        assertThat(other.text(secrets.toString())).isEqualTo("secret");
        Files.writeString(secrets, "other");
        assertThat(other.scan(new Hint.PathHint(secrets)).changes()).hasSize(1);
        Files.delete(secrets);
        assertThat(other.scan(other.scanner.differences(other.snapshot)).changes())
                .hasSize(1);
        assertThat(other.problems()).isEmpty();
    }

    @Test
    void aRewriteOfTheSameSizeWithItsTimeSetBackIsFound() throws IOException {
        Path file = scanFixture.write("extensions.d/100.yaml", "John");
        scanFixture.scan(ScanFixture.EVERYTHING);
        FileTime time = Files.getLastModifiedTime(file);
        scanFixture.passYoungAge();
        scanFixture.scan(ScanFixture.EVERYTHING);
        scanFixture.replace("extensions.d/100.yaml", "Jane");
        Files.setLastModifiedTime(file, time);
        assertThat(scanFixture
                        .scan(scanFixture.scanner.differences(scanFixture.snapshot))
                        .changes())
                .hasSize(1);
    }

    @Test
    void aFileThatReplacesAFolderAndTheReverseIsFound() throws IOException {
        scanFixture.write("extensions.d/x/100.yaml", "John");
        scanFixture.scan(ScanFixture.EVERYTHING);
        Files.move(scanFixture.path("extensions.d/x"), scanFixture.path("x"), StandardCopyOption.ATOMIC_MOVE);
        scanFixture.write("extensions.d/x", "file");
        scanFixture.scan(scanFixture.scanner.differences(scanFixture.snapshot));
        assertThat(scanFixture.documents()).containsOnlyKeys("extensions.d/x");
        Files.delete(scanFixture.path("extensions.d/x"));
        Files.move(scanFixture.path("x"), scanFixture.path("extensions.d/x"));
        scanFixture.scan(scanFixture.scanner.differences(scanFixture.snapshot));
        assertThat(scanFixture.documents()).containsOnlyKeys("extensions.d/x/100.yaml");
    }
}
