package dev.lineman.input.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.git.GitLocks;
import dev.lineman.input.watch.Hint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitLocksTest {
    @TempDir
    Path temporary;

    private ScanFixture scanFixture;
    private GitLocks locks;
    private Duration passed = Duration.ZERO;
    private Duration ahead = Duration.ZERO;

    @BeforeEach
    void start() throws IOException {
        scanFixture = ScanFixture.in(temporary.resolve("repository/phones"));
        locks = new GitLocks(scanFixture.inputs, () -> Instant.now().plus(ahead), () -> passed.toNanos());
    }

    private Path lock(String git) throws IOException {
        return Files.createFile(
                Files.createDirectories(scanFixture.root.resolve(git)).resolve("index.lock"));
    }

    @Test
    void aLockAroundTheRootIsWaitedForUntilItIsGone() throws IOException {
        assertThat(locks.check().held()).isEmpty();
        Path lock = lock("../.git");
        assertThat(locks.check().held()).containsExactly(lock.toRealPath().toString());
        Files.delete(lock);
        assertThat(locks.check().held()).isEmpty();
    }

    @Test
    void aLockIsStaleOneMinuteAfterItWasFirstSeen() throws IOException {
        locks.check();
        for (Duration age :
                List.of(Duration.ofHours(-5), Duration.ZERO, Duration.ofSeconds(90), Duration.ofDays(900))) {
            Path lock = lock(".git");
            Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(age)));
            assertThat(locks.check().held()).as("a lock %s old", age).containsExactly(".git/index.lock");
            passed = passed.plusSeconds(59);
            assertThat(locks.check().held()).as("a lock %s old", age).containsExactly(".git/index.lock");
            passed = passed.plusSeconds(1);
            assertThat(locks.check().held()).as("a lock %s old", age).isEmpty();
            assertThat(locks.check().stale()).containsExactly(".git/index.lock");
            Files.delete(lock);
            assertThat(locks.check().stale()).isEmpty();
        }
    }

    @Test
    void aNewLockAtTheSamePathIsNotStale() throws IOException {
        Path lock = lock(".git");
        locks.check();
        passed = passed.plusSeconds(60);
        assertThat(locks.check().held()).isEmpty();
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().plusSeconds(1000)));
        assertThat(locks.check().held()).hasSize(1);
    }

    @Test
    void aLockThatIsOlderThanAMinuteAtTheStartIsStale() throws IOException {
        lock(".git");
        ahead = Duration.ofSeconds(90);
        assertThat(locks.check().held()).isEmpty();
        assertThat(locks.check().stale()).containsExactly(".git/index.lock");
        assertThat(locks.check().held()).isEmpty();
    }

    @Test
    void theLockOfALinkedWorkingTreeIsFound() throws IOException {
        Path home = Files.createDirectories(temporary.resolve("main/.git/worktrees/tree"));
        Files.writeString(scanFixture.path(".git"), "gitdir: " + home + "\n");
        assertThat(locks.check().held()).isEmpty();
        Files.createFile(home.resolve("index.lock"));
        assertThat(locks.check().held()).hasSize(1);
        Files.writeString(scanFixture.path(".git"), "gitdir: ../../main/.git/worktrees/tree\n");
        assertThat(locks.check().held()).hasSize(1);
        Files.writeString(scanFixture.path(".git"), "nonsense");
        assertThat(locks.check().held()).isEmpty();
    }

    @Test
    void anInputFolderCanBeAWorkingTreeAlsoThroughALink() throws IOException {
        lock("extensions.d/.git");
        assertThat(locks.check().held()).containsExactly("extensions.d/.git/index.lock");
        Files.delete(scanFixture.path("extensions.d/.git/index.lock"));
        Files.delete(scanFixture.path("templates/static"));
        Files.delete(scanFixture.path("templates"));
        lock("revisions/one/.git");
        Files.createDirectories(scanFixture.path("revisions/one/templates"));
        Files.createSymbolicLink(scanFixture.path("templates"), Path.of("revisions/one/templates"));
        assertThat(locks.check().held()).containsExactly("revisions/one/.git/index.lock");
    }

    @Test
    void aRepositoryBelowAnInputFolderIsFoundFromAHintInIt() throws IOException {
        lock("extensions.d/customers/acme/.git");
        scanFixture.write("extensions.d/customers/acme/sales/100.yaml", "one");
        locks.addWorkingTreesOf(List.of(
                new Hint.PathHint(scanFixture.path("extensions.d/customers/other/100.yaml")), ScanFixture.EVERYTHING));
        assertThat(locks.check().held()).isEmpty();
        locks.addWorkingTreesOf(
                List.of(new Hint.PathHint(scanFixture.path("extensions.d/customers/acme/sales/100.yaml"))));
        assertThat(locks.check().held()).containsExactly("extensions.d/customers/acme/.git/index.lock");
    }

    @Test
    void aScanReturnsTheRepositoriesThatItFinds() throws IOException {
        scanFixture.write("extensions.d/acme/100.yaml", "one");
        scanFixture.write("extensions.d/acme/.git", "gitdir: ../../modules/acme\n");
        scanFixture.write("templates/phones/clone/.git/HEAD", "ref: refs/heads/main\n");
        lock("modules/acme");
        GitLocks.LockState before = locks.check();
        locks.addWorkingTrees(scanFixture.scan(ScanFixture.EVERYTHING).repositories());
        GitLocks.LockState after = locks.check();
        assertThat(after.held()).containsExactly("modules/acme/index.lock");
        assertThat(locks.isChangedBetween(before, after)).isTrue();
        Files.delete(scanFixture.path("extensions.d/acme/.git"));
        assertThat(locks.check().held()).isEmpty();
    }

    @Test
    void aCheckoutThatBeganAndEndedDuringAScanShowsInItsIndex() throws IOException {
        Path index = scanFixture.write("extensions.d/.git/index", "one");
        GitLocks.LockState before = locks.check();
        assertThat(locks.isChangedBetween(before, locks.check())).isFalse();
        Files.writeString(index, "another");
        assertThat(locks.isChangedBetween(before, locks.check())).isTrue();
    }

    @Test
    void anIndexThatIsFoundDuringAScanCountsAsChangedWhileItIsYoung() throws IOException {
        GitLocks.LockState before = locks.check();
        scanFixture.write("extensions.d/acme/.git/index", "one");
        locks.addWorkingTrees(List.of(scanFixture.path("extensions.d/acme")));
        assertThat(locks.isChangedBetween(before, locks.check())).isTrue();
        ahead = Duration.ofSeconds(10);
        assertThat(locks.isChangedBetween(before, locks.check())).isFalse();
    }
}
