package dev.lineman.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.watch.Hint;
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

    private Site site;

    @BeforeEach
    void aSite() throws IOException {
        site = Site.in(temporary.resolve("root"));
    }

    private void link(String name, String target) throws IOException {
        Path fresh = site.path("fresh-link");
        Files.createSymbolicLink(fresh, Path.of(target));
        Files.move(fresh, site.path(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What the error of a link says of it. */
    private static String refusal(String link, String target) {
        return link + ":1:1: error: this symbolic link leads to " + target + ", ";
    }

    @Test
    void aLinkInsideItsKindOfFolderIsFollowedAndItsTargetNeedsNoHint() throws IOException {
        site.write("extensions.d/.shared/a.yaml", "one");
        link("extensions.d/a.yaml", ".shared/a.yaml");
        link("extensions.d/site", site.path("extensions.d/.shared").toString());
        site.scan(Site.EVERYTHING);
        assertThat(site.documents()).containsOnlyKeys("extensions.d/a.yaml", "extensions.d/site/a.yaml");
        assertThat(site.snapshot.linkTargets())
                .containsExactly(site.path("extensions.d/.shared").toRealPath());
        site.replace("extensions.d/.shared/a.yaml", "two");
        site.write("extensions.d/.shared/b.yaml", "more");
        site.scan(new Hint.At(site.path("extensions.d/unrelated.yaml")));
        assertThat(site.text("extensions.d/a.yaml")).isEqualTo("two");
        assertThat(site.text("extensions.d/site/a.yaml")).isEqualTo("two");
        assertThat(site.text("extensions.d/site/b.yaml")).isEqualTo("more");
        Files.delete(site.path("extensions.d/site"));
        site.at("extensions.d/site");
        assertThat(site.documents()).containsOnlyKeys("extensions.d/a.yaml");
        assertThat(site.snapshot.links()).containsExactly("extensions.d/a.yaml");
    }

    @Test
    void aLinkOutOfItsKindOfFolderIsAnErrorAndIsNotRead() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("100.yaml"), "outside");
        site.write("secrets.yaml", "secret");
        site.write("beside/a.yaml", "beside");
        site.write(".git/config", "password");
        site.write(".env", "password");
        site.write("out/site/all.txt", "passwords");
        site.write("extensions.d/100.yaml", "one");
        site.write("templates/phones/p.xml", "phone");
        site.write("templates/lib/l", "lib");
        site.write("templates/other/o.txt", "other");
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
                "templates/static/secrets", site.path("secrets.yaml").toString(),
                "templates/static/root", "../..",
                "templates/static/o.txt", "../other/o.txt",
                "templates/lib/g.cfg", "../../.git/config",
                "templates/lib/phones", "../phones"));
        Files.createDirectories(site.path("templates/site"));
        site.scan(Site.EVERYTHING);
        List<String> refused = new ArrayList<>();
        for (Map.Entry<String, String> entry : links.entrySet()) {
            link(entry.getKey(), entry.getValue());
            refused.add(
                    refusal(entry.getKey(), name(site, site.path(entry.getKey()).toRealPath())));
        }
        long reads = site.scan(Site.EVERYTHING).work().reads();
        assertThat(site.documents())
                .containsOnlyKeys("extensions.d/100.yaml", "secrets.yaml", "templates/lib/l", "templates/phones/p.xml");
        assertThat(reads).as("files that are young are read again").isEqualTo(4);
        assertThat(site.problems()).hasSameSizeAs(refused);
        for (int i = 0; i < refused.size(); i++) {
            assertThat(site.problems().get(i)).startsWith(refused.get(i));
        }
        for (String problem : site.problems()) {
            boolean harmless = problem.matches("extensions.d/(beside|outside|site).*|templates/static/o.txt:.*");
            assertThat(problem).contains(harmless ? ": move " : ": remove the link");
        }
        assertThat(site.at("extensions.d/site/100.yaml", "templates/static/x/100.yaml")
                        .changes())
                .isEmpty();
        assertThat(site.snapshot.unknown("extensions.d/site/100.yaml")).isTrue();
        assertThat(new Site(site.root, site.secrets).source.differences(site.snapshot))
                .as("what a rescan finds")
                .doesNotContain(new Hint.At(site.path("templates/static/x")));
    }

    @Test
    void theEndOfAChainCountsAndNotTheWay() throws IOException {
        site.write("extensions.d/real/100.yaml", "one");
        site.write("beside/a.yaml", "beside");
        Files.createSymbolicLink(temporary.resolve("current"), site.root);
        Files.createSymbolicLink(temporary.resolve("detour"), Path.of("current/extensions.d/real"));
        link("way", "extensions.d/real");
        link("extensions.d/a", "../way");
        link("extensions.d/b.yaml", "../../current/extensions.d/real/100.yaml");
        link("extensions.d/c", temporary.resolve("detour").toString());
        link("extensions.d/d", "real/../../extensions.d/real/.");
        link("extensions.d/e", "../templates/static/back");
        link("templates/static/back", "../../beside");
        link("extensions.d/f", "e/a.yaml");
        site.scan(Site.EVERYTHING);
        assertThat(site.documents())
                .containsOnlyKeys(
                        "extensions.d/a/100.yaml",
                        "extensions.d/b.yaml",
                        "extensions.d/c/100.yaml",
                        "extensions.d/d/100.yaml",
                        "extensions.d/real/100.yaml");
        assertThat(site.problems())
                .satisfiesExactly(
                        p -> assertThat(p).startsWith(refusal("extensions.d/e", "beside")),
                        p -> assertThat(p).startsWith(refusal("extensions.d/f", "beside/a.yaml")),
                        p -> assertThat(p).startsWith(refusal("templates/static/back", "beside")));
    }

    @Test
    void aFileThatBecomesALinkOutOfItsKindOfFolderKeepsItsLastGoodContent() throws IOException {
        site.write("extensions.d/a.yaml", "good");
        site.write("templates/static/b/c.bin", "good");
        site.scan(Site.EVERYTHING);
        Document before = site.snapshot.document("templates/static/b/c.bin");
        site.write("beside/c.bin", "beside");
        Files.delete(site.path("templates/static/b/c.bin"));
        Files.delete(site.path("templates/static/b"));
        link("extensions.d/a.yaml", "../beside/c.bin");
        link("templates/static/b", "../../beside");
        assertThat(site.at("extensions.d/a.yaml", "templates/static/b").changes())
                .isEmpty();
        assertThat(site.text("extensions.d/a.yaml")).isEqualTo("good");
        assertThat(site.snapshot.document("templates/static/b/c.bin")).isSameAs(before);
        assertThat(site.problems()).hasSize(2);
    }

    @Test
    void secretsInsideAnInputFolderAreNoStaticFileByAnotherName() throws IOException {
        site.write("templates/static/private/secrets.yaml", "secret");
        site.write("templates/static/private/notes.txt", "notes");
        site.write("templates/static/private/.git/config", "password");
        link("templates/static/all", "private");
        link("templates/static/s", "private/secrets.yaml");
        link("templates/static/g", "private/.git/config");
        Site other = new Site(site.root, site.path("templates/static/private/secrets.yaml"));
        other.scan(Site.EVERYTHING);
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
        Files.createSymbolicLink(temporary.resolve("current"), site.root);
        Site renamed = new Site(temporary.resolve("current"), site.path("templates/static/private/secrets.yaml"));
        renamed.scan(Site.EVERYTHING);
        assertThat(renamed.documents())
                .containsOnlyKeys(
                        renamed.secrets.toString(),
                        "templates/static/private/notes.txt",
                        "templates/static/all/notes.txt");
    }

    @Test
    void theSecretsMayBeALinkToAnywhere() throws IOException {
        Files.writeString(temporary.resolve("vault"), "secret");
        link("secrets.yaml", temporary.resolve("vault").toString());
        site.scan(Site.EVERYTHING);
        assertThat(site.text("secrets.yaml")).isEqualTo("secret");
        assertThat(site.problems()).isEmpty();
    }

    @Test
    void anInputFolderMayBeALinkToAFolderOfItsOwnBelowTheRoot() throws IOException {
        site.write("shared/fw/a.bin", "firmware");
        site.write("shared/fw/deep/b.bin", "firmware");
        Files.delete(site.path("templates/static"));
        link("templates/static", "../shared/fw");
        link("shared/fw/c.bin", "a.bin");
        link("shared/fw/d.bin", "../e.bin");
        site.write("shared/e.bin", "beside");
        site.scan(Site.EVERYTHING);
        assertThat(site.documents())
                .containsOnlyKeys("templates/static/a.bin", "templates/static/c.bin", "templates/static/deep/b.bin");
        assertThat(site.problems())
                .singleElement()
                .asString()
                .startsWith(refusal("templates/static/d.bin", "shared/e.bin"));
        assertThat(site.snapshot.links()).containsExactly("templates/static/c.bin", "templates/static/d.bin");
        site.write("shared/fw/deep/b.bin", "newer firmware");
        assertThat(site.at("templates/static/deep/b.bin").changes()).hasSize(1);
        Files.delete(site.path("shared/fw/deep/b.bin"));
        assertThat(site.at("templates/static/deep").changes()).hasSize(1);
    }

    @Test
    void anInputFolderSharesNoPlaceWithAnythingElse() throws IOException {
        Path outside = Files.createDirectories(temporary.resolve("outside/fw"));
        Files.writeString(outside.resolve("a.bin"), "outside");
        site.write("extensions.d/sub/100.yaml", "one");
        site.write("templates/lib/l", "lib");
        site.write("out/site/all.txt", "passwords");
        site.write(".git/hooks/h", "hook");
        site.write("keys/tls/key.pem", "key");
        site.write("old/extensions.d/100.yaml", "one");
        site.write("private/secrets.yaml", "secret");
        Files.delete(site.path("templates/static"));
        Site keys = new Site(site.root, site.path("private/secrets.yaml"), site.path("keys/tls/key.pem"));
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
            keys.scan(Site.EVERYTHING);
            String real = name(keys, site.path("templates/static").toRealPath());
            assertThat(keys.documents())
                    .containsOnlyKeys("extensions.d/sub/100.yaml", "private/secrets.yaml", "templates/lib/l");
            assertThat(keys.problems()).singleElement().asString().startsWith(refusal("templates/static", real));
        }
        Files.delete(site.path("templates/static"));
        site.write("templates/static/b.bin", "good");
        keys.scan(Site.EVERYTHING);
        assertThat(keys.problems()).isEmpty();
        assertThat(keys.documents()).containsKey("templates/static/b.bin");
    }

    private static String name(Site site, Path real) throws IOException {
        Path root = site.root.toRealPath();
        return (real.startsWith(root) && !real.equals(root) ? root.relativize(real) : real).toString();
    }

    /** Older checkouts beside each other, a backup, a copy of a root: each has extensions with their passwords. */
    @Test
    void noFolderOfExtensionsIsReadAmongTheTemplatesHoweverDeepItLies() throws IOException {
        site.write("releases/1/extensions.d/100.yaml", "password");
        site.write("releases/1/firmware.txt", "firmware");
        Files.delete(site.path("templates/static"));
        link("templates/static", "../releases");
        site.scan(Site.EVERYTHING);
        assertThat(site.documents()).containsOnlyKeys("templates/static/1/firmware.txt");
        assertThat(site.problems())
                .singleElement()
                .asString()
                .startsWith(
                        "templates/static/1/extensions.d:1:1: error: is another kind of input than templates/static");
        site.write("releases/1/extensions.d/101.yaml", "password");
        link("releases/x", "1/extensions.d");
        link("releases/y.yaml", "1/extensions.d/100.yaml");
        site.at("templates/static/1/extensions.d/101.yaml", "templates/static/x/100.yaml", "templates/static/y.yaml");
        assertThat(site.documents()).containsOnlyKeys("templates/static/1/firmware.txt");
        site.scan(Site.EVERYTHING);
        assertThat(site.documents()).containsOnlyKeys("templates/static/1/firmware.txt");
        assertThat(site.problems()).hasSize(3);
    }

    @Test
    void linksOfTwoInputFoldersIntoOnePlaceAreBothRefused() throws IOException {
        site.write("shared/cfg/100.yaml", "one");
        Files.delete(site.path("templates/static"));
        Files.delete(site.path("extensions.d"));
        link("extensions.d", "shared/cfg");
        link("templates/static", "../shared");
        site.scan(Site.EVERYTHING);
        assertThat(site.documents()).isEmpty();
        assertThat(site.problems()).hasSize(2);
    }

    @Test
    void onlyInputFoldersThemselvesMayLeadToAnAllowedFolderOutsideTheRoot() throws IOException {
        Path outside = Files.createDirectories(temporary.resolve("outside/fw"));
        Files.writeString(outside.resolve("a.bin"), "outside");
        Files.createSymbolicLink(temporary.resolve("allowed"), Path.of("outside"));
        Files.createDirectories(temporary.resolve("else"));
        Files.writeString(temporary.resolve("else/b.bin"), "else");
        Site allowing = Site.allowing(site.root, temporary.resolve("allowed"));
        link("templates/static/link.bin", outside.resolve("a.bin").toString());
        allowing.scan(Site.EVERYTHING);
        assertThat(allowing.documents()).isEmpty();
        assertThat(allowing.problems())
                .singleElement()
                .asString()
                .startsWith(refusal(
                        "templates/static/link.bin",
                        outside.resolve("a.bin").toRealPath().toString()));
        Files.delete(site.path("templates/static/link.bin"));
        Files.delete(site.path("templates/static"));
        link("templates/static", outside.toString());
        link("../outside/fw/c.bin", "../../else/b.bin");
        allowing.scan(Site.EVERYTHING);
        assertThat(allowing.documents()).containsOnlyKeys("templates/static/a.bin");
        assertThat(allowing.problems())
                .singleElement()
                .asString()
                .startsWith(refusal(
                        "templates/static/c.bin",
                        temporary.resolve("else/b.bin").toRealPath().toString()));
        link("templates/static", temporary.resolve("else").toString());
        assertThat(allowing.scan(Site.EVERYTHING).changes()).isEmpty();
        assertThat(allowing.problems())
                .singleElement()
                .asString()
                .startsWith(refusal(
                        "templates/static",
                        temporary.resolve("else").toRealPath().toString()))
                .contains("--allow-links-to");
    }

    @Test
    void aWorkTreeThatGitSyncSwapsIsReadFromItsNewPlaceAtOnce() throws IOException {
        site.write(".worktrees/1/extensions.d/100.yaml", "one");
        site.write(".worktrees/1/templates/static/a.bin", "one");
        site.write(".worktrees/2/extensions.d/100.yaml", "two");
        site.write(".worktrees/2/extensions.d/.git", "gitdir: elsewhere");
        site.write(".worktrees/2/templates/static/a.bin", "two");
        Files.delete(site.path("templates/static"));
        Files.delete(site.path("templates"));
        Files.delete(site.path("extensions.d"));
        link("current", ".worktrees/1");
        link("extensions.d", "current/extensions.d");
        link("templates", "current/templates");
        link(".worktrees/2/extensions.d/101.yaml", "100.yaml");
        site.scan(Site.EVERYTHING);
        assertThat(site.documents()).containsOnlyKeys("extensions.d/100.yaml", "templates/static/a.bin");
        link("current", ".worktrees/2");
        Scan scan = site.scan(Site.EVERYTHING);
        assertThat(scan.changes())
                .extracting(Change::path)
                .containsExactly("extensions.d/100.yaml", "extensions.d/101.yaml", "templates/static/a.bin");
        assertThat(site.problems()).isEmpty();
        Files.delete(site.path(".worktrees/2/templates/static/a.bin"));
        Files.delete(site.path(".worktrees/2/templates/static"));
        link(".worktrees/2/templates/static", "../../1/extensions.d");
        site.scan(Site.EVERYTHING);
        assertThat(site.problems())
                .singleElement()
                .asString()
                .startsWith(refusal("templates/static", ".worktrees/1/extensions.d"));
    }

    @Test
    void linksThatLeadInACircleEnd() throws IOException {
        site.write("extensions.d/a/100.yaml", "John");
        site.write("extensions.d/b/101.yaml", "Jane");
        link("extensions.d/a/self", ".");
        link("extensions.d/a/up", "..");
        link("extensions.d/a/other", "../b");
        link("extensions.d/b/back", "../a");
        link("extensions.d/one", "two");
        link("extensions.d/two", "one");
        Scan scan = site.scan(Site.EVERYTHING);
        assertThat(scan.moving()).isEmpty();
        assertThat(site.documents())
                .containsOnlyKeys(
                        "extensions.d/a/100.yaml",
                        "extensions.d/a/other/101.yaml",
                        "extensions.d/b/101.yaml",
                        "extensions.d/b/back/100.yaml");
        assertThat(site.problems()).anySatisfy(p -> assertThat(p).contains("leads back to a folder that it lies in"));
        assertThat(site.scan(Site.EVERYTHING).snapshot().problems())
                .isEqualTo(scan.snapshot().problems());
    }

    @Test
    void aLinkThatLeadsNowhereKeepsWhatItGave() throws IOException {
        site.write("extensions.d/.shared/a.yaml", "one");
        link("extensions.d/a.yaml", ".shared/a.yaml");
        site.scan(Site.EVERYTHING);
        Files.delete(site.path("extensions.d/.shared/a.yaml"));
        assertThat(site.scan().changes()).isEmpty();
        assertThat(site.text("extensions.d/a.yaml")).isEqualTo("one");
        assertThat(site.problems()).singleElement().asString().contains("leads nowhere");
        site.write("extensions.d/.shared/a.yaml", "two");
        assertThat(site.scan().changes()).hasSize(1);
        assertThat(site.problems()).isEmpty();
    }

    @Test
    void aMountedConfigMapFlipsAllItsFilesAtOnce() throws IOException {
        site.write("extensions.d/..1/100.yaml", "one");
        site.write("extensions.d/..1/101.yaml", "one");
        site.write("extensions.d/..2/100.yaml", "two");
        site.write("extensions.d/..2/102.yaml", "two");
        link("extensions.d/..data", "..1");
        link("extensions.d/100.yaml", "..data/100.yaml");
        link("extensions.d/101.yaml", "..data/101.yaml");
        site.scan(Site.EVERYTHING);
        assertThat(site.documents()).containsOnlyKeys("extensions.d/100.yaml", "extensions.d/101.yaml");
        link("extensions.d/..data", "..2");
        link("extensions.d/102.yaml", "..data/102.yaml");
        Files.delete(site.path("extensions.d/101.yaml"));
        Scan scan = site.scan(
                new Hint.At(site.path("extensions.d/..data")),
                new Hint.At(site.path("extensions.d/101.yaml")),
                new Hint.At(site.path("extensions.d/102.yaml")));
        assertThat(scan.changes())
                .extracting(Change::path)
                .containsExactly("extensions.d/100.yaml", "extensions.d/101.yaml", "extensions.d/102.yaml");
        assertThat(site.problems()).isEmpty();
    }

    @Test
    void anInputFolderAndTheRootMayBeLinksThemselves() throws IOException {
        site.write("..1/ext/100.yaml", "one");
        site.write("..2/ext/100.yaml", "two");
        link("..data", "..1");
        Files.delete(site.path("extensions.d"));
        link("extensions.d", "..data/ext");
        Files.createSymbolicLink(temporary.resolve("current"), site.root);
        Site current = new Site(temporary.resolve("current"), temporary.resolve("current/secrets.yaml"));
        current.scan(Site.EVERYTHING);
        assertThat(current.text("extensions.d/100.yaml")).isEqualTo("one");
        assertThat(current.snapshot.links()).isEmpty();
        link("..data", "..2");
        current.scan(new Hint.At(current.path("extensions.d/100.yaml")));
        assertThat(current.text("extensions.d/100.yaml")).isEqualTo("two");
        Files.createDirectories(temporary.resolve("other/extensions.d"));
        Files.writeString(temporary.resolve("other/extensions.d/100.yaml"), "three");
        Files.createDirectory(temporary.resolve("other/templates"));
        Files.createSymbolicLink(temporary.resolve("next"), temporary.resolve("other"));
        Files.move(temporary.resolve("next"), temporary.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(current.source.differences(current.snapshot))
                .contains(new Hint.At(current.path("extensions.d/100.yaml")));
        current.scan(Site.EVERYTHING);
        assertThat(current.text("extensions.d/100.yaml")).isEqualTo("three");
        assertThat(current.problems()).isEmpty();
    }
}
