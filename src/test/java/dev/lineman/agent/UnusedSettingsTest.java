package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Options, codecs, networks, types of BLF keys and model patterns that have no effect: each place of a value, and each
 * way in which it can have no effect.
 */
class UnusedSettingsTest {
    private static final String DESK = "templates/phones/desk.xml";
    private static final String WALL = "templates/phones/wall.xml";
    private static final String DEFAULTS = "extensions.d/_defaults.yaml";
    private static final String DESK_FILE = "provisioning/000000000100.cfg";

    private static final String KEYS = "{IF blf1}k{ENDIF}{IF blf3}k{ENDIF}{IF blf4}k{ENDIF}";

    private static final String DESK_HEADER = """
            <language><option value="English"/><option value="Polish"/></language>
            <srtp param="srtp" security="true"><option value="off"/><option value="required"/></srtp>
            <dst variableName="Dst"/><xfertype bxfer_Value="b" attxfer_Value="a"/>
            <Codecspriorities>
              <Codecspriority priority="1"><option>opus</option><option>G722</option><option value="G711a">PCMA</option>
              </Codecspriority>
              <Codecspriority priority="2"><option>G722</option><option>PCMA</option></Codecspriority>
            </Codecspriorities>
            <blftype><extension/><speeddial/></blftype>
            """;

    private static final String WALL_HEADER = """
            <language><option value="Anglais"/><option value="English"/></language>
            <Codecspriorities><Codecspriority>
              <option>G722</option><option>PCMA</option>
            </Codecspriority><Codecspriority><option>PCMA</option><option>G722</option></Codecspriority></Codecspriorities>
            <AllowedNetworkConfig><option value="LOCALLAN">1</option></AllowedNetworkConfig>
            <blftype><line/></blftype>
            """;

    /** No phone has this template. */
    private static final String OTHER_HEADER = """
            <name>Other</name><models><model>Other</model></models>
            <lamp><option value="blink"/></lamp><language><option value="Latin"/></language>
            """;

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void aDeskPhone() {
        root = new TestRoot(folder);
        root.write(DESK, template("<name>Desk</name><models><model>Desk</model></models>" + DESK_HEADER));
        root.write("extensions.d/100.yaml", extension("100", "phone: {mac: 000000000100, model: Desk}"));
    }

    @Test
    void anUnknownValueOfASecurityOptionKeepsTheFileUntilATemplateHasTheValue() {
        root.write(DEFAULTS, "options: {srtp: required}\n");
        expectProblems();
        assertThat(root.files()).containsEntry(DESK_FILE, "required\n");
        root.write(DEFAULTS, "options: {srtp: require}\n");
        expectProblems(
                DEFAULTS + ":1:17: error: 'require' is no value of option 'srtp' in any template, so the phone keeps"
                        + " its last good files; did you mean 'required'? (for 000000000100)");
        assertThat(root.state().problems()).extracting(Problem::severity).containsExactly(Severity.BLOCKING);
        assertThat(root.files()).containsEntry(DESK_FILE, "required\n");
        root.write(WALL, template("<name>Wall</name><srtp security=\"true\"><option value=\"require\"/></srtp>"));
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(DESK_FILE, "off\n");
        assertThat(root.fromScratch().files()).isEqualTo(root.files());
        root.delete(WALL);
        root.write(DEFAULTS, "options: {srtp: required}\n").runUntilIdle();
        root.write(DEFAULTS, "options: {srtp: require}\n");
        expectProblems(
                DEFAULTS + ":1:17: error: 'require' is no value of option 'srtp' in any template, so the phone keeps"
                        + " its last good files; did you mean 'required'? (for 000000000100)");
        assertThat(root.files()).containsEntry(DESK_FILE, "required\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // What no template of the catalog has.
                "options: {langage: Polish}|1:20|error: no template has an option 'langage', so it is left out; did you"
                        + " mean 'language'?",
                "options: {colour: red}|1:19|error: no template has an option 'colour', so it is left out; templates have"
                        + " 'dst', 'lamp', 'language', 'srtp', 'xfertype'",
                "options: {language: Polsh}|1:21|error: no template has the value 'Polsh' of option 'language', so the"
                        + " default is used; did you mean 'Polish'?",
                "options: {LANGUAGE: Polsh}|1:21|error: no template has the value 'Polsh' of option 'LANGUAGE', so the"
                        + " default is used; did you mean 'Polish'?",
                "options: {dst: yes}|1:16|error: no template has the value 'yes' of option 'dst', so the default is"
                        + " used; templates have 'false', 'true'",
                "options: {xfertype: atxfer}|1:21|error: no template has the value 'atxfer' of option 'xfertype', so the"
                        + " default is used; did you mean 'attxfer'?",
                "codecs: [G722, G711alow]|1:16|error: no template has the codec 'G711alow', so it is left out; did you"
                        + " mean 'G711a'?",
                "blf: [{type: speedial, number: 112}]|1:14|error: no template has BLF keys of the type 'speedial', so the"
                        + " key is left out; did you mean 'speeddial'?",
                "blf: {3: {type: speedial}, 4: {type: speedial}}|1:17|error: no template has BLF keys of the type"
                        + " 'speedial', so the key is left out; did you mean 'speeddial'? (here, and at 1 more in this"
                        + " file)",
                // What some phones of the scope lack.
                "options: {language: Polish}|1:21|warning: 'language: Polish' has no effect on 2 phones (Wall 1); they stay"
                        + " 'Anglais', unless you set another value for them",
                "codecs: [opus, G722]|1:10|warning: codec 'opus' has no effect on 2 phones (Wall 1), whose template has"
                        + " no such codec",
                "codecs: [G722, PCMA, PCMA]|1:22|warning: codec 'PCMA' has no effect on 3 phones (2 Wall 1, 1 Desk), whose"
                        + " templates have only 2 priorities",
                "network: SBC|1:10|warning: 'network: SBC' has no effect on 2 phones (Wall 1); they stay 'LOCALLAN', unless"
                        + " you set another value for them",
                "blf: {1: {type: speeddial, number: 112}}|1:17|warning: a BLF key of the type 'speeddial' has no effect on 2 phones (Wall"
                        + " 1), whose template has no such type, so the key is left out",
                "blf: {1: {number: 100}}|1:19|warning: a BLF key of the type 'extension' has no effect on 2 phones (Wall 1),"
                        + " whose template has no such type, so the key is left out",
                "options: {srtp: required}|1:17|warning: 'srtp: required' has no effect on 2 phones (Wall 1), whose"
                        + " template has no option 'srtp'; set it only for other models, or use other phones",
                "models: {'De*': {codecs: [G722, opus]}}|1:33|warning: codec 'opus' has no effect on 1 phone (Desk), whose"
                        + " template has no such codec in priority 2",
                // What is shown by explain only: the name of an option that is none of security.
                "options: {dst: false}||",
                "options: {xfertype: attxfer}||",
                // What no phone of the scope has, and other templates have.
                "options: {lamp: blink}|1:17|warning: option 'lamp' has no effect: none of the 2 templates of these phones"
                        + " has it; remove it",
                "options: {language: Latin}|1:21|warning: 'language: Latin' has no effect on 3 phones (2 Wall 1, 1 Desk);"
                        + " they stay 'Anglais' or 'English', unless you set another value for them",
                // Patterns.
                "models: {'Dsek*': {vars: {}, network: LOCALLAN}}|1:10|warning: 'Dsek*' in 'models' matches no phone in"
                        + " this folder; did you mean 'Desk*'?",
                "models: {'W2*': {network: LOCALLAN}}|1:10|warning: 'W2*' in 'models' matches no phone in this folder;"
                        + " correct it, or remove it",
                "models: {'De*': {options: {language: Polsh}}}|1:38|error: no template has the value 'Polsh' of option"
                        + " 'language', so the default is used; did you mean 'Polish'?",
                "models: {'De*': {options: {language: Polish}}}||",
                "models: {'Wa*': {codecs: [opus]}}|1:27|warning: codec 'opus' has no effect on 2 phones (Wall 1), whose"
                        + " template has no such codec",
            })
    void whatIsWrongWithDefaultsIsSaidAtItsPlace(String yaml, String at, String message) {
        someWalls();
        root.write(DEFAULTS, yaml + '\n');
        expectProblems(at == null ? new String[0] : new String[] {DEFAULTS + ':' + at + ": " + message});
    }

    @Test
    void onlyPhonesThatDoNotOverrideASettingAreCounted() {
        someWalls();
        String settings = """
                options: {language: Polish}
                codecs: [opus]
                network: SBC
                blf: {1: {type: speeddial, number: 112}}
                """;
        root.write(DEFAULTS, settings);
        root.runUntilIdle();
        assertThat(root.problems())
                .hasSize(4)
                .allMatch(problem -> problem.message().contains("2 phones (Wall 1)"));
        root.write("extensions.d/w/201.yaml", extension("201", """
                phone:
                  mac: 000000000201
                  model: Wall 1
                  options: {LANGUAGE: English}
                  codecs: [PCMA]
                  network: LOCALLAN
                  blf: {1: {type: line}}
                """));
        root.runUntilIdle();
        assertThat(root.problems())
                .hasSize(4)
                .allMatch(problem -> problem.message().contains("1 phone (Wall 1)"));
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
        root.write("extensions.d/w/_defaults.yaml", "options: {language: English}\nblf: []\n");
        root.runUntilIdle();
        assertThat(root.problems())
                .hasSize(2)
                .allMatch(problem -> problem.message().contains("1 phone (Wall 1)"));
        root.write(DEFAULTS, settings + "models:\n  'Wall*': {codecs: [PCMA], network: LOCALLAN}\n");
        expectProblems();
    }

    @Test
    void aProblemComesAndGoesWithThePhoneItsModelAndItsTemplate() {
        String warning = ": warning: 'language: Polish' has no effect on ";
        String stays = "; it stays 'Anglais', unless you set another value for it";
        root.write(DEFAULTS, "options: {language: Polish}\n");
        expectProblems();
        root.write(WALL, template("<name>Wall</name>" + WALL_HEADER));
        root.write("extensions.d/200.yaml", extension("200", "phone: {mac: 000000000200, model: Wall}"));
        expectProblems(DEFAULTS + ":1:21" + warning + "1 phone (Wall)" + stays);
        root.write("extensions.d/201.yaml", extension("201", "phone: {mac: 000000000201, model: Wall}"));
        expectProblems(DEFAULTS + ":1:21" + warning
                + "2 phones (Wall); they stay 'Anglais', unless you set another value for them");
        root.delete("extensions.d/201.yaml");
        expectProblems(DEFAULTS + ":1:21" + warning + "1 phone (Wall)" + stays);
        root.write("extensions.d/200.yaml", extension("200", "phone: {mac: 000000000200, model: Desk}"));
        expectProblems();
        root.write(DESK, template("<name>Desk</name>" + WALL_HEADER));
        expectProblems(
                DEFAULTS + ":1:21: error: no template has the value 'Polish' of option 'language', so the default"
                        + " is used; templates have 'Anglais', 'English'");
        root.write(DESK, template("<name>Desk</name>" + DESK_HEADER));
        expectProblems();
        root.write(DEFAULTS, "models: {'Wall*': {options: {language: English}}}\n");
        expectProblems(DEFAULTS + ":1:10: warning: 'Wall*' in 'models' matches no phone in this folder; correct it, or"
                + " remove it");
        root.write("extensions.d/200.yaml", extension("200", "phone: {mac: 000000000200, model: Wall}"));
        expectProblems();
    }

    @Test
    void theSettingsOfAnExtensionWithoutAPhoneHaveNoEffect() {
        root.write("extensions.d/300.yaml", extension("300", "options: {language: Polsh}\nrequire: {srtp: on}"));
        expectProblems(
                "extensions.d/300.yaml:7:10: warning: 'options' has no effect, because this extension has no phone; add"
                        + " its 'phone', or remove 'options'",
                "extensions.d/300.yaml:8:10: warning: 'require' has no effect, because this extension has no phone; add"
                        + " its 'phone', or remove 'require'");
        root.delete("extensions.d/300.yaml");
        expectProblems();
    }

    @Test
    void aRequiredOptionAboveNoPhoneIsComparedWithTheWholeCatalog() {
        root.write("extensions.d/empty/_defaults.yaml", "require: {langage: Polish, language: Polsh}\n");
        expectProblems(
                "extensions.d/empty/_defaults.yaml:1:20: error: no template has an option 'langage'; did you mean"
                        + " 'language'?",
                "extensions.d/empty/_defaults.yaml:1:38: error: no template has the value 'Polsh' of option 'language';"
                        + " did you mean 'Polish'?");
        root.write(WALL, template("<name>Wall</name><language><option value=\"Polsh\"/></language>"));
        root.write("extensions.d/empty/_defaults.yaml", "require: {language: Polsh}\n");
        expectProblems();
    }

    @Test
    void theSettingsOfALaterLineHaveNoEffectOnThePhone() {
        root.write(
                "extensions.d/b/101.yaml",
                extension(
                        "101",
                        "phone: {mac: 000000000100, model: Desk, line: 2}\noptions: {language: Polish}\nblf: []"));
        root.write("extensions.d/b/_defaults.yaml", "codecs: [opus]\n");
        String reason =
                "phone 000000000100 takes this from extension 100 on its first line; set it there, or below 'phone'";
        expectProblems(
                "extensions.d/b/101.yaml:8:10: warning: 'options' has no effect: " + reason,
                "extensions.d/b/101.yaml:9:6: warning: 'blf' has no effect: " + reason,
                "extensions.d/b/_defaults.yaml:1:9: warning: 'codecs' has no effect: the phones of these extensions take"
                        + " this from the extension on their first line; set it there, or below 'phone'");
        root.delete("extensions.d/100.yaml");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void whileInputsCannotBeReadNothingIsSaidOfWhatTheyMayContain() {
        root.write(DEFAULTS, "options: {colour: red}\nmodels: {'Wall*': {network: SBC}}\n");
        root.write(WALL, "<doc><header>");
        root.write("extensions.d/200.yaml", "extension: [\n");
        root.runUntilIdle();
        assertThat(root.problems()).extracting(Problem::message).noneMatch(text -> text.contains("colour"));
        assertThat(root.problems()).extracting(Problem::message).noneMatch(text -> text.contains("Wall*"));
        root.delete(WALL);
        root.delete("extensions.d/200.yaml");
        root.runUntilIdle();
        assertThat(root.problems()).hasSize(2);
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
    }

    @Test
    void aReferenceInDefaultsIsComparedForEachTemplateAndNotRepeated() {
        someWalls();
        root.write("secrets.yaml", "x: Polish\ny: Polsh\n");
        root.write(DEFAULTS, "options: {language: !secret x}\n");
        expectProblems(
                DEFAULTS + ":1:21: warning: this is no value of option 'language' in " + WALL
                        + ", so the default 'Anglais' is used; it is one of 'Anglais', 'English' (for 000000000201, 000000000202)");
        root.write(DEFAULTS, "options: {language: !secret y}\n").runUntilIdle();
        assertThat(root.problems())
                .hasSize(2)
                .noneMatch(problem -> problem.message().contains("Polsh"));
    }

    @Test
    void anUnknownValueOfASecurityOptionIsBlockingWithoutAPhoneToo() {
        root.delete("extensions.d/100.yaml");
        root.write(DEFAULTS, "options: {srtp: require}\n");
        expectProblems(DEFAULTS + ":1:17: error: no template has the value 'require' of option 'srtp'; did you mean"
                + " 'required'?");
        assertThat(root.problems()).extracting(Problem::severity).containsExactly(Severity.BLOCKING);
    }

    @Test
    void aRequiredOptionOverridesThatOfDefaults() {
        someWalls();
        root.write(DEFAULTS, "options: {language: Polish}\nrequire: {LANGUAGE: English}\n");
        root.runUntilIdle();
        assertThat(root.problems())
                .isNotEmpty()
                .noneMatch(problem -> problem.message().contains("Wall 1"));
    }

    @Test
    void aBlfKeyWithoutATypeIsOneOfAnExtension() {
        root.write(DESK, template("<name>Desk</name><blftype><speeddial/></blftype>"));
        root.write(DEFAULTS, "blf: {1: {number: 101}}\n");
        expectProblems(DEFAULTS + ":1:19: warning: a BLF key of the type 'extension' has no effect on 1 phone (Desk),"
                + " whose template has no such type, so the key is left out");
        root.write(DEFAULTS, "blf: {1: {number: 101, type: speeddial}}\n");
        expectProblems();
    }

    @Test
    void aNetworkThatNoTemplateReadsHasNoEffect() {
        String message = " warning: 'network' has no effect: " + WALL + " does not have it; remove it";
        root.write(WALL, template("<name>Wall</name>"));
        root.write("extensions.d/w/200.yaml", extension("200", "phone: {mac: 000000000200, model: Wall, network: A}"));
        expectProblems("extensions.d/w/200.yaml:7:50:" + message);
        root.write("extensions.d/w/200.yaml", extension("200", "network: A\nphone: {mac: 000000000200, model: Wall}"));
        expectProblems("extensions.d/w/200.yaml:7:10:" + message);
        root.write("extensions.d/w/200.yaml", extension("200", "phone: {mac: 000000000200, model: Wall}"));
        root.write("extensions.d/w/_defaults.yaml", "network: A\n");
        expectProblems("extensions.d/w/_defaults.yaml:1:10:" + message);
        root.write(
                WALL,
                TestRoot.template(
                        "phone-template",
                        "Wall",
                        "filename=\"${phone.mac}.cfg\" syntax=\"velocity\"",
                        "#set($p = $phone)$p.network"));
        expectProblems();
    }

    @Test
    void manyModelsAreCounted() {
        StringBuilder models = new StringBuilder();
        for (int i = 1; i <= 5; i++) {
            models.append("<model>Wall ").append(i).append("</model>");
            root.write(
                    "extensions.d/20" + i + ".yaml",
                    extension("20" + i, "phone: {mac: 00000000020" + i + ", model: wall-" + i + "}"));
        }
        root.write(WALL, template("<name>Wall</name><models>" + models + "</models>" + WALL_HEADER));
        root.write(DEFAULTS, "options: {language: Polish}\n").runUntilIdle();
        assertThat(root.problems())
                .singleElement()
                .asString()
                .contains("5 phones (1 Wall 1, 1 Wall 2, 1 Wall 3 and 2 other models); they stay 'Anglais'");
    }

    /** Compares with a first run too. */
    private void expectProblems(String... lines) {
        root.runUntilIdle();
        assertThat(root.problems()).extracting(Object::toString).containsExactly(lines);
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
    }

    /** Two phones of a model whose template lacks what that of the desk phone has, and a template without phones. */
    private void someWalls() {
        root.write(
                WALL,
                template("<name>Wall</name><models><model>Wall 1</model><model>W22</model></models>" + WALL_HEADER));
        root.write("templates/phones/other.xml", template(OTHER_HEADER));
        for (int i = 1; i <= 2; i++) {
            root.write(
                    "extensions.d/w/20" + i + ".yaml",
                    extension("20" + i, "phone: {mac: 00000000020" + i + ", model: Wall 1}"));
        }
    }

    private static String template(String header) {
        return "<doc><header><type>phone-template</type>" + header + "</header><data><device>"
                + "<deviceconfig filename=\"%%mac_address%%.cfg\">"
                + (header.contains("param=\"srtp\"") ? "{IF network}{ENDIF}%%param::srtp%%%%ext_label_02%%" : "x")
                + (header.contains("<blftype>") ? KEYS : "")
                + "</deviceconfig></device></data></doc>";
    }

    private static String extension(String number, String more) {
        return "extension: " + number + "\nfirst_name: A\nlast_name: B\nauth_id: a\nauth_password: p\n"
                + "pbx_ip: 10.0.0.1\n" + more + "\n";
    }
}
