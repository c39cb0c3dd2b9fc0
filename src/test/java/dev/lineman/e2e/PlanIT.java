package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change would do, before it does it. */
class PlanIT {
    private static final String TEMPLATE = "templates/phones/snom320.xml";

    @TempDir
    Path folder;

    private Root root;

    @BeforeEach
    void publishThreePhones() throws Exception {
        root = Root.ofOnePhone(folder.resolve("root"));
        root.write("extensions.d/101.yaml", Root.extension(101, "Jane"));
        root.write("extensions.d/102.yaml", Root.extension(102, "Joan"));
        assertThat(Jar.run(root.path(), "render").code()).isZero();
    }

    @Test
    void aChangeIsShownAsADiffAndNothingIsWritten() throws Exception {
        root.write("extensions.d/101.yaml", Root.extension(101, "Janet"));
        Map<String, String> before = root.provisioning();
        Jar.Ended plan = Jar.run(root.path(), "plan");
        assertThat(plan.code()).isZero();
        assertThat(plan.err()).isEmpty();
        assertThat(plan.out())
                .containsSequence(
                        "--- out/provisioning/cfg" + Root.mac(101), "+++ out/provisioning/cfg" + Root.mac(101))
                .contains("-user_realname1$: Jane Doe", "+user_realname1$: Janet Doe")
                .endsWith("0 added, 1 changed, 0 removed; nothing was written");
        assertThat(root.provisioning()).isEqualTo(before);
    }

    @Test
    void secretsAreMaskedOnBothSidesWhereTheyCameFromAndNowhereElse() throws Exception {
        root.write(
                "extensions.d/101.yaml",
                Root.extension(101, "Jane").replace("auth_password: s101", "auth_password: 101"));
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
                .anyMatch(line -> line.startsWith("# 3 files alike: out/provisioning/cfg"))
                .contains("-# First account", "+# The first account");
    }

    @Test
    void filesThatComeAndGoAreShownWhole() throws Exception {
        Files.delete(root.at("extensions.d/102.yaml"));
        root.write("extensions.d/103.yaml", Root.extension(103, "Jim"));
        List<String> out = Jar.run(root.path(), "plan").out();
        assertThat(out)
                .containsSequence("--- out/provisioning/cfg" + Root.mac(102), "+++ /dev/null")
                .containsSequence("--- /dev/null", "+++ out/provisioning/cfg" + Root.mac(103))
                .contains("-user_realname1$: Joan Doe", "+user_realname1$: Jim Doe")
                .endsWith("1 added, 0 changed, 1 removed; nothing was written");
    }

    @Test
    void aCommitIsReadFromTheRepositoryAndTheWorkTreeLeftAlone() throws Exception {
        commit(List.of());
        root.write("extensions.d/101.yaml", Root.extension(101, "Janet"));
        Files.delete(root.at("extensions.d/102.yaml"));
        List<String> status = git("status", "--porcelain").out();
        Jar.Ended plan = Jar.run(root.path(), "plan", "--against", "HEAD");
        assertThat(plan.code()).isZero();
        assertThat(plan.out())
                .contains("-user_realname1$: Jane Doe", "+user_realname1$: Janet Doe")
                .endsWith("0 added, 1 changed, 1 removed; nothing was written");
        assertThat(git("status", "--porcelain").out()).isEqualTo(status);
        assertThat(Jar.run(root.path(), "plan", "--against", "HEAD~7").code()).isEqualTo(2);
    }

    @Test
    void anInputThatIsBrokenChangesNothingAndIsAProblem() throws Exception {
        root.write("extensions.d/101.yaml", "extension: [101\n");
        Jar.Ended plan = Jar.run(root.path(), "plan");
        assertThat(plan.code()).isEqualTo(1);
        assertThat(plan.err()).hasSize(1);
        assertThat(plan.out()).containsExactly("0 added, 0 changed, 0 removed; nothing was written");
    }

    @Test
    void aPlanCanBeMadeWhileAnAgentRuns() throws Exception {
        try (Running agent = Running.on(root, "--poll=1h")) {
            root.write("extensions.d/101.yaml", Root.extension(101, "Janet"));
            assertThat(Jar.run(root.path(), "plan").out())
                    .endsWith("0 added, 1 changed, 0 removed; nothing was written");
            assertThat(agent.get("cfg" + Root.mac(101))).contains("Jane Doe");
        }
    }

    /** Commits the inputs as they were published, but for some files that are committed as they were before. */
    private void commit(List<String> asPublished) throws Exception {
        List<String> now = new ArrayList<>();
        for (String file : asPublished) {
            now.add(root.read(file));
            root.write(file, Root.extension(101, "Jane"));
        }
        git("init", "-q");
        git("add", "extensions.d", "templates");
        git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "one");
        for (int i = 0; i < now.size(); i++) {
            root.write(asPublished.get(i), now.get(i));
        }
    }

    private Jar.Ended git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Jar.Ended ended = Jar.run(root.path(), Map.of(), command);
        assertThat(ended.code()).as(String.join("\n", ended.err())).isZero();
        return ended;
    }
}
