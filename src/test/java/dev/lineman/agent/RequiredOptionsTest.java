package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Severity;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code require} sets an option wherever it stands, and a phone that cannot have it keeps its last good file. */
class RequiredOptionsTest {
    private static final String FILE = "provisioning/000000000100.cfg";
    private static final String TOP = "extensions.d/_defaults.yaml";
    private static final String SITE = "extensions.d/a/_defaults.yaml";
    private static final String PHONE = "extensions.d/a/100.yaml";

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void onePhone() {
        root = new TestRoot(folder);
        template(
                "Safe",
                "<srtp param=\"srtp\"><option value=\"off\"/><option value=\"required\"/>"
                        + "<option displaytext=\"offered\" value=\"optional\"/></srtp>");
        template("Half", "<srtp param=\"srtp\"><option value=\"off\"/></srtp>");
        template("Plain", "<language><option value=\"en\"/></language>");
        root.write(TOP, "pbx_ip: p\n");
        phone("model: Safe", "");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).containsEntry(FILE, "srtp=off\n");
    }

    private void template(String name, String header) {
        String file = "templates/phones/" + name.toLowerCase(Locale.ROOT) + ".xml";
        root.write(
                file,
                TestRoot.template(name, "%%mac_address%%.cfg", "srtp={IF param::srtp}%%param::srtp%%{ENDIF}")
                        .replace("</header>", header + "</header>"));
    }

    private void phone(String phone, String more) {
        root.write(
                PHONE,
                "{extension: 100, first_name: A, last_name: B, auth_id: x, auth_password: y, phone: {mac: 000000000100, "
                        + phone + "}" + more + "}");
    }

    /** Puts a key into one of the places where {@code options} can stand. */
    private void put(String place, String yaml) {
        switch (place) {
            case "fleet" -> root.write(TOP, "pbx_ip: p\n" + yaml + "\n");
            case "fleet model" -> root.write(TOP, "pbx_ip: p\nmodels: {Sa*: {" + yaml + "}}\n");
            case "site" -> root.write(SITE, yaml + "\n");
            case "site model" -> root.write(SITE, "models: {Safe: {" + yaml + "}}\n");
            case "extension" -> phone("model: Safe", ", " + yaml);
            default -> phone("model: Safe, " + yaml, "");
        }
    }

    @ParameterizedTest
    @CsvSource({"fleet", "fleet model", "site", "site model", "extension", "phone"})
    void aRequiredValueIsSet(String place) {
        put(place, "require: {srtp: required}");
        expectFile("srtp=required");
        put(place, "require: {SRTP: offered}");
        expectFile("srtp=optional");
    }

    @ParameterizedTest
    @CsvSource({
        "fleet,fleet model",
        "fleet,site",
        "fleet,site model",
        "fleet,extension",
        "fleet,phone",
        "site,extension",
        "site,phone",
        "site model,phone",
        "fleet model,extension"
    })
    void aNearerOptionDoesNotWeakenARequiredOne(String far, String near) {
        boolean sameFile = far.startsWith("fleet") && near.startsWith("fleet");
        put(far, "require: {srtp: required}");
        if (sameFile) {
            root.write(TOP, "pbx_ip: p\nrequire: {srtp: required}\nmodels: {Safe: {options: {srtp: \"off\"}}}\n");
        } else {
            put(near, "options: {srtp: \"off\"}");
        }
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(FILE, "srtp=required\n");
        assertThat(root.problems())
                .singleElement()
                .asString()
                .contains(
                        ": warning: 'srtp' in 'options' has no effect, since 'require' at ",
                        " has another value; remove it, or change 'require' (for 000000000100)");
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
        if (!sameFile) {
            put(near, "options: {srtp: required}");
            expectFile("srtp=required");
        }
    }

    @ParameterizedTest
    @CsvSource({"fleet,site", "fleet,phone", "site,extension", "extension,phone"})
    void aNearerRequiredValueReplacesAnOptionLikeAnyNearerValue(String far, String near) {
        put(far, "options: {srtp: \"off\"}");
        if (far.equals("extension")) {
            phone("model: Safe, require: {srtp: required}", ", options: {srtp: \"off\"}");
        } else {
            put(near, "require: {srtp: required}");
        }
        expectFile("srtp=required");
    }

    @Test
    void anOptionBesideItsRequiredValueIsAWarning() {
        root.write(SITE, "options: {srtp: \"off\"}\nrequire: {srtp: required}\n");
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(FILE, "srtp=required\n");
        assertProblem(
                Severity.WARNING,
                SITE + ":1:17: warning: 'srtp' in 'options' has no effect, since 'require' at " + SITE
                        + ":2:17 has another value; remove it, or change 'require' (for 000000000100)");
    }

    @ParameterizedTest
    @CsvSource({"fleet", "site", "extension", "phone"})
    void aTemplateWithoutTheOptionOrTheValueKeepsTheLastGoodFile(String place) {
        put(place, "require: {srtp: required}");
        expectFile("srtp=required");
        template("Safe", "<language><option value=\"en\"/></language>");
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(FILE, "srtp=required\n");
        assertProblem(
                Severity.BLOCKING,
                ": error: 'require' cannot be met, so the phone keeps its last good files: templates/phones/safe.xml has no option 'srtp'; it has"
                        + " 'language'; use another template, or require this of other phones only (for 000000000100)");
        template("Safe", "<srtp param=\"srtp\"><option value=\"off\"/></srtp>");
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(FILE, "srtp=required\n");
        assertProblem(
                Severity.BLOCKING,
                ": error: 'require' cannot be met, so the phone keeps its last good files: 'required' is no value of option 'srtp' at templates/phones/safe.xml:1:");
        assertProblem(Severity.BLOCKING, "; it is one of 'off'; use another template, or");
        template("Safe", "<srtp param=\"srtp\"><option value=\"off\"/><option value=\"required\"/></srtp>");
        expectFile("srtp=required");
    }

    @Test
    void anOptionThatNoTemplateHasIsOneProblemWithTheNearestName() {
        root.write(
                "extensions.d/a/101.yaml",
                "{extension: 101, first_name: A, last_name: B, auth_id: x, auth_password: y,"
                        + " phone: {mac: 000000000101, model: Plain}}");
        put("fleet", "require: {strp: required}");
        expectProblem(
                "'require' cannot be met, so the phone keeps its last good files: no template has an option 'strp'; did you mean 'srtp'?");
        put("fleet", "require: {colour: red}");
        expectProblem(
                "'require' cannot be met, so the phone keeps its last good files: no template has an option 'colour'; correct it, or remove it");
        template("Other", "<color><option value=\"red\"/></color>");
        expectProblem(
                "'require' cannot be met, so the phone keeps its last good files: no template has an option 'colour'; did you mean 'color'?");
        template("Plain", "<colour><option value=\"red\"/></colour>");
        root.runUntilIdle();
        assertThat(root.problems())
                .singleElement()
                .asString()
                .contains("templates/phones/safe.xml has no option 'colour'; it has 'srtp'; use another");
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
    }

    private void expectProblem(String message) {
        root.runUntilIdle();
        assertThat(root.problems())
                .singleElement()
                .asString()
                .contains(": error: " + message + " (for 000000000100, 000000000101)");
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
    }

    @Test
    void phonesThatHaveTheOptionGetItBesideThoseThatLackIt() {
        root.write(TOP, "pbx_ip: p\nrequire: {srtp: required}\n");
        for (String model : new String[] {"Half", "Plain"}) {
            int number = model.equals("Half") ? 101 : 102;
            root.write(
                    "extensions.d/" + number + ".yaml",
                    "{extension: " + number
                            + ", first_name: A, last_name: B, auth_id: x, auth_password: y, phone: {mac:" + " 000000000"
                            + number + ", model: " + model + "}}");
        }
        root.runUntilIdle();
        assertThat(root.files()).containsOnlyKeys(FILE).containsEntry(FILE, "srtp=required\n");
        assertThat(root.problems()).hasSize(2).allMatch(problem -> problem.severity() == Severity.BLOCKING);
        root.write(TOP, "pbx_ip: p\nmodels: {Safe: {require: {srtp: required}}}\n");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).hasSize(3);
    }

    @Test
    void twoRequiredValuesThatDifferAreAConflict() {
        root.write(TOP, "pbx_ip: p\nrequire: {srtp: required}\n");
        root.write(SITE, "require: {Srtp: \"off\"}\n").runUntilIdle();
        assertThat(root.files()).containsEntry(FILE, "srtp=off\n");
        assertProblem(
                Severity.BLOCKING,
                SITE + ":1:17: error: 'srtp' is required with another value at " + TOP
                        + ":2:17; both must hold, so write the same value, or remove one");
        root.write(SITE, "require: {Srtp: required}\n");
        expectFile("srtp=required");
    }

    @Test
    void whatTheFolderOfALaterLineRequiresHoldsToo() {
        root.write(
                "extensions.d/b/200.yaml",
                "{extension: 200, first_name: A, last_name: B, auth_id: x, auth_password: y, phone: {mac: 000000000100,"
                        + " line: 2}}");
        root.write(
                "templates/phones/safe.xml",
                TestRoot.template("Safe", "%%mac_address%%.cfg", "srtp=%%param::srtp%%{IF ext_02_enabled}{ENDIF}")
                        .replace(
                                "</header>",
                                "<srtp param=\"srtp\"><option value=\"off\"/><option value=\"required\"/></srtp></header>"));
        root.write("extensions.d/b/_defaults.yaml", "require: {srtp: required}\n");
        expectFile("srtp=required");
        root.write("extensions.d/b/_defaults.yaml", "label: x\n");
        expectFile("srtp=off");
    }

    @Test
    void aBuiltInOptionCanBeRequired() {
        root.write(
                "templates/phones/safe.xml",
                TestRoot.template("Safe", "%%mac_address%%.cfg", "%%dst%%")
                        .replace("</header>", "<dst variableName=\"dst\"/></header>"));
        root.write(TOP, "pbx_ip: p\nrequire: {dst: false}\n");
        phone("model: Safe, options: {dst: true}", "");
        root.runUntilIdle();
        assertThat(root.files()).containsEntry(FILE, "0\n");
        assertProblem(Severity.WARNING, PHONE + ":1:");
        phone("model: Safe", "");
        root.write(TOP, "pbx_ip: p\nrequire: {dst: never}\n").runUntilIdle();
        assertProblem(
                Severity.BLOCKING,
                "'require' cannot be met, so the phone keeps its last good files: 'never' is no value of option 'dst' at ");
    }

    @Test
    void aRequiredSecretIsNotShown() {
        root.write("secrets.yaml", "mode: hidden-word\n");
        root.write(TOP, "pbx_ip: p\nrequire: {srtp: !secret mode}\n").runUntilIdle();
        assertProblem(
                Severity.BLOCKING,
                "'require' cannot be met, so the phone keeps its last good files: this is no value of option 'srtp' at ");
        assertThat(root.problems().toString()).doesNotContain("hidden-word");
        root.write("secrets.yaml", "mode: required\n");
        expectFile("srtp=required");
        root.delete("secrets.yaml").runUntilIdle();
        assertThat(root.files()).containsEntry(FILE, "srtp=required\n");
        assertThat(root.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.BLOCKING);
            assertThat(problem.message()).contains("!secret mode is not in secrets.yaml");
        });
    }

    /** Compares with a first run too. */
    private void expectFile(String text) {
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).containsEntry(FILE, text + "\n");
        assertThat(root.fromScratch().files()).isEqualTo(root.files());
        assertThat(root.fromScratch().problems()).isEmpty();
    }

    /** Compares with a first run too. */
    private void assertProblem(Severity severity, String part) {
        assertThat(root.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(severity);
            assertThat(problem.toString()).contains(part);
        });
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
    }
}
