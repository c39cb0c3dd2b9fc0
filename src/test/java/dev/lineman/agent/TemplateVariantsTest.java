package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A {@code template} below {@code models} gives some phones another template, and all other phones keep theirs. */
class TemplateVariantsTest {
    private static final String DESK = "provisioning/000413000111.cfg";
    private static final String WALL = "provisioning/000413000112.cfg";
    private static final String DEFAULTS = "extensions.d/_defaults.yaml";
    private static final String BERLIN = "extensions.d/berlin/_defaults.yaml";
    private static final String PLAIN =
            "{pbx_ip: h, first_name: A, last_name: B, auth_id: i, auth_password: p, vars: {x: plain}}";

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void office() {
        root = new TestRoot(folder);
        root.write(DEFAULTS, PLAIN);
        root.write(
                "templates/phones/acme.xml",
                template(
                        "usual",
                        "<models><model ua='AD' alias='D-1'>Acme Desk</model><model>Acme Wall</model></models>"));
        root.write("templates/phones/variants/reception.xml", template("reception", ""));
        root.write("templates/phones/variants/lobby.xml", template("lobby", ""));
        root.write("extensions.d/berlin/111.yaml", extension(111, ", model: D-1"));
        root.write("extensions.d/berlin/112.yaml", extension(112, ", model: Acme Wall"));
    }

    private static String template(String name, String models) {
        return "<doc><header><type>phone-template</type><name>" + name + "</name>" + models + "</header><data><device>"
                + "<deviceconfig filename='%%mac_address%%.cfg'><![CDATA[" + name
                + " %%phone_model%% %%x%%]]></deviceconfig></device></data></doc>";
    }

    private static String extension(int number, String phone) {
        return "{extension: " + number + ", phone: {mac: 000413000" + number + phone + "}}";
    }

    private static String models(String rules) {
        return PLAIN.substring(0, PLAIN.length() - 1) + ", models: {" + rules + "}}";
    }

    private void assertFiles(String desk, String wall) {
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).containsEntry(DESK, desk + "\n").containsEntry(WALL, wall + "\n");
        assertThat(root.fromScratch().files()).isEqualTo(root.files());
    }

    @Test
    void aVariantAppliesOnlyToThePhonesThatAreGivenIt() {
        assertFiles("usual Acme Desk plain", "usual Acme Wall plain");
        root.write(DEFAULTS, models("Acme Desk: {template: variants/reception}"));
        assertFiles("reception Acme Desk plain", "usual Acme Wall plain");
        root.write(
                DEFAULTS, models("'Acme*': {template: variants/reception}, 'Acme D*': {template: variants/lobby.xml}"));
        assertFiles("lobby Acme Desk plain", "reception Acme Wall plain");
        root.write(DEFAULTS, PLAIN);
        assertFiles("usual Acme Desk plain", "usual Acme Wall plain");
    }

    @Test
    void theNearestFolderWinsAndThePhonesOwnTemplateWinsOverIt() {
        root.write(DEFAULTS, models("'Acme*': {template: variants/reception}"));
        root.write(BERLIN, "{models: {'*Wall': {template: variants/lobby}}}");
        assertFiles("reception Acme Desk plain", "lobby Acme Wall plain");
        root.write("extensions.d/berlin/112.yaml", extension(112, ", model: Acme Wall, template: acme"));
        root.write(BERLIN, "{}");
        assertFiles("reception Acme Desk plain", "usual Acme Wall plain");
        root.write("extensions.d/berlin/112.yaml", extension(112, ", model: Acme Wall"));
        // A plain template of a nearer folder wins over the model rule of a further one, but not over one of its own.
        root.write("extensions.d/113.yaml", extension(113, ", model: Acme Wall"));
        root.write(BERLIN, "{template: acme}");
        assertFiles("usual Acme Desk plain", "usual Acme Wall plain");
        root.write(BERLIN, "{template: acme, models: {'*Wall': {template: variants/lobby}}}");
        assertFiles("usual Acme Desk plain", "lobby Acme Wall plain");
    }

    @Test
    void theRulesOfAModelDoNotDependOnTheTemplateThatTheyChoose() {
        root.write("templates/phones/variants/other.xml", template("other", "<models><model>Other</model></models>"));
        root.write(
                DEFAULTS,
                models("'Acme D*': {template: variants/other}, Other: {vars: {x: other}}, AD: {vars: {x: desk}}"));
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(DESK, "other Acme Desk desk\n");
    }

    @Test
    void aVariantNamesNoModelsAndConflictsWithNone() {
        root.write(
                "templates/phones/variants/reception.xml",
                template("reception", "<models><model>Acme Desk</model><model>Acme New</model></models>"));
        assertFiles("usual Acme Desk plain", "usual Acme Wall plain");
        root.write("extensions.d/berlin/113.yaml", extension(113, ", model: Acme New"));
        root.runUntilIdle();
        assertThat(root.problems().toString()).contains("no template below templates/phones is for model 'Acme New'");
        root.write("extensions.d/berlin/113.yaml", extension(113, ", model: Acme New, template: variants/reception"));
        assertFiles("usual Acme Desk plain", "usual Acme Wall plain");
        assertThat(root.files()).containsEntry("provisioning/000413000113.cfg", "reception Acme New plain\n");
    }

    @Test
    void aWrongNameIsAProblemAtItsPlaceAndPhonesKeepTheirFiles() {
        assertFiles("usual Acme Desk plain", "usual Acme Wall plain");
        root.write(BERLIN, "models:\n  Acme Desk: {template: variants/receptoin}\n");
        root.runUntilIdle();
        assertProblems(BERLIN
                + ":2:25: error: no template below templates/phones is for template 'variants/receptoin'; did you mean"
                + " 'variants/reception'? (for 000413000111)");
        assertThat(root.files()).containsEntry(DESK, "usual Acme Desk plain\n");
        root.write("templates/phones/variants/receptoin.xml", template("new", ""));
        assertFiles("new Acme Desk plain", "usual Acme Wall plain");
    }

    @Test
    void aWrongNameThatNoPhoneUsesYetIsAProblemToo() {
        root.write("extensions.d/bonn/_defaults.yaml", "models:\n  Acme Desk: {template: variants/receptoin}\n");
        root.runUntilIdle();
        assertProblems(
                "extensions.d/bonn/_defaults.yaml:2:25: error: no template below templates/phones is for template"
                        + " 'variants/receptoin'; did you mean 'variants/reception'?");
    }

    @Test
    void aTemplateOfAModelThatNoPhoneUsesIsAWarning() {
        root.write(BERLIN, "models:\n  Acme Desk: {template: variants/reception}\n");
        root.write("extensions.d/berlin/111.yaml", extension(111, ", model: D-1, template: acme"));
        root.runUntilIdle();
        assertProblems(
                BERLIN + ":2:25: warning: 'template: variants/reception' has no effect: all phones of these models"
                        + " have a nearer 'template'; remove it");
        root.write("extensions.d/berlin/113.yaml", extension(113, ", model: Acme Desk"));
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void aSiteFileFollowsTheModelOfTheChosenTemplate() {
        root.write("templates/phones/other.xml", template("other", "<models><model>Other</model></models>"));
        root.write(
                "templates/site/hosts.xml",
                TestRoot.template(
                        "site-template",
                        "Hosts",
                        "filename=\"hosts.txt\" syntax=\"velocity\"",
                        "#foreach($p in $phones)$p.model #end"));
        assertFiles("usual Acme Desk plain", "usual Acme Wall plain");
        assertThat(root.files()).containsEntry("site/hosts.txt", "Acme Desk Acme Wall\n");
        root.write(DEFAULTS, models("Acme Desk: {template: other}"));
        assertFiles("other Other plain", "usual Acme Wall plain");
        assertThat(root.files()).containsEntry("site/hosts.txt", "Other Acme Wall\n");
        root.write(DEFAULTS, models("Acme Desk: {template: variants/lobby}"));
        assertFiles("lobby Acme Desk plain", "usual Acme Wall plain");
        assertThat(root.files()).containsEntry("site/hosts.txt", "Acme Desk Acme Wall\n");
    }

    @Test
    void anUnusedVariantIsSilent() {
        root.write("templates/phones/variants/later.xml", template("later", ""));
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void oneRuleRendersOnlyItsPhones() {
        root.runUntilIdle();
        root.write(DEFAULTS, models("Acme Desk: {template: variants/reception}"));
        assertThat(root.runUntilIdle().written()).containsExactly(DESK);
        root.write("templates/phones/variants/reception.xml", template("changed", ""));
        TestRoot.CycleWork work = root.runUntilIdle();
        assertThat(work.written()).containsExactly(DESK);
        assertThat(work.resolved()).isEqualTo(1);
        assertThat(root.files()).containsEntry(DESK, "changed Acme Desk plain\n");
    }

    @Test
    void afterAnyEditsFilesAndProblemsAreThoseOfAStartFromScratch() {
        for (long seed = 1; seed <= Rounds.of(6); seed++) {
            Random random = new Random(seed);
            for (int edit = 0; edit < 12; edit++) {
                switch (random.nextInt(7)) {
                    case 0 ->
                        root.write(
                                "templates/phones/acme.xml",
                                template(
                                        "usual" + random.nextInt(2),
                                        "<models><model ua='AD' alias='" + any(random, "D-1", "D-2", "Office")
                                                + "'>Acme Desk</model><model>Acme Wall</model></models>"));
                    case 1 ->
                        root.write(
                                "templates/phones/variants/" + any(random, "lobby", "reception") + ".xml",
                                template(
                                        "v" + random.nextInt(3),
                                        any(random, "", "<models><model>Acme Desk</model></models>")));
                    case 2 -> root.delete("templates/phones/variants/" + any(random, "lobby", "reception") + ".xml");
                    case 3 ->
                        root.write(
                                any(random, DEFAULTS, BERLIN),
                                models(any(random, "'Acme*'", "D-1", "'*Wall'", "Office") + ": {template: "
                                        + template(random) + "}, 'D*': {vars: {x: d}}"));
                    case 4 -> root.write(BERLIN, any(random, "{template: " + template(random) + "}", "{}"));
                    default ->
                        root.write(
                                "extensions.d/berlin/111.yaml",
                                extension(
                                        111,
                                        ", model: " + any(random, "D-1", "D-2", "Acme Desk", "Acme Wall")
                                                + any(random, "", "", ", template: " + template(random))));
                }
                root.runUntilIdle();
                TestRoot scratch = root.fromScratch();
                assertThat(root.problems()).as("seed %d, edit %d", seed, edit).isEqualTo(scratch.problems());
                assertThat(root.files()).as("seed %d, edit %d", seed, edit).containsAllEntriesOf(scratch.files());
            }
        }
    }

    private static String template(Random random) {
        return any(random, "acme", "variants/lobby", "variants/reception", "variants/receptoin");
    }

    private static String any(Random random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private void assertProblems(String... lines) {
        assertThat(root.problems()).extracting(Object::toString).isEqualTo(List.of(lines));
    }
}
