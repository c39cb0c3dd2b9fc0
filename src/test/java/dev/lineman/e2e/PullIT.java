package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pushed commit reaches the phones through the pull of the timer. */
class PullIT {
    private static final Pattern COMMAND = Pattern.compile("ExecStart=(.*)");

    @TempDir
    Path folder;

    @Test
    void aPushedCommitIsServedAfterThePullOfTheUnit() throws Exception {
        FixtureRoot desk = FixtureRoot.ofOnePhone(folder.resolve("desk"));
        desk.write(".gitignore", "/out/\n/secrets.yaml\n");
        git(desk.path(), "init", "-q", "-b", "main");
        commit(desk.path());
        git(folder, "clone", "-q", "--bare", "desk", "server.git");
        git(folder, "clone", "-q", "server.git", "machine");
        git(desk.path(), "remote", "add", "origin", folder.resolve("server.git").toString());
        FixtureRoot machine = new FixtureRoot(folder.resolve("machine"));
        try (RunningProcess agent = RunningProcess.startReady(machine)) {
            desk.write(
                    "extensions.d/100.yaml", desk.read("extensions.d/100.yaml").replace("John", "Joan"));
            desk.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Jane"));
            commit(desk.path());
            git(desk.path(), "push", "-q", "origin", "main");
            assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);
            pull();
            Deadline.await(
                    () -> assertThat(agent.get("cfg" + FixtureRoot.mac(101))).contains("Jane Doe"));
            assertThat(agent.get("cfg000413246672")).contains("Joan Doe");
            // The files are served before the log mentions them.
            Deadline.await(() -> assertThat(agent.out())
                    .filteredOn(line -> line.contains("2 files changed"))
                    .hasSize(1));
            assertThat(agent.err()).isEmpty();
        }
    }

    private void pull() throws Exception {
        Matcher command = COMMAND.matcher(Files.readString(Path.of("src/dist/lineman-pull.service")));
        assertThat(command.find()).isTrue();
        String typed = command.group(1)
                .replace("/srv/lineman", folder.resolve("machine").toString());
        assertThat(Jar.run(folder, Map.of(), List.of("bash", "-c", typed)).err())
                .isEmpty();
    }

    private static void commit(Path tree) throws Exception {
        git(tree, "add", "-A");
        git(tree, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "a change");
    }

    private static void git(Path where, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Jar.CommandResult ended = Jar.run(where, Map.of(), command);
        assertThat(ended.code()).as(String.join("\n", ended.err())).isZero();
    }
}
