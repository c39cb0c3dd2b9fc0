package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

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
            assertThat(root.problems()).as(wrong).isNotEmpty();
            assertThat(root.files()).as(wrong).isEmpty();
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
