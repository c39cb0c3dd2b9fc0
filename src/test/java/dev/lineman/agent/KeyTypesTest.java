package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The types of keys, their other names, and what a key says besides its number. */
class KeyTypesTest {
    private static final String DESK = "templates/phones/desk.xml";
    private static final String PHONE = "extensions.d/100.yaml";
    private static final String FILE = "provisioning/000000000100.cfg";

    private static final String KEYS = """
            #foreach($key in $blf)
            $key.key $key.type '$key.number' '$key.firstName' '$key.lastName' '$key.label' $key.line '$key.icon'
            #end
            #foreach($key in $softkeys)
            soft $key.key $key.type '$key.number' '$key.label' $key.line '$key.icon'
            #end
            """;

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void twoColleagues() {
        root = new TestRoot(folder);
        root.write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1\nauth_id: a\nauth_password: p\nmodel: Desk\n");
        root.write("extensions.d/105.yaml", "{extension: 105, first_name: Ann, last_name: Lee, label: Lab}\n");
        desk("<blftype><blf/><speeddial/><customspeeddial/><park/></blftype>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "extension/|blf|extension",
                "blf/|extension|blf",
                "blf/|BLF|blf",
                "Extension/|blf|Extension",
                "speeddial/|custom speed dial|speeddial",
                "customspeeddial/|speed_dial|customspeeddial",
                "linekey/|line|linekey",
                "parkextension/|shared parking|parkextension",
                "park/|sharedparking|park",
                "group-pickup/|group_pickup|group-pickup",
                "blank/|none|blank",
                // The name itself wins over another one with the same meaning.
                "speeddial/><customspeeddial/|customspeeddial|customspeeddial",
                "customspeeddial/><speeddial/|speeddial|speeddial",
                "customspeeddial/><speeddial/|Speed Dial|speeddial",
                // Names without a standard meaning.
                "agentLogin/|agentlogin|agentLogin",
            })
    void aTypeHasOtherNamesInTheInputsAndInTheTemplate(String declared, String type, String read) {
        desk("<blftype><" + declared + "></blftype>");
        phone("blf: [{type: " + type + ", number: 105, first_name: A}]");
        expectProblems();
        assertThat(file()).isEqualTo("1 " + read + " '105' 'A' '' 'A' 1 ''\n");
    }

    @Test
    void theValuesOfATypeAreFoundByItsOtherNames() {
        root.write(
                DESK,
                "<doc><header><type>phone-template</type><name>Desk</name></header><blftype><blf><value>"
                        + "%%blfno%%/%%blflabel%%/%%blfline%%/%%blficon%%</value></blf></blftype><data><device>"
                        + "<deviceconfig filename=\"%%mac_address%%.cfg\"><![CDATA[{IF blf1}%%value%%{ENDIF}"
                        + " %%blflabel1%% %%blfline1%% %%blficon1%%]]></deviceconfig></device></data></doc>");
        phone("blf: [{type: extension, number: 105, label: The boss, icon: star}]");
        expectProblems();
        assertThat(file()).isEqualTo("105/The boss/1/star The boss 1 star\n");
    }

    @Test
    void aKeyHasALabelALineAndAnIcon() {
        root.write(
                "extensions.d/200.yaml",
                "{extension: 200, first_name: C, last_name: D, phone: {mac: 000000000100, line: 3}}\n");
        phone("""
                blf:
                    1: {number: 105}
                    2: {number: 105, label: Boss, line: 3, icon: star}
                    3: {number: 105, first_name: A, last_name: B, label: ""}
                    4: {number: 999, label: Nobody}
                    5: {type: park, number: 700, line: 03}
                """);
        expectProblems();
        assertThat(file()).isEqualTo("""
                1 blf '105' 'Ann' 'Lee' 'Ann Lee' 1 ''
                2 blf '105' 'Ann' 'Lee' 'Boss' 3 'star'
                3 blf '105' 'A' 'B' '' 1 ''
                4 blf '999' '999' '' 'Nobody' 1 ''
                5 park '700' '' '' '' 3 ''
                """);
    }

    @Test
    void aLineWithoutAnAccountLeavesTheKeyOut() {
        phone("blf: [{number: 105, line: 2}]");
        expectProblems(
                "extensions.d/100.yaml:6:29: error: BLF key 1 is for line 2, which has no account on this phone, so"
                        + " the key is left out; write a line that has one: 1 (for 000000000100)");
        assertThat(file()).isEmpty();
        phone("options: {}");
        root.write("extensions.d/_defaults.yaml", defaults("blf: [{number: 105, line: 2}]"));
        expectProblems(
                "extensions.d/_defaults.yaml:5:27: warning: BLF key 1 is for line 2, which has no account on this"
                        + " phone, so the key is left out; write a line that has one: 1 (for 000000000100)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // A standard type that the template lacks is a warning; another name is an error.
                "blf: [{type: conference}]|6:16: warning: BLF key 1: templates/phones/desk.xml has no type 'conference', so the key is"
                        + " left out; it has 'blf', 'customspeeddial', 'park', 'speeddial'",
                "blf: [{type: linekey}]|6:16: warning: BLF key 1: templates/phones/desk.xml has no type 'linekey', so",
                "blf: [{type: shared}]|6:16: error: BLF key 1: templates/phones/desk.xml has no type 'shared', so",
                "softkeys: [{type: dnd}]|6:13: error: " + DESK
                        + " offers no soft keys, so 'softkeys' is left out; remove it",
                // A key that is free on purpose.
                "blf: [{type: none}]|",
                "blf: [{type: blank, number: 7}]|",
                "blf: []|",
                "softkeys: []|",
                // What needs a number.
                "blf: [{type: park}]|6:16: warning: BLF key 1 has no 'number', so it does nothing; add a 'number', or remove"
                        + " the key",
                "blf: [{type: Custom Speed Dial, number: 1 2}]|6:43: warning: the 'number' of BLF key 1 has a character",
            })
    void aTypeThatThePhoneLacksAndAMissingNumber(String keys, String problem) {
        phone(keys);
        root.runUntilIdle();
        if (problem == null) {
            expectProblems();
        } else {
            assertThat(root.problems()).singleElement().asString().startsWith(PHONE + ":" + problem);
        }
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "line||",
                "dnd||",
                "conference||",
                "record||",
                "voicemail||",
                "none||",
                "transfer||",
                "forward||",
                "group_pickup||",
                "dtmf||has no 'number'",
                "pickup||has no 'number'",
                "intercom||has no 'number'",
                "multicast||has no 'number'",
                "url||has no 'number'",
                "url|http://10.0.0.1/menu.xml|",
                "url|HTTPS://pbx.example:8443/x?y=$number|",
                "url|10.0.0.1/menu|is no URL",
                "url|http://|is no URL",
                "multicast|224.0.1.75:5000|",
                "multicast|239.255.255.250:65535|",
                "multicast|[ff15::1]:5000|",
                "multicast|224.0.1.75|is no multicast",
                "multicast|10.0.0.1:5000|is no multicast",
                "multicast|240.0.0.1:5000|is no multicast",
                "multicast|224.0.1.300:5000|is no multicast",
                "multicast|224.0.1.75:0|is no multicast",
                "multicast|224.0.1.75:65536|is no multicast",
                "intercom|10 5|has a character",
                "dtmf|1 2|",
            })
    void eachTypeSaysWhatItsNumberIs(String type, String number, String problem) {
        desk("<blftype><" + type + "/></blftype><softkeytype><" + type + "/></softkeytype>");
        String key = "[{type: " + type + (number == null ? "" : ", number: '" + number + "'") + "}]";
        phone("blf: " + key + "\n  softkeys: " + key);
        root.runUntilIdle();
        assertThat(root.problems()).hasSize(problem == null ? 0 : 2);
        if (problem != null) {
            assertThat(root.problems().get(0).toString()).contains(": warning: ", "BLF key 1", problem);
            assertThat(root.problems().get(1).toString()).contains(": warning: ", "soft key 1", problem);
        }
        String read = number == null ? "" : number;
        assertThat(file())
                .isEqualTo("1 " + type + " '" + read + "' '' '' '' 1 ''\nsoft 1 " + type + " '" + read + "' '' 1 ''\n");
    }

    @Test
    void softKeysMergeAsBlfKeysDo() {
        desk("<softkeytype><speeddial/><blf/></softkeytype>");
        root.write(
                "extensions.d/_defaults.yaml",
                defaults("softkeys: {1: {type: speeddial, number: 1}, 2: {type: speeddial, number: 2}}\n"
                        + "models: {\"D*\": {softkeys: {3: {number: 105}}}}"));
        phone("softkeys: {2: {label: Two}, 4: {type: conference}}");
        expectProblems(
                "extensions.d/100.yaml:6:41: warning: soft key 4: templates/phones/desk.xml has no type 'conference', so the"
                        + " key is left out; it has 'blf', 'speeddial' (for 000000000100)");
        assertThat(file()).isEqualTo("""
                soft 1 speeddial '1' '' 1 ''
                soft 2 speeddial '2' 'Two' 1 ''
                soft 3 blf '105' 'Ann Lee' 1 ''
                """);
        root.write("extensions.d/105.yaml", "{extension: 105, first_name: Eve, last_name: Ray}\n");
        root.runUntilIdle();
        assertThat(file()).contains("'Eve Ray'");
        phone("softkeys: [{type: speeddial, number: 9}]");
        expectProblems();
        assertThat(file()).isEqualTo("soft 1 speeddial '9' '' 1 ''\n");
    }

    @Test
    void whatAFolderGivesAndItsTemplatesLackIsSaidOnce() {
        root.write("extensions.d/101.yaml", extension(101, ""));
        phone("vars: {}");
        root.write("extensions.d/_defaults.yaml", defaults("blf: [{type: conference}, {type: none}]"));
        expectProblems(
                "extensions.d/_defaults.yaml:5:14: warning: a BLF key of the type 'conference' has no effect on 2"
                        + " phones (Desk), whose template has no such type, so the key is left out");
        root.write("extensions.d/_defaults.yaml", defaults("blf: [{type: conferense}]"));
        expectProblems(
                "extensions.d/_defaults.yaml:5:14: error: no template has BLF keys of the type 'conferense', so the"
                        + " key is left out; did you mean 'conference'?");
        root.write("extensions.d/_defaults.yaml", defaults("softkeys: [{type: dnd}, {type: dnd}]"));
        expectProblems("extensions.d/_defaults.yaml:5:19: warning: 'softkeys' has no effect: " + DESK
                + " does not have it; remove it (here, and at 1 more in this file)");
        root.write(
                "templates/phones/other.xml",
                "<doc><header><type>phone-template</type><name>Other</name><softkeytype><speeddial/><own/></softkeytype>"
                        + "</header><data><device><deviceconfig filename=\"x\">x</deviceconfig></device></data></doc>");
        desk("<softkeytype><speeddial/></softkeytype>");
        root.write(
                "extensions.d/_defaults.yaml",
                defaults("softkeys: [{type: dnd}, {type: own}, {type: customspeeddial, number: 1}]"));
        expectProblems(
                "extensions.d/_defaults.yaml:5:19: warning: a soft key of the type 'dnd' has no effect on 2 phones (Desk),"
                        + " whose template has no such type, so the key is left out",
                "extensions.d/_defaults.yaml:5:32: warning: a soft key of the type 'own' has no effect on 2 phones (Desk),"
                        + " whose template has no such type, so the key is left out");
    }

    @Test
    void aModelHasSoManySoftKeys() {
        desk("<softkeytype><dnd/></softkeytype>");
        root.write("templates/models/desk.yaml", "family: Desk\ntemplate: desk\nmodels: {Desk: {softkeys: 2}}\n");
        phone("softkeys: {2: {type: dnd}, 3: {type: dnd}}");
        expectProblems(
                "extensions.d/100.yaml:6:40: warning: soft key 3 has no effect on Desk, which has 2 soft keys (1 and"
                        + " 2); remove it, or use one of these (for 000000000100)");
    }

    @Test
    void aTemplateWithoutVelocityReadsSoftKeys() {
        root.write(
                DESK,
                "<doc><header><type>phone-template</type><name>Desk</name></header><softkeytype><dnd><code>78</code></dnd>"
                        + "<blf><code>%%blfno%%/%%blflabel%%</code></blf></softkeytype><data><device>"
                        + "<deviceconfig filename=\"%%mac_address%%.cfg\"><![CDATA[{IF softkey1}1=%%code%%{ELSEIF softkey2}"
                        + "2=%%code%%{ENDIF} {IF softkey2}2=%%code%% %%softkey2%%{IF blf1}%%blf1%%{ENDIF}{ENDIF}]]>"
                        + "</deviceconfig></device></data></doc>");
        phone("softkeys: [{type: dnd}, {number: 105}]");
        expectProblems();
        assertThat(file()).isEqualTo("1=78 2=105/Ann Lee 105\n");
        phone("softkeys: {2: {number: 105}, 3: {type: dnd}}");
        expectProblems(
                "extensions.d/100.yaml:6:42: warning: soft key 3 has no effect on Desk, which has 2 soft keys (1 and"
                        + " 2); remove it, or use one of these (for 000000000100)");
        assertThat(file()).isEqualTo("2=105/Ann Lee 2=105/Ann Lee 105\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: none}|",
                "{type: dnd}|6:19: warning: BLF key 5: templates/phones/desk.xml has no type 'dnd'",
                "{type: speeddia}|6:19: error: BLF key 5: templates/phones/desk.xml has no type 'speeddia', so the key is left"
                        + " out; it has 'blf', 'customspeeddial', 'park', 'speeddial'; did you mean 'speeddial'?",
                "{type: ''}|6:19: error: BLF key 5: its 'type' is empty, so the key is left out; templates/phones/desk.xml has"
                        + " 'blf', ",
            })
    void aKeyThatIsLeftOutForItsTypeHasNoOtherProblem(String key, String problem) {
        root.write("extensions.d/_defaults.yaml", defaults("blf: {5: {number: 105, line: 2}}"));
        phone("blf: {5: " + key + "}");
        root.runUntilIdle();
        if (problem == null) {
            assertThat(root.problems()).isEmpty();
        } else {
            assertThat(root.problems()).singleElement().asString().startsWith(PHONE + ":" + problem);
        }
        assertThat(file()).isEmpty();
    }

    @Test
    void aPasswordInAUrlIsASecret() {
        desk("<blftype><url/></blftype>");
        phone("blf: [{type: url, number: 'http://me:topsecret@10.0.0.1/x'}]");
        expectProblems();
        assertThat(file()).contains("topsecret");
        phone("blf: [{type: url, number: 'me:topsecret@10.0.0.1/x'}]");
        root.runUntilIdle();
        assertThat(root.problems()).singleElement().asString().doesNotContain("topsecret");
    }

    private void desk(String header) {
        root.write(
                DESK,
                "<doc><header><type>phone-template</type><name>Desk</name>" + header + "</header><data><device>"
                        + "<deviceconfig filename=\"${phone.mac}.cfg\" syntax=\"velocity\"><![CDATA[" + KEYS
                        + "]]></deviceconfig></device></data></doc>");
    }

    private void phone(String keys) {
        root.write(PHONE, extension(100, keys));
    }

    private static String extension(int number, String more) {
        return "extension: " + number + "\nfirst_name: A\nlast_name: B\nphone:\n  mac: 000000000" + number + "\n  "
                + more.stripTrailing() + "\n";
    }

    private static String defaults(String more) {
        return "pbx_ip: 10.0.0.1\nauth_id: a\nauth_password: p\nmodel: Desk\n" + more + "\n";
    }

    private String file() {
        root.runUntilIdle();
        return root.files().get(FILE).replaceFirst("^\n$", "");
    }

    private void expectProblems(String... problems) {
        root.runUntilIdle();
        assertThat(root.problems().stream().map(Object::toString)).containsExactly(problems);
        assertThat(root.fromScratch().files()).isEqualTo(root.files());
    }
}
