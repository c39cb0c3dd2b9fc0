package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.Cycle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of one extension in a file of many costs what a change of a small file costs. */
class SharedExtensionFileTest {
    private static final int EXTENSIONS = 2000;
    private static final String FILE = "extensions.d/all.yaml";

    @TempDir
    Path folder;

    private AgentFixture agentFixture;
    private final List<String> extensions = new ArrayList<>();

    @BeforeEach
    void renderAll() throws IOException {
        agentFixture = AgentFixture.inMemory(folder);
        agentFixture.template("cfg%%mac_address%%", "%%extension_first_name%% %%a%%");
        for (int i = 0; i < EXTENSIONS; i++) {
            extensions.add(extension(i, "Ann"));
        }
        assertThat(written().counters().resolved()).isEqualTo(EXTENSIONS);
        assertThat(agentFixture.problems()).isEmpty();
    }

    private static String extension(int i, String name, String... more) {
        return "extension: " + (1000 + i) + "\nfirst_name: " + name + "\nlast_name: L\nauth_id: a\nauth_password: p\n"
                + "pbx_ip: 10.0.0.1\nvars: {a: b}\nphone: {mac: " + AgentFixture.mac(i) + ", model: X}\n"
                + String.join("\n", more);
    }

    private Cycle.CycleRun written() throws IOException {
        agentFixture.write(FILE, String.join("---\n", extensions));
        return agentFixture.runCycle();
    }

    @Test
    void anEditOfOneExtensionResolvesOnePhone() throws IOException {
        extensions.set(700, extension(700, "Bea"));
        Cycle.CycleRun run = written();
        assertThat(run.counters().resolved()).isEqualTo(1);
        assertThat(run.counters().rendered()).isEqualTo(1);
        assertThat(run.plan().writes()).extracting(output -> output.targetKey()).containsExactly(AgentFixture.mac(700));
    }

    @Test
    void anExtensionThatIsAddedOrRemovedInTheMiddleResolvesOnePhone() throws IOException {
        extensions.add(700, extension(EXTENSIONS, "New"));
        Cycle.CycleRun run = written();
        assertThat(run.counters().resolved()).isEqualTo(1);
        assertThat(run.plan().writes())
                .extracting(output -> output.targetKey())
                .containsExactly(AgentFixture.mac(EXTENSIONS));
        extensions.remove(3);
        assertThat(written().counters().resolved()).isZero();
        assertThat(agentFixture.state().inputs().inventory().extensions()).isEqualTo(EXTENSIONS);
    }

    @Test
    void extensionsInAnotherOrderResolveNoPhone() throws IOException {
        extensions.add(extensions.remove(0));
        Cycle.CycleRun run = written();
        assertThat(run.counters().resolved()).isZero();
        assertThat(run.plan().writes()).isEmpty();
    }

    @Test
    void problemsNameTheNewLinesAndOnlyPhonesWithProblemsAreResolved() throws IOException {
        extensions.set(20, extension(20, "Ann", "options: {nothing: x}\n"));
        extensions.set(30, extension(30, "!secret none"));
        extensions.set(40, extension(41, "Ann"));
        extensions.set(50, extension(50, "Ann", "vars: {unread: x}\n").replace("vars: {a: b}\n", ""));
        written();
        List<String> before = agentFixture.problems();
        assertThat(before).hasSizeGreaterThanOrEqualTo(4);
        extensions.set(0, "# a line more\n" + extensions.get(0));
        Cycle.CycleRun run = written();
        assertThat(run.counters().resolved()).isBetween(1, 6);
        assertThat(agentFixture.problems())
                .isEqualTo(agentFixture.problemsOfAFirstRunToo(new MemoryStore()))
                .isNotEqualTo(before)
                .hasSameSizeAs(before);
    }

    @Test
    void aFileThatIsBrokenForAWhileKeepsItsPhones() throws IOException {
        String good = extensions.get(900);
        extensions.set(900, good.replace("last_name", "lost_name"));
        assertThat(written().counters().resolved()).isZero();
        assertThat(agentFixture.problems()).hasSize(1);
        extensions.set(900, good.replace("Ann", "Bea"));
        assertThat(written().counters().resolved()).isEqualTo(1);
        assertThat(agentFixture.problems()).isEmpty();
    }
}
