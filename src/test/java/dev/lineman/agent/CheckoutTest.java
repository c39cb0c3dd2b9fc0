package dev.lineman.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real Git changes working trees under the running agent: all files of one checkout are published together. A
 * filter slows Git down, so that a checkout takes several times as long as the agent waits for the end of a
 * burst.
 */
class CheckoutTest {
    private static final int PHONES = 60;

    @TempDir
    Path folder;

    private Path root;
    private Path customers;

    /** Makes a repository with a customer's extensions, and a root without them. */
    @BeforeEach
    void repositories() throws Exception {
        root = folder.resolve("root");
        customers = folder.resolve("customers");
        Files.createDirectories(root.resolve("extensions.d"));
        write(
                root.resolve("templates/phones/t.xml"),
                TestRoot.template("T", "%%mac_address%%.cfg", "%%extension_last_name%%"));
        write(folder.resolve(".gitconfig"), """
                [user]
                  name = a
                  email = a@example.com
                [init]
                  defaultBranch = main
                [protocol "file"]
                  allow = always
                [advice]
                  detachedHead = false
                [filter "slow"]
                  smudge = "sleep 0.005; cat"
                """);
        git(folder, "init", "-q", "customers");
        commit(customers, "One");
        git(customers, "checkout", "-q", "-b", "two");
        commit(customers, "Two");
        commit(customers, "Three");
    }

    @Test
    void aCheckoutInASubmoduleIsOnePublication() throws Exception {
        git(root, "init", "-q");
        git(root, "submodule", "--quiet", "add", "-b", "two", customers.toString(), "extensions.d/customers");
        git(root, "commit", "-qam", "Three");
        git(root.resolve("extensions.d/customers"), "checkout", "-q", "two~1");
        git(root, "commit", "-qam", "Two");
        git(folder, "clone", "-q", root.toString(), "clone");
        Files.createDirectories(folder.resolve("clone/templates/phones"));
        Files.copy(root.resolve("templates/phones/t.xml"), folder.resolve("clone/templates/phones/t.xml"));
        root = folder.resolve("clone");
        try (RunningAgent agent = started()) {
            git(root, "submodule", "--quiet", "update", "--init");
            assertPublished(agent, "Two");
            git(root, "checkout", "-q", "HEAD~1");
            git(root, "submodule", "--quiet", "update");
            assertPublished(agent, "Three");
        }
    }

    @Test
    void aCloneInsideAnInputFolderAndItsCheckoutsAreOnePublicationEach() throws Exception {
        Path clone = root.resolve("extensions.d/some/customers");
        Files.createDirectories(root.resolve("extensions.d/some"));
        try (RunningAgent agent = started()) {
            git(root, "clone", "-q", "-b", "main", customers.toString(), clone.toString());
            assertPublished(agent, "One");
            git(clone, "checkout", "-q", "two");
            assertPublished(agent, "Three");
            extensions(clone, "Edited");
            awaitPublished(agent);
            git(clone, "stash", "-q");
            assertPublished(agent, "Three");
            git(clone, "stash", "pop", "-q");
            assertPublished(agent, "Edited");
            git(clone, "reset", "-q", "--hard", "HEAD~1");
            assertPublished(agent, "Two");
        }
    }

    @Test
    void aRebasePublishesWholeCommits() throws Exception {
        Path clone = root.resolve("extensions.d/customers");
        git(root, "clone", "-q", "-b", "main", customers.toString(), clone.toString());
        write(clone.resolve("notes.txt"), "on main");
        git(clone, "add", ".");
        git(clone, "commit", "-qm", "Notes");
        git(clone, "checkout", "-q", "two");
        try (RunningAgent agent = started()) {
            await(agent, "Three");
            agent.reports();
            git(clone, "rebase", "-q", "main");
            await(agent, "Three");
            assertThat(changes(agent)).allSatisfy(changed -> assertThat(changed).hasSize(PHONES));
        }
    }

    @Test
    void staticFilesAndShorterListsArePublishedWithTheirCheckout() throws Exception {
        git(root, "init", "-q");
        write(root.resolve(".gitattributes"), "*.yaml filter=slow\n");
        extensions(root.resolve("extensions.d"), "One");
        String list =
                Files.readString(root.resolve("extensions.d/0/0.yaml")).replace("extension: 100", "extension: 190");
        write(
                root.resolve("extensions.d/list.yaml"),
                list.replace(mac(0), "000413200001") + "---\n"
                        + list.replace(mac(0), "000413200002").replace("extension: 190", "extension: 191"));
        write(root.resolve("templates/static/fw.bin"), "one");
        git(root, "add", ".");
        git(root, "commit", "-qm", "One");
        git(root, "checkout", "-q", "-b", "two");
        extensions(root.resolve("extensions.d"), "Two");
        write(root.resolve("extensions.d/list.yaml"), list.replace(mac(0), "000413200001"));
        write(root.resolve("templates/static/fw.bin"), "two");
        git(root, "add", ".");
        git(root, "commit", "-qm", "Two");
        git(root, "checkout", "-q", "main");
        try (RunningAgent agent = started()) {
            RunningAgent.await(() -> has(agent, "/provisioning/fw.bin", "one"));
            await(agent, "One");
            git(root, "checkout", "-q", "two");
            await(agent, "Two");
            List<Set<String>> changes = new ArrayList<>();
            // The first firmware may be reported after phones got it, in a publication of its own.
            RunningAgent.await(() -> {
                changes(agent).stream().filter(changed -> changed.size() > 1).forEach(changes::add);
                return !changes.isEmpty();
            });
            assertThat(changes.get(0)).hasSize(PHONES + 1).contains("provisioning/fw.bin");
            assertThat(agent.operator("/api/status").body()).doesNotContain("file_cut_short", "file_being_written");
        }
    }

    @Test
    void aWorkingTreeThatBecomesAnInputFolderIsOnePublication() throws Exception {
        Path tree = root.resolve("extensions.d/tree");
        try (RunningAgent agent = started()) {
            git(customers, "worktree", "add", "-q", tree.toString(), "main");
            assertPublished(agent, "One");
        }
    }

    @Test
    void aSecondCheckoutRightAfterTheFirstPublishesWholeCommits() throws Exception {
        Path clone = root.resolve("extensions.d/customers");
        git(root, "clone", "-q", "-b", "two", customers.toString(), clone.toString());
        try (RunningAgent agent = started()) {
            await(agent, "Three");
            agent.reports();
            git(clone, "checkout", "-q", "two~1");
            git(clone, "checkout", "-q", "two~2");
            await(agent, "One");
            assertThat(changes(agent))
                    .isNotEmpty()
                    .allSatisfy(changed -> assertThat(changed).hasSize(PHONES));
        }
    }

    @Test
    void anEditDuringACheckoutIsPublishedWithIt() throws Exception {
        Path clone = root.resolve("extensions.d/customers");
        git(root, "clone", "-q", "-b", "main", customers.toString(), clone.toString());
        try (RunningAgent agent = started()) {
            await(agent, "One");
            agent.reports();
            String edited = Files.readString(clone.resolve("0/0.yaml")).replace("extension: 100", "extension: 190");
            Process checkout = startGit(clone, "checkout", "-q", "two");
            RunningAgent.await(() -> Files.exists(clone.resolve(".git/index.lock")));
            write(root.resolve("extensions.d/190.yaml"), edited.replace(mac(0), "000413200001"));
            assertThat(checkout.waitFor()).isZero();
            await(agent, "Three");
            List<Set<String>> changes = new ArrayList<>();
            RunningAgent.await(() -> changes.addAll(changes(agent)) || !changes.isEmpty());
            assertThat(changes).hasSize(1);
            assertThat(changes.get(0)).hasSize(PHONES + 1).contains("provisioning/000413200001.cfg");
        }
    }

    private RunningAgent started() throws IOException {
        RunningAgent agent = new RunningAgent(root);
        RunningAgent.await(() -> {
            try {
                return agent.isReady();
            } catch (InterruptedException e) {
                return false;
            }
        });
        agent.reports();
        return agent;
    }

    /** Asserts that all phones' files have this name and belong to one publication. */
    private static void assertPublished(RunningAgent agent, String name) throws Exception {
        await(agent, name);
        List<Set<String>> changes = new ArrayList<>();
        RunningAgent.await(() -> changes.addAll(changes(agent)) || !changes.isEmpty());
        assertThat(changes).as("publications until %s", name).hasSize(1);
        assertThat(changes.get(0)).hasSize(PHONES);
    }

    /**
     * Waits until all files have changed. Files that are written one by one may belong to several publications.
     */
    private static void awaitPublished(RunningAgent agent) {
        Set<String> changed = new HashSet<>();
        RunningAgent.await(() -> {
            changes(agent).forEach(changed::addAll);
            return changed.size() == PHONES;
        });
    }

    /** Returns the files that each publication changed. */
    private static List<Set<String>> changes(RunningAgent agent) {
        return agent.reports().stream()
                .map(report -> {
                    TreeSet<String> changed = new TreeSet<>(report.changed());
                    changed.addAll(report.removed());
                    return changed;
                })
                .filter(changed -> !changed.isEmpty())
                .<Set<String>>map(changed -> changed)
                .toList();
    }

    private static void await(RunningAgent agent, String name) {
        RunningAgent.await(() -> published(agent, name));
        assertThat(published(agent, name)).as("all have the file of %s", name).isTrue();
    }

    private static boolean published(RunningAgent agent, String name) {
        return IntStream.of(0, PHONES / 2, PHONES - 1).allMatch(phone -> {
            return has(agent, "/provisioning/" + mac(phone) + ".cfg", name);
        });
    }

    private static boolean has(RunningAgent agent, String path, String content) {
        try {
            byte[] file = agent.fetch(path);
            return file != null && new String(file, UTF_8).strip().equals(content);
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private void commit(Path repository, String name) throws Exception {
        extensions(repository, name);
        write(repository.resolve(".gitattributes"), "*.yaml filter=slow\n");
        git(repository, "add", ".");
        git(repository, "commit", "-qm", name);
    }

    /** Writes all extensions, one file each. */
    private static void extensions(Path repository, String name) throws IOException {
        for (int phone = 0; phone < PHONES; phone++) {
            write(
                    repository.resolve(phone % 3 + "/" + phone + ".yaml"),
                    "extension: " + (100 + phone) + "\nfirst_name: F\nlast_name: " + name
                            + "\nauth_id: a\nauth_password: s3cret\npbx_ip: 10.0.0.1\nphone: {mac: " + mac(phone)
                            + ", model: T}\n");
        }
    }

    private static String mac(int phone) {
        return "000413" + (100000 + phone);
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, content);
    }

    private void git(Path in, String... arguments) throws Exception {
        assertThat(startGit(in, arguments).waitFor())
                .as(() -> content(folder.resolve("git.out").toFile()))
                .isZero();
    }

    private Process startGit(Path in, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        File told = folder.resolve("git.out").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(told);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.put("HOME", folder.toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_EDITOR", "true");
        return builder.start();
    }

    private static String content(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
