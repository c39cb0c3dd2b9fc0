package dev.lineman.input.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with the output of Git itself. */
class GitHeadTest {
    @TempDir
    Path folder;

    @Test
    void aBranchIsFoundWhereGitKeepsIt() throws Exception {
        Path tree = repository();
        assertThat(GitHead.around(tree.resolve("inputs")))
                .isEqualTo(new GitHead(git(tree, "rev-parse", "HEAD"), "main"));
        git(tree, "pack-refs", "--all");
        assertThat(tree.resolve(".git/refs/heads/main")).doesNotExist();
        assertThat(GitHead.around(tree)).isEqualTo(new GitHead(git(tree, "rev-parse", "HEAD"), "main"));
        git(tree, "checkout", "-q", "-b", "sites/köln");
        git(tree, "commit", "-q", "--allow-empty", "-m", "two");
        assertThat(GitHead.around(tree)).isEqualTo(new GitHead(git(tree, "rev-parse", "HEAD"), "sites/köln"));
    }

    @Test
    void aCommitCanBeCheckedOutWithoutABranch() throws Exception {
        Path tree = repository();
        git(tree, "checkout", "-q", "--detach");
        assertThat(GitHead.around(tree)).isEqualTo(new GitHead(git(tree, "rev-parse", "HEAD"), null));
    }

    @Test
    void aLinkedWorkingTreeHasItsOwnHead() throws Exception {
        Path tree = repository();
        Path other = folder.resolve("other");
        git(tree, "worktree", "add", "-q", "-b", "trial", other.toString());
        git(other, "commit", "-q", "--allow-empty", "-m", "two");
        assertThat(GitHead.around(other)).isEqualTo(new GitHead(git(other, "rev-parse", "HEAD"), "trial"));
        assertThat(git(other, "rev-parse", "HEAD")).isNotEqualTo(git(tree, "rev-parse", "HEAD"));
    }

    @Test
    void aFolderWithoutACheckedOutCommitHasNoHead() throws Exception {
        Path tree = folder.resolve("empty");
        Files.createDirectories(tree);
        assertThat(GitHead.around(tree)).isNull();
        git(tree, "init", "-q", "-b", "main");
        assertThat(GitHead.around(tree)).isNull();
        Files.writeString(tree.resolve(".git/HEAD"), "ref: ../../secret");
        assertThat(GitHead.around(tree)).isNull();
        Files.writeString(tree.resolve(".git/HEAD"), "s3cret");
        assertThat(GitHead.around(tree)).isNull();
        assertThat(GitHead.around(folder.resolve("missing"))).isNull();
    }

    private Path repository() throws Exception {
        Path tree = folder.resolve("tree");
        Files.createDirectories(tree.resolve("inputs"));
        git(tree, "init", "-q", "-b", "main");
        git(tree, "commit", "-q", "--allow-empty", "-m", "one");
        return tree;
    }

    private static String git(Path tree, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=n", "-c", "user.email=e@x"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(tree.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
