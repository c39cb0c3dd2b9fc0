package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A name or a label that is missing is a warning. It never holds back the credentials of a phone, its registration,
 * its access rule, or a file of its site.
 */
class DecorationTest {
    private static final String FILE = "provisioning/000413000111.cfg";
    private static final String LOOP = "provisioning/000413000112.cfg";
    private static final String BOOK = "site/book.txt";

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void office() {
        root = new TestRoot(folder);
        root.write("secrets.yaml", "known: Kay\n");
        root.write(
                "extensions.d/_defaults.yaml",
                "pbx_ip: pbx.example\nmodel: Keys\nfirst_name: A\nlast_name: B\nblf: [{number: 110}]\n");
        root.write("extensions.d/110.yaml", "{extension: 110, first_name: Eva, last_name: Roth}");
        person(111, "old", "");
        person(112, "old", ", model: Loop");
        root.write(
                "templates/phones/keys.xml",
                TestRoot.template(
                        "Keys",
                        "%%mac_address%%.cfg",
                        "%%ext_label_01%% %%extension_first_name%% %%extension_last_name%% %%extension_auth_pw%%"
                                + " {IF blf1}[%%blf1%% %%blffirstname1%% %%blflastname1%%]{ENDIF}"
                                + "{IF blf2}%%blf2%%{ENDIF}"));
        root.write(
                "templates/phones/loop.xml",
                TestRoot.template(
                        "phone-template",
                        "Loop",
                        "filename=\"${phone.mac}.cfg\" syntax=\"velocity\"",
                        "$account.label $account.displayName $account.authPassword"
                                + "#foreach($key in $blf) [$key.number $key.firstName $key.lastName]#end"));
        root.write(
                "templates/site/book.xml",
                TestRoot.template(
                        "site-template",
                        "Book",
                        "filename=\"book.txt\" syntax=\"velocity\"",
                        "#foreach($e in $extensions)$e.number $e.label $e.displayName;#end"));
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertFiles("111 A B old [110 Eva Roth]", "112 A B old [110 Eva Roth]");
    }

    @Test
    void aPersonWhoLeavesTakesOnlyTheNameOnTheKeys() {
        root.delete("extensions.d/110.yaml");
        person(111, "new", "");
        person(114, "fresh", "");
        root.runUntilIdle();
        assertFiles("111 A B new [110 110 ]", "112 A B old [110 110 ]");
        assertThat(root.files()).containsKey("provisioning/000413000114.cfg").containsKey(BOOK);
        assertWarnings(
                "extensions.d/_defaults.yaml:5:16: warning: BLF key 1: there is no extension 110, so the key shows its"
                        + " number; correct it, or give the key a 'first_name' and 'last_name' (for 000413000111, 000413000112,"
                        + " 000413000114)");
        assertThat(root.fromScratch().files()).isEqualTo(root.files());
        root.write("extensions.d/110.yaml", "{extension: 110, first_name: Ada, last_name: Roth}");
        root.runUntilIdle();
        assertFiles("111 A B new [110 Ada Roth]", "112 A B old [110 Ada Roth]");
        assertThat(root.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{extension: 110, first_name: , last_name: }|extension 110 has no names",
                "[{extension: 110, first_name: A}, {extension: 110, first_name: B}]|several extensions have the number 110",
                "{extension: 110, first_name: !secret gone}|!secret gone is not in secrets.yaml",
                "{extension: 110, first_name: !env GONE}|!env GONE is not set",
            })
    void aKeyWithoutAUsableNameShowsItsNumber(String target, String warning) {
        root.delete("extensions.d/_defaults.yaml");
        root.write("extensions.d/110.yaml", target);
        for (int number : new int[] {111, 112}) {
            root.write(
                    "extensions.d/" + number + ".yaml",
                    "{extension: " + number
                            + ", auth_id: x, auth_password: new, pbx_ip: p, first_name: A, last_name: B,"
                            + " blf: [{number: 110}], phone: {mac: 000413000" + number + ", model: "
                            + (number == 111 ? "Keys" : "Loop") + "}}");
        }
        root.runUntilIdle();
        assertFiles("111 A B new [110 110 ]", "112 A B new [110 110 ]");
        assertThat(root.problems())
                .anySatisfy(problem -> assertThat(problem.toString()).contains(": warning: ", warning));
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "blf: {1: {first_name: !secret gone}}|[110 110 ]|!secret gone is not in",
                "blf: {1: {first_name: !secret gone, last_name: L}}|[110  L]|!secret gone is not in",
                "blf: {1: {type: speeddial, last_name: !env GONE}}|[110 110 ]|!env GONE is not set",
                "blf: {1: {number: 110}, 2: {type: extension}}|[110 Eva Roth]|BLF key 2 has no 'number'",
                "blf: {1: {number: 110}, 2: {first_name: Anna}}|[110 Eva Roth]|BLF key 2 has no 'number', so it does nothing; add",
                "blf: {1: {number: 110}, 2: {type: speeddial}}|[110 Eva Roth]|BLF key 2 has no 'number', so it does nothing; add",
                "blf: {1: {number: 110}, 2: {type: speeddial, number: ''}}|[110 Eva Roth]|BLF key 2 has no 'number', so it does",
                "blf: {1: {number: 110}, 2: {number: ''}}|[110 Eva Roth]|BLF key 2 has no 'number', so it does nothing; add",
            })
    void aDefectOfAKeyHoldsNothingBack(String keys, String key, String warning) {
        person(111, "new", ", phone: {mac: 000413000111, " + keys + "}");
        root.runUntilIdle();
        assertFiles("111 A B new " + key, "112 A B old [110 Eva Roth]");
        assertWarnings(warning);
    }

    @Test
    void aKeyOfAnUnknownTypeIsLeftOut() {
        root.write(
                "templates/phones/keys.xml",
                "<doc><header><type>phone-template</type><name>Keys</name><blftype><extension/><park/></blftype>"
                        + "</header><data><device><deviceconfig filename=\"%%mac_address%%.cfg\">"
                        + "%%extension_auth_pw%%{IF blf1}[%%blf1%%]{ENDIF}</deviceconfig></device></data></doc>");
        person(111, "new", ", blf: [{type: parc, number: 7}]");
        root.runUntilIdle();
        assertFiles("new", "112 A B old [110 Eva Roth]");
        assertThat(root.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.ERROR);
            assertThat(problem.message())
                    .startsWith("BLF key 1: templates/phones/keys.xml has no type 'parc', so the key is left out");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "label: !secret gone|111 A B|!secret gone is not in",
                "label: !secret known|Kay A B|",
                "first_name: !secret gone|111  B|!secret gone is not in",
                "last_name: !env GONE|111 A|!env GONE is not set",
                "last_name: !env CONTROL|111 A|!env CONTROL is not set",
            })
    void aMissingNameOrLabelOfAnAccountHoldsNothingBack(String field, String shown, String warning) {
        for (int number : new int[] {111, 112}) {
            person(number, "new", (number == 111 ? ", " : ", model: Loop, ") + field);
        }
        root.runUntilIdle();
        assertThat(root.files().get(FILE).replaceAll(" +", " ")).startsWith(shown.replaceAll(" +", " ") + " ");
        assertThat(root.files().get(LOOP)).contains(" new ");
        assertThat(root.files().get(BOOK)).contains("110 110 Eva Roth;111 ");
        if (warning == null) {
            assertThat(root.problems()).isEmpty();
        } else {
            assertThat(root.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.severity()).isEqualTo(Severity.WARNING);
                assertThat(problem.message()).contains(warning);
            });
        }
        assertThat(root.fromScratch().files()).isEqualTo(root.files());
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
        person(111, "new", "");
        person(112, "new", ", model: Loop");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void anAccountWithoutNamesGetsItsFile() {
        root.write(
                "extensions.d/_defaults.yaml",
                "pbx_ip: pbx.example\nmodel: Keys\nlast_name: ''\nblf: [{number: 110}]\n");
        root.runUntilIdle();
        assertFiles("111   old [110 Eva Roth]", "112  old [110 Eva Roth]");
        assertWarnings(
                "extensions.d/111.yaml:1:13: warning: extension 111 has a phone and no 'first_name', so the phone shows"
                        + " no such name: add it here or in a _defaults.yaml above, or set it to \"\"",
                "extensions.d/112.yaml:1:13: warning: extension 112 has a phone and no 'first_name'");
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
    }

    @Test
    void aMissingPasswordStillKeepsTheLastGoodFile() {
        person(111, "!secret gone", ", label: !secret gone");
        root.runUntilIdle();
        assertFiles("111 A B old [110 Eva Roth]", "112 A B old [110 Eva Roth]");
        assertThat(root.problems()).extracting(Problem::severity).contains(Severity.BLOCKING);
    }

    @Test
    void anAccessRuleChangesDespiteAMissingName() {
        root.delete("extensions.d/110.yaml");
        person(111, "new", ", provisioning: {allow: [10.0.0.0/8]}");
        root.runUntilIdle();
        assertThat(root.accesses().get(FILE)).contains("10.0.0.0/8");
        assertThat(root.files().get(FILE)).contains("new");
    }

    private void person(int number, String password, String more) {
        String phone = more.contains("phone:") ? "" : ", phone: {mac: 000413000" + number + "}";
        root.write(
                "extensions.d/" + number + ".yaml",
                "{extension: " + number + ", auth_id: x, auth_password: " + password + more + phone + "}");
    }

    private void assertFiles(String placeholders, String velocity) {
        assertThat(root.files().get(FILE)).isEqualToNormalizingWhitespace(placeholders);
        assertThat(root.files().get(LOOP)).isEqualToNormalizingWhitespace(velocity);
    }

    private void assertWarnings(String... starts) {
        List<String> problems = root.problems().stream().map(Problem::toString).toList();
        assertThat(problems).hasSameSizeAs(starts).allMatch(problem -> problem.contains(": warning: "));
        for (String start : starts) {
            assertThat(problems).anyMatch(problem -> problem.contains(start));
        }
    }
}
