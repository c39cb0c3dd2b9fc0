package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables that no template reads: each place of a variable, and each way in which a template can read it. */
class UnreadVariablesTest {
    private static final String DESK = "templates/phones/desk.xml";
    private static final String DEFAULTS = "extensions.d/_defaults.yaml";
    private static final String HINT = "does not read it; did you mean 'vlan_id'?";

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void aDeskPhone() {
        root = new TestRoot(folder);
        root.write(DESK, template("Desk", "{IF vlan_id}vlan=%%vlan_id%%{ENDIF}"));
        root.write("extensions.d/100.yaml", extension("100", "phone: {mac: 000000000100, model: Desk}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "extensions.d/100.yaml | vars: {vlanid: 5} | 8:16",
                "extensions.d/_defaults.yaml | vars: {vlanid: 5} | 1:16",
                "extensions.d/_defaults.yaml | models: {'De*': {vars: {vlanid: 5}}} | 1:33",
            })
    void aNameThatTheTemplateDoesNotReadIsAWarningWithTheNearestName(String file, String yaml, String at) {
        append(file, yaml);
        root.runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .containsExactly(file + ":" + at + ": warning: 'vlanid' in 'vars' has no effect: " + DESK + " " + HINT);
        assertThat(root.files()).containsKey("provisioning/000000000100.cfg");
    }

    @Test
    void aNameBelowPhoneIsChecked() {
        root.write(
                "extensions.d/100.yaml",
                extension("100", "phone: {mac: 000000000100, model: Desk, vars: {vlanid: !secret x, vlan_id: 7}}"));
        root.write("secrets.yaml", "x: y\n");
        root.runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "extensions.d/100.yaml:7:56: warning: 'vlanid' in 'vars' has no effect: " + DESK + " " + HINT);
    }

    @Test
    void aNameWithoutANearOneIsAWarningToo() {
        root.write(DEFAULTS, "vars: {colour: red}\n").runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .containsExactly(DEFAULTS + ":1:16: warning: 'colour' in 'vars' has no effect: " + DESK
                        + " does not read it; correct its name, or remove it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%%x%%",
                "{IF x}y{ENDIF}",
                "{IF x=1}y{ENDIF}",
                "{IF blf1}a{ELSEIF x}y{ENDIF}",
                "{IF blf1}{IF blf2}%%X%%{ENDIF}{ENDIF}",
            })
    void aNameInThePlaceholdersOfATemplateIsRead(String content) {
        root.write(DESK, template("Desk", content))
                .write(DEFAULTS, "vars: {x: 1}\n")
                .runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$vars.x",
                "$!vars.x",
                "${vars.x}",
                "$vars['x']",
                "$vars[\"x\"]",
                "$vars.get('x')",
                "#if($vars.containsKey('X'))y#end",
                "#if(1 == 2)$vars.x#end",
                "#set($y = \"a $vars.x b\")",
                "#set($y = \"${vars.get('x')}\")",
                "#macro(m $v)$v#end#m($vars.x)",
                "#macro(m $v)$v.x#end#m($vars)",
                "#foreach($v in $vars)$v#end",
                "#set($n = 'x')$vars[$n]",
                "#foreach($a in $accounts)$a.vars.x#end",
                "$accounts[0].vars.x",
                "$account.vars.get('x')",
                "#set($v = $account.vars)$v.x",
                "#parse('lib/x.vm')",
                "#if(1 == 2)#parse(\"lib/x.vm\")#end",
                "#set($f = 'lib/x.vm')#parse($f)",
            })
    void aNameInAVelocityContentIsRead(String content) {
        root.write("templates/lib/x.vm", "$vars.x");
        root.write(DESK, TestRoot.template("phone-template", "Desk", "filename=\"a\" syntax=\"velocity\"", content));
        root.write(DEFAULTS, "vars: {x: 1}\n").runUntilIdle();
        assertThat(root.problems()).isEmpty();
        root.write(DEFAULTS, "vars: {x: 1, y: 2}\n").runUntilIdle();
        // The map as a whole and computed names may be any name.
        boolean any =
                content.matches(".*(\\(\\$vars\\)|in \\$vars\\)|= \\$account.vars\\)|\\[\\$n]|parse\\(\\$f\\)).*");
        assertThat(root.problems()).hasSize(any ? 0 : 1);
    }

    @Test
    void aNameInAFileNameIsRead() {
        root.write(DESK, TestRoot.template("Desk", "%%x%%.cfg", "a"));
        root.write(DEFAULTS, "vars: {x: 1}\n").runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void aNameInAKeyTypeIsRead() {
        root.write(
                DESK,
                "<doc><header><type>phone-template</type><name>Desk</name></header>"
                        + "<blftype><extension><value>%%x%%</value></extension></blftype><data><device>"
                        + "<deviceconfig filename=\"a\">{IF blf1}%%value%%{ENDIF}</deviceconfig></device></data></doc>");
        root.write(DEFAULTS, "vars: {x: 1}\n").runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void aNameOnlyInAFileThatIsNotPublishedIsNotRead() {
        root.write(
                DESK,
                TestRoot.template("phone-template", "Desk", "filename=\"a\" AllowDownload=\"false\"", "%%vlan_id%%"));
        root.write(DEFAULTS, "vars: {vlan_id: 1}\n").runUntilIdle();
        assertThat(root.problems()).hasSize(1);
    }

    @Test
    void aSettingThatTheHeaderDeclaresAndNoFileReadsHasNoEffect() {
        root.write(
                DESK,
                "<doc><header><type>phone-template</type><name>Desk</name><v type=\"int\" param=\"vlan_id\"/></header>"
                        + "<data><device><deviceconfig filename=\"a\">b</deviceconfig></device></data></doc>");
        root.write(DEFAULTS, "vars: {vlan_id: 1}\n").runUntilIdle();
        assertThat(root.problems()).hasSize(1);
    }

    @Test
    void defaultsAreReadIfOneOfTheTemplatesBelowReadsThem() {
        root.write("templates/phones/wall.xml", template("Wall", "%%colour%%"));
        root.write("extensions.d/a/101.yaml", extension("101", "phone: {mac: 000000000101, model: Wall}"));
        root.write(DEFAULTS, "vars: {colour: red, color: red}\n").runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .containsExactly(DEFAULTS + ":1:28: warning: 'color' in 'vars' has no effect: none of the 2 templates"
                        + " of these phones reads it; did you mean 'colour'?");
        // Only the phone below this folder counts.
        root.write("extensions.d/a/_defaults.yaml", "vars: {vlan_id: 1}\n").runUntilIdle();
        assertThat(root.problems()).hasSize(2);
    }

    @Test
    void aWarningComesAndGoesWithThePhoneItsModelAndItsTemplate() {
        root.write(DEFAULTS, "vars: {colour: red}\n");
        root.write("templates/phones/wall.xml", template("Wall", "%%colour%%"));
        expectWarnings(1);
        root.write("extensions.d/101.yaml", extension("101", "phone: {mac: 000000000101, model: Wall}"));
        expectWarnings(0);
        root.write("extensions.d/101.yaml", extension("101", "phone: {mac: 000000000101, model: Desk}"));
        expectWarnings(1);
        root.write(DESK, template("Desk", "{IF colour}%%colour%%{ENDIF}"));
        expectWarnings(0);
        root.write(DESK, template("Desk", "none"));
        expectWarnings(1);
        root.write("templates/lib/c.cfg", "%%colour%%");
        root.write(DESK, TestRoot.template("phone-template", "Desk", "filename=\"a\" src=\"lib/c.cfg\"", ""));
        expectWarnings(0);
        root.write("templates/lib/c.cfg", "none");
        expectWarnings(1);
        root.delete("extensions.d/101.yaml");
        expectWarnings(1);
        root.write(DEFAULTS, "vars: {}\n");
        expectWarnings(0);
        root.write("extensions.d/102.yaml", extension("102", "vars: {colour: red}"));
        expectWarnings(1);
        assertThat(root.problems().get(0).message()).contains("because this extension has no phone");
        root.delete("templates/phones/wall.xml");
        expectWarnings(1);
        root.delete("extensions.d/102.yaml");
        expectWarnings(0);
    }

    @Test
    void aVariableThatASiteTemplateReadsIsRead() {
        root.write("extensions.d/101.yaml", "extension: 101\nvars: {room: 1}\n");
        expectWarnings(1);
        root.write(
                "templates/site/s.xml",
                TestRoot.template(
                        "site-template",
                        "S",
                        "filename=\"s.txt\" syntax=\"velocity\"",
                        "#foreach($e in $extensions)#if($e.vars.containsKey('room'))$e.vars.room#end#end"));
        expectWarnings(0);
        root.delete("templates/site/s.xml");
        expectWarnings(1);
    }

    @Test
    void theVariablesOfALaterLineHaveNoEffectOnThePhone() {
        root.write(DESK, template("Desk", "{IF vlan_id}vlan=%%vlan_id%%{ENDIF} %%ext_auth_id_02%%"));
        root.write(
                "extensions.d/101.yaml",
                extension("101", "phone: {mac: 000000000100, model: Desk, line: 2}\nvars: {vlan_id: 5}"));
        root.runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .containsExactly("extensions.d/101.yaml:8:17: warning: 'vlan_id' in 'vars' has no effect: phone"
                        + " 000000000100 takes its variables from extension 100 on its first line; set it there, or"
                        + " below 'phone'");
    }

    @Test
    void theDefaultsOfALaterLineHaveNoEffectOnThePhone() {
        root.write(DESK, template("Desk", "{IF vlan_id}vlan=%%vlan_id%%{ENDIF} %%ext_auth_id_02%%"));
        root.write("extensions.d/b/_defaults.yaml", "vars: {vlan_id: 5}\n");
        root.write("extensions.d/b/101.yaml", extension("101", "phone: {mac: 000000000100, model: Desk, line: 2}"));
        expectWarnings(1);
        root.write("extensions.d/b/102.yaml", extension("102", "phone: {mac: 000000000102, model: Desk}"));
        expectWarnings(0);
    }

    @Test
    void aPhoneOfAnUnknownModelMayReadWhatAnyTemplateReads() {
        root.write("extensions.d/100.yaml", extension("100", "phone: {mac: 000000000100, model: Dask}"));
        root.write(DEFAULTS, "vars: {vlan_id: 1, vlanid: 2}\n").runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .filteredOn(text -> text.contains("warning"))
                .containsExactly(DEFAULTS + ":1:28: warning: 'vlanid' in 'vars' has no effect: no template reads it;"
                        + " did you mean 'vlan_id'?");
    }

    @Test
    void whileATemplateCannotBeReadNothingIsSaidOfItsPhones() {
        root.write(DEFAULTS, "vars: {vlanid: 2}\n");
        root.write(DESK, "<doc><header>").runUntilIdle();
        assertThat(root.problems()).extracting(Object::toString).noneMatch(text -> text.contains("vlanid"));
        root.write(DESK, template("Desk", "a"));
        expectWarnings(1);
    }

    @Test
    void whileAnExtensionFileCannotBeReadItsPhonesMayHaveAnyTemplate() {
        root.write("templates/phones/wall.xml", template("Wall", "{IF colour}%%colour%%{ENDIF}"));
        root.write(DEFAULTS, "vars: {colour: red}\n");
        root.write("extensions.d/101.yaml", "extension: [\n").runUntilIdle();
        assertThat(root.problems()).extracting(Object::toString).noneMatch(text -> text.contains("colour"));
        root.delete("extensions.d/101.yaml");
        expectWarnings(1);
    }

    @Test
    void manyExtensionsOfAFileWithOneUnreadNameAreOneWarning() {
        StringBuilder list = new StringBuilder();
        for (int i = 200; i < 300; i++) {
            list.append("- {extension: ").append(i).append(", vars: {vlanid: 1}}\n");
        }
        root.write("extensions.d/list.yaml", list.toString()).runUntilIdle();
        assertThat(root.problems()).hasSize(1);
        assertThat(root.problems().get(0).toString()).endsWith("(here, and at 99 more in this file)");
    }

    /** Compares with a first run too. */
    private void expectWarnings(int count) {
        root.runUntilIdle();
        assertThat(root.problems()).hasSize(count);
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
    }

    private void append(String file, String yaml) {
        root.write(
                file,
                file.equals(DEFAULTS)
                        ? yaml + '\n'
                        : extension("100", "phone: {mac: 000000000100, model: Desk}\n" + yaml));
    }

    private static String template(String name, String content) {
        return TestRoot.template(name, "%%mac_address%%.cfg", content);
    }

    private static String extension(String number, String more) {
        return "extension: " + number + "\nfirst_name: A\nlast_name: B\nauth_id: a\nauth_password: p\n"
                + "pbx_ip: 10.0.0.1\n" + more + "\n";
    }
}
