package dev.lineman.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lineman.disk.Digest;
import dev.lineman.watch.Hint;
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

final class SourceTest {
    @TempDir
    Path temporary;

    private Site site;

    @BeforeEach
    void aSite() throws IOException {
        site = Site.in(temporary.resolve("root"));
    }

    @Test
    void theFirstScanReadsEverythingBelowTheInputFolders() throws IOException {
        site.write("extensions.d/berlin/100.yaml", "John");
        site.write("templates/lib/x.cfg", "lib");
        site.write("secrets.yaml", "secret");
        site.write("other/1.yaml", "no input");
        site.write("extensions.d/README.md", "no input");
        Scan scan = site.scan(Site.EVERYTHING);
        assertThat(site.documents().keySet())
                .containsExactly("extensions.d/berlin/100.yaml", "secrets.yaml", "templates/lib/x.cfg");
        assertThat(scan.changes())
                .extracting(Change::path)
                .containsExactly("extensions.d/berlin/100.yaml", "secrets.yaml", "templates/lib/x.cfg");
        assertThat(scan.moving()).isEmpty();
        assertThat(site.problems()).isEmpty();
    }

    @Test
    void aScanThatFindsNothingNewReturnsTheSameSnapshot() throws IOException {
        site.write("extensions.d/100.yaml", "John");
        site.wait2s();
        site.scan(Site.EVERYTHING);
        Snapshot before = site.snapshot;
        Scan scan = site.scan(Site.EVERYTHING);
        assertThat(scan.snapshot()).isSameAs(before);
        assertThat(scan.work().reads()).isZero();
        assertThat(site.source.differences(before)).isEmpty();
    }

    @Test
    void aTouchedFileIsReadAgainAndChangesNothing() throws IOException {
        Path file = site.write("extensions.d/100.yaml", "John");
        site.scan(Site.EVERYTHING);
        Document before = site.snapshot.document("extensions.d/100.yaml");
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        Scan scan = site.at("extensions.d/100.yaml");
        assertThat(scan.changes()).isEmpty();
        assertThat(scan.work().reads()).isEqualTo(1);
        assertThat(scan.work().parses()).isZero();
        assertThat(site.snapshot.document("extensions.d/100.yaml")).isSameAs(before);
    }

    @Test
    void aYoungFileIsHashedAgainUntilItIsOlder() throws IOException {
        site.write("extensions.d/100.yaml", "John");
        site.scan(Site.EVERYTHING);
        assertThat(site.at("extensions.d/100.yaml").work().reads()).isEqualTo(1);
        assertThat(site.source.differences(site.snapshot))
                .containsExactly(new Hint.At(site.path("extensions.d/100.yaml")));
        site.wait2s();
        assertThat(site.at("extensions.d/100.yaml").work().reads()).isEqualTo(1);
        assertThat(site.at("extensions.d/100.yaml").work().reads()).isZero();
        assertThat(site.source.differences(site.snapshot)).isEmpty();
    }

    @Test
    void anEmptyFileIsNotADelete() throws IOException {
        site.write("extensions.d/100.yaml", "John");
        site.scan(Site.EVERYTHING);
        site.write("extensions.d/100.yaml", "");
        Scan scan = site.at("extensions.d/100.yaml");
        assertThat(scan.changes()).isEmpty();
        assertThat(site.text("extensions.d/100.yaml")).isEqualTo("John");
        assertThat(site.problems()).containsExactly("extensions.d/100.yaml:1:1: error: cannot be understood");
        assertThat(site.snapshot.unknown("extensions.d/100.yaml")).isFalse();
    }

    @Test
    void aFileThatStopsParsingMakesNoChangeAndOneThatIsRepairedDoes() throws IOException {
        site.write("extensions.d/100.yaml", "John");
        site.scan(Site.EVERYTHING);
        site.write("extensions.d/100.yaml", "!broken");
        assertThat(site.at("extensions.d/100.yaml").changes()).isEmpty();
        assertThat(site.problems()).hasSize(1);
        site.write("extensions.d/100.yaml", "Jane");
        assertThat(site.at("extensions.d/100.yaml").changes())
                .containsExactly(new Change("extensions.d/100.yaml", new Site.Text("John"), new Site.Text("Jane")));
        assertThat(site.problems()).isEmpty();
    }

    @Test
    void aBrokenFileThatWasNeverGoodIsUnknown() throws IOException {
        site.write("extensions.d/100.yaml", "!broken");
        Scan scan = site.scan(Site.EVERYTHING);
        assertThat(scan.changes()).isEmpty();
        assertThat(site.snapshot.unknown("extensions.d/100.yaml")).isTrue();
        assertThat(site.snapshot.unknown("extensions.d/101.yaml")).isFalse();
        assertThat(site.snapshot.unknowns()).containsExactly("extensions.d/100.yaml");
        Files.delete(site.path("extensions.d/100.yaml"));
        site.at("extensions.d/100.yaml");
        assertThat(site.snapshot.unknown("extensions.d/100.yaml")).isFalse();
        assertThat(site.snapshot.unknowns()).isEmpty();
        assertThat(site.problems()).isEmpty();
    }

    @Test
    void aReaderThatFailsCostsOneFile() throws IOException {
        site.write("extensions.d/100.yaml", "bug");
        site.write("extensions.d/101.yaml", "John");
        site.scan(Site.EVERYTHING);
        assertThat(site.documents()).hasSize(1);
        assertThat(site.problems())
                .singleElement()
                .asString()
                .contains("this is a bug")
                .doesNotContain("a bug)");
    }

    @Test
    void aMovedFolderIsGoneHereAndThere() throws IOException {
        site.write("extensions.d/sales/100.yaml", "John");
        site.write("extensions.d/sales/deep/101.yaml", "Jane");
        site.write("extensions.d/sales.yaml", "stays");
        site.scan(Site.EVERYTHING);
        Files.move(site.path("extensions.d/sales"), site.path("extensions.d/dept"));
        assertThat(site.at("extensions.d/sales").changes()).hasSize(2);
        assertThat(site.documents().keySet()).containsExactly("extensions.d/sales.yaml");
        site.at("extensions.d/dept");
        assertThat(site.documents().keySet())
                .containsExactly(
                        "extensions.d/dept/100.yaml", "extensions.d/dept/deep/101.yaml", "extensions.d/sales.yaml");
    }

    @Test
    void aHintBelowAFolderThatIsGoneOrIsAFileNowMeansTheFolder() throws IOException {
        site.write("extensions.d/a/b/100.yaml", "John");
        site.write("extensions.d/a/b/101.yaml", "Jane");
        site.scan(Site.EVERYTHING);
        Files.delete(site.path("extensions.d/a/b/100.yaml"));
        Files.delete(site.path("extensions.d/a/b/101.yaml"));
        Files.delete(site.path("extensions.d/a/b"));
        Files.delete(site.path("extensions.d/a"));
        site.write("extensions.d/a", "a file now");
        site.at("extensions.d/a/b/100.yaml");
        assertThat(site.documents()).containsOnlyKeys("extensions.d/a");
        Files.delete(site.path("extensions.d/a"));
        site.write("extensions.d/a/102.yaml", "a folder again");
        site.at("extensions.d/a/102.yaml");
        assertThat(site.documents()).containsOnlyKeys("extensions.d/a/102.yaml");
    }

    @Test
    void leftoversOfEditorsAndHiddenNamesAreNoInputs() throws IOException {
        for (String name :
                new String[] {"100.yaml~", ".100.yaml.swp", "100.swp", "x.tmp", "4913", "#100.yaml#", ".git"}) {
            site.write("extensions.d/" + name, "x");
            site.write("extensions.d/d" + name.hashCode() + "/" + name + "/100.yaml", "x");
        }
        site.scan(Site.EVERYTHING);
        assertThat(site.documents()).isEmpty();
        assertThat(site.at("extensions.d/4913", "extensions.d/.git/x.yaml")
                        .work()
                        .stats())
                .isZero();
    }

    @Test
    void hintsOutsideTheInputsAreIgnored() throws IOException {
        site.scan(Site.EVERYTHING);
        Scan scan = site.scan(new Hint.At(temporary.resolve("elsewhere")), new Hint.At(site.path("out/x")));
        assertThat(scan.work().stats()).isZero();
    }

    @Test
    void aHintAtTheRootMeansEverything() throws IOException {
        site.write("extensions.d/100.yaml", "John");
        site.scan(new Hint.At(site.root));
        assertThat(site.documents()).hasSize(1);
    }

    @Test
    void aStaticFileIsOnlyHashed() throws IOException {
        Path file = site.write("templates/static/fw/a.bin", "firmware");
        Scan scan = site.scan(Site.EVERYTHING);
        Digest digest = Digest.of("firmware".getBytes(StandardCharsets.UTF_8));
        assertThat(site.snapshot.document("templates/static/fw/a.bin")).isEqualTo(new StaticFile(digest, 8, file));
        assertThat(scan.work().parses()).isZero();
    }

    @Test
    void aFileOverItsLimitIsAProblemAndItsLastGoodContentStays() throws IOException {
        site.write("extensions.d/100.yaml", "John");
        site.scan(Site.EVERYTHING);
        site.write("extensions.d/100.yaml", "x".repeat((1 << 20) + 1));
        Scan scan = site.at("extensions.d/100.yaml");
        assertThat(scan.work().reads()).isZero();
        assertThat(scan.changes()).isEmpty();
        assertThat(site.problems()).singleElement().asString().contains("is too large to be read: 1048577 bytes");
        site.write("extensions.d/100.yaml", "John");
        assertThat(site.at("extensions.d/100.yaml").changes()).isEmpty();
        assertThat(site.problems()).isEmpty();
    }

    @Test
    void aMissingInputFolderKeepsWhatWasKnownAndRecovers() throws IOException {
        site.write("extensions.d/100.yaml", "John");
        site.write("templates/a.xml", "A");
        site.scan(Site.EVERYTHING);
        Files.move(site.path("extensions.d"), site.path("unmounted"));
        Scan scan = site.scan(Site.EVERYTHING);
        assertThat(scan.changes()).isEmpty();
        assertThat(site.text("extensions.d/100.yaml")).isEqualTo("John");
        assertThat(site.problems()).singleElement().asString().contains("extensions.d is missing: create it, or mount");
        assertThat(site.snapshot.unknown("extensions.d/101.yaml")).isTrue();
        assertThat(site.snapshot.unknown("extensions.d/100.yaml")).isFalse();
        assertThat(site.snapshot.unknown("templates/b.xml")).isFalse();
        Files.move(site.path("unmounted"), site.path("extensions.d"));
        assertThat(site.source.differences(site.snapshot)).contains(new Hint.At(site.path("extensions.d")));
        assertThat(site.scan(Site.EVERYTHING).changes()).isEmpty();
        assertThat(site.problems()).isEmpty();
    }

    @Test
    void aMissingRootKeepsEverything() throws IOException {
        site.write("extensions.d/100.yaml", "John");
        site.write("secrets.yaml", "s");
        site.scan(Site.EVERYTHING);
        Path away = temporary.resolve("away");
        Files.move(site.root, away);
        assertThat(site.source.differences(site.snapshot)).isNotEmpty();
        assertThat(site.scan(Site.EVERYTHING).changes()).isEmpty();
        assertThat(site.at("extensions.d/100.yaml").changes()).isEmpty();
        assertThat(site.documents()).hasSize(2);
        assertThat(site.problems()).hasSize(3);
        Files.move(away, site.root);
        assertThat(site.scan(site.source.differences(site.snapshot)).changes()).isEmpty();
        assertThat(site.problems()).isEmpty();
    }

    @Test
    void anUnreadableFolderOrFileKeepsWhatWasKnownAndRecovers() throws IOException {
        site.write("extensions.d/closed/100.yaml", "John");
        site.write("extensions.d/101.yaml", "Jane");
        site.scan(Site.EVERYTHING);
        Files.setPosixFilePermissions(site.path("extensions.d/closed"), PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(site.path("extensions.d/101.yaml"), PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(site.path("extensions.d/101.yaml")), "root reads everything");
        assertThat(site.scan(Site.EVERYTHING).changes()).isEmpty();
        assertThat(site.documents()).hasSize(2);
        assertThat(site.problems()).hasSize(2).allSatisfy(p -> assertThat(p).contains("permission denied"));
        assertThat(site.snapshot.unknown("extensions.d/closed/x.yaml")).isTrue();
        assertThat(site.at("extensions.d/closed/100.yaml").changes()).isEmpty();
        Files.setPosixFilePermissions(site.path("extensions.d/closed"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(site.path("extensions.d/101.yaml"), PosixFilePermissions.fromString("rw-r--r--"));
        site.scan(site.source.differences(site.snapshot));
        assertThat(site.problems()).isEmpty();
    }

    @Test
    void aNameThatTheLocaleCannotDecodeIsAnErrorAndInDoubt() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'J\\374rg.yaml')\"")
                .directory(site.path("extensions.d").toFile())
                .start();
        assertThat(shell.waitFor()).isZero();
        site.scan(Site.EVERYTHING);
        assertThat(site.problems()).singleElement().asString().contains("run with LANG=C.UTF-8");
        assertThat(site.snapshot.unknown("extensions.d/J\u00fcrg.yaml")).isTrue();
        assertThat(site.snapshot.unknown("extensions.d/Jane.yaml")).isFalse();
        assertThat(site.source.differences(site.snapshot)).isEmpty();
    }

    @Test
    void aPipeAmongTheInputsIsNotOpened() throws Exception {
        Process shell =
                new ProcessBuilder("mkfifo", site.path("extensions.d/100.yaml").toString()).start();
        assertThat(shell.waitFor()).isZero();
        site.scan(Site.EVERYTHING);
        assertThat(site.problems()).singleElement().asString().contains("neither a file nor a folder");
    }

    @Test
    void secretsMayLieOutsideTheRoot() throws IOException {
        Path secrets = Files.writeString(temporary.resolve("s.yaml"), "secret");
        Site other = new Site(site.root, secrets);
        other.scan(Site.EVERYTHING);
        assertThat(other.text(secrets.toString())).isEqualTo("secret");
        Files.writeString(secrets, "other");
        assertThat(other.scan(new Hint.At(secrets)).changes()).hasSize(1);
        Files.delete(secrets);
        assertThat(other.scan(other.source.differences(other.snapshot)).changes())
                .hasSize(1);
        assertThat(other.problems()).isEmpty();
    }

    @Test
    void aSameSizedRewriteWithItsTimeSetBackIsSeen() throws IOException {
        Path file = site.write("extensions.d/100.yaml", "John");
        site.scan(Site.EVERYTHING);
        FileTime time = Files.getLastModifiedTime(file);
        site.wait2s();
        site.scan(Site.EVERYTHING);
        site.replace("extensions.d/100.yaml", "Jane");
        Files.setLastModifiedTime(file, time);
        assertThat(site.scan(site.source.differences(site.snapshot)).changes()).hasSize(1);
    }

    @Test
    void aFileThatTakesAFoldersPlaceAndBackIsSeen() throws IOException {
        site.write("extensions.d/x/100.yaml", "John");
        site.scan(Site.EVERYTHING);
        Files.move(site.path("extensions.d/x"), site.path("x"), StandardCopyOption.ATOMIC_MOVE);
        site.write("extensions.d/x", "file");
        site.scan(site.source.differences(site.snapshot));
        assertThat(site.documents()).containsOnlyKeys("extensions.d/x");
        Files.delete(site.path("extensions.d/x"));
        Files.move(site.path("x"), site.path("extensions.d/x"));
        site.scan(site.source.differences(site.snapshot));
        assertThat(site.documents()).containsOnlyKeys("extensions.d/x/100.yaml");
    }
}
