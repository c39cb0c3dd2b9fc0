package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vendor parameters from {@code settings}: which layer counts, what a change costs, and what keeps the last good file. */
class VendorParametersTest {
    private static final String HEADER =
            "<doc><header><type>phone-template</type><name>Desk</name><settings family=\"desk\"/></header><data><device>";
    private static final String FILE_A = "provisioning/00000000000a.cfg";
    private static final String FILE_B = "provisioning/00000000000b.cfg";

    @TempDir
    private Path folder;

    private TestRoot root;

    @BeforeEach
    void anOffice() {
        root = new TestRoot(folder);
        template("assignments", "line = 1");
        root.write("extensions.d/_defaults.yaml", "pbx_ip: h\nmodel: Desk\n");
        phone("a", "");
        phone("b", "");
        root.write("secrets.yaml", "p: hush\n");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).containsEntry(FILE_A, "line = 1\n").containsEntry(FILE_B, "line = 1\n");
    }

    private void template(String format, String content) {
        root.write(
                "templates/phones/desk.xml",
                HEADER + "<deviceconfig filename=\"%%mac_address%%.cfg\" settings=\"" + format + "\"><![CDATA["
                        + content + "\n]]></deviceconfig></device></data></doc>");
    }

    private void phone(String letter, String settings) {
        root.write(
                "extensions.d/x/" + letter + ".yaml",
                "extension: 10" + (letter.charAt(0) - 'a') + "\nfirst_name: A\nlast_name: B\nauth_id: " + letter
                        + "\nauth_password: s3cret\nphone:\n  mac: 00000000000" + letter + "\n" + settings);
    }

    private String file(String path) {
        root.runUntilIdle();
        return Objects.requireNonNull(root.files().get(path));
    }

    private List<String> messages() {
        return root.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void theNearestLayerCountsForEachName() {
        root.write(
                "extensions.d/_defaults.yaml",
                "pbx_ip: h\nmodel: Desk\nsettings: {desk: {a: fleet, b: fleet, c: fleet, d: fleet, e: fleet}}\n");
        root.write(
                "extensions.d/x/_defaults.yaml",
                "settings: {DESK: {b: site, c: site, d: site}}\nmodels: {De*: {settings: {c: model, d: model}}}\n");
        phone("a", "  settings: {e: '', d: phone, desk: {f: family}}\nsettings: {desk: {d: extension, c: ~}}\n");
        assertThat(file(FILE_A)).isEqualTo("""
                line = 1
                a = fleet
                b = site
                c = model
                d = phone
                e =\s
                f = family
                """);
        assertThat(file(FILE_B)).isEqualTo("line = 1\na = fleet\nb = site\nc = model\nd = model\ne = fleet\n");
        assertThat(root.problems()).isEmpty();
    }

    @Test
    void aProfileGivesTheParametersOfItsFamilies() {
        root.write("extensions.d/_defaults.yaml", """
                pbx_ip: h
                model: Desk
                settings: {desk: {a: fleet, b: fleet}}
                profiles:
                  reception: {settings: {desk: {b: profile, c: profile}, d: flat}}
                """);
        phone("a", "  profile: reception\n  settings: {c: phone}\n");
        assertThat(file(FILE_A)).isEqualTo("line = 1\na = fleet\nb = profile\nc = phone\n");
        assertThat(file(FILE_B)).isEqualTo("line = 1\na = fleet\nb = fleet\n");
        assertThat(messages())
                .singleElement()
                .asString()
                .contains("_defaults.yaml:5:61: error: a parameter in 'settings' is for the phones of one family");
    }

    @ParameterizedTest
    @ValueSource(strings = {"set", "quoted"})
    void aValueThatAFileCannotHaveIsLeftOutAndNotPrinted(String format) {
        String name = format.equals("set") ? "SET PASSWORD " : "PASSWORD=";
        template(format, name + "\"old\"");
        phone("a", "  settings: {PASSWORD: 'sec\"ret', OTHER: '#1'}\n");
        assertThat(file(FILE_A)).isEqualTo(name + "\"old\"\n" + name.replace("PASSWORD", "OTHER") + "\"#1\"\n");
        assertThat(messages())
                .containsExactly("extensions.d/x/a.yaml:8:24: error: 'PASSWORD' has a quotation mark that a file of"
                        + " templates/phones/desk.xml cannot have, so it is left out; write the value without '\"'"
                        + " (for 00000000000a)");
    }

    @Test
    void aMitelsValueIsQuotedWhereACommentCouldBegin() {
        template("colons", "sip line1 vmail: 1");
        phone("a", "  settings: {sip line1 vmail: '#97', greeting: 'say \"#1\"'}\n");
        assertThat(file(FILE_A)).isEqualTo("sip line1 vmail: \"#97\"\n");
        assertThat(messages())
                .containsExactly("extensions.d/x/a.yaml:8:48: error: 'greeting' has a quotation mark that is first, or"
                        + " beside '#' or an outer blank, so it is left out; write the value without '\"'"
                        + " (for 00000000000a)");
    }

    @Test
    void aChangeRendersItsPhonesAlone() {
        phone("a", "  settings: {line: 2}\n");
        TestRoot.CycleWork work = root.runUntilIdle();
        assertThat(work.written()).containsExactly(FILE_A);
        assertThat(work.rendered()).isEqualTo(1);
        phone("a", "  settings: {line: 2}\n# a comment\n");
        assertThat(root.runUntilIdle().rendered()).isZero();
        phone("a", "");
        assertThat(root.runUntilIdle().written()).containsExactly(FILE_A);
        assertThat(root.files()).containsEntry(FILE_A, "line = 1\n");
    }

    @Test
    void aSecretAndTheSameTextAreDifferentOutputs() {
        phone("a", "  settings: {note: hush}\n");
        phone("b", "  settings: {note: !secret p}\n");
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(FILE_A, "line = 1\nnote = hush\n");
        assertThat(root.files().get(FILE_B)).isEqualTo(root.files().get(FILE_A));
        assertThat(shown("00000000000b")).isEqualTo("line = 1\nnote = ••••••\n");
        assertThat(shown("00000000000a")).isEqualTo("line = 1\nnote = hush\n");
        root.write("secrets.yaml", "p: changed\n");
        assertThat(root.runUntilIdle().written()).containsExactly(FILE_B);
        assertThat(shown("00000000000b")).isEqualTo("line = 1\nnote = ••••••\n");
    }

    private String shown(String mac) {
        BuildTarget target = Objects.requireNonNull(root.state().outputIndex().target(mac));
        Output output = target.outputs().get(0);
        String text = Objects.requireNonNull(root.files().get(output.path()));
        return output.secretMasks().spans().mask(text, 0, text.length());
    }

    @Test
    void aReplacedValueTakesItsSecretAway() {
        template("assignments", "password = %%extension_auth_pw%%\nnote = x");
        assertThat(file(FILE_A)).isEqualTo("password = s3cret\nnote = x\n");
        assertThat(shown("00000000000a")).isEqualTo("password = ••••••\nnote = x\n");
        phone("a", "  settings: {password: other}\n");
        assertThat(file(FILE_A)).isEqualTo("password = other\nnote = x\n");
        assertThat(shown("00000000000a")).isEqualTo("password = ••••••\nnote = x\n");
    }

    @Test
    void aMissingSecretKeepsTheLastGoodFile() {
        phone("a", "  settings: {line: !secret q}\n");
        assertThat(file(FILE_A)).isEqualTo("line = 1\n");
        assertThat(messages())
                .singleElement()
                .asString()
                .contains("extensions.d/x/a.yaml:8:20: error: !secret q is not in");
        root.write("secrets.yaml", "p: hush\nq: 7\n");
        assertThat(file(FILE_A)).isEqualTo("line = 7\n");
    }

    @Test
    void aFileThatIsNotInItsFormatKeepsItsLastGoodContent() {
        template("elements", "line = 1");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        phone("a", "  settings: {line: 2}\n");
        assertThat(file(FILE_A)).isEqualTo("line = 1\n");
        assertThat(messages())
                .singleElement()
                .asString()
                .contains("templates/phones/desk.xml:1:", "this file is no XML that 'settings' can be put into");
        template("elements", "<r><line>1</line></r>");
        assertThat(file(FILE_A)).isEqualTo("<r><line>2</line></r>\n");
    }

    @Test
    void aPValueIsAnErrorThatSaysWhatToWrite() {
        template("items", "<gs_provision><config><item name=\"a.b\">1</item></config></gs_provision>");
        phone("a", "  settings: {P27: 1}\n");
        root.runUntilIdle();
        assertThat(messages())
                .singleElement()
                .asString()
                .contains(
                        "a.yaml:8:19: error: 'P27' is a P value, and templates/phones/desk.xml has items, so it is left out;"
                                + " write the name of the item, such as 'account.1.sip.transport'");
    }

    @Test
    void tooManyParametersKeepTheLastGoodFile() {
        String big = "x".repeat(60 << 10);
        phone("a", "  settings: {line: 2" + String.format(", a: %1$s, b: %1$s, c: %1$s, d: %1$s, e: %1$s}%n", big));
        assertThat(file(FILE_A)).isEqualTo("line = 1\n");
        assertThat(messages()).singleElement().asString().contains("at most 256 KiB");
    }

    @Test
    void aTemplateWithoutSettingsSaysSoAtItsPhone() {
        root.write("templates/phones/wall.xml", TestRoot.template("Wall", "%%mac_address%%.cfg", "wall"));
        phone("a", "  model: Wall\n  settings: {line: 2}\n");
        assertThat(file(FILE_A)).isEqualTo("wall\n");
        assertThat(messages())
                .singleElement()
                .asString()
                .contains("extensions.d/x/a.yaml:9:20: error: templates/phones/wall.xml takes no 'settings'");
    }

    @Test
    void aTemplateThatGetsItsFamilyEndsTheProblemOfAnExtension() {
        phone("a", "settings: {wall: {line: 2}}\n");
        root.runUntilIdle();
        assertThat(messages()).singleElement().asString().contains("no template is of the family 'wall'");
        String template = HEADER.replace("family=\"desk\"", "family=\"desk, wall\"")
                + "<deviceconfig filename=\"%%mac_address%%.cfg\" settings=\"assignments\">line = 1</deviceconfig>"
                + "</device></data></doc>";
        root.write("templates/phones/desk.xml", template);
        assertThat(file(FILE_A)).isEqualTo("line = 2\n");
        assertThat(root.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"settings=\"ini\"", "settings=\"assignments\"/><deviceconfig filename=\"x\" settings=\"paths\""})
    void aWrongFormatIsAnErrorOfTheTemplate(String attributes) {
        root.write(
                "templates/phones/desk.xml",
                HEADER + "<deviceconfig filename=\"%%mac_address%%.cfg\" " + attributes + "/></device></data></doc>");
        root.runUntilIdle();
        assertThat(messages()).singleElement().asString().contains("templates/phones/desk.xml:1:", "format");
        assertThat(root.files()).containsEntry(FILE_A, "line = 1\n");
    }
}
