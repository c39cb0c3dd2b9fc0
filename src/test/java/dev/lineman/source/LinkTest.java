package dev.lineman.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.watch.Hint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    @Test
    void aLinkBelowTheRootIsFollowedAndItsTargetNeedsNoHint() throws IOException {
        site.write("shared/a.yaml", "one");
        link("extensions.d/a.yaml", "../shared/a.yaml");
        link("extensions.d/site", "../shared");
        site.scan(Site.EVERYTHING);
        assertThat(site.documents()).containsOnlyKeys("extensions.d/a.yaml", "extensions.d/site/a.yaml");
        site.replace("shared/a.yaml", "two");
        site.write("shared/b.yaml", "more");
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
    void aLinkThatLeavesTheRootIsAnErrorAndIsNotRead() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("100.yaml"), "outside");
        link("extensions.d/a.yaml", outside.resolve("100.yaml").toString());
        link("extensions.d/site", "../../outside");
        Scan scan = site.scan(Site.EVERYTHING);
        assertThat(scan.work().reads()).isZero();
        assertThat(site.documents()).isEmpty();
        assertThat(site.problems())
                .hasSize(2)
                .allSatisfy(p -> assertThat(p).contains("error: this symbolic link leads out of the root"));
        assertThat(site.at("extensions.d/site/100.yaml").work().reads()).isZero();
        assertThat(site.snapshot.unknown("extensions.d/site/100.yaml")).isTrue();
    }

    @Test
    void aFileThatBecomesALinkOutOfTheRootKeepsItsLastGoodContent() throws IOException {
        site.write("extensions.d/a.yaml", "good");
        site.scan(Site.EVERYTHING);
        Path outside = Files.writeString(temporary.resolve("outside.yaml"), "outside");
        link("extensions.d/a.yaml", outside.toString());
        assertThat(site.at("extensions.d/a.yaml").changes()).isEmpty();
        assertThat(site.text("extensions.d/a.yaml")).isEqualTo("good");
        assertThat(site.problems()).hasSize(1);
    }

    @Test
    void aLinkToTheSecretsOrIntoTheOutputIsRefused() throws IOException {
        site.write("secrets.yaml", "secret");
        site.write("out/site/all.txt", "passwords");
        link("templates/static/a.bin", "../../secrets.yaml");
        link("templates/static/b.bin", "../../out/site/all.txt");
        link("templates/static/out", "../../out");
        site.scan(Site.EVERYTHING);
        assertThat(site.documents()).containsOnlyKeys("secrets.yaml");
        assertThat(site.problems())
                .hasSize(3)
                .allSatisfy(p -> assertThat(p).contains("leads here to secrets or output"));
    }

    @Test
    void aLinkToAFolderThatHoldsTheSecretsDoesNotGiveThemAway() throws IOException {
        site.write("private/secrets.yaml", "secret");
        site.write("private/notes.txt", "notes");
        link("templates/static/private", "../../private");
        Site other = new Site(site.root, site.path("private/secrets.yaml"));
        other.scan(Site.EVERYTHING);
        assertThat(other.documents()).containsOnlyKeys("private/secrets.yaml", "templates/static/private/notes.txt");
        assertThat(other.problems()).hasSize(1);
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
        assertThat(scan.settled()).isTrue();
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
        site.write("shared/a.yaml", "one");
        link("extensions.d/a.yaml", "../shared/a.yaml");
        site.scan(Site.EVERYTHING);
        Files.delete(site.path("shared/a.yaml"));
        assertThat(site.scan().changes()).isEmpty();
        assertThat(site.text("extensions.d/a.yaml")).isEqualTo("one");
        assertThat(site.problems()).singleElement().asString().contains("leads nowhere");
        site.write("shared/a.yaml", "two");
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
