package dev.lineman.input.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.Document;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.input.watch.Hint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinkTest {
    @TempDir
    Path temporary;

    private ScanFixture scanFixture;

    @BeforeEach
    void createInputFolders() throws IOException {
        scanFixture = ScanFixture.in(temporary.resolve("root"));
    }

    private void link(String name, String target) throws IOException {
        Path fresh = scanFixture.path("fresh-link");
        Files.createSymbolicLink(fresh, Path.of(target));
        Files.move(fresh, scanFixture.path(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The begin of the error for a link. */
    private static String refusal(String link, String target) {
        return link + ":1:1: error: this symbolic link leads to " + target + ", ";
    }

    @Test
    void aLinkInsideItsKindOfFolderIsFollowedAndItsTargetNeedsNoHint() throws IOException {
        scanFixture.write("extensions.d/.shared/a.yaml", "one");
        link("extensions.d/a.yaml", ".shared/a.yaml");
        link("extensions.d/site", scanFixture.path("extensions.d/.shared").toString());
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.documents()).containsOnlyKeys("extensions.d/a.yaml", "extensions.d/site/a.yaml");
        assertThat(scanFixture.snapshot.linkTargets())
                .containsExactly(scanFixture.path("extensions.d/.shared").toRealPath());
        scanFixture.replace("extensions.d/.shared/a.yaml", "two");
        scanFixture.write("extensions.d/.shared/b.yaml", "more");
        scanFixture.scan(new Hint.PathHint(scanFixture.path("extensions.d/unrelated.yaml")));
        assertThat(scanFixture.text("extensions.d/a.yaml")).isEqualTo("two");
        assertThat(scanFixture.text("extensions.d/site/a.yaml")).isEqualTo("two");
        assertThat(scanFixture.text("extensions.d/site/b.yaml")).isEqualTo("more");
        Files.delete(scanFixture.path("extensions.d/site"));
        scanFixture.at("extensions.d/site");
        assertThat(scanFixture.documents()).containsOnlyKeys("extensions.d/a.yaml");
        assertThat(scanFixture.snapshot.links()).containsExactly("extensions.d/a.yaml");
    }

    @Test
    void aLinkOutOfItsKindOfFolderIsAnErrorAndIsNotRead() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("100.yaml"), "outside");
        scanFixture.write("secrets.yaml", "secret");
        scanFixture.write("beside/a.yaml", "beside");
        scanFixture.write(".git/config", "password");
        scanFixture.write(".env", "password");
        scanFixture.write("out/site/all.txt", "passwords");
        scanFixture.write("extensions.d/100.yaml", "one");
        scanFixture.write("templates/phones/p.xml", "phone");
        scanFixture.write("templates/lib/l", "lib");
        scanFixture.write("templates/other/o.txt", "other");
        Map<String, String> links = new TreeMap<>(Map.of(
                "extensions.d/beside.yaml", "../beside/a.yaml",
                "extensions.d/outside.yaml", outside.resolve("100.yaml").toString(),
                "extensions.d/site", "../../outside",
                "extensions.d/lib", "../templates/lib",
                "templates/phones/x", "../../extensions.d",
                "templates/site/x.xml", "../phones/p.xml"));
        links.putAll(Map.of(
                "templates/static/x", "../../extensions.d",
                "templates/static/one", "../../extensions.d/100.yaml",
                "templates/static/git", "../../.git",
                "templates/static/env", "../../.env",
                "templates/static/out", "../../out/site",
                "templates/static/secrets", scanFixture.path("secrets.yaml").toString(),
                "templates/static/root", "../..",
                "templates/static/o.txt", "../other/o.txt",
                "templates/lib/g.cfg", "../../.git/config",
                "templates/lib/phones", "../phones"));
        Files.createDirectories(scanFixture.path("templates/site"));
        scanFixture.scan(ScanFixture.EVERYTHING);
        List<String> refused = new ArrayList<>();
        for (Map.Entry<String, String> entry : links.entrySet()) {
            link(entry.getKey(), entry.getValue());
            refused.add(refusal(
                    entry.getKey(),
                    name(scanFixture, scanFixture.path(entry.getKey()).toRealPath())));
        }
        long reads = scanFixture.scan(ScanFixture.EVERYTHING).work().reads();
        assertThat(scanFixture.documents())
                .containsOnlyKeys("extensions.d/100.yaml", "secrets.yaml", "templates/lib/l", "templates/phones/p.xml");
        assertThat(reads).as("files that are young are read again").isEqualTo(4);
        assertThat(scanFixture.problems()).hasSameSizeAs(refused);
        for (int i = 0; i < refused.size(); i++) {
            assertThat(scanFixture.problems().get(i)).startsWith(refused.get(i));
        }
        for (String problem : scanFixture.problems()) {
            boolean harmless = problem.matches("extensions.d/(beside|outside|site).*|templates/static/o.txt:.*");
            assertThat(problem).contains(harmless ? ": move " : ": remove the link");
        }
        assertThat(scanFixture
                        .at("extensions.d/site/100.yaml", "templates/static/x/100.yaml")
                        .changes())
                .isEmpty();
        assertThat(scanFixture.snapshot.isUnknown("extensions.d/site/100.yaml")).isTrue();
        assertThat(new ScanFixture(scanFixture.root, scanFixture.secrets).scanner.differences(scanFixture.snapshot))
                .as("what a rescan finds")
                .doesNotContain(new Hint.PathHint(scanFixture.path("templates/static/x")));
    }

    @Test
    void onlyTheEndOfAChainOfLinksCounts() throws IOException {
        scanFixture.write("extensions.d/real/100.yaml", "one");
        scanFixture.write("beside/a.yaml", "beside");
        Files.createSymbolicLink(temporary.resolve("current"), scanFixture.root);
        Files.createSymbolicLink(temporary.resolve("detour"), Path.of("current/extensions.d/real"));
        link("way", "extensions.d/real");
        link("extensions.d/a", "../way");
        link("extensions.d/b.yaml", "../../current/extensions.d/real/100.yaml");
        link("extensions.d/c", temporary.resolve("detour").toString());
        link("extensions.d/d", "real/../../extensions.d/real/.");
        link("extensions.d/e", "../templates/static/back");
        link("templates/static/back", "../../beside");
        link("extensions.d/f", "e/a.yaml");
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.documents())
                .containsOnlyKeys(
                        "extensions.d/a/100.yaml",
                        "extensions.d/b.yaml",
                        "extensions.d/c/100.yaml",
                        "extensions.d/d/100.yaml",
                        "extensions.d/real/100.yaml");
        assertThat(scanFixture.problems())
                .satisfiesExactly(
                        p -> assertThat(p).startsWith(refusal("extensions.d/e", "beside")),
                        p -> assertThat(p).startsWith(refusal("extensions.d/f", "beside/a.yaml")),
                        p -> assertThat(p).startsWith(refusal("templates/static/back", "beside")));
    }

    @Test
    void aFileThatBecomesALinkOutOfItsKindOfFolderKeepsItsLastGoodContent() throws IOException {
        scanFixture.write("extensions.d/a.yaml", "good");
        scanFixture.write("templates/static/b/c.bin", "good");
        scanFixture.scan(ScanFixture.EVERYTHING);
        Document before = scanFixture.snapshot.document("templates/static/b/c.bin");
        scanFixture.write("beside/c.bin", "beside");
        Files.delete(scanFixture.path("templates/static/b/c.bin"));
        Files.delete(scanFixture.path("templates/static/b"));
        link("extensions.d/a.yaml", "../beside/c.bin");
        link("templates/static/b", "../../beside");
        assertThat(scanFixture.at("extensions.d/a.yaml", "templates/static/b").changes())
                .isEmpty();
        assertThat(scanFixture.text("extensions.d/a.yaml")).isEqualTo("good");
        assertThat(scanFixture.snapshot.document("templates/static/b/c.bin")).isSameAs(before);
        assertThat(scanFixture.problems()).hasSize(2);
    }

    @Test
    void secretsInsideAnInputFolderAreNotPublishedAsAStaticFile() throws IOException {
        scanFixture.write("templates/static/private/secrets.yaml", "secret");
        scanFixture.write("templates/static/private/notes.txt", "notes");
        scanFixture.write("templates/static/private/.git/config", "password");
        link("templates/static/all", "private");
        link("templates/static/s", "private/secrets.yaml");
        link("templates/static/g", "private/.git/config");
        ScanFixture other =
                new ScanFixture(scanFixture.root, scanFixture.path("templates/static/private/secrets.yaml"));
        other.scan(ScanFixture.EVERYTHING);
        assertThat(other.documents())
                .containsOnlyKeys(
                        "templates/static/private/secrets.yaml",
                        "templates/static/private/notes.txt",
                        "templates/static/all/notes.txt");
        assertThat(other.problems())
                .satisfiesExactly(
                        p -> assertThat(p).contains("templates/static/all/secrets.yaml:1:1: error: holds secrets"),
                        p -> assertThat(p)
                                .contains("templates/static/g:1:1: error")
                                .contains("files of Git"),
                        p -> assertThat(p)
                                .contains("templates/static/s:1:1: error")
                                .contains("secrets"));
        Files.createSymbolicLink(temporary.resolve("current"), scanFixture.root);
        ScanFixture renamed = new ScanFixture(
                temporary.resolve("current"), scanFixture.path("templates/static/private/secrets.yaml"));
        renamed.scan(ScanFixture.EVERYTHING);
        assertThat(renamed.documents())
                .containsOnlyKeys(
                        renamed.secrets.toString(),
                        "templates/static/private/notes.txt",
                        "templates/static/all/notes.txt");
    }

    @Test
    void theFileOfSecretsCanBeALinkToAnywhere() throws IOException {
        Files.writeString(temporary.resolve("vault"), "secret");
        link("secrets.yaml", temporary.resolve("vault").toString());
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.text("secrets.yaml")).isEqualTo("secret");
        assertThat(scanFixture.problems()).isEmpty();
    }

    @Test
    void anInputFolderMayBeALinkToAFolderOfItsOwnBelowTheRoot() throws IOException {
        scanFixture.write("shared/fw/a.bin", "firmware");
        scanFixture.write("shared/fw/deep/b.bin", "firmware");
        Files.delete(scanFixture.path("templates/static"));
        link("templates/static", "../shared/fw");
        link("shared/fw/c.bin", "a.bin");
        link("shared/fw/d.bin", "../e.bin");
        scanFixture.write("shared/e.bin", "beside");
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.documents())
                .containsOnlyKeys("templates/static/a.bin", "templates/static/c.bin", "templates/static/deep/b.bin");
        assertThat(scanFixture.problems())
                .singleElement()
                .asString()
                .startsWith(refusal("templates/static/d.bin", "shared/e.bin"));
        assertThat(scanFixture.snapshot.links()).containsExactly("templates/static/c.bin", "templates/static/d.bin");
        scanFixture.write("shared/fw/deep/b.bin", "newer firmware");
        assertThat(scanFixture.at("templates/static/deep/b.bin").changes()).hasSize(1);
        Files.delete(scanFixture.path("shared/fw/deep/b.bin"));
        assertThat(scanFixture.at("templates/static/deep").changes()).hasSize(1);
    }

    @Test
    void anInputFolderMustNotOverlapWithAnotherFolder() throws IOException {
        Path outside = Files.createDirectories(temporary.resolve("outside/fw"));
        Files.writeString(outside.resolve("a.bin"), "outside");
        scanFixture.write("extensions.d/sub/100.yaml", "one");
        scanFixture.write("templates/lib/l", "lib");
        scanFixture.write("out/site/all.txt", "passwords");
        scanFixture.write(".git/hooks/h", "hook");
        scanFixture.write("keys/tls/key.pem", "key");
        scanFixture.write("old/extensions.d/100.yaml", "one");
        scanFixture.write("private/secrets.yaml", "secret");
        Files.delete(scanFixture.path("templates/static"));
        ScanFixture keys = new ScanFixture(
                scanFixture.root, scanFixture.path("private/secrets.yaml"), scanFixture.path("keys/tls/key.pem"));
        for (String target : List.of(
                "../extensions.d",
                "../extensions.d/sub",
                "..",
                ".",
                "lib",
                "../out",
                "../out/site",
                "../.git",
                "../.git/hooks",
                "../keys",
                "../keys/tls",
                "../private",
                "../old",
                "../old/extensions.d",
                outside.toString(),
                "../../outside",
                "/")) {
            link("templates/static", target);
            keys.scan(ScanFixture.EVERYTHING);
            String real = name(keys, scanFixture.path("templates/static").toRealPath());
            assertThat(keys.documents())
                    .containsOnlyKeys("extensions.d/sub/100.yaml", "private/secrets.yaml", "templates/lib/l");
            assertThat(keys.problems()).singleElement().asString().startsWith(refusal("templates/static", real));
        }
        Files.delete(scanFixture.path("templates/static"));
        scanFixture.write("templates/static/b.bin", "good");
        keys.scan(ScanFixture.EVERYTHING);
        assertThat(keys.problems()).isEmpty();
        assertThat(keys.documents()).containsKey("templates/static/b.bin");
    }

    private static String name(ScanFixture scanFixture, Path real) throws IOException {
        Path root = scanFixture.root.toRealPath();
        return (real.startsWith(root) && !real.equals(root) ? root.relativize(real) : real).toString();
    }

    /** Older checkouts beside each other, a backup, a copy of a root: each has extensions with their passwords. */
    @Test
    void aFolderOfExtensionsInsideTheTemplatesIsNotReadAtAnyDepth() throws IOException {
        scanFixture.write("releases/1/extensions.d/100.yaml", "password");
        scanFixture.write("releases/1/firmware.txt", "firmware");
        Files.delete(scanFixture.path("templates/static"));
        link("templates/static", "../releases");
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.documents()).containsOnlyKeys("templates/static/1/firmware.txt");
        assertThat(scanFixture.problems())
                .singleElement()
                .asString()
                .startsWith(
                        "templates/static/1/extensions.d:1:1: error: is another kind of input than templates/static");
        scanFixture.write("releases/1/extensions.d/101.yaml", "password");
        link("releases/x", "1/extensions.d");
        link("releases/y.yaml", "1/extensions.d/100.yaml");
        scanFixture.at(
                "templates/static/1/extensions.d/101.yaml", "templates/static/x/100.yaml", "templates/static/y.yaml");
        assertThat(scanFixture.documents()).containsOnlyKeys("templates/static/1/firmware.txt");
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.documents()).containsOnlyKeys("templates/static/1/firmware.txt");
        assertThat(scanFixture.problems()).hasSize(3);
    }

    @Test
    void linksOfTwoInputFoldersToOneFolderAreBothRefused() throws IOException {
        scanFixture.write("shared/cfg/100.yaml", "one");
        Files.delete(scanFixture.path("templates/static"));
        Files.delete(scanFixture.path("extensions.d"));
        link("extensions.d", "shared/cfg");
        link("templates/static", "../shared");
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.documents()).isEmpty();
        assertThat(scanFixture.problems()).hasSize(2);
    }

    @Test
    void onlyInputFoldersThemselvesMayLeadToAnAllowedFolderOutsideTheRoot() throws IOException {
        Path outside = Files.createDirectories(temporary.resolve("outside/fw"));
        Files.writeString(outside.resolve("a.bin"), "outside");
        Files.createSymbolicLink(temporary.resolve("allowed"), Path.of("outside"));
        Files.createDirectories(temporary.resolve("else"));
        Files.writeString(temporary.resolve("else/b.bin"), "else");
        ScanFixture allowing = ScanFixture.allowing(scanFixture.root, temporary.resolve("allowed"));
        link("templates/static/link.bin", outside.resolve("a.bin").toString());
        allowing.scan(ScanFixture.EVERYTHING);
        assertThat(allowing.documents()).isEmpty();
        assertThat(allowing.problems())
                .singleElement()
                .asString()
                .startsWith(refusal(
                        "templates/static/link.bin",
                        outside.resolve("a.bin").toRealPath().toString()));
        Files.delete(scanFixture.path("templates/static/link.bin"));
        Files.delete(scanFixture.path("templates/static"));
        link("templates/static", outside.toString());
        link("../outside/fw/c.bin", "../../else/b.bin");
        allowing.scan(ScanFixture.EVERYTHING);
        assertThat(allowing.documents()).containsOnlyKeys("templates/static/a.bin");
        assertThat(allowing.problems())
                .singleElement()
                .asString()
                .startsWith(refusal(
                        "templates/static/c.bin",
                        temporary.resolve("else/b.bin").toRealPath().toString()));
        link("templates/static", temporary.resolve("else").toString());
        assertThat(allowing.scan(ScanFixture.EVERYTHING).changes()).isEmpty();
        assertThat(allowing.problems())
                .singleElement()
                .asString()
                .startsWith(refusal(
                        "templates/static",
                        temporary.resolve("else").toRealPath().toString()))
                .contains("--allow-links-to");
    }

    @Test
    void aWorkingTreeThatGitSyncSwapsIsReadFromItsNewPathAtOnce() throws IOException {
        scanFixture.write(".worktrees/1/extensions.d/100.yaml", "one");
        scanFixture.write(".worktrees/1/templates/static/a.bin", "one");
        scanFixture.write(".worktrees/2/extensions.d/100.yaml", "two");
        scanFixture.write(".worktrees/2/extensions.d/.git", "gitdir: elsewhere");
        scanFixture.write(".worktrees/2/templates/static/a.bin", "two");
        Files.delete(scanFixture.path("templates/static"));
        Files.delete(scanFixture.path("templates"));
        Files.delete(scanFixture.path("extensions.d"));
        link("current", ".worktrees/1");
        link("extensions.d", "current/extensions.d");
        link("templates", "current/templates");
        link(".worktrees/2/extensions.d/101.yaml", "100.yaml");
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.documents()).containsOnlyKeys("extensions.d/100.yaml", "templates/static/a.bin");
        link("current", ".worktrees/2");
        ScanResult scanResult = scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanResult.changes())
                .extracting(FileChange::path)
                .containsExactly("extensions.d/100.yaml", "extensions.d/101.yaml", "templates/static/a.bin");
        assertThat(scanFixture.problems()).isEmpty();
        Files.delete(scanFixture.path(".worktrees/2/templates/static/a.bin"));
        Files.delete(scanFixture.path(".worktrees/2/templates/static"));
        link(".worktrees/2/templates/static", "../../1/extensions.d");
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.problems())
                .singleElement()
                .asString()
                .startsWith(refusal("templates/static", ".worktrees/1/extensions.d"));
    }

    @Test
    void aCircleOfLinksIsAProblem() throws IOException {
        scanFixture.write("extensions.d/a/100.yaml", "John");
        scanFixture.write("extensions.d/b/101.yaml", "Jane");
        link("extensions.d/a/self", ".");
        link("extensions.d/a/up", "..");
        link("extensions.d/a/other", "../b");
        link("extensions.d/b/back", "../a");
        link("extensions.d/one", "two");
        link("extensions.d/two", "one");
        ScanResult scanResult = scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanResult.unstable()).isEmpty();
        assertThat(scanFixture.documents())
                .containsOnlyKeys(
                        "extensions.d/a/100.yaml",
                        "extensions.d/a/other/101.yaml",
                        "extensions.d/b/101.yaml",
                        "extensions.d/b/back/100.yaml");
        assertThat(scanFixture.problems())
                .anySatisfy(p -> assertThat(p).contains("leads back to a folder that contains it"));
        assertThat(scanFixture.scan(ScanFixture.EVERYTHING).snapshot().problems())
                .isEqualTo(scanResult.snapshot().problems());
    }

    @Test
    void aLinkThatLeadsNowhereKeepsItsLastContent() throws IOException {
        scanFixture.write("extensions.d/.shared/a.yaml", "one");
        link("extensions.d/a.yaml", ".shared/a.yaml");
        scanFixture.scan(ScanFixture.EVERYTHING);
        Files.delete(scanFixture.path("extensions.d/.shared/a.yaml"));
        assertThat(scanFixture.scan().changes()).isEmpty();
        assertThat(scanFixture.text("extensions.d/a.yaml")).isEqualTo("one");
        assertThat(scanFixture.problems()).singleElement().asString().contains("leads nowhere");
        scanFixture.write("extensions.d/.shared/a.yaml", "two");
        assertThat(scanFixture.scan().changes()).hasSize(1);
        assertThat(scanFixture.problems()).isEmpty();
    }

    @Test
    void aMountedConfigMapFlipsAllItsFilesAtOnce() throws IOException {
        scanFixture.write("extensions.d/..1/100.yaml", "one");
        scanFixture.write("extensions.d/..1/101.yaml", "one");
        scanFixture.write("extensions.d/..2/100.yaml", "two");
        scanFixture.write("extensions.d/..2/102.yaml", "two");
        link("extensions.d/..data", "..1");
        link("extensions.d/100.yaml", "..data/100.yaml");
        link("extensions.d/101.yaml", "..data/101.yaml");
        scanFixture.scan(ScanFixture.EVERYTHING);
        assertThat(scanFixture.documents()).containsOnlyKeys("extensions.d/100.yaml", "extensions.d/101.yaml");
        link("extensions.d/..data", "..2");
        link("extensions.d/102.yaml", "..data/102.yaml");
        Files.delete(scanFixture.path("extensions.d/101.yaml"));
        ScanResult scanResult = scanFixture.scan(
                new Hint.PathHint(scanFixture.path("extensions.d/..data")),
                new Hint.PathHint(scanFixture.path("extensions.d/101.yaml")),
                new Hint.PathHint(scanFixture.path("extensions.d/102.yaml")));
        assertThat(scanResult.changes())
                .extracting(FileChange::path)
                .containsExactly("extensions.d/100.yaml", "extensions.d/101.yaml", "extensions.d/102.yaml");
        assertThat(scanFixture.problems()).isEmpty();
    }

    @Test
    void anInputFolderAndTheRootMayBeLinksThemselves() throws IOException {
        scanFixture.write("..1/ext/100.yaml", "one");
        scanFixture.write("..2/ext/100.yaml", "two");
        link("..data", "..1");
        Files.delete(scanFixture.path("extensions.d"));
        link("extensions.d", "..data/ext");
        Files.createSymbolicLink(temporary.resolve("current"), scanFixture.root);
        ScanFixture current = new ScanFixture(temporary.resolve("current"), temporary.resolve("current/secrets.yaml"));
        current.scan(ScanFixture.EVERYTHING);
        assertThat(current.text("extensions.d/100.yaml")).isEqualTo("one");
        assertThat(current.snapshot.links()).isEmpty();
        link("..data", "..2");
        current.scan(new Hint.PathHint(current.path("extensions.d/100.yaml")));
        assertThat(current.text("extensions.d/100.yaml")).isEqualTo("two");
        Files.createDirectories(temporary.resolve("other/extensions.d"));
        Files.writeString(temporary.resolve("other/extensions.d/100.yaml"), "three");
        Files.createDirectory(temporary.resolve("other/templates"));
        Files.createSymbolicLink(temporary.resolve("next"), temporary.resolve("other"));
        Files.move(temporary.resolve("next"), temporary.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(current.scanner.differences(current.snapshot))
                .contains(new Hint.PathHint(current.path("extensions.d/100.yaml")));
        current.scan(ScanFixture.EVERYTHING);
        assertThat(current.text("extensions.d/100.yaml")).isEqualTo("three");
        assertThat(current.problems()).isEmpty();
    }
}
