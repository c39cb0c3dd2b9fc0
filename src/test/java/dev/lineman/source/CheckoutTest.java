package dev.lineman.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckoutTest {
    @TempDir
    Path temporary;

    @Test
    void anIndexLockAboveTheRootMeansACheckoutInProgress() throws IOException {
        Site site = Site.in(temporary.resolve("repository/phones"));
        assertThat(site.source.checkoutInProgress()).isFalse();
        Path git = Files.createDirectory(temporary.resolve("repository/.git"));
        assertThat(site.source.checkoutInProgress()).isFalse();
        Path lock = Files.createFile(git.resolve("index.lock"));
        assertThat(site.source.checkoutInProgress()).isTrue();
        Files.delete(lock);
        assertThat(site.source.checkoutInProgress()).isFalse();
    }

    @Test
    void aLockOlderThanAMinuteWasLeftBehind() throws IOException {
        Site site = Site.in(temporary.resolve("root"));
        Path git = Files.createDirectory(site.path(".git"));
        Path lock = Files.createFile(git.resolve("index.lock"));
        assertThat(site.source.checkoutInProgress()).isTrue();
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(90)));
        assertThat(site.source.checkoutInProgress()).isFalse();
    }

    @Test
    void aFurtherWorkingTreeHasItsLockElsewhere() throws IOException {
        Site site = Site.in(temporary.resolve("tree"));
        Path home = Files.createDirectories(temporary.resolve("main/.git/worktrees/tree"));
        Files.writeString(site.path(".git"), "gitdir: " + home + "\n");
        assertThat(site.source.checkoutInProgress()).isFalse();
        Files.createFile(home.resolve("index.lock"));
        assertThat(site.source.checkoutInProgress()).isTrue();
        Files.writeString(site.path(".git"), "gitdir: ../main/.git/worktrees/tree\n");
        assertThat(site.source.checkoutInProgress()).isTrue();
        Files.writeString(site.path(".git"), "nonsense");
        assertThat(site.source.checkoutInProgress()).isFalse();
    }

    @Test
    void anInputFolderMayBeAWorkingTreeOfItsOwn() throws IOException {
        Site site = Site.in(temporary.resolve("root"));
        Path git = Files.createDirectory(site.path("extensions.d/.git"));
        Files.createFile(git.resolve("index.lock"));
        assertThat(site.source.checkoutInProgress()).isTrue();
    }
}
