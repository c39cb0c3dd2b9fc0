package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The expansion modules of phones, and the BLF keys on them. */
class ModulesTest {
    private static final String FILE = "provisioning/000413000100.cfg";

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void models() throws IOException {
        root = new TestRoot(folder);
        root.write("templates/phones/x.xml", """
                <doc><header><type>phone-template</type></header><data><device>
                <deviceconfig filename="${phone.mac}.cfg" syntax="velocity"><![CDATA[
                #foreach($m in $modules)$m.number=$m.type/$m.keys #end
                #foreach($k in $blf)$k.key:$k.module.$k.moduleKey #end
                ]]></deviceconfig></device></data></doc>
                """);
        root.write("templates/models/m.yaml", """
                family: M
                template: x
                models:
                  Large: {keys: 3, modules: {count: 3, types: {EXP40: 2, EXP50: 3}}}
                  Plain: {keys: 3, modules: {count: 2, keys: 2}}
                  Small: {keys: 3, modules: {count: 0}}
                  Other: {keys: 3}
                  Unknown: {modules: {count: 1, keys: 2}}
                """);
    }

    private void phone(String model, String ofPhone, String more) throws IOException {
        root.write("extensions.d/100.yaml", """
                extension: 100
                first_name: F
                last_name: L
                auth_id: a
                auth_password: p
                pbx_ip: h
                phone: {mac: "000413000100", model: %s%s}
                blf: {1: {type: speeddial, number: 1}, 2: {type: speeddial, number: 2}, 3: {type: speeddial, number: 3}, 6: {type: speeddial, number: 6}}
                %s
                """.formatted(model, ofPhone, more));
        root.runUntilIdle();
    }

    private List<String> problems() {
        return root.problems().stream()
                .map(problem -> problem.toString().replaceFirst(" \\(for .*\\)$", ""))
                .toList();
    }

    @Test
    void keysGoOnOnTheModulesInTheirOrder() throws IOException {
        phone("Large", ", modules: [EXP40, exp-50]", "");
        assertThat(problems()).isEmpty();
        assertThat(root.files().get(FILE)).isEqualToIgnoringWhitespace("1=EXP40/2 2=EXP50/3 1:0.0 2:0.0 3:1.1 6:2.2");
        phone("Large", "", "modules: 2");
        assertThat(root.files().get(FILE)).isEqualToIgnoringWhitespace("1=EXP40/2 2=EXP40/2 1:0.0 2:0.0 3:1.1 6:2.2");
        phone("Plain", "", "modules: 2");
        assertThat(root.files().get(FILE)).isEqualToIgnoringWhitespace("1=/2 2=/2 1:0.0 2:0.0 3:1.1 6:2.2");
        assertThat(problems()).isEmpty();
        assertThat(root.fromScratch().files()).isEqualTo(root.files());
    }

    @Test
    void aKeyBehindTheModulesIsAWarningThatSaysHowManyTheModelTakes() throws IOException {
        phone("Large", "", "");
        assertThat(problems())
                .containsExactly(
                        "extensions.d/100.yaml:8:83: warning: BLF keys 3 and 6 have no effect on Large, which has 2"
                                + " BLF keys (1 and 2) beside its line; if the phone has expansion modules, add 'modules: 2' (Large"
                                + " takes 3 modules (EXP40, EXP50)); else remove them, or use one of these");
        phone("Large", ", modules: EXP40", "");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("BLF key 6 has no effect")
                .contains("'modules: 2'");
        phone("Small", "", "");
        assertThat(problems()).singleElement().asString().contains("; remove them, or use one of these");
    }

    @Test
    void whatTheModelDoesNotTakeIsAnErrorThatSaysWhatItTakes() throws IOException {
        phone("Large", ", modules: 4", "");
        assertThat(problems())
                .containsExactly(
                        "extensions.d/100.yaml:7:53: error: Large takes 3 modules (EXP40, EXP50), so further ones are"
                                + " left out; remove them");
        assertThat(root.files().get(FILE)).contains("3=EXP40/2");
        phone("Large", ", modules: [EXP5, EXP50, EXP50]", "");
        assertThat(problems())
                .containsExactly(
                        "extensions.d/100.yaml:7:53: error: module 'EXP5' is left out: Large takes 3 modules (EXP40,"
                                + " EXP50); did you mean 'EXP50'?");
        phone("Large", ", modules: [EXP40, EXP40, EXP40, Side]", "");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("module 'Side' is left out: Large takes 3 modules (EXP40, EXP50); write one of these");
        assertThat(root.files().get(FILE)).contains("3=EXP40/2");
        phone("Large", ", modules: [Side, EXP40, EXP40, EXP50]", "");
        assertThat(root.files().get(FILE)).contains("1=EXP40/2 2=EXP40/2 3=EXP50/3");
        phone("Large", ", modules: [2]", "");
        assertThat(problems())
                .anyMatch(problem -> problem.contains("module '2' is left out: Large takes 3 modules (EXP40, EXP50);"
                        + " write 'modules: 2' without brackets for a number"));
        phone("Plain", ", modules: [EXP50, EXP50]", "");
        assertThat(problems()).anyMatch(problem -> problem.contains("write how many it has, such as 'modules: 1'"));
        phone("Small", "", "modules: 1");
        assertThat(problems())
                .anyMatch(problem -> problem.contains("Small takes no modules, so 'modules' has no effect; remove it"));
        phone("Other", "", "modules: 1");
        assertThat(problems())
                .anyMatch(problem -> problem.contains("warning: 'modules' has no effect, because the expansion"
                        + " modules of Other are not known; describe them in a file below templates/models"));
        phone("Large", ", modules: 1x", "");
        phone("Large", ", modules: 123", "");
        assertThat(String.join("", problems()))
                .contains("error: 'modules' is a number from 0 to 99, or a list of types such as [EXP50, EXP50]");
    }

    @Test
    void modulesOfAModelWhoseOwnKeysAreNotKnownAreAWarning() throws IOException {
        phone("Unknown", ", modules: 1", "");
        assertThat(problems())
                .contains(
                        "extensions.d/100.yaml:7:55: warning: BLF keys cannot go on to the expansion modules, because the"
                                + " keys of Unknown itself are not known; add 'keys' to its entry below templates/models");
    }

    @Test
    void aDefaultThatSomeModelsDoNotTakeIsAWarningAtItsLine() throws IOException {
        root.write("extensions.d/_defaults.yaml", "modules: 2\nprofiles: {desk: {modules: 3}}\n");
        phone("Large", "", "");
        assertThat(problems()).isEmpty();
        root.write(
                "extensions.d/101.yaml",
                "{extension: 101, first_name: A, last_name: B, auth_id: a, auth_password: p,"
                        + " pbx_ip: h, phone: {mac: '000413000101', model: Small}}\n");
        root.runUntilIdle();
        assertThat(problems())
                .containsExactly(
                        "extensions.d/_defaults.yaml:1:10: warning: Small takes no modules, so 'modules' has no effect;"
                                + " remove it");
        phone("Other", "", "");
        assertThat(problems())
                .anyMatch(problem ->
                        problem.contains("extensions.d/_defaults.yaml:1:10: warning: 'modules' has no effect,"
                                + " because the expansion modules of Other are not known"));
        phone("Large", ", profile: desk", "");
        assertThat(root.files().get(FILE)).contains("3=EXP40/2");
    }
}
