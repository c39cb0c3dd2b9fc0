package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code plan}: the effect of a change before it is published. */
class PlanIT {
    private static final String TEMPLATE = "templates/phones/snom320.xml";

    @TempDir
    static Path prepared;

    @TempDir
    Path folder;

    private FixtureRoot root;

    @BeforeAll
    static void publishThreePhones() throws Exception {
        FixtureRoot phones = FixtureRoot.ofOnePhone(prepared.resolve("root"));
        phones.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Jane"));
        phones.write("extensions.d/102.yaml", FixtureRoot.extension(102, "Joan"));
        assertThat(Jar.run(phones.path(), "render").code()).isZero();
    }

    @BeforeEach
    void copyWhatIsPublished() throws Exception {
        List<String> copy = List.of("cp", "-a", prepared.resolve("root").toString(), folder.toString());
        assertThat(Jar.run(folder, Map.of(), copy).code()).isZero();
        root = new FixtureRoot(folder.resolve("root"));
    }

    @Test
    void aChangeIsShownAsADiffAndNothingIsWritten() throws Exception {
        root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Janet"));
        Map<String, String> before = root.provisioning();
        Jar.CommandResult plan = Jar.run(root.path(), "plan");
        assertThat(plan.code()).isZero();
        assertThat(plan.err()).isEmpty();
        assertThat(plan.out())
                .containsSequence(
                        "--- out/provisioning/cfg" + FixtureRoot.mac(101),
                        "+++ out/provisioning/cfg" + FixtureRoot.mac(101))
                .contains("-user_realname1$: Jane Doe", "+user_realname1$: Janet Doe")
                .endsWith("0 added, 1 changed, 0 removed; nothing was written");
        assertThat(root.provisioning()).isEqualTo(before);
    }

    @Test
    void secretsAreMaskedOnBothSidesAndNothingElseIs() throws Exception {
        root.write(
                "extensions.d/101.yaml",
                FixtureRoot.extension(101, "Jane").replace("auth_password: s101", "auth_password: 101"));
        for (String[] command : new String[][] {{"plan"}, {"plan", "--against", "HEAD"}}) {
            if (command.length > 1) {
                commit(List.of("extensions.d/101.yaml"));
            }
            List<String> out = Jar.run(root.path(), command).out();
            assertThat(out).contains("-user_pass1$: ••••••", "+user_pass1$: ••••••", " user_pname1$: 101");
            assertThat(String.join("\n", out)).doesNotContain("s101");
        }
    }

    @Test
    void phonesThatChangeAlikeAreOneGroup() throws Exception {
        root.write(TEMPLATE, root.read(TEMPLATE).replace("# First account", "# The first account"));
        List<String> out = Jar.run(root.path(), "plan").out();
        assertThat(out).filteredOn(line -> line.startsWith("--- ")).hasSize(1);
        assertThat(out)
                .anyMatch(line -> line.startsWith("# 3 phones, these 2 lines: out/provisioning/cfg"))
                .contains("-# First account", "+# The first account");
    }

    @Test
    void newAndRemovedFilesAreShownInFull() throws Exception {
        Files.delete(root.resolve("extensions.d/102.yaml"));
        root.write("extensions.d/103.yaml", FixtureRoot.extension(103, "Jim"));
        List<String> out = Jar.run(root.path(), "plan").out();
        assertThat(out)
                .containsSequence("--- out/provisioning/cfg" + FixtureRoot.mac(102), "+++ /dev/null")
                .containsSequence("--- /dev/null", "+++ out/provisioning/cfg" + FixtureRoot.mac(103))
                .contains("-user_realname1$: Joan Doe", "+user_realname1$: Jim Doe")
                .endsWith("1 added, 0 changed, 1 removed; nothing was written");
    }

    @Test
    void aCommitIsReadFromTheRepositoryAndTheWorkingTreeStaysUnchanged() throws Exception {
        commit(List.of());
        root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Janet"));
        Files.delete(root.resolve("extensions.d/102.yaml"));
        List<String> status = git("status", "--porcelain").out();
        Jar.CommandResult plan = Jar.run(root.path(), "plan", "--against", "HEAD");
        assertThat(plan.code()).isZero();
        assertThat(plan.out())
                .contains("-user_realname1$: Jane Doe", "+user_realname1$: Janet Doe")
                .endsWith("0 added, 1 changed, 1 removed; nothing was written");
        assertThat(git("status", "--porcelain").out()).isEqualTo(status);
        assertThat(Jar.run(root.path(), "plan", "--against", "HEAD~7").code()).isEqualTo(2);
    }

    @Test
    void aNameThatIsNoCommitIsReportedInOneLineAsWrongUsage() throws Exception {
        assertThat(Jar.run(root.path(), "plan", "--against", "main").err())
                .first()
                .asString()
                .startsWith("lineman: 'main': fatal: not a git repository");
        commit(List.of());
        git(
                "tag",
                "page",
                git("rev-parse", "HEAD:templates/phones/snom320.xml").out().get(0));
        for (String name : List.of("nosuch", "page", "HEAD^{tree}", "HEAD..HEAD")) {
            Jar.CommandResult plan = Jar.run(root.path(), "plan", "--against=" + name);
            assertThat(plan.code()).as(name).isEqualTo(2);
            assertThat(plan.out()).as(name).isEmpty();
            assertThat(plan.err().get(0))
                    .startsWith("lineman: '" + name + "': ")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void aWorkTreeAndAFolderOfARepositoryAreComparedWithTheirOwnCommit() throws Exception {
        commit(List.of());
        git("mv", "extensions.d/101.yaml", "extensions.d/jane.yaml");
        git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "renamed");
        git("worktree", "add", "-q", folder.resolve("tree").toString(), "HEAD~1");
        Path tree = folder.resolve("tree");
        assertThat(Jar.run(tree, "plan", "--against", "main~0").code()).isEqualTo(2);
        assertThat(Jar.run(tree, "plan", "--against", "HEAD@{0}").out())
                .as("renamed or not, the phones get the same")
                .containsExactly("0 added, 0 changed, 0 removed; nothing was written");
        Files.createDirectories(tree.resolve("customers"));
        Files.move(tree.resolve("extensions.d"), tree.resolve("customers/extensions.d"));
        Files.move(tree.resolve("templates"), tree.resolve("customers/templates"));
        for (String[] command : new String[][] {
            {"git", "add", "-A"},
            {"git", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "below"}
        }) {
            assertThat(Jar.run(tree, Map.of(), List.of(command)).code()).isZero();
        }
        Files.writeString(
                tree.resolve("customers/extensions.d/102.yaml"),
                FixtureRoot.extension(102, "Joan").replace("Doe", "Roe"));
        Jar.CommandResult hook = Jar.run(
                tree.resolve("customers"),
                Map.of("GIT_DIR", root.resolve(".git").toString(), "GIT_INDEX_FILE", "index"),
                "plan",
                "--against",
                "HEAD");
        assertThat(hook.out())
                .contains("-user_realname1$: Joan Doe", "+user_realname1$: Joan Roe")
                .endsWith("0 added, 1 changed, 0 removed; nothing was written");
        assertThat(Jar.run(tree.resolve("customers"), "plan", "--against", "HEAD~1")
                        .err()
                        .get(0))
                .startsWith("lineman: 'HEAD~1': ");
    }

    @Test
    void anLfsPointerCountsAsItsFile() throws Exception {
        root.write("templates/static/fw.bin", "firmware\n");
        commit(List.of());
        String pointer = """
                version https://git-lfs.github.com/spec/v1
                oid sha256:b2b5e2d97a4c2f1f5ca1ea09dbc14bb13d52fbcd34f4e42bd5c0ac3ae2a2ccb8
                size 9
                """;
        String right = pointer.replaceFirst("sha256:[0-9a-f]+", "sha256:" + sha256("firmware\n"));
        for (Map.Entry<String, Integer> stored : Map.of(right, 0, pointer, 1).entrySet()) {
            root.write("templates/static/fw.bin", stored.getKey());
            git("add", "templates");
            git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "as LFS has it");
            root.write("templates/static/fw.bin", "firmware\n");
            assertThat(Jar.run(root.path(), "plan", "--against", "HEAD").out())
                    .endsWith("0 added, " + stored.getValue() + " changed, 0 removed; nothing was written");
        }
    }

    @Test
    void colorsAreForTerminalsUnlessAnOptionSaysOtherwise() throws Exception {
        root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Janet"));
        String red = "\u001b[31m-user_realname1$: Jane Doe\u001b[0m";
        assertThat(Jar.run(root.path(), "plan").out()).noneMatch(line -> line.contains("\u001b"));
        assertThat(Jar.run(root.path(), Map.of("NO_COLOR", "1"), "plan", "--color", "always")
                        .out())
                .contains(red);
        String plan = Jar.JAVA + " -jar " + Jar.FILE + " plan";
        List<String> terminal = List.of("script", "-qec", plan, "/dev/null");
        assertThat(Jar.run(root.path(), Map.of("TERM", "xterm"), terminal).out())
                .contains(red);
        assertThat(Jar.run(root.path(), Map.of("TERM", "xterm", "NO_COLOR", "1"), terminal)
                        .out())
                .noneMatch(line -> line.matches(".*\u001b\\[[0-9;]*m.*"));
    }

    @Test
    void aBrokenInputChangesNothingAndGivesAProblem() throws Exception {
        root.write("extensions.d/101.yaml", "extension: [101\n");
        Jar.CommandResult plan = Jar.run(root.path(), "plan");
        assertThat(plan.code()).isEqualTo(1);
        assertThat(plan.err()).hasSize(1);
        assertThat(plan.out())
                .containsExactly(
                        "# not compared: 1 phone, because of "
                                + plan.err().get(0).replace("error: ", "").replaceFirst(" \\(and therefore .*", ""),
                        "0 added, 0 changed, 0 removed, 1 not compared; nothing was written");
    }

    @Test
    void aPlanCanBeMadeWhileAnAgentRuns() throws Exception {
        try (RunningProcess agent = RunningProcess.startReady(root, "--poll=1h")) {
            root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Janet"));
            assertThat(Jar.run(root.path(), "plan").out())
                    .endsWith("0 added, 1 changed, 0 removed; nothing was written");
            assertThat(agent.get("cfg" + FixtureRoot.mac(101))).contains("Jane Doe");
        }
    }

    /** Commits the published inputs, except some files that are committed in their earlier version. */
    private void commit(List<String> asPublished) throws Exception {
        List<String> now = new ArrayList<>();
        for (String file : asPublished) {
            now.add(root.read(file));
            root.write(file, FixtureRoot.extension(101, "Jane"));
        }
        git("init", "-q");
        git("add", "extensions.d", "templates");
        git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "one");
        for (int i = 0; i < now.size(); i++) {
            root.write(asPublished.get(i), now.get(i));
        }
    }

    private static String sha256(String text) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    private Jar.CommandResult git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Jar.CommandResult ended = Jar.run(root.path(), Map.of(), command);
        assertThat(ended.code()).as(String.join("\n", ended.err())).isZero();
        return ended;
    }
}
