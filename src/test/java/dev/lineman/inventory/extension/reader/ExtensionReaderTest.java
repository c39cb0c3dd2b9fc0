package dev.lineman.inventory.extension.reader;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.ReadResult;
import dev.lineman.inventory.GeneratedFleet;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionReaderTest {
    private static final String DEFAULTS = "berlin/_defaults.yaml";

    private final GeneratedFleet fleet = new GeneratedFleet();

    private List<FieldValues> entries(String... lines) {
        ReadResult readResult = fleet.read("100.yaml", lines);
        assertThat(readResult.problems()).isEmpty();
        return ((ExtensionFile) requireNonNull(readResult.document())).entries();
    }

    private FieldValues entry(String... lines) {
        List<FieldValues> entries = entries(lines);
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    private FolderDefaults defaults(String... lines) {
        ReadResult readResult = fleet.read(DEFAULTS, lines);
        assertThat(readResult.problems()).isEmpty();
        return (FolderDefaults) requireNonNull(readResult.document());
    }

    private List<Problem> problems(String path, String... lines) {
        ReadResult readResult = fleet.read(path, lines);
        assertThat(readResult.document()).isNull();
        assertThat(readResult.problems()).isNotEmpty();
        return readResult.problems();
    }

    private Problem problem(String path, String... lines) {
        List<Problem> problems = problems(path, lines);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private static Position at(int line, int column) {
        return new Position("extensions.d/100.yaml", line, column);
    }

    @Test
    void onlyYamlFilesAreRead() {
        assertThat(List.of("a.yaml", "a/b.yml", "a.YAML", "a.Yml")).allMatch(ExtensionReader::isYamlFile);
        assertThat(List.of("a.yaml.bak", "a.txt", "yaml", "a.json")).noneMatch(ExtensionReader::isYamlFile);
    }

    @Test
    void theEightMandatoryValuesAreReadUnchanged() {
        FieldValues entry = entry(
                "extension: 0100",
                "first_name: John",
                "last_name: Doe",
                "auth_id: 1e5",
                "auth_password: 2024-01-02",
                "pbx_ip: 10.172.0.2",
                "phone:",
                "  mac: 00:04:13:24:66:72",
                "  model: Snom320");
        assertThat(entry.text("extension")).isEqualTo("0100");
        assertThat(entry.text("first_name")).isEqualTo("John");
        assertThat(entry.text("last_name")).isEqualTo("Doe");
        assertThat(entry.text("auth_id")).isEqualTo("1e5");
        assertThat(entry.text("auth_password")).isEqualTo("2024-01-02");
        assertThat(entry.text("pbx_ip")).isEqualTo("10.172.0.2");
        assertThat(entry.fields("phone").text("mac")).isEqualTo("000413246672");
        assertThat(entry.fields("phone").text("model")).isEqualTo("Snom320");
        assertThat(entry.positionOf("f", "last_name")).isEqualTo(new Position("f", 3, 12));
        assertThat(entry.fields("phone").positionOf("f", "mac")).isEqualTo(new Position("f", 8, 8));
    }

    @Test
    void everyKeyOfAnExtensionIsRead() {
        FieldValues entry = entry(
                "extension: 100",
                "label: Front desk",
                "provisioning_url: http://10.172.0.2:5481/provisioning",
                "site: berlin",
                "model: Snom320",
                "template: snom/snom320",
                "network: LOCALLAN",
                "options: {languages: German, dst: false}",
                "codecs: [PCMA, G722]",
                "blf: {1: {type: extension, number: 105, first_name: A, last_name: B}}",
                "vars: {param::sipport: 5060, VM_Number: 999}");
        assertThat(entry.size()).isEqualTo(11);
        assertThat(entry.fields("options").text("dst")).isEqualTo("false");
        assertThat(((FieldValues.Items) requireNonNull(entry.get("codecs"))).values())
                .containsExactly("PCMA", "G722");
        assertThat(entry.fields("blf").fields("1").text("number")).isEqualTo("105");
        assertThat(entry.fields("vars").text("param::sipport")).isEqualTo("5060");
        assertThat(entry.fields("vars").text("vm_number")).isEqualTo("999");
    }

    @Test
    void everyKeyOfAPhoneIsRead() {
        FieldValues phone = entry(
                        "extension: 100",
                        "phone: {mac: 000413246672, model: Snom320, template: snom/snom320, line: 2, network: LOCALLAN,",
                        "  options: {languages: German}, codecs: [PCMA], blf: [{number: 105}], vars: {a: 1}}")
                .fields("phone");
        assertThat(phone.size()).isEqualTo(9);
        assertThat(phone.text("line")).isEqualTo("2");
    }

    @Test
    void onlyTheNumberIsMandatory() {
        assertThat(entry("extension: 100").size()).isOne();
        assertThat(problem("100.yaml", "first_name: John").message()).contains("extension: NUMBER");
        assertThat(problem("100.yaml", "extension:").at()).isEqualTo(at(1, 1));
        assertThat(problem("100.yaml", "extension: ''").message()).contains("missing");
        assertThat(problem("100.yaml", "extension: \"1\\n2\"").message()).contains("control character");
    }

    @Test
    void aKeyWithoutAValueIsNotSetAndAnEmptyTextIs() {
        FieldValues entry = entry("extension: 100", "first_name: ~", "last_name: ''", "label: null", "site:", "phone:");
        assertThat(entry.size()).isEqualTo(2);
        assertThat(entry.text("last_name")).isEmpty();
    }

    @Test
    void aFileHoldsOneExtensionAListOrSeveralDocuments() {
        assertThat(entries("- extension: 100", "- extension: 101")).hasSize(2);
        assertThat(entries("extension: 100", "---", "extension: 101", "---")).hasSize(2);
        assertThat(entries("[{extension: 100}]", "---", "extension: 101")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "''", "[[]]", "- 100", "- extension: 100\n-", "extension: 1\n---\ntext"})
    void anExtensionThatIsNoMappingIsAnError(String text) {
        assertThat(problem("100.yaml", text).message()).contains("an extension is expected here");
    }

    @Test
    void aPhoneWithoutAMacIsAnError() {
        assertThat(problem("100.yaml", "extension: 100", "phone: {model: x}"))
                .isEqualTo(Problem.blocking(at(2, 8), "the phone's MAC is missing: add 'mac: 12 HEX DIGITS'"));
        assertThat(problem("100.yaml", "extension: 100", "phone: {mac: }").message())
                .contains("MAC is missing");
        assertThat(problems("100.yaml", "extension: 100", "phone: {modle: x}")).hasSize(2);
        assertThat(problem("100.yaml", "extension: 100", "phone: 000413246672").at())
                .isEqualTo(at(2, 8));
        assertThat(problem("100.yaml", "extension: 100", "phones: {mac: 000413246672}")
                        .message())
                .contains("list");
        assertThat(problem("100.yaml", "extension: 100", "phones: [000413246672]")
                        .at())
                .isEqualTo(at(2, 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "000413246672",
                "00:04:13:24:66:72",
                "00-04-13-24-66-72",
                "0004.1324.6672",
                "000413-246672",
                "'000413246672'"
            })
    void aMacMayBeWrittenInManyForms(String mac) {
        assertThat(entry("extension: 100", "phone: {mac: " + mac + "}")
                        .fields("phone")
                        .text("mac"))
                .isEqualTo("000413246672");
    }

    @Test
    void aMacIsKeptInLowerCase() {
        assertThat(entry("extension: 100", "phone: {mac: 00-AB-cD-EF-00-11}")
                        .fields("phone")
                        .text("mac"))
                .isEqualTo("00abcdef0011");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "''",
                "00041324667",
                "0004132466722",
                "00041324667g",
                "4.13247E+11",
                "00 04 13 24 66 72",
                "00041324667٢",
                "[a]",
                "!secret x",
                "\"0004132466\\n72\""
            })
    void aMacHasTwelveHexDigits(String mac) {
        assertThat(problem("100.yaml", "extension: 100", "phone:", "  mac: " + mac)
                        .at())
                .isEqualTo(at(3, 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "01", "99", "007"})
    void aLineIsANumberFrom1To99(String line) {
        assertThat(entry("extension: 100", "phone: {mac: 000413246672, line: " + line + "}"))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000", "1.5", "one", "''", "[1]", "!env LINE", "١", "99999999999"})
    void anotherLineIsAnError(String line) {
        assertThat(problem("100.yaml", "extension: 100", "phone: {mac: 000413246672,", "  line: " + line + "}")
                        .at())
                .isEqualTo(at(3, 9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"berlin", "Berlin-2", "a.b", "_x", "München", "1", "''"})
    void aSiteNamesAFolder(String site) {
        assertThat(entry("extension: 100", "site: " + site)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".a", "a/b", "a\\b", "a b", "'-x'", "!secret s", "'a:b'", "[x]"})
    void anotherSiteIsAnError(String site) {
        assertThat(problem("100.yaml", "extension: 100", "site: " + site).at()).isEqualTo(at(2, 7));
    }

    @ParameterizedTest
    @CsvSource({
        "frist_name,first_name",
        "firstname,first_name",
        "First_Name,first_name",
        "auth_pasword,auth_password",
        "lable,label",
        "pohne,phone",
        "pbx-ip,pbx_ip",
        "sites,site"
    })
    void aMisspeltKeyGetsASuggestion(String typed, String meant) {
        Problem problem = problem("100.yaml", "extension: 100", typed + ": x");
        assertThat(problem.at()).isEqualTo(at(2, 1));
        assertThat(problem.message()).contains("in an extension").endsWith("; did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @CsvSource({"allow", "certificate", "fetches", "tftp", "token", "until", "user_agent"})
    void aKeyOfProvisioningHasItsPlaceInTheMessage(String key) {
        String message = "'" + key + "' belongs below 'provisioning:'";
        assertThat(problem("100.yaml", "extension: 100", key + ": x").message()).isEqualTo(message);
        assertThat(problem("100.yaml", "extension: 100", "phone: {mac: 000413246672, " + key + ": x}")
                        .message())
                .isEqualTo(message);
    }

    @Test
    void anUnknownKeyIsAnErrorEvenWithoutAValue() {
        assertThat(problem("100.yaml", "extension: 100", "foo:").at()).isEqualTo(at(2, 1));
        assertThat(problem("100.yaml", "extension: 100", "colour: red").message())
                .isEqualTo("unknown key 'colour' in an extension");
        assertThat(problem("100.yaml", "extension: 100", "phone: {mac: 000413246672, modle: x}")
                        .message())
                .isEqualTo("unknown key 'modle' in a phone; did you mean 'model'?");
        assertThat(problem("100.yaml", "extension: 100", "blf: [{nubmer: 105}]").message())
                .isEqualTo("unknown key 'nubmer' in a BLF key or a soft key; did you mean 'number'?");
        assertThat(problem("100.yaml", "extension: 100", "models: {x: {}}").message())
                .contains("'models' belongs at the top of a _defaults.yaml");
        assertThat(problem("100.yaml", "a: &a {label: x}", "---", "extension: 100", "<<: *a")
                        .message())
                .isNotEmpty();
    }

    @Test
    void aMappingForAListOfNamesIsAnErrorThatSaysWhatToWrite() {
        assertThat(problem("100.yaml", "extension: 100", "profile: {vars: {}}").message())
                .isEqualTo("'profile' is a name, or a list of names such as [reception, night]");
        assertThat(problem("100.yaml", "extension: 100", "modules: {count: 2}").message())
                .isEqualTo("'modules' is a number from 0 to 99, or a list of types such as [EXP50, EXP50]");
    }

    @Test
    void theProblemOfAMisplacedKeyNamesTheRightPlace() {
        assertThat(problem("_defaults.yaml", "models: {T5*: {profile: x}}").message())
                .isEqualTo("'profile' belongs to a phone or an extension; write its values here instead");
        assertThat(problem("100.yaml", "extension: 100", "mac: 000413246672").message())
                .contains("below 'phone:'");
        assertThat(problem("100.yaml", "extension: 100", "phone: {mac: 000413246672, pbx_ip: 1}")
                        .message())
                .contains("beside 'extension:'");
        assertThat(problem("100.yaml", "extension: 100", "<<: {label: x}").message())
                .contains("_defaults.yaml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{extension: 100, auth_password: ab,hunter2}",
                "{extension: 100, auth_password:hunter2}",
                "{extension: 100, auth_password: a,hunter2,hunter2}",
                "{extension: 100, auth_password: [hunter2]}",
                "{extension: 100, auth_password: {hunter2}}",
                "{extension: 100, vars: {pin: a,hunter2!}}",
                "{extension: 100, auth_password: \"hunter2\\n\"}",
                "{extension: 100, phone: {mac: hunter2, line: hunter2}, site: ../hunter2}",
                "{extension: 100, phone: hunter2, vars: hunter2, options: hunter2, blf: hunter2, codecs: hunter2}",
                "{extension: 100, blf: {hunter2: {}}}",
                "hunter2"
            })
    void noProblemRepeatsAPartOfAValue(String text) {
        assertThat(problems("100.yaml", text))
                .noneMatch(problem -> problem.message().contains("hunter2"));
    }

    @Test
    void allProblemsOfAFileAreReported() {
        assertThat(problems("100.yaml", "- extension: 100", "  foo: 1", "- phone: {mac: x, line: 0}"))
                .extracting(Problem::at)
                .containsExactly(at(2, 3), at(3, 16), at(3, 25), at(3, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\n", "\\t", "\\0", "\\e", "\\x7f", "\\N", "\\L", "\\P", "\\ud800", "\\udc00x"})
    void aValueWithAControlCharacterIsAnError(String escape) {
        for (String line : List.of(
                "first_name: ",
                "auth_password: ",
                "extension: ",
                "vars: {a: ",
                "options: {a: ",
                "codecs: [",
                "blf: [{number: ")) {
            String close = line.contains("[{") ? "}]" : line.contains("[") ? "]" : line.contains("{") ? "}" : "";
            String text = line + "\"x" + escape + "y\"" + close;
            List<Problem> problems = line.startsWith("extension")
                    ? problems("100.yaml", text)
                    : problems("100.yaml", "extension: 100", text);
            assertThat(problems)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message())
                            .contains("control character")
                            .doesNotContain("\n"));
        }
        assertThat(problems("100.yaml", "extension: 100", "options: {\"a" + escape + "\": x}"))
                .hasSize(1);
    }

    @Test
    void aCharacterBeyondTheBasicPlaneIsNoControlCharacter() {
        assertThat(entry("extension: 100", "label: \"\\ud83d\\ude00 😀 Ümit\"").text("label"))
                .isEqualTo("😀 😀 Ümit");
    }

    @Test
    void aBlockOfOneLineWithoutItsLineEndIsAValue() {
        assertThat(entry("extension: 100", "label: |-", "  one: two # three").text("label"))
                .isEqualTo("one: two # three");
        assertThat(problem("100.yaml", "extension: 100", "label: |", "  one").message())
                .contains("line break");
    }

    @Test
    void onlyTextCanBeASecretReference() {
        FieldValues entry = entry("extension: 100", "auth_password: !secret pbx", "vars: {a: !env PBX}");
        assertThat(entry.get("auth_password")).isEqualTo(new FieldValues.ValueReference(true, "pbx"));
        assertThat(entry.fields("vars").get("a")).isEqualTo(new FieldValues.ValueReference(false, "PBX"));
        for (String key : List.of("site", "model", "template", "network")) {
            assertThat(problem("100.yaml", "extension: 100", key + ": !secret x")
                            .message())
                    .contains("written out");
        }
        assertThat(problem("100.yaml", "extension: !secret x").message()).contains("written out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "extension_number",
                "Extension_Auth_PW",
                "pbx_ip",
                "mac_address",
                "mac_address_upper",
                "phone_model",
                "ua",
                "network",
                "ext_01_enabled",
                "ext_int_num_02",
                "ext_auth_pw_99",
                "ext_label_01"
            })
    void varsCannotSetBuiltInNames(String name) {
        assertThat(problem("100.yaml", "extension: 100", "vars: {" + name + ": x}")
                        .message())
                .contains("cannot be set in 'vars'");
    }

    @Test
    void namesInVarsArePlaceholders() {
        assertThat(entry("extension: 100", "vars: {ext_1: a, blf1: b, provlink: c, 'Größe': d, 1: e, null: f}")
                        .fields("vars")
                        .size())
                .isEqualTo(6);
        for (String name : List.of("'a b'", "''", "a%b", "a/b", "~", "{a: b}", "\"a\\nb\"")) {
            assertThat(problems("100.yaml", "extension: 100", "vars: {" + name + ": x}"))
                    .hasSize(1);
        }
        assertThat(problem("100.yaml", "extension: 100", "vars: {pin: 1,", " PIN: 2}")
                        .at())
                .isEqualTo(at(3, 2));
    }

    @Test
    void blfIsAListOrAMapByKeyNumber() {
        FieldValues entry = entry("extension: 100", "blf: [{number: 105}, ~, {type: blf, number: '*97'}]");
        FieldValues.Items list = (FieldValues.Items) requireNonNull(entry.get("blf"));
        assertThat(list.values()).hasSize(3).element(1).isEqualTo(FieldValues.EMPTY);
        for (String key : List.of("0", "01", "-1", "x", "10000", "''")) {
            assertThat(problem("100.yaml", "extension: 100", "blf: {" + key + ": {number: 1}}")
                            .message())
                    .contains("the number of a BLF key is from 1 to 9999");
        }
        assertThat(problem("100.yaml", "extension: 100", "blf: [105]").at()).isEqualTo(at(2, 7));
        assertThat(problem("100.yaml", "extension: 100", "blf: 105").at()).isEqualTo(at(2, 6));
        assertThat(problem("100.yaml", "extension: 100", "blf: 105").message())
                .startsWith(
                        "'blf' is a list of keys, or a mapping by key number, such as {1: {type: speeddial, number: 112}}");
        assertThat(problem("100.yaml", "extension: 100", "softkeys: dnd").message())
                .startsWith("'softkeys' is a list of keys, or a mapping by key number, such as {1: {type: dnd}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"extension", "mac", "phone", "phones", "line"})
    void aKeyThatIdentifiesAnExtensionOrPhoneIsNoDefault(String key) {
        Problem problem = problem(DEFAULTS, "pbx_ip: 10.0.0.1", key + ": x");
        assertThat(problem.at()).isEqualTo(new Position("extensions.d/" + DEFAULTS, 2, 1));
        assertThat(problem.message()).contains("'" + key + "'").contains("cannot be a default");
    }

    @Test
    void defaultsAreOneMapping() {
        assertThat(defaults("pbx_ip: 10.0.0.1", "site: berlin", "model: x")
                        .plain()
                        .size())
                .isEqualTo(3);
        assertThat(defaults("pbx_ip: 10.0.0.1", "---").plain().size()).isOne();
        assertThat(defaults("{}").plain().size()).isZero();
        for (String text : List.of("- pbx_ip: x", "text", "pbx_ip: x\n---\nmodel: y")) {
            assertThat(problem(DEFAULTS, text).message()).contains("one mapping");
        }
        assertThat(problem(DEFAULTS, "# nothing").message()).contains("empty");
        assertThat(problem("berlin/_defaults.yml", "pbx_ip: x").message()).contains("_defaults.yaml");
    }

    @Test
    void modelRulesAreOrderedByTheLongestPattern() {
        FolderDefaults defaults = defaults(
                "models:",
                "  '*': {vars: {a: 1}}",
                "  'Fanvil X*': {options: {languages: German}, codecs: [PCMA], blf: [], network: LOCALLAN}",
                "  'Fanvil X3*': {vars: {a: 3}}");
        assertThat(defaults.rules())
                .extracting(rule -> rule.pattern().text())
                .containsExactly("Fanvil X3*", "Fanvil X*", "*");
        assertThat(problem(DEFAULTS, "models: {X*: {pbx_ip: 1}}").message()).contains("in a model");
        assertThat(problem(DEFAULTS, "models: {X*: 1}").message()).contains("mapping");
        assertThat(problem(DEFAULTS, "models: [x]").message()).contains("mapping");
        assertThat(problem(DEFAULTS, "models: {'Fanvil X*': {}, 'fanvil-x*': {}}")
                        .message())
                .contains("occurs twice");
        assertThat(defaults("models: {X*: ~}").rules()).isEmpty();
    }

    @Test
    void anOptionStandsOnceInAnyCase() {
        for (String key : List.of("options", "require")) {
            assertThat(problem(DEFAULTS, key + ": {Language: German, language: Polish}")
                            .message())
                    .isEqualTo("this name occurs twice in '" + key + "', where case does not matter; remove one");
        }
    }

    @Test
    void positionsInLongLinesAndLongFilesAreKept() {
        for (int line : List.of(1, 2, 8191, 8192, 1 << 24)) {
            for (int column : List.of(1, 511, 512, 262_143, 1 << 24)) {
                assertThat(FieldValues.position("f", FieldValues.pack(line, column)))
                        .isEqualTo(new Position("f", line, column));
            }
        }
    }

    @Test
    void equalMappingsMayDifferInOrderAndPosition() {
        FieldValues one = entry("extension: 100", "codecs: [a, b]", "blf: [{number: 1, type: x}]");
        FieldValues other = entry("", "blf:", "- type: x", "  number: 1", "codecs:", "- a", "- b", "extension: 100");
        assertThat(FieldValues.isSameValue(one, other)).isTrue();
        for (String[] different : new String[][] {
            {"extension: 100", "codecs: [b, a]", "blf: [{number: 1, type: x}]"},
            {"extension: 100", "codecs: [a, b, c]", "blf: [{number: 1, type: x}]"},
            {"extension: 100", "codecs: [a, b]", "blf: [{number: 2, type: x}]"},
            {"extension: 100", "codecs: [a, b]", "blf: [{number: 1}]"},
            {"extension: 100", "codecs: [a, b]", "blf: {1: {number: 1, type: x}}"},
            {"extension: 100", "codecs: [a, b]"}
        }) {
            assertThat(FieldValues.isSameValue(one, entry(different))).isFalse();
            assertThat(FieldValues.isSameValue(entry(different), one)).isFalse();
        }
    }

    @Test
    void documentsWithOtherPositionsAreNotEqual() {
        String text = "{extension: 100, codecs: [a], phone: {mac: 000413246672}}";
        assertThat(fleet.read("100.yaml", text).document())
                .isEqualTo(fleet.read("100.yaml", text).document())
                .hasSameHashCodeAs(fleet.read("100.yaml", text).document())
                .isNotEqualTo(fleet.read("100.yaml", "", text).document())
                .isNotEqualTo(fleet.read("100.yaml", text.replace("[a", "[ a")).document());
        assertThat(fleet.read(DEFAULTS, "models: {x: {codecs: [a]}}").document())
                .isEqualTo(fleet.read(DEFAULTS, "models: {x: {codecs: [a]}}").document())
                .isNotEqualTo(
                        fleet.read(DEFAULTS, "models: {x: {codecs: [ a]}}").document());
    }

    @Test
    void toStringShowsNoValue() {
        FieldValues entry =
                entry("extension: 100", "auth_password: hunter2", "codecs: [hunter2]", "vars: {pin: hunter2}");
        ValueLayer layer = new ValueLayer(ValueLayer.LayerKind.EXTENSION, entry, "f");
        LayerStack.LayerValue found =
                requireNonNull(LayerStack.of(List.of(layer)).get("auth_password"));
        assertThat(List.of(entry, requireNonNull(entry.get("codecs")), layer, found)
                        .toString())
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "allow: 10.0.0.0/8 | 2:24 | 'allow' is a list of networks",
                "allow: [] | 2:24 | 'allow' is a list of networks",
                "allow: [10.0.0.0/8, lan] | 2:37 | 'allow' has networks such as",
                "allow: [10.0.0.1/8] | 2:25 | this network begins at another address: write 10.0.0.0/8",
                "allow: [!secret lan] | 2:25 | 'allow' must be written out",
                "user_agent: yes | 2:29 | 'user_agent' is true or false",
                "certificate: yes | 2:30 | 'certificate' is true or false",
                "until: 2026-12-01 | 2:24 | 'until' is a date, a time and a zone, such as 2026-12-01T12:00Z",
                "until: 2026-13-01T12:00Z | 2:24 | 'until' is a date",
                "fetches: 0 | 2:26 | 'fetches' is a number from 1 to 999999",
                "fetches: -1 | 2:26 | 'fetches' is a number",
                "fetches: many | 2:26 | 'fetches' is a number",
                "token: short | 2:24 | 'token' is a part of the URL and must be hard to guess",
                "token: 0123456789/abcdef | 2:24 | 'token' is a part of the URL",
                "user: 'a:b' | 2:23 | 'user' cannot have a ':'",
                "pasword: x | 2:17 | unknown key 'pasword' in 'provisioning'; did you mean 'password'?",
            })
    void theProblemOfAnInvalidRuleSaysWhatToDo(String rule, String at, String message) {
        Problem problem = problem("100.yaml", "extension: 100", "provisioning: { " + rule + " }");
        assertThat(problem.at().line() + ":" + problem.at().column()).isEqualTo(at);
        assertThat(problem.message()).startsWith(message);
    }

    @Test
    void aRuleCanBeEmptyOrAReference() {
        FieldValues rule = entry(
                        "extension: 100",
                        "provisioning: {user: '', password: !secret p, token: !env T, until: '', fetches: ''}")
                .fields("provisioning");
        assertThat(rule.text("user")).isEmpty();
        assertThat(rule.get("password")).isEqualTo(new FieldValues.ValueReference(true, "p"));
        assertThat(rule.get("token")).isEqualTo(new FieldValues.ValueReference(false, "T"));
    }

    @Test
    void theFirstHundredErrorsAreListedAndTheOthersCounted() {
        String[] lines = new String[100_001];
        lines[0] = "extension: 100";
        for (int i = 1; i < lines.length; i++) {
            lines[i] = "unknown_" + i + ": 1";
        }
        List<Problem> problems = problems("100.yaml", lines);
        assertThat(problems).hasSize(101);
        assertThat(problems.get(99).at()).isEqualTo(at(101, 1));
        assertThat(problems.get(100).at()).isEqualTo(at(102, 1));
        assertThat(problems.get(100).message()).startsWith("99900 more errors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100.yaml", "berlin/_defaults.yaml"})
    void aValueOfMoreThan64KiBIsAnError(String path) {
        Problem problem = problem(path, "# who", "vars:", "  key: '" + "x".repeat(65_537) + "'");
        assertThat(problem.at()).isEqualTo(new Position("extensions.d/" + path, 3, 8));
        assertThat(problem.message()).contains("64 KiB");
    }
}
