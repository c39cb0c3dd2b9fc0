package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every edit ends in the result of a first run; for broken inputs, in the last good files. */
class EditsIT {
    private static final String TEMPLATE = "templates/phones/snom320.xml";

    @TempDir
    Path folder;

    private FixtureRoot root;
    private int compared;

    @BeforeEach
    void copyOnePhone() throws IOException {
        root = FixtureRoot.ofOnePhone(folder.resolve("root"));
    }

    @Test
    void everyEditEndsInTheResultOfAFirstRun() throws Exception {
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Jane"));
            awaitResultOfFirstRun(agent, "a second extension is copied in", 2);

            root.write(TEMPLATE, root.read(TEMPLATE).replace("# First account", "# The first account"));
            awaitResultOfFirstRun(agent, "the template is edited", 2);
            assertThat(agent.get("cfg000413246672")).startsWith("# The first account\n");

            Files.move(root.resolve("extensions.d/101.yaml"), root.resolve("extensions.d/jane.yml"));
            awaitResultOfFirstRun(agent, "a file is renamed", 2);

            root.write("elsewhere/102.yaml", FixtureRoot.extension(102, "Jim"));
            root.write("elsewhere/deep/103.yaml", FixtureRoot.extension(103, "Joan"));
            Files.move(root.resolve("elsewhere"), root.resolve("extensions.d/sales"));
            awaitResultOfFirstRun(agent, "a folder is moved in", 4);

            Files.move(root.resolve("extensions.d/sales"), root.resolve("elsewhere"));
            awaitResultOfFirstRun(agent, "a folder is moved out", 2);

            Files.move(root.resolve("elsewhere"), root.resolve("extensions.d/sales"));
            awaitResultOfFirstRun(agent, "a folder is moved in again", 4);

            root.write("next.yaml", FixtureRoot.extension(101, "Janet"));
            Files.move(
                    root.resolve("next.yaml"),
                    root.resolve("extensions.d/jane.yml"),
                    StandardCopyOption.REPLACE_EXISTING);
            awaitResultOfFirstRun(agent, "a file is replaced by mv", 4);
            assertThat(agent.get("cfg" + FixtureRoot.mac(101))).contains("Janet Doe");

            Files.delete(root.resolve("extensions.d/jane.yml"));
            awaitResultOfFirstRun(agent, "a file is deleted", 3);
            assertThat(agent.get("cfg" + FixtureRoot.mac(101))).isEqualTo("404");

            assertThat(agent.err()).isEmpty();
        }
    }

    @Test
    void aHalfWrittenFileRemovesNothing() throws Exception {
        String whole = FixtureRoot.extension(100, "Johnny").replace(FixtureRoot.mac(100), "000413246672");
        int half = whole.indexOf("  model:") - 3;
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            root.write("extensions.d/100.yaml", whole.substring(0, half));
            Deadline.await(() -> assertThat(agent.err()).hasSize(1));
            assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);

            Files.writeString(root.resolve("extensions.d/100.yaml"), whole.substring(half), StandardOpenOption.APPEND);
            awaitResultOfFirstRun(agent, "the other half is written", 1);
            assertThat(agent.get("cfg000413246672")).contains("Johnny Doe");
        }
    }

    @Test
    void aBrokenFileGivesOneLineAndItsPhoneKeepsItsLastGoodFile() throws Exception {
        root.write("extensions.d/101.yaml", FixtureRoot.extension(101, "Jane"));
        String good = root.read("extensions.d/101.yaml");
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            Map<String, String> before = root.provisioning();
            root.write("extensions.d/101.yaml", good.replace("first_name: Jane", "first_name: [Jane"));
            Deadline.await(() -> assertThat(agent.err()).hasSize(1));
            assertThat(agent.err().get(0)).matches("extensions\\.d/101\\.yaml:\\d+:\\d+: error: .+");

            // The other files are published; then the broken file has had no effect.
            root.write("extensions.d/102.yaml", FixtureRoot.extension(102, "Jim"));
            Deadline.await(
                    () -> assertThat(agent.get("cfg" + FixtureRoot.mac(102))).contains("Jim Doe"));
            // A file is served before it is in the output folder.
            Deadline.await(() ->
                    assertThat(root.provisioning()).containsAllEntriesOf(before).hasSize(3));
            assertThat(agent.get("cfg" + FixtureRoot.mac(101))).contains("Jane Doe");
            assertThat(agent.err()).hasSize(1);

            root.write("extensions.d/101.yaml", good.replace("Jane", "Janet"));
            awaitResultOfFirstRun(agent, "the file is mended", 3);
            Deadline.await(
                    () -> assertThat(agent.out()).anyMatch(line -> line.contains("1 problem solved, none left")));
        }
    }

    @Test
    void aBrokenTemplateRemovesNothing() throws Exception {
        // A model of the root's own: no built-in template takes the place of this one.
        String own = "templates/phones/lobby.xml";
        String good = root.read(TEMPLATE).replace("Snom 320", "Lobby 1").replace("snom320", "lobby1");
        root.write(own, good);
        Files.delete(root.resolve(TEMPLATE));
        root.write("extensions.d/100.yaml", root.read("extensions.d/100.yaml").replace("Snom320", "Lobby1"));
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            root.write(own, good.replace("%%pbx_ip%%", "%%pbx_address%%"));
            Deadline.await(() -> assertThat(agent.err()).hasSize(1));
            root.write(own, good.replace("</doc>", ""));
            Deadline.await(() -> assertThat(agent.err()).hasSize(2));
            Files.delete(root.resolve(own));
            Deadline.await(() -> assertThat(agent.err()).hasSize(3));

            List<String> problems = agent.err();
            assertThat(problems.get(0)).matches("templates/phones/lobby\\.xml:\\d+:\\d+: error: .*%%pbx_address%%.*");
            assertThat(problems.get(1)).matches("templates/phones/lobby\\.xml:\\d+:\\d+: error: .+");
            assertThat(problems.get(2)).matches("extensions\\.d/100\\.yaml:\\d+:\\d+: error: .*Lobby1.*");
            assertThat(root.provisioning()).containsOnly(Map.entry("cfg000413246672", FixtureRoot.JOHN));
            assertThat(agent.get("cfg000413246672")).isEqualTo(FixtureRoot.JOHN);

            root.write(own, good.replace("# First", "# The first"));
            awaitResultOfFirstRun(agent, "the template is mended", 1);
        }
    }

    /** Waits until files and answers equal those of a first run with {@code files} files. */
    private void awaitResultOfFirstRun(RunningProcess agent, String what, int files) throws Exception {
        Map<String, String> expected = root.renderFromScratch(folder.resolve("scratch" + compared++));
        assertThat(expected).as(what).hasSize(files);
        Deadline.await(() -> assertThat(root.provisioning()).as(what).isEqualTo(expected));
        for (Map.Entry<String, String> file : expected.entrySet()) {
            assertThat(agent.get(file.getKey())).as(what).isEqualTo(file.getValue());
        }
    }
}
