package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates read the data of models, and a change of a model file makes exactly the files of its models again. */
class ModelFilesTest {
    private static final String MODELS = """
            family: Htek
            template: acme
            models:
              Htek D10: {ua: AD10, lines: 2, keys: 4, features: [tls, srtp], screen: colour}
              Htek D20: {lines: 4, blfkeys: 8, pages: 2, keys_per_page: 5, modules: {count: 3, types: {M1: 20}}}
            """;

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void aRoot() {
        root = new TestRoot(folder);
        root.write(
                "extensions.d/_defaults.yaml",
                "{pbx_ip: 10.0.0.1, auth_id: a, auth_password: p, first_name: A, last_name: B}");
        root.write("templates/models/acme.yaml", MODELS);
        phone(1, "D10");
        phone(2, "D20");
        phone(3, "Htek D20");
    }

    @Test
    void velocityReadsTheDataOfTheModel() {
        velocity("""
                $phone.family $phone.lines#if($phone.keys) k$phone.keys#end#if($phone.blfKeys) b$phone.blfKeys#end
                #if($phone.modules) $phone.modules.count x $phone.modules.keys $phone.modules.types.M1#end
                , #foreach($n in [1..$phone.lines])$n#end#if($phone.features) $phone.features#end#if($phone.features && $phone.features.contains("srtp")) yes#end $!phone.screen
                #if($phone.keysPerPage)$phone.pages/$phone.keysPerPage#end
                """);
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files().get("provisioning/000000000001.cfg"))
                .isEqualToNormalizingWhitespace("Htek 2 k4 , 12 tls,srtp yes colour");
        assertThat(root.files().get("provisioning/000000000002.cfg"))
                .isEqualToNormalizingWhitespace("Htek 4 b8 3 x 20 20, 1234 2/5");
    }

    @Test
    void placeholdersReadTheDataOfTheModel() {
        placeholders("%%phone_family%% %%phone_lines%% {IF phone_keys}k%%phone_keys%%{ENDIF}{IF phone_blfkeys}"
                + "b%%phone_blfkeys%% %%phone_pages%% %%phone_keys_per_page%% %%phone_modules%%{ENDIF}"
                + "{IF phone_screen=colour} %%phone_screen%% %%phone_features%%{ENDIF}");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files().get("provisioning/000000000001.cfg")).isEqualTo("Htek 2 k4 colour tls,srtp\n");
        assertThat(root.files().get("provisioning/000000000002.cfg")).isEqualTo("Htek 4 b8 2 5 3\n");
    }

    @Test
    void aValueThatIsNotKnownIsAProblemThatNamesTheModelFiles() {
        placeholders("%%phone_keys%%");
        root.runUntilIdle();
        assertThat(root.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "templates/phones/acme.xml:1:131: error: 'keys' of model 'Htek D20' is not known; add it to the model"
                                + " in a file below templates/models/ (for 000000000002, 000000000003)");
        velocity("$phone.keys");
        root.runUntilIdle();
        assertThat(root.problems()).singleElement().asString().contains("'keys' of model 'Htek D20' is not known");
        velocity("#foreach($key in [1..$phone.keys])x#end");
        root.runUntilIdle();
        assertThat(root.problems()).singleElement().asString().contains("'keys' of model 'Htek D20' is not known");
    }

    @Test
    void aChangeOfAModelMakesOnlyItsPhonesAgain() {
        placeholders("%%phone_lines%%");
        root.runUntilIdle();
        root.write("templates/models/acme.yaml", MODELS.replace("lines: 2", "lines: 3"));
        assertThat(root.runUntilIdle()).isEqualTo(work(1, 1, "1"));
        root.write(
                "templates/models/acme.yaml",
                MODELS.replace("lines: 2", "lines: 3").replace("keys: 4", "keys: 5"));
        assertThat(root.runUntilIdle())
                .as("the template does not read the keys")
                .isEqualTo(work(1, 0));
        root.write("templates/models/acme.yaml", "# moved\n" + MODELS.replace("lines: 2", "lines: 3"));
        assertThat(root.runUntilIdle().rendered()).isZero();
        root.write(
                "templates/models/other.yaml",
                "{family: Other, template: acme, models: {Htek D10: {pages: 7}, Htek D90: {}}}");
        assertThat(root.runUntilIdle().rendered()).isZero();
        root.write("templates/models/acme.yaml", MODELS.replace("lines: 4", "lines: 9"));
        assertThat(root.runUntilIdle().written()).hasSize(3);
    }

    @Test
    void aPhoneThatNamesItsTemplateDependsOnItsModelToo() {
        placeholders("%%phone_lines%%");
        root.write(
                "templates/phones/plain.xml",
                TestRoot.template("", "%%mac_address%%.cfg", "%%phone_lines%% %%phone_model%%"));
        root.write("extensions.d/4.yaml", "{extension: 4, phone: {mac: 000000000004, model: d10, template: plain}}");
        root.runUntilIdle();
        assertThat(root.files().get("provisioning/000000000004.cfg")).isEqualTo("2 Htek D10\n");
        root.write("templates/models/acme.yaml", MODELS.replace("lines: 2", "lines: 3"));
        assertThat(root.runUntilIdle()).isEqualTo(work(2, 2, "1", "4"));
        root.write("templates/models/b.yaml", "{family: F, models: {Htek D30: {template: plain, lines: 9}}}");
        root.runUntilIdle();
        assertThat(root.files()).isEqualTo(root.fromScratch().files());
    }

    @Test
    void linesAndKeysBeyondTheModelAreWarnings() {
        placeholders("x");
        root.write("extensions.d/2.yaml", """
                extension: 2
                phone: {mac: 000000000002, model: D20, line: 5}
                blf: {8: {number: 1}, 9: {number: 1}}
                """);
        root.runUntilIdle();
        assertThat(root.problems())
                .extracting(Problem::message)
                .anyMatch(text -> text.contains("line 5 has no effect on Htek D20, which has 4 lines (1 to 4)"))
                .anyMatch(text -> text.contains("BLF key 9 has no effect on Htek D20, which has 8 BLF keys (1 to 8)"));
    }

    @Test
    void afterARestartABrokenModelFileKeepsTheFilesOfItsModels() throws IOException {
        placeholders("%%phone_lines%%");
        try (AgentFixture agent = AgentFixture.onDisk(folder)) {
            agent.runUntilIdle();
            agent.write("templates/models/acme.yaml", "family: [");
            agent.restart();
            agent.runUntilIdle();
            assertThat(folder.resolve("out/provisioning/000000000002.cfg")).hasContent("4");
            agent.write("templates/models/acme.yaml", MODELS.replace("lines: 4", "lines: 6"));
            agent.runUntilIdle();
            assertThat(folder.resolve("out/provisioning/000000000002.cfg")).hasContent("6");
        }
    }

    private void phone(int number, String model) {
        root.write(
                "extensions.d/" + number + ".yaml",
                "{extension: " + number + ", phone: {mac: 00000000000" + number + ", model: " + model + "}}");
    }

    private void velocity(String content) {
        root.write(
                "templates/phones/acme.xml",
                TestRoot.template("phone-template", "", "filename=\"${phone.mac}.cfg\" syntax=\"velocity\"", content));
    }

    private void placeholders(String content) {
        root.write("templates/phones/acme.xml", TestRoot.template("", "%%mac_address%%.cfg", content));
    }

    private static TestRoot.CycleWork work(int resolved, int rendered, String... macs) {
        TreeSet<String> written = new TreeSet<>();
        for (String mac : macs) {
            written.add("provisioning/00000000000" + mac + ".cfg");
        }
        return new TestRoot.CycleWork(resolved, rendered, written);
    }
}
