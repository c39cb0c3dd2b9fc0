package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DECT bases: hundreds of lines, handsets with an identity, and systems of several bases. */
class DectTest {
    private static final String FIRST = "provisioning/000000000100.cfg";
    private static final String SECOND = "provisioning/000000000200.cfg";
    private static final String THIRD = "provisioning/000000000300.cfg";
    private static final String CONTENT = """
            $phone.mac base $phone.base.number of $phone.base.first '$phone.base.name' '$phone.base.group'
            #foreach($base in $phone.bases)
            further $base.number $base.mac $base.macUpper $base.macColons '$base.name' '$base.group'
            #end
            #foreach($account in $accounts)
            $account.line $account.number $account.handset.number '$account.handset.ipui' '$account.handset.name'
            #end
            """;

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void base() {
        root = new TestRoot(folder);
        template(CONTENT, " syntax=\"velocity\"", "${phone.mac}");
        root.write(
                "templates/models/base.yaml",
                "{family: Base, template: base, models: {Base: {lines: 999, handsets: 250, bases: 3, features: [ipui]}}}");
        root.write("extensions.d/_defaults.yaml", """
                pbx_ip: p
                model: Base
                first_name: A
                last_name: B
                auth_id: x
                auth_password: y
                """);
    }

    private void template(String content, String attributes, String mac) {
        root.write(
                "templates/phones/base.xml",
                TestRoot.template(
                        "phone-template",
                        "Base",
                        "filename=\"" + mac + ".cfg\" escape=\"none\"" + attributes,
                        content));
    }

    /** Adds a site template that lists the phones of a site with the numbers of their accounts. */
    private void listHosts() {
        root.write(
                "templates/site/hosts.xml",
                TestRoot.template(
                        "site-template",
                        "Hosts",
                        "filename=\"hosts.txt\" syntax=\"velocity\"",
                        "#foreach($phone in $phones)$phone.mac #foreach($a in $phone.accounts)$a.number #end#end"));
    }

    private void extension(int number, String phone) {
        root.write(
                "extensions.d/" + number + ".yaml",
                "{extension: " + number + ", phone: {mac: 000000000100" + phone + "}}\n");
    }

    private void expect(String path, String content) {
        assertThat(root.files()).containsEntry(path, content);
        TestRoot scratch = root.fromScratch();
        assertThat(scratch.files()).isEqualTo(root.files());
        assertThat(scratch.problems()).isEqualTo(root.problems());
    }

    private List<String> problems() {
        return root.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void aPhoneHasLinesUpTo999() {
        template(
                "%%ext_int_num_07%%|%%ext_int_num_250%%|%%ext_250_enabled%%%%ext_998_enabled%%|%%ext_int_num_999%%",
                "", "%%mac_address%%");
        extension(107, ", line: 7");
        extension(350, ", line: 250");
        extension(1099, ", line: 0999");
        root.runUntilIdle();
        expect(FIRST, "107|350|10|1099\n");
        assertThat(problems()).isEmpty();
        extension(1099, ", line: 1000");
        root.runUntilIdle();
        assertThat(problems())
                .containsExactly("extensions.d/1099.yaml:1:52: error: 'line' must be a number from 1 to 999");
    }

    @Test
    void anAccountHasAHandset() {
        extension(100, ", handset: {number: 5, ipui: '02 a1 b2 c3 d4', name: Reception}");
        extension(101, ", line: 2, handset: {name: Lab}");
        extension(102, ", line: 3");
        root.runUntilIdle();
        expect(FIRST, """
                000000000100 base 1 of 000000000100 '' ''
                1 100 5 '02A1B2C3D4' 'Reception'
                2 101 2 '' 'Lab'
                3 102 3 '' ''
                """);
        assertThat(problems()).isEmpty();
    }

    @Test
    void placeholdersReadTheHandset() {
        template(
                "%%ext_handset_number_01%% %%ext_handset_ipui_01%% %%ext_handset_name_01%%|%%ext_handset_number_02%%",
                "", "%%mac_address%%");
        extension(100, ", handset: {number: 5, ipui: 02A1B2C3D4, name: Lab}");
        root.runUntilIdle();
        expect(FIRST, "5 02A1B2C3D4 Lab|\n");
    }

    /**
     * The first example with a check digit is that of ucware.com, IPEI und IPUI. The others follow from the formula there: 272
     * and 10 modulo 11.
     */
    @ParameterizedTest
    @CsvSource({
        "02a1b2c3d4, 02A1B2C3D4",
        "02:A1:B2:C3:D4, 02A1B2C3D4",
        "57005 0782068 7, 0DEADBEEF4",
        "570050782068, 0DEADBEEF4",
        "12345 0123456 8, 030391E240",
        "00000 0000100 *, 0000000064",
        "001460156577, 00092263A1",
    })
    void anIdentityIsWrittenInHexOrInDecimal(String written, String ipui) {
        extension(100, ", handset: {ipui: '" + written + "'}");
        root.runUntilIdle();
        assertThat(root.files().get(FIRST)).contains("'" + ipui + "'");
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"02A1B2C3D", "12A1B2C3D4", "02A1B2C3DX", "", "655360000000", "000001048576", "0000"})
    void anotherFormOfAnIdentityIsAnError(String written) {
        extension(100, ", handset: {ipui: '" + written + "'}");
        root.runUntilIdle();
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(
                        "extensions.d/100.yaml:1:61: error: 'ipui' is the identity that the handset shows: 10 hex digits");
    }

    @Test
    void aWrongCheckDigitIsAnError() {
        extension(100, ", handset: {ipui: 57005 0782068 8}");
        root.runUntilIdle();
        assertThat(problems())
                .containsExactly("extensions.d/100.yaml:1:61: error: the last digit of 'ipui' does not fit the others;"
                        + " compare it with what the handset shows");
    }

    @Test
    void aHandsetHasOneExtension() {
        extension(100, ", handset: {ipui: 02A1B2C3D4}");
        root.runUntilIdle();
        String before = root.files().get(FIRST);
        extension(101, ", line: 2, handset: {number: 1, ipui: 02A1B2C3D4}");
        root.runUntilIdle();
        assertThat(problems())
                .containsExactly(
                        "extensions.d/101.yaml:1:63: error: handset 1 of phone 000000000100 already has an extension at"
                                + " extensions.d/100.yaml:1:54; give one of them another 'handset' (for 000000000100)",
                        "extensions.d/101.yaml:1:63: error: the handset with 'ipui' 02A1B2C3D4 of phone 000000000100"
                                + " already has an extension at extensions.d/100.yaml:1:54; give one of them another"
                                + " 'handset' (for 000000000100)");
        assertThat(root.files()).containsEntry(FIRST, before);
        extension(101, ", line: 2");
        root.runUntilIdle();
        extension(101, ", line: 2, handset: {number: 1000}");
        root.runUntilIdle();
        assertThat(problems())
                .containsExactly(
                        "extensions.d/101.yaml:1:63: error: the 'number' of a handset is a number from 1 to 999");
    }

    @Test
    void eachBaseOfASystemGetsAllLines() {
        extension(100, ", bases: [00:00:00:00:02:00, {mac: 000000000300, name: Hall, group: 2}]");
        extension(101, ", line: 2");
        root.runUntilIdle();
        String rest = """
                further 2 000000000200 000000000200 00:00:00:00:02:00 '' ''
                further 3 000000000300 000000000300 00:00:00:00:03:00 'Hall' '2'
                1 100 1 '' ''
                2 101 2 '' ''
                """;
        expect(FIRST, "000000000100 base 1 of 000000000100 '' ''\n" + rest);
        expect(SECOND, "000000000200 base 2 of 000000000100 '' ''\n" + rest);
        expect(THIRD, "000000000300 base 3 of 000000000100 'Hall' '2'\n" + rest);
        assertThat(problems()).isEmpty();
        assertThat(root.state().inputs().inventory().macs())
                .containsExactlyInAnyOrder("000000000100", "000000000200", "000000000300");

        extension(101, ", line: 3");
        assertThat(root.runUntilIdle().written()).containsExactly(FIRST, SECOND, THIRD);
        expect(THIRD, "000000000300 base 3 of 000000000100 'Hall' '2'\n" + rest.replace("2 101 2", "3 101 3"));
        extension(100, ", bases: [{mac: 000000000100, name: Attic, group: 1}, 000000000300]");
        root.runUntilIdle();
        expect(FIRST, """
                000000000100 base 1 of 000000000100 'Attic' '1'
                further 2 000000000300 000000000300 00:00:00:00:03:00 '' ''
                1 100 1 '' ''
                3 101 3 '' ''
                """);
        assertThat(root.files()).doesNotContainKey(SECOND);
    }

    @Test
    void aBaseIsInOneSystemAndNoPhoneOfItsOwn() {
        extension(100, ", bases: [000000000200]");
        root.write("extensions.d/200.yaml", "{extension: 200, phone: {mac: 000000000200}}\n");
        root.runUntilIdle();
        assertThat(problems())
                .containsExactly(
                        "extensions.d/100.yaml:1:53: error: base 000000000200 is a phone of its own at"
                                + " extensions.d/200.yaml:1:31 and keeps the files of it; remove one of the two (for 000000000200)");
        assertThat(root.files()).containsKeys(FIRST, SECOND);
        assertThat(root.files().get(SECOND)).doesNotContain("000000000100");
        root.write("extensions.d/200.yaml", "{extension: 200, phone: {mac: 000000000300, bases: [000000000200]}}\n");
        root.runUntilIdle();
        assertThat(problems())
                .containsExactly(
                        "extensions.d/200.yaml:1:53: error: base 000000000200 is already a base of another phone at"
                                + " extensions.d/100.yaml:1:53; remove one of the two (for 000000000200)");
        root.write("extensions.d/200.yaml", "{extension: 200}\n");
        root.runUntilIdle();
        assertThat(problems()).isEmpty();
        assertThat(root.files().keySet()).contains(FIRST, SECOND).doesNotContain(THIRD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bases: 000000000200|51|'bases' is a list of the MACs of further bases, such as [00:04:13:00:00:02]",
                "bases: [000000000200, 000000000200]|66|this MAC is in 'bases' twice; remove one",
                "bases: [0200]|52|'mac' must be 12 hex digits, with or without ':' '-' '.', such as 00:04:13:24:66:72",
                "bases: [{name: x}]|52|the base's MAC is missing: add 'mac: 12 HEX DIGITS'",
                "bases: [{mac: 000000000200, ipui: x}]|72|unknown key 'ipui' in a base of 'bases'",
                "handset: 5|53|'handset' is a mapping of names and values",
                "handset: {ipei: 02A1B2C3D4}|54|unknown key 'ipei' in 'handset'; did you mean 'ipui'?",
            })
    void aWrongListOfBasesOrHandsetIsAnError(String phone, int column, String message) {
        extension(100, ", " + phone);
        root.runUntilIdle();
        assertThat(problems()).singleElement().asString().endsWith(": error: " + message);
    }

    @Test
    void whatAModelDoesNotHaveIsAWarning() {
        root.write(
                "templates/models/base.yaml",
                "{family: Base, template: base, models: {Base: {handsets: 2, bases: 2, features: []}, Desk: {handsets: 0, bases: 0},"
                        + " Other: {}}}");
        extension(100, ", handset: {ipui: 02A1B2C3D4}, bases: [000000000200, 000000000300]");
        extension(101, ", line: 2, handset: {number: 3}");
        root.runUntilIdle();
        assertThat(problems())
                .allMatch(problem -> problem.contains("warning"))
                .anyMatch(problem ->
                        problem.contains("this base has no effect: Base works in systems of up to 2 bases; remove it"))
                .anyMatch(problem ->
                        problem.contains("handset 3 has no effect on Base, which has 2 handsets; remove it, or"
                                + " give it another number"))
                .anyMatch(problem -> problem.contains("'ipui' has no effect on Base, whose template does not tell"))
                .hasSize(3);
        extension(101, ", line: 2");
        extension(100, ", model: Desk, handset: {number: 1}, bases: [000000000200]");
        root.runUntilIdle();
        assertThat(problems())
                .allMatch(problem -> problem.contains("warning"))
                .anyMatch(problem -> problem.contains(
                        "this base has no effect: Desk works in no system of several bases; remove it"))
                .anyMatch(problem ->
                        problem.contains("handset 1 has no effect on Desk, which has no handsets; remove it"))
                .hasSize(2);
        extension(100, ", model: Other, handset: {number: 1}, bases: [000000000200]");
        root.runUntilIdle();
        assertThat(problems())
                .allMatch(problem -> problem.contains("warning"))
                .anyMatch(
                        problem -> problem.contains("Other is not known as a DECT base, so 'bases' may have no effect:"
                                + " remove it, or choose the model of the base; if Other is a base, add 'handsets'"))
                .anyMatch(problem -> problem.contains(
                        "Other is not known as a DECT base, so 'handset' may have no effect: remove it"))
                .hasSize(2);
    }

    @Test
    void sitesSeeAllBasesAmongTheirPhones() {
        listHosts();
        extension(100, ", bases: [000000000200]");
        root.runUntilIdle();
        assertThat(root.files().get("site/hosts.txt")).startsWith("000000000100 100 000000000200 100");
        extension(100, ", bases: [000000000300]");
        root.runUntilIdle();
        assertThat(root.files().get("site/hosts.txt")).startsWith("000000000100 100 000000000300 100");
    }

    /** Each site sees what its own extension files say: a file of one must not depend on those of another. */
    @Test
    void aBaseThatIsAPhoneOfAnotherSiteIsAmongThePhonesOfBoth() {
        listHosts();
        root.write("extensions.d/acme/_defaults.yaml", "site: acme");
        root.write("extensions.d/acme/200.yaml", "{extension: 200, phone: {mac: 000000000200}}");
        extension(100, ", bases: [000000000200]");
        root.runUntilIdle();
        assertThat(problems()).singleElement().asString().contains("is a phone of its own");
        expect("site/hosts.txt", "000000000100 100 000000000200 100\n");
        expect("site/acme/hosts.txt", "000000000200 200\n");
        root.delete("extensions.d/acme/200.yaml");
        root.runUntilIdle();
        expect("site/hosts.txt", "000000000100 100 000000000200 100\n");
    }

    @Test
    void aLineOf250CostsTheRenderingOfItsBases() {
        for (int line = 1; line <= 250; line++) {
            extension(1000 + line, ", line: " + line + (line == 1 ? ", bases: [000000000200]" : ", model: Base"));
        }
        root.runUntilIdle();
        assertThat(problems()).isEmpty();
        assertThat(root.files().get(SECOND)).contains("250 1250 250 '' ''");
        extension(1007, ", line: 7, handset: {name: Lab}");
        TestRoot.CycleWork work = root.runUntilIdle();
        assertThat(work.resolved()).isEqualTo(2);
        assertThat(work.rendered()).isEqualTo(2);
        assertThat(work.written()).containsExactly(FIRST, SECOND);
    }
}
