package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Severity;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings with a type, as in published templates. */
class TypedSettingsTest {
    private static final String OUT = "provisioning/x.cfg";
    private static final String VLAN =
            "<vlan><id type=\"int\" default=\"256\" minvalue=\"1\" maxvalue=\"4094\" param=\"vlan\"/></vlan>";

    @TempDir
    Path folder;

    @Test
    void aSettingInTheMulticastGroupsIsDeclaredLikeOneInTheHeader() {
        TestRoot root = rendered(
                "",
                "<multicastringgroup maxgroupcount=\"1\" blankvalue=\"\"><multicastrg type=\"bool\" default=\"false\""
                        + " param=\"multicastenabled\"><item value=\"false\">0</item><item value=\"true\">1</item>"
                        + "</multicastrg></multicastringgroup>",
                "on=%%multicastenabled%%",
                "vars: {multicastenabled: true}");
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).containsEntry(OUT, "on=1\n");
    }

    @Test
    void aNumberOutsideItsMinvalueAndMaxvalueIsAnError() {
        for (String wrong : new String[] {"0", "4095"}) {
            TestRoot root = rendered(VLAN, "", "id=%%vlan%%", "vars: {vlan: " + wrong + "}");
            assertThat(root.problems()).as(wrong).hasSize(1);
            assertThat(root.files()).as(wrong).containsEntry(OUT, "id=256\n");
        }
    }

    @Test
    void aNumberAtItsMinvalueOrMaxvalueIsValid() {
        for (String right : new String[] {"1", "4094"}) {
            TestRoot root = rendered(VLAN, "", "id=%%vlan%%", "vars: {vlan: " + right + "}");
            assertThat(root.problems()).as(right).isEmpty();
            assertThat(root.files()).as(right).containsEntry(OUT, "id=" + right + "\n");
        }
    }

    @Test
    void carriageReturnAndLineFeedReferencesAreOneLineEnd() {
        TestRoot root = new TestRoot(folder.resolve("cr"));
        root.write(
                "templates/phones/x.xml",
                "<doc><header><type>phone-template</type><name>X</name></header><data><device>"
                        + "<deviceconfig filename=\"x.cfg\">a&#13;&#10;b&#13;\nc</deviceconfig></device></data></doc>");
        root.write("extensions.d/100.yaml", extension(""));
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(OUT, "a\nb\nc\n");
    }

    @Test
    void aValueOutsideADeclaredVariableIsAnErrorAtItsLine() {
        String vlan = "<var name=\"Vlan_Id\" type=\"int\" min=\"1\" max=\"4094\"/>";
        String code = "<var name=\"code\" pattern=\"[0-9]{4}\"/>";
        String text = "<var name=\"greeting\" maxlength=\"5\"/>";
        expectError(vlan, "vlan_id: 5000", "'vlan_id' must be a whole number from 1 to 4094", "");
        expectError(vlan, "vlan_id: x", "'vlan_id' must be a whole number from 1 to 4094", "");
        expectError(vlan, "VLAN_ID: 0", "'vlan_id' must be a whole number from 1 to 4094", "");
        expectError(code, "code: 081", "'code' must be a text that matches [0-9]{4}", "");
        String described = code.replace("/>", " description=\"4 digits\"/>");
        expectError(described, "code: 081", "'code' must be 4 digits (", "");
        expectError(described.replace("4 digits", " "), "code: 081", "'code' must be a text that matches", "");
        expectError(text, "greeting: Hello you", "'greeting' must be a text of at most 5 characters", "");
        expectError("<var name=\"mode\" type=\"bool\"/>", "mode: maybe", "'mode' must be true or false", "");
        expectError(
                "<var name=\"mode\" type=\"bool\" default=\"true\"/>", "mode: maybe", "'mode' must be true", "v=true");
    }

    @Test
    void aSecretOutsideADeclaredVariableHoldsTheFileBack() {
        expectBlocked(
                "<var name=\"pin\" pattern=\"[0-9]{4}\"/>", "pin: !secret s", "'pin' must be a text that matches");
        expectBlocked(
                "<var name=\"admin_password\" maxlength=\"4\"/>",
                "admin_password: hidden-value",
                "'admin_password' must be");
    }

    @Test
    void aValueOfALaterAccountIsCheckedToo() {
        TestRoot root = new TestRoot(folder.resolve("later"));
        root.write(
                "templates/phones/x.xml",
                "<doc><header><type>phone-template</type><name>X</name><var name=\"sip_port\" type=\"int\" max=\"65535\"/>"
                        + "</header><data><device><deviceconfig filename=\"x.cfg\" syntax=\"velocity\">"
                        + "#foreach($a in $accounts)$a.number=$!a.vars.sip_port;#end</deviceconfig></device></data></doc>");
        root.write("extensions.d/100.yaml", extension("vars: {sip_port: 5060}"));
        root.write(
                "extensions.d/101.yaml",
                extension("vars: {sip_port: 99999}").replace("100", "101").replace("model", "line: 2, model"));
        root.runUntilIdle();
        assertThat(root.problems())
                .extracting(Object::toString)
                .containsExactly("extensions.d/101.yaml:8:18: error: 'sip_port' must be a whole number up to 65535"
                        + " (templates/phones/x.xml), so it is left out (for 000413000001)");
        assertThat(root.files()).containsEntry(OUT, "100=5060;101=;\n");
    }

    @Test
    void aValueThatANearerLayerOverridesIsNotChecked() {
        TestRoot root = new TestRoot(folder.resolve("overridden"));
        root.write(
                "templates/phones/x.xml",
                "<doc><header><type>phone-template</type><name>X</name><var name=\"sip_port\" type=\"int\" max=\"65535\"/>"
                        + "</header><data><device><deviceconfig filename=\"x.cfg\" syntax=\"velocity\">"
                        + "$vars.sip_port</deviceconfig></device></data></doc>");
        root.write("extensions.d/_defaults.yaml", "vars: {sip_port: 99999}\nmodels: {'*': {vars: {sip_port: 5060}}}\n");
        root.write("extensions.d/100.yaml", extension(""));
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).containsEntry(OUT, "5060\n");
    }

    @Test
    void aValueInsideADeclaredVariableIsWrittenAsItIs() {
        for (String value : new String[] {"1", "4094", "\"\""}) {
            TestRoot root = rendered(
                    "<var name=\"v\" type=\"int\" min=\"1\" max=\"4094\"/>",
                    "",
                    "id=%%v%%",
                    "vars: {v: " + value + "}");
            assertThat(root.problems()).as(value).isEmpty();
            assertThat(root.files()).containsEntry(OUT, "id=" + value.replace("\"", "") + "\n");
        }
        TestRoot root = rendered(
                "<var name=\"v\" type=\"bool\" default=\"no\"><item value=\"false\">off</item></var>",
                "",
                "v=%%v%%",
                "");
        assertThat(root.files()).containsEntry(OUT, "v=off\n");
    }

    @Test
    void anEmptyValueTakesAwayAnOptionalVariableAndNoOther() {
        expectError("<var name=\"v\" type=\"int\" default=\"5\"/>", "v: \"\"", "'v' must be a whole number", "v=5");
        expectError("<var name=\"v\" pattern=\"[a-z]+\" default=\"a\"/>", "v: \"\"", "'v' must be a text", "v=a");
    }

    @Test
    void aWrongDeclarationIsAnErrorOfTheTemplate() {
        expectTemplateError("<var/>", "<var> needs a 'name'");
        expectTemplateError("<var name=\"a b\"/>", "<var> needs a 'name'");
        expectTemplateError("<var name=\"pbx_ip\"/>", "it comes from the extension");
        expectTemplateError("<var name=\"v\" type=\"number\"/>", "unknown type 'number' of <var>");
        expectTemplateError("<var name=\"v\" pattern=\"[0-9\"/>", "'[0-9' is not a pattern");
        expectTemplateError("<var name=\"v\" type=\"int\" min=\"one\"/>", "'min' of <var> is a whole number");
        expectTemplateError("<var name=\"v\" maxlength=\"long\"/>", "'maxlength' of <var> is a whole number");
        expectTemplateError(
                "<var name=\"v\" type=\"int\" max=\"5\" default=\"6\"/>",
                "the default of 'v' is not a whole number up to 5");
        expectTemplateError("<var name=\"v\"/><var name=\"V\"/>", "'v' is declared twice");
    }

    /** The phone gets its file with the default, or without the value. */
    private void expectError(String header, String value, String message, String content) {
        TestRoot root = expectProblem(header, value, message);
        assertThat(root.problems().get(0).severity()).as(value).isEqualTo(Severity.ERROR);
        assertThat(root.files()).as(value).containsEntry(OUT, (content + " new").strip() + "\n");
        root.write("extensions.d/100.yaml", extension("")).runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    /** The phone keeps its last good file until the value is right again. */
    private void expectBlocked(String header, String value, String message) {
        TestRoot root = expectProblem(header, value, message);
        assertThat(root.problems().get(0).severity()).as(value).isEqualTo(Severity.BLOCKING);
        assertThat(root.files().get(OUT)).as(value).doesNotContain("new");
        root.write("extensions.d/100.yaml", extension("")).runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    private TestRoot expectProblem(String header, String value, String message) {
        String name = value.substring(0, value.indexOf(':'));
        TestRoot root = rendered(
                header, "", "{IF " + name + "}v=%%" + name + "%%{ENDIF}{IF extension_first_name=New} new{ENDIF}", "");
        assertThat(root.problems()).as(header).isEmpty();
        root.write("secrets.yaml", "s: hidden-value\n");
        root.write("extensions.d/100.yaml", extension("vars:\n  " + value).replace("first_name: A", "first_name: New"))
                .runUntilIdle();
        assertThat(root.problems()).as(value).hasSize(1);
        assertThat(root.problems().get(0).toString())
                .startsWith("extensions.d/100.yaml:9:")
                .contains("error: " + message)
                .contains("templates/phones/x.xml")
                .doesNotContain("hidden-value");
        return root;
    }

    private void expectTemplateError(String header, String message) {
        TestRoot root = rendered(header, "", "a", "");
        assertThat(root.problems())
                .as(header)
                .extracting(Object::toString)
                .anyMatch(text -> text.startsWith("templates/phones/x.xml:1:") && text.contains(message));
    }

    private TestRoot rendered(String header, String after, String content, String more) {
        TestRoot root = new TestRoot(folder.resolve("r" + folder.toFile().list().length));
        root.write(
                "templates/phones/x.xml",
                "<doc><header><type>phone-template</type><name>X</name>" + header + "</header>" + after
                        + "<data><device><deviceconfig filename=\"x.cfg\">" + content
                        + "</deviceconfig></device></data></doc>");
        root.write("extensions.d/100.yaml", extension(more));
        root.runUntilIdle();
        return root;
    }

    private static String extension(String more) {
        return "extension: 100\nfirst_name: A\nlast_name: B\nauth_id: a\nauth_password: p\npbx_ip: 10.0.0.1\n"
                + "phone: {mac: 000413000001, model: X}\n" + more + "\n";
    }
}
