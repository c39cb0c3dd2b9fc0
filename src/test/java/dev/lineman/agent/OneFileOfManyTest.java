package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A problem of one file of a phone affects no other file. */
class OneFileOfManyTest {
    @TempDir
    Path folder;

    @Test
    void aMissingValueInABlfTypeFailsOnlyTheFileThatUsesIt() {
        TestRoot root = rendered(
                "",
                "<blftype><extension><value>%%nobody%%</value></extension></blftype>",
                "{IF vlan}{ENDIF}{IF blf1}%%value%%{ENDIF}");
        assertThat(root.problems()).hasSize(1);
        assertThat(root.files()).containsOnlyKeys("provisioning/good.cfg");
    }

    @Test
    void anInvalidSettingFailsNoFile() {
        TestRoot root = rendered("<vlan type=\"int\" param=\"vlan\" default=\"1\"/>", "", "%%vlan%%{IF blf1}{ENDIF}");
        assertThat(root.problems()).hasSize(1);
        assertThat(root.files()).containsEntry("provisioning/bad.cfg", "1\n").hasSize(2);
    }

    private TestRoot rendered(String header, String after, String content) {
        TestRoot root = new TestRoot(folder);
        root.write(
                "templates/phones/x.xml",
                "<doc><header><type>phone-template</type><name>X</name>" + header + "</header>" + after
                        + "<data><device><deviceconfig filename=\"good.cfg\">good</deviceconfig>"
                        + "<deviceconfig filename=\"bad.cfg\">" + content + "</deviceconfig></device></data></doc>");
        root.write(
                "extensions.d/100.yaml",
                "extension: 100\nfirst_name: A\nlast_name: B\nauth_id: a\nauth_password: p\npbx_ip: 10.0.0.1\n"
                        + "phone: {mac: 000413000001, model: X, vars: {vlan: many},"
                        + " blf: [{number: 5, first_name: A, last_name: B}]}\n");
        root.runUntilIdle();
        return root;
    }
}
