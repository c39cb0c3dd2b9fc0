package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A template that reads forbidden objects or never ends gives one problem at its line. All other outputs are
 * published.
 */
class HostileTemplatesTest {
    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void writeTwoPhones() {
        root = new TestRoot(folder);
        root.write("outside.txt", "0UTS1DE");
        root.write("secrets.yaml", "other: 0THER-SECRET\n");
        root.write(
                "extensions.d/people.yaml",
                "- {extension: 100, first_name: A, last_name: B, auth_id: i, auth_password: own, pbx_ip: p,"
                        + " phone: {mac: 000000000100, model: Hostile, blf: [{number: 101}]}}\n"
                        + "- {extension: 101, first_name: C, last_name: D, auth_id: i, auth_password: 0THER-PASSWORD,"
                        + " pbx_ip: p, phone: {mac: 000000000101, model: Good, vars: {token: !secret other}}}\n");
        root.write(
                "templates/phones/good.xml",
                TestRoot.template("Good", "%%mac_address%%", "good %%extension_number%%{IF token=\"none\"}{ENDIF}"));
        root.write("templates/lib/self.vm", "#parse(\"lib/self.vm\")");
        root.write("templates/phones/hostile.xml", hostile("good so far"));
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    private static String hostile(String content) {
        return TestRoot.template(
                "phone-template", "Hostile", "filename=\"${phone.mac}\" syntax=\"velocity\"", "\n" + content);
    }

    private static final String DOUBLING = "#foreach($i in [1..99])";

    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "$phone.class.forName('java.lang.Runtime').getRuntime().exec('id')",
                "$phone.getClass()",
                "$account.vars.getClass().getClassLoader()",
                "$accounts.class",
                "#include('../outside.txt')",
                "#parse('../outside.txt')",
                "#parse('lib/../../outside.txt')",
                "#parse('/etc/passwd')",
                "#parse('secrets.yaml')",
                "$System.getenv('PATH')",
                "$env",
                "#evaluate('$phone')",
                "$extensions",
                "$phones",
                "$blf[0].authPassword",
                "$blf.get(0).get('auth_password')",
                "$secrets.other",
                "$accounts[1].authPassword",
                "#set($account.authPassword = 'x')",
                "$vars.put('a', 'b')",
                "#foreach($i in [1..2000000000])#end",
                "#foreach($i in [1..9999])#foreach($j in [1..9999])#foreach($k in [1..9999])#end#end#end",
                "#set($x = \"$phone.mac\" + [1..2000000000])",
                "#set($s = 'x')" + DOUBLING + "#set($s = $s + $s)#end",
                "#set($s = 'x')" + DOUBLING + "#set($s = \"$s$s\")#end",
                "#set($s = 'x')" + DOUBLING + "#set($s = $s.replace('x', 'xxxxxxxxxx'))#end",
                "#set($a = [1])" + DOUBLING + "#set($a = [$a, $a])#end",
                "#set($a = {'k': 1})" + DOUBLING + "#set($a = {'a': $a, 'b': $a})#end",
                "#macro(m)#m()#m()#end#m()",
                "#macro(m $x)#m(\"$x$x\")#end#m('xx')",
                "#parse('lib/self.vm')",
                "#foreach($i in [1..999999])$phone.mac xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#end",
            })
    void aHostileTemplateIsOneProblemOfItsOutput(String content) {
        root.write("templates/phones/hostile.xml", hostile(content));
        root.write(
                "templates/phones/good.xml",
                TestRoot.template("Good", "%%mac_address%%", "better %%extension_number%%{IF token=\"none\"}{ENDIF}"));
        root.runUntilIdle();
        assertThat(root.problems()).singleElement().satisfies(HostileTemplatesTest::isAtTheTemplate);
        assertThat(root.files()).hasSize(2);
        assertThat(root.files().get("provisioning/000000000100"))
                .as("the last good")
                .isEqualTo("good so far\n");
        assertThat(root.files().get("provisioning/000000000101"))
                .as("another phone")
                .isEqualTo("better 101\n");
        assertThat(root.files().toString() + root.problems()).doesNotContain("0UTS1DE", "0THER", "root:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$vars.token", "$vars['token']"})
    void aTokenIsNoVariable(String content) {
        root.write("templates/phones/hostile.xml", hostile(content));
        root.runUntilIdle();
        assertThat(root.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("'vars.token' is missing; add it to "));
        assertThat(root.files().get("provisioning/000000000100")).isEqualTo("good so far\n");
    }

    private static void isAtTheTemplate(Problem problem) {
        assertThat(problem.at().file()).matches("templates/phones/hostile.xml|templates/lib/self.vm");
        assertThat(problem.message()).doesNotContain("java.", "dev.lineman", "Exception", "\n");
    }

    @Test
    @Timeout(60)
    void aHostileFileNameIsOneProblem() {
        for (String name : new String[] {
            "../${phone.mac}", "/etc/cron.d/x", "$phone.class", "#foreach($i in [1..2000000000])#end", "a\\b", ".hidden"
        }) {
            root.write(
                    "templates/phones/hostile.xml",
                    TestRoot.template(
                            "phone-template", "Hostile", "filename=\"" + name + "\" syntax=\"velocity\"", "x"));
            root.runUntilIdle();
            assertThat(root.problems()).as(name).hasSize(1);
            assertThat(root.files()).containsOnlyKeys("provisioning/000000000100", "provisioning/000000000101");
        }
    }

    @Test
    @Timeout(60)
    void aBlfTypeThatContainsItselfIsOneProblem() {
        for (String first : new String[] {"x", "x".repeat(2_000)}) {
            StringBuilder parts = new StringBuilder("<a0>" + first + "</a0>");
            for (int i = 1; i < 60; i++) {
                parts.append(String.format("<a%d>%%%%a%d%%%%%%%%a%d%%%%</a%d>", i, i - 1, i - 1, i));
            }
            root.write(
                    "templates/phones/hostile.xml",
                    "<doc><header><type>phone-template</type><name>Hostile</name></header><blftype><extension>" + parts
                            + "</extension></blftype><data><device><deviceconfig filename=\"%%mac_address%%\">"
                            + "<![CDATA[{IF blf1}%%a59%%{ENDIF}]]></deviceconfig></device></data></doc>");
            root.runUntilIdle();
            assertThat(root.problems()).singleElement().satisfies(HostileTemplatesTest::isAtTheTemplate);
            assertThat(root.files().get("provisioning/000000000100")).isEqualTo("good so far\n");
        }
    }

    @Test
    @Timeout(60)
    void aHostileSiteTemplateAffectsNoOtherOutput() {
        String attributes = "filename=\"book.txt\" syntax=\"velocity\"";
        root.write(
                "templates/site/hostile.xml",
                TestRoot.template(
                        "site-template",
                        "Hostile",
                        attributes,
                        "#foreach($a in $extensions)#foreach($b in [1..2000000000])#end#end"));
        root.write(
                "templates/site/good.xml",
                TestRoot.template(
                        "site-template",
                        "Good",
                        "filename=\"good.txt\" syntax=\"velocity\"",
                        "#foreach($a in $extensions)$a.number #end"));
        root.runUntilIdle();
        assertThat(root.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.at().file()).isEqualTo("templates/site/hostile.xml"));
        assertThat(root.files())
                .containsOnlyKeys("provisioning/000000000100", "provisioning/000000000101", "site/good.txt");
    }

    @Test
    @Timeout(60)
    void manyPhonesOfAHostileTemplateAreOneProblemWithACount() {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            yaml.append("- {extension: ").append(1000 + i);
            yaml.append(", first_name: A, last_name: B, auth_id: i, auth_password: p, pbx_ip: p, phone: {mac: ");
            yaml.append(String.format("0000000002%02x", i)).append(", model: Hostile}}\n");
        }
        root.write("extensions.d/many.yaml", yaml.toString());
        root.write("templates/phones/hostile.xml", hostile("#foreach($i in [1..2000000000])#end"));
        root.runUntilIdle();
        assertThat(root.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).contains("and 38 more"));
    }
}
