package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A consequence is folded as long as its cause is there. After each edit the problems are those of a fresh start. */
class CausesTest {
    private static final String DEFAULTS =
            "pbx_ip: pbx.example\nmodel: Desk\nfirst_name: A\nlast_name: B\nauth_password: !secret known\n";
    private static final String BROKEN = "pbx_ip: pbx.example\nmodle: Desk\n";

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void office() {
        root = new TestRoot(folder);
        root.write("secrets.yaml", "known: s3cret\n");
        root.write("extensions.d/_defaults.yaml", DEFAULTS);
        root.write(
                "templates/phones/desk.xml", TestRoot.template("Desk", "%%mac_address%%.cfg", "%%extension_auth_pw%%"));
        root.write("extensions.d/110.yaml", person(110, ""));
        root.write("extensions.d/111.yaml", person(111, ""));
    }

    private static String person(int number, String more) {
        return "{extension: " + number + ", auth_id: a, phone: {mac: 000413000" + number + more + "}}";
    }

    /** Runs, and compares with a fresh start. */
    private void assertProblems(String... lines) {
        root.runUntilIdle();
        List<String> shown = root.problems().stream().map(Object::toString).toList();
        assertThat(shown).hasSameSizeAs(lines);
        for (int i = 0; i < lines.length; i++) {
            assertThat(shown.get(i)).contains(lines[i]);
        }
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
    }

    @Test
    void whatRemainsAfterTheCauseIsCorrectedIsShown() {
        root.write("secrets.yaml", "known: [\n");
        root.write("extensions.d/112.yaml", person(112, ", auth_password: !secret other"));
        assertProblems(
                "secrets.yaml:2:1: error: this is not YAML; check indentation and quotes (and therefore 2 phones"
                        + " keep their last good files)",
                "extensions.d/112.yaml:1:");
        root.write("extensions.d/112.yaml", person(112, "") + "\n");
        assertProblems("(and therefore 3 phones keep their last good files)");
        root.write("secrets.yaml", "another: s3cret\n");
        assertProblems("!secret known is not in secrets.yaml (for 000413000110, 000413000111, 000413000112)");
        root.write("secrets.yaml", "known: s3cret\n");
        assertProblems();
    }

    @Test
    void aPhoneBelowDefaultsThatWereNeverReadWaitsForThem() {
        root.write("extensions.d/_defaults.yaml", BROKEN);
        // This one has all that it needs, but the defaults may have other values for it, or limit who gets its file.
        root.write(
                "extensions.d/112.yaml",
                "{extension: 112, auth_id: a, auth_password: p, first_name: A, last_name: B, pbx_ip: h,"
                        + " phone: {mac: 000413000112, model: Desk}}");
        assertProblems("extensions.d/_defaults.yaml:2:1: error: unknown key 'modle' in _defaults.yaml; did you mean"
                + " 'model'? (and therefore 3 phones keep their last good files)");
        assertThat(root.files()).isEmpty();
        root.write("extensions.d/_defaults.yaml", DEFAULTS);
        assertProblems();
        assertThat(root.files()).hasSize(3);
    }

    @Test
    void anExtensionThatMayBeInAnUnreadableFileIsNotMissed() {
        root.write("extensions.d/111.yaml", person(111, ", blf: [{number: 115}]"));
        root.write("extensions.d/new/115.yaml", "{extension: 115, frist_name: A}");
        root.write(
                "templates/phones/desk.xml",
                TestRoot.template("Desk", "%%mac_address%%.cfg", "{IF blf1}%%blffirstname1%%{ENDIF}"));
        assertProblems("extensions.d/new/115.yaml:1:18: error: unknown key 'frist_name' in an extension; did you mean"
                + " 'first_name'? (1 more problem follows from it)");
        root.write("extensions.d/new/115.yaml", "{extension: 116, first_name: A}");
        assertProblems("extensions.d/111.yaml:1:72: warning: BLF key 1: there is no extension 115");
        root.write("extensions.d/new/115.yaml", "{extension: 115, first_name: A}");
        assertProblems();
    }

    @Test
    void aMissingVariableGoesWhenAnyLayerSetsIt() {
        root.write(
                "templates/phones/desk.xml",
                TestRoot.template("Desk", "%%mac_address%%.cfg", "%%extension_auth_pw%% %%ntp%%"));
        assertProblems("extensions.d/_defaults.yaml:1:1: error: 'vars.ntp' is missing; add it to"
                + " extensions.d/_defaults.yaml (templates/phones/desk.xml:1:157 reads it; for");
        root.write("extensions.d/_defaults.yaml", DEFAULTS + "vars:\n  npt: x\n");
        assertProblems(
                "extensions.d/_defaults.yaml:7:3: error: 'vars.ntp' is missing; add it to extensions.d/_defaults.yaml;"
                        + " did you mean 'npt'? (templates/phones/desk.xml:1:157 reads it; for",
                "'npt' in 'vars' has no effect");
        root.write("extensions.d/_defaults.yaml", DEFAULTS + "vars:\n  ntp: x\n");
        assertProblems();
        root.write("extensions.d/_defaults.yaml", DEFAULTS);
        root.write("extensions.d/110.yaml", person(110, ", vars: {ntp: x}"));
        assertProblems("(templates/phones/desk.xml:1:157 reads it; for");
        assertThat(root.problems().get(0).reach().subjects()).containsExactly("000413000111");
    }
}
