package dev.lineman.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.inventory.Phone;
import dev.lineman.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All names of a model have the same effect, wherever they are written, and after each change of a template the problems
 * and files are those of a start from scratch.
 */
class ModelSpellingsTest {
    private static final String FILE = "provisioning/000413000111.cfg";
    private static final String TEMPLATE = "templates/phones/twins.xml";

    /** Spellings of one model: the full name, the same without its vendor, aliases, the User-Agent. */
    private static final List<String> SPELLINGS = List.of(
            "Snom Two Line",
            "snom two line",
            "SNOM-TWO-LINE",
            "Two Line",
            "two line",
            "TwoLine",
            "T2",
            "snom t2",
            "SIP-T2",
            "sip t2");

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void office() {
        root = new TestRoot(folder);
        root.write(
                "extensions.d/_defaults.yaml",
                "{pbx_ip: h, first_name: A, last_name: B, auth_id: i, auth_password: p, vars: {x: plain}}");
        aliases("T2, SIP-T2");
        root.write(
                "templates/site/hosts.xml",
                TestRoot.template(
                        "site-template",
                        "Hosts",
                        "filename=\"hosts.txt\" syntax=\"velocity\"",
                        "#foreach($p in $phones)$p.mac=$p.model #end"));
    }

    /** Writes a template with two models. */
    private void aliases(String aliases) {
        root.write(
                TEMPLATE,
                template("<model ua='UA-2' lines='2' alias='" + aliases + "'>Snom Two Line</model>"
                        + "<model>Snom Six Line</model>"));
    }

    private static String template(String models) {
        return "<doc><header><type>phone-template</type><models>" + models + "</models></header><data><device>"
                + "<deviceconfig filename='%%mac_address%%.cfg'><![CDATA[%%phone_model%% %%ua%% %%x%%]]></deviceconfig>"
                + "</device></data></doc>";
    }

    static Stream<List<String>> spellings() {
        return Stream.of("phone", "extension", "defaults")
                .flatMap(place -> SPELLINGS.stream().map(spelling -> List.of(place, spelling)));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void aSpellingHasTheSameEffectEverywhere(List<String> given) {
        String place = given.get(0);
        String model = "model: '" + given.get(1) + "'";
        root.write(
                "extensions.d/a/_defaults.yaml",
                "{vars: {x: folder}, models: {'Snom T*': {vars: {x: rule}}}"
                        + (place.equals("defaults") ? ", " + model : "") + "}");
        root.write(
                "extensions.d/a/111.yaml",
                "{extension: 111, phone: {mac: 000413000111" + (place.equals("phone") ? ", " + model : "") + "}"
                        + (place.equals("extension") ? ", " + model : "") + "}");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).containsEntry(FILE, "Snom Two Line UA-2 rule\n");
        assertThat(root.files()).containsEntry("site/hosts.txt", "000413000111=Snom Two Line\n");
        assertThat(root.state().inputs().inventory().model(phone())).isEqualTo("Snom Two Line");
    }

    private Phone phone() {
        return requireNonNull(root.state().inputs().inventory().phone("000413000111"));
    }

    @Test
    void aPatternMatchesAnyNameOfTheModel() {
        for (String pattern : List.of("Snom Two*", "two line", "T2", "*t2", "SIP*", "ua-2", "*")) {
            defaults("{models: {'" + pattern + "': {vars: {x: rule}}}}");
            extension(111, "Two Line");
            root.runUntilIdle();
            assertThat(root.files()).as(pattern).containsEntry(FILE, "Snom Two Line UA-2 rule\n");
        }
        defaults("{models: {'Snom Six*': {vars: {x: rule}}, 'Line': {vars: {x: rule}}}}");
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(FILE, "Snom Two Line UA-2 plain\n");
    }

    @Test
    void anAliasThatComesOrGoesChangesTheRulesAndTheProblems() {
        defaults("{models: {'Office*': {vars: {x: rule}}}}");
        extension(111, "Two Line");
        extension(112, "Office 2");
        root.runUntilIdle();
        assertProblems("extensions.d/a/112.yaml:1:52: error: no template below templates/phones is for model 'Office 2'"
                + "; correct it, or add a template (for 000413000112)");
        assertThat(root.files()).containsEntry(FILE, "Snom Two Line UA-2 plain\n");
        aliases("T2, Office 2");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files())
                .containsEntry(FILE, "Snom Two Line UA-2 rule\n")
                .containsEntry("provisioning/000413000112.cfg", "Snom Two Line UA-2 rule\n");
        assertSameFromScratch();
        aliases("T2");
        root.runUntilIdle();
        assertThat(root.problems()).hasSize(1);
        assertThat(root.files()).containsEntry(FILE, "Snom Two Line UA-2 plain\n");
    }

    @Test
    void twoExtensionsOfAPhoneCanNameItsModelDifferently() {
        root.write(
                "extensions.d/111.yaml",
                "[{extension: 111, phone: {mac: 000413000111, model: T2}},\n"
                        + "{extension: 112, phone: {mac: 000413000111, line: 2, model: two line}}]");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).containsEntry(FILE, "Snom Two Line UA-2 plain\n");
        aliases("SIP-T2");
        root.runUntilIdle();
        assertThat(root.problems().toString()).contains("'model' of phone 000413000111 has another value at");
        assertSameFromScratchProblems();
        aliases("SIP-T2, T2");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void aModelThatGetsANameOfAnotherTakesItFromBothAndPhonesKeepTheirFiles() {
        extension(111, "T2");
        root.runUntilIdle();
        root.write("templates/phones/own.xml", template("<model>T2</model>"));
        root.runUntilIdle();
        assertProblems(
                "extensions.d/a/111.yaml:1:52: error: model 'T2' is a name of several models: 'Snom Two Line' in"
                        + " templates/phones/twins.xml and 'T2' in templates/phones/own.xml; write another name of the one"
                        + " that you mean, or choose its template with 'template' (for 000413000111)",
                "templates/phones/own.xml:1:49: warning: 'T2' is also a name of 'Snom Two Line' in"
                        + " templates/phones/twins.xml, so no phone can use this name; choose another",
                "templates/phones/twins.xml:1:49: warning: 'T2' is also a name of 'T2' in templates/phones/own.xml,"
                        + " so no phone can use this name; choose another");
        assertThat(root.files()).containsEntry(FILE, "Snom Two Line UA-2 plain\n");
        assertSameFromScratchProblems();
        root.write("templates/phones/own.xml", template("<model>My T2</model>"));
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertSameFromScratch();
    }

    @Test
    void theCandidatesOfAnUnknownModelFollowTheTemplates() {
        extension(111, "Two");
        root.runUntilIdle();
        assertProblems("extensions.d/a/111.yaml:1:52: error: no template below templates/phones is for model 'Two';"
                + " did you mean 'Snom Two Line'? (for 000413000111)");
        root.write("templates/phones/own.xml", template("<model>Two B</model>"));
        root.runUntilIdle();
        assertProblems("extensions.d/a/111.yaml:1:52: error: no template below templates/phones is for model 'Two';"
                + " did you mean 'Two B' or 'Snom Two Line'? (for 000413000111)");
        root.delete("templates/phones/own.xml");
        root.runUntilIdle();
        assertSameFromScratchProblems();
    }

    @Test
    void aTextThatIsNoNameOfAModelIsAWarningUntilItIsOne() {
        extension(111, "ua2");
        root.runUntilIdle();
        assertProblems("extensions.d/a/111.yaml:1:52: warning: 'ua2' is no name of a model; it finds"
                + " templates/phones/twins.xml by the ua of a model, and another model can get this name later. Write"
                + " 'Snom Two Line' (for 000413000111)");
        assertThat(root.files()).containsEntry(FILE, "Snom Two Line UA-2 plain\n");
        aliases("UA-2");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void aSiteFileFollowsTheFullName() {
        extension(111, "T2");
        root.runUntilIdle();
        root.write(TEMPLATE, template("<model alias='T2'>Snom Three Line</model>"));
        root.runUntilIdle();
        assertThat(root.files()).containsEntry("site/hosts.txt", "000413000111=Snom Three Line\n");
        assertSameFromScratch();
        // What the site file does not read does not render it again.
        root.write(
                TEMPLATE,
                template("<model alias='T2'>Snom Three Line</model>").replace("%%phone_model%%", "%%mac_address%%"));
        assertThat(root.runUntilIdle().written()).containsExactly(FILE);
    }

    @Test
    void afterAnyEditsFilesAndProblemsAreThoseOfAStartFromScratch() {
        for (long seed = 1; seed <= Rounds.of(6); seed++) {
            Random random = new Random(seed);
            for (int edit = 0; edit < 12; edit++) {
                switch (random.nextInt(6)) {
                    case 0, 1 ->
                        root.write(
                                "templates/phones/" + random.nextInt(3) + ".xml",
                                template(entry(random) + entry(random)));
                    case 2 -> root.delete("templates/phones/" + random.nextInt(3) + ".xml");
                    case 3 -> defaults("{models: {'" + name(random) + "': {vars: {x: rule}}, 'w*': {vars: {x: all}}}}");
                    case 4 -> extension(111 + random.nextInt(3), name(random));
                    default ->
                        root.write(
                                "extensions.d/two.yaml",
                                "[{extension: 121, phone: {mac: 000413000121, model: " + name(random) + "}},\n"
                                        + "{extension: 122, phone: {mac: 000413000121, line: 2, model: " + name(random)
                                        + "}}]");
                }
                root.runUntilIdle();
                TestRoot scratch = root.fromScratch();
                assertThat(root.problems()).as("seed %d, edit %d", seed, edit).isEqualTo(scratch.problems());
                assertThat(root.files()).as("seed %d, edit %d", seed, edit).containsAllEntriesOf(scratch.files());
            }
        }
    }

    private static String entry(Random random) {
        return "<model ua='" + name(random) + "' alias='" + name(random) + "'>" + name(random) + "</model>";
    }

    private static String name(Random random) {
        return List.of("", "Snom ", "SNOM-").get(random.nextInt(3))
                + List.of("w", "W ").get(random.nextInt(2))
                + random.nextInt(5);
    }

    private void defaults(String yaml) {
        root.write("extensions.d/a/_defaults.yaml", yaml);
    }

    private void extension(int number, String model) {
        root.write(
                "extensions.d/a/" + number + ".yaml",
                "{extension: " + number + ", phone: {mac: 000413000" + number + ", model: " + model + "}}");
    }

    private void assertProblems(String... lines) {
        assertThat(root.problems().stream().map(Problem::toString)).containsExactly(lines);
    }

    private void assertSameFromScratch() {
        assertThat(root.fromScratch().files()).isEqualTo(root.files());
        assertSameFromScratchProblems();
    }

    private void assertSameFromScratchProblems() {
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
    }
}
