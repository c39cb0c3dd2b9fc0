package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Options, codecs, networks, types of BLF keys and model patterns that have no effect: each place of a value, and each
 * way in which it can have no effect.
 */
class UnusedSettingsTest {
    private static final String DESK = "templates/phones/desk.xml";
    private static final String WALL = "templates/phones/wall.xml";
    private static final String DEFAULTS = "extensions.d/_defaults.yaml";
    private static final String DESK_FILE = "provisioning/000000000100.cfg";

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void aDeskPhone() {
        root = new TestRoot(folder);
        root.write(
                DESK,
                template(
                        "Desk",
                        "<language><option value=\"English\"/><option value=\"Polish\"/></language>"
                                + "<srtp param=\"srtp\" security=\"true\"><option value=\"off\"/><option value=\"required\"/></srtp>"));
        root.write("extensions.d/100.yaml", extension("100", "phone: {mac: 000000000100, model: Desk}"));
    }

    @Test
    void anUnknownValueOfASecurityOptionKeepsTheFileUntilATemplateHasTheValue() {
        root.write(DEFAULTS, "options: {srtp: required}\n");
        expectProblems();
        assertThat(root.files()).containsEntry(DESK_FILE, "required\n");
        root.write(DEFAULTS, "options: {srtp: require}\n");
        expectProblems(DEFAULTS + ":1:17: error: 'require' is no option of 'srtp' in any template; did you mean"
                + " 'required'? (for 000000000100)");
        assertThat(root.state().problems()).extracting(Problem::severity).containsExactly(Severity.BLOCKING);
        assertThat(root.files()).containsEntry(DESK_FILE, "required\n");
        root.write(WALL, template("Wall", "<srtp security=\"true\"><option value=\"require\"/></srtp>"));
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(DESK_FILE, "off\n");
        assertThat(root.fromScratch().files()).isEqualTo(root.files());
        root.delete(WALL);
        root.write(DEFAULTS, "options: {srtp: required}\n").runUntilIdle();
        root.write(DEFAULTS, "options: {srtp: require}\n");
        expectProblems(DEFAULTS + ":1:17: error: 'require' is no option of 'srtp' in any template; did you mean"
                + " 'required'? (for 000000000100)");
        assertThat(root.files()).containsEntry(DESK_FILE, "required\n");
    }

    /** Compares with a first run too. */
    private void expectProblems(String... lines) {
        root.runUntilIdle();
        assertThat(root.problems()).extracting(Object::toString).containsExactly(lines);
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
    }

    private static String template(String name, String header) {
        return "<doc><header><type>phone-template</type><name>" + name + "</name>" + header + "</header><data><device>"
                + "<deviceconfig filename=\"%%mac_address%%.cfg\">"
                + (header.contains("param=\"srtp\"") ? "%%param::srtp%%" : "x")
                + "</deviceconfig></device></data></doc>";
    }

    private static String extension(String number, String more) {
        return "extension: " + number + "\nfirst_name: A\nlast_name: B\nauth_id: a\nauth_password: p\n"
                + "pbx_ip: 10.0.0.1\n" + more + "\n";
    }
}
