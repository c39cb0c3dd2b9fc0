package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Counts the phones and sites that a change resolves and the outputs that it renders. The fleet has 20 phones in
 * two folders; two of them have a BLF key for extension 105.
 */
class ReachTest {
    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void fleet() {
        root = new TestRoot(folder);
        for (int number = 100; number < 120; number++) {
            extension(number, "First" + number, "pw" + number);
        }
        root.write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1\nmodel: Plain\nvars: {ntp: a}\n");
        root.write("extensions.d/berlin/_defaults.yaml", "vars: {ntp: b}\n");
        root.write("extensions.d/berlin/sales/_defaults.yaml", "vars: {ntp: c}\n");
        root.write(
                "templates/phones/plain.xml",
                TestRoot.template(
                        "Plain", "%%mac_address%%", "%%extension_auth_pw%% %%extension_first_name%% %%ntp%%"));
        root.write(
                "templates/phones/keys.xml",
                TestRoot.template("Keys", "%%mac_address%%", "%%blf1%% %%blffirstname1%% %%ntp%%"));
        root.write(
                "templates/phones/loop.xml",
                TestRoot.template(
                        "phone-template",
                        "Loop",
                        "filename=\"${phone.mac}\" syntax=\"velocity\"",
                        "#foreach($key in $blf)$key.firstName#end"));
        root.write(
                "templates/phones/parts.xml",
                "<doc><header><type>phone-template</type><name>Parts</name></header><data><device>"
                        + "<deviceconfig filename=\"%%mac_address%%\" src=\"lib/part.cfg\"/></device></data></doc>");
        root.write(
                "templates/phones/parse.xml",
                TestRoot.template(
                        "phone-template",
                        "Parse",
                        "filename=\"${phone.mac}\" syntax=\"velocity\"",
                        "#parse(\"lib/part.vm\")"));
        root.write("templates/lib/part.cfg", "part of %%mac_address%%");
        root.write("templates/lib/part.vm", "parsed for $phone.mac");
        root.write(
                "templates/site/phonebook.xml",
                TestRoot.template(
                        "site-template",
                        "Phonebook",
                        "filename=\"phonebook.xml\" syntax=\"velocity\" serve=\"true\"",
                        "#foreach($e in $extensions)$e.number $e.displayName\n#end"));
        root.write(
                "templates/site/accounts.xml",
                TestRoot.template(
                        "site-template",
                        "Accounts",
                        "filename=\"accounts.txt\" syntax=\"velocity\"",
                        "#foreach($e in $extensions)$e.authId $e.authPassword\n#end"));
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).hasSize(22);
    }

    /** Writes an extension: 100 to 109 are in Berlin, 108 and 109 of them in sales; 110 to 119 are in Munich. */
    private void extension(int number, String first, String password) {
        String where = number < 108 ? "berlin" : number < 110 ? "berlin/sales" : "munich";
        String phone = switch (number) {
            case 101 -> ", model: Keys, blf: [{number: 105}]";
            case 102 -> ", model: Loop, blf: [{type: speeddial, number: 1}, {number: 105}]";
            case 103 -> ", model: Keys, blf: [{number: 105, first_name: Own}]";
            case 104 -> ", model: Keys, blf: [{number: 106}]";
            case 107 -> ", vars: {ntp: own}";
            case 110, 111 -> ", model: Parts";
            case 112 -> ", model: Parse";
            default -> "";
        };
        root.write(
                "extensions.d/" + where + "/" + number + ".yaml",
                "extension: " + number + "\nfirst_name: " + first + "\nlast_name: L\nauth_id: " + number
                        + "\nauth_password: " + password + "\nphone: {mac: 000000000" + number + phone + "}\n");
    }

    private static String[] phones(int... numbers) {
        String[] paths = new String[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            paths[i] = "provisioning/000000000" + numbers[i];
        }
        return paths;
    }

    private static void assertReach(TestRoot.CycleWork done, int resolved, List<String> more, int... phones) {
        TreeSet<String> paths = new TreeSet<>(more);
        paths.addAll(List.of(phones(phones)));
        assertThat(done.written()).containsExactlyElementsOf(paths);
        assertThat(done.rendered()).as("rendered").isEqualTo(paths.size());
        assertThat(done.resolved()).as("resolved").isEqualTo(resolved);
    }

    @Test
    void renamingAnExtensionRendersThePhonesThatReadItAndThePhonebook() {
        extension(105, "Renamed", "pw105");
        assertReach(root.runUntilIdle(), 4, List.of("provisioning/phonebook.xml"), 101, 102, 105);
        assertThat(root.files().get("provisioning/000000000101")).startsWith("105 Renamed");
    }

    @Test
    void changingItsPasswordRendersItsPhoneAndTheAccountsButNoPhonebook() {
        extension(105, "First105", "changed");
        assertReach(root.runUntilIdle(), 2, List.of("site/accounts.txt"), 105);
    }

    @Test
    void changedDefaultsRenderThePhonesWhoseValuesChange() {
        root.write("extensions.d/berlin/_defaults.yaml", "vars: {ntp: changed}\n");
        TestRoot.CycleWork done = root.runUntilIdle();
        assertThat(done.written()).containsExactly(phones(100, 101, 103, 104, 105, 106));
        assertThat(done.resolved()).isEqualTo(10);
        // Phone 102 has a template in Velocity, which depends on all values of its phone.
        assertThat(done.rendered()).isEqualTo(7);
    }

    @Test
    void anUnusedChangeOfDefaultsRendersNothing() {
        root.write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1\nmodel: Plain\nvars: {ntp: a, unread: b}\n");
        TestRoot.CycleWork done = root.runUntilIdle();
        assertThat(done.written()).isEmpty();
        assertThat(done.resolved()).isEqualTo(20);
        // The phones with a template in Velocity.
        assertThat(done.rendered()).isEqualTo(2);
    }

    @Test
    void aChangedFragmentRendersItsUsers() {
        root.write("templates/lib/part.cfg", "another of %%mac_address%%");
        assertReach(root.runUntilIdle(), 2, List.of(), 110, 111);
        root.write("templates/lib/part.vm", "another for $phone.mac");
        assertReach(root.runUntilIdle(), 1, List.of(), 112);
        root.write("templates/lib/unused.vm", "for nobody");
        assertReach(root.runUntilIdle(), 0, List.of());
    }

    @Test
    void aFragmentThatReturnsRendersItsUsers() {
        root.delete("templates/lib/part.vm").delete("templates/lib/part.cfg");
        assertThat(root.runUntilIdle().written()).isEmpty();
        assertThat(root.problems()).hasSize(2);
        root.write("templates/lib/part.vm", "again for $phone.mac");
        assertReach(root.runUntilIdle(), 1, List.of(), 112);
        root.write("templates/lib/part.cfg", "again of %%mac_address%%");
        assertReach(root.runUntilIdle(), 2, List.of(), 110, 111);
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void aNewFragmentRendersItsUsers() {
        root.write(
                "templates/phones/parse.xml",
                TestRoot.template(
                        "phone-template",
                        "Parse",
                        "filename=\"${phone.mac}\" syntax=\"velocity\"",
                        "#parse(\"lib/new.vm\")"));
        assertThat(root.runUntilIdle().written()).isEmpty();
        assertThat(root.problems()).hasSize(1);
        root.write("templates/lib/new.vm", "new for $phone.mac");
        assertReach(root.runUntilIdle(), 1, List.of(), 112);
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void aBlfTargetThatAppearsOrDisappearsRendersItsKeys() {
        root.delete("extensions.d/berlin/105.yaml");
        root.runUntilIdle();
        assertThat(root.problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.message()).contains("there is no extension 105"));
        extension(105, "Back", "pw105");
        assertReach(root.runUntilIdle(), 5, List.of("provisioning/phonebook.xml", "site/accounts.txt"), 101, 102, 105);
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void aChangedSecretRendersItsUsers() {
        root.write("secrets.yaml", "a: one\nb: one\n");
        extension(113, "First113", "!secret a");
        extension(114, "First114", "!secret b");
        root.runUntilIdle();
        root.write("secrets.yaml", "a: two\nb: one\n");
        assertReach(root.runUntilIdle(), 2, List.of("site/accounts.txt"), 113);
    }

    @Test
    void valuesThatPrintAlikeAreDistinguished() {
        root.write(
                "templates/phones/loop.xml",
                TestRoot.template(
                        "phone-template",
                        "Loop",
                        "filename=\"${phone.mac}\" syntax=\"velocity\"",
                        "$vars.a|#if($vars.containsKey('b'))$vars.b#end"));
        String[] same = {"vars: {a: '1, b=2', ntp: n}\n", "vars: {a: '1', b: '2', ntp: n}\n"};
        String file = "extensions.d/berlin/102.yaml";
        for (String vars : same) {
            root.write(
                    file,
                    "{extension: 102, first_name: F, last_name: L, auth_id: i, auth_password: p, phone: {mac:"
                            + " 000000000102, model: Loop}, " + vars.strip() + "}");
            root.runUntilIdle();
        }
        assertThat(root.files().get("provisioning/000000000102")).isEqualTo("1|2\n");
    }
}
