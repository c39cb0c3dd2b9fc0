package dev.lineman.input.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
    private static final String FILE = "extensions.d/100.yaml";

    private static YamlFile read(String text) {
        return YamlReader.read(FILE, text.getBytes(UTF_8));
    }

    private static YamlNode only(String text) {
        YamlFile file = read(text);
        assertThat(file.problems()).isEmpty();
        assertThat(file.documents()).hasSize(1);
        return file.documents().get(0);
    }

    /** The value of the key {@code k} in a mapping of one document. */
    private static YamlNode.Scalar value(String text) {
        YamlNode.Mapping mapping = (YamlNode.Mapping) only(text);
        YamlNode.MappingEntry entry = mapping.mappingEntries().stream()
                .filter(e -> e.key().text().equals("k"))
                .findFirst()
                .orElseThrow();
        return (YamlNode.Scalar) entry.value();
    }

    private static Problem problem(String text) {
        return problem(text.getBytes(UTF_8));
    }

    private static Problem problem(byte[] bytes) {
        YamlFile file = YamlReader.read(FILE, bytes);
        assertThat(file.documents()).isEmpty();
        assertThat(file.problems()).hasSize(1);
        return file.problems().get(0);
    }

    private static Position at(int line, int column) {
        return new Position(FILE, line, column);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100",
                "000413246672",
                "10:04:13:24:46:52",
                "001565e12345",
                "1e5",
                "on",
                "off",
                "yes",
                "true",
                "False",
                "2024-01-02",
                "2024-01-02T10:00:00Z",
                "0x1F",
                "0o17",
                "0b101",
                "1_000",
                "+49301234567",
                "-1",
                ".inf",
                ".NaN",
                "1.10",
                "=",
                "Null",
                "NULL",
                "nullify",
                "John Doe",
                "http://10.172.0.2:5481/provisioning",
                "a#b",
                "$x",
                "100%",
                "50*2",
                "Peña 😀",
                "a,b",
                "b]"
            })
    void aPlainScalarArrivesAsItWasTyped(String typed) {
        YamlNode.Scalar value = value("k: " + typed + "\n");
        assertThat(value.text()).isEqualTo(typed);
        assertThat(value.given()).isTrue();
        assertThat(value.tag()).isEqualTo(YamlNode.Tag.TEXT);
    }

    @Test
    void aCommentAfterABlankIsNotPartOfTheValue() {
        assertThat(value("k: p #ss\n").text()).isEqualTo("p");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k: ~", "k: null", "k:", "k: # nothing", "k:   ", "{k: }", "{k}", "k: \nj: 1"})
    void tildeNullAndNothingAreNotGiven(String text) {
        assertThat(value(text).given()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"k: \"\",``", "k: '',``", "k: \"null\",null", "k: \"~\",~", "k: !!str null,null", "k: !!str,``"})
    void aQuotedValueIsGiven(String text, String expected) {
        YamlNode.Scalar value = value(text);
        assertThat(value.given()).isTrue();
        assertThat(value.text()).isEqualTo(expected);
    }

    @Test
    void secretsAndVariablesOfTheEnvironmentAreTagged() {
        assertThat(value("k: !secret pbx").tag()).isEqualTo(YamlNode.Tag.SECRET);
        assertThat(value("k: !env 'PBX'").tag()).isEqualTo(YamlNode.Tag.ENVIRONMENT);
        assertThat(value("k: !env 'PBX'").text()).isEqualTo("PBX");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k: !secret", "k: !env ''", "k: !secret ' '", "k: !secret \"a\\nb\"", "k: !env \"a\\tb\""})
    void aReferenceHasANameOfOneWord(String text) {
        assertThat(problem(text).at()).isEqualTo(at(1, 4));
    }

    @Test
    void emptyDocumentsAreLeftOut() {
        YamlFile file = read("---\na: 1\n---\n---\nb: 2\n---\n");
        assertThat(file.problems()).isEmpty();
        assertThat(file.documents()).hasSize(2);
        assertThat(file.documents().get(1).line()).isEqualTo(5);
        assertThat(read("a: 1\n...\n").documents()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "   \n\n", "# only words\n", "---\n", "---\n---\n", "~", "null\n", "\uFEFF"})
    void anEmptyFileIsAnError(String text) {
        assertThat(problem(text))
                .isEqualTo(
                        Problem.blocking(at(1, 1), "the file is empty: nothing is taken from it until it has content"));
    }

    @Test
    void keysAndValuesHavePositions() {
        YamlNode.Mapping root =
                (YamlNode.Mapping) only("# first\na: 1\nphone:\n  mac: x\n  list:\n    - one\n    - two\n");
        assertThat(root.line()).isEqualTo(2);
        YamlNode.MappingEntry phone = root.mappingEntries().get(1);
        assertThat(List.of(phone.key().line(), phone.key().column())).containsExactly(3, 1);
        YamlNode.Mapping inner = (YamlNode.Mapping) phone.value();
        assertThat(List.of(inner.line(), inner.column())).containsExactly(4, 3);
        YamlNode mac = inner.mappingEntries().get(0).value();
        assertThat(List.of(mac.line(), mac.column())).containsExactly(4, 8);
        YamlNode two = ((YamlNode.Sequence) inner.mappingEntries().get(1).value())
                .items()
                .get(1);
        assertThat(List.of(two.line(), two.column())).containsExactly(7, 7);
    }

    @Test
    void aByteOrderMarkIsNotPartOfTheFirstKeyAndDoesNotShiftColumns() {
        YamlNode.Mapping root = (YamlNode.Mapping) only("\uFEFFa: 1\n");
        assertThat(root.mappingEntries().get(0).key().text()).isEqualTo("a");
        assertThat(root.mappingEntries().get(0).value().column()).isEqualTo(4);
    }

    @Test
    void windowsLineEndsAreLineEnds() {
        YamlNode.Mapping root = (YamlNode.Mapping) only("a: 1\r\nb: 2\r\n");
        assertThat(((YamlNode.Scalar) root.mappingEntries().get(0).value()).text())
                .isEqualTo("1");
        assertThat(root.mappingEntries().get(1).value().line()).isEqualTo(2);
    }

    @Test
    void aDuplicateKeyIsAnErrorAtTheSecondOne() {
        assertThat(problem("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n"))
                .isEqualTo(Problem.blocking(at(5, 3), "this key stands twice in its mapping, first in line 3"));
        assertThat(problem("a: 1\n'a': 2\n").at()).isEqualTo(at(2, 1));
    }

    @Test
    void aKeyThatIsAListAMappingOrASecretIsAnError() {
        assertThat(problem("? [a]\n: 1\n").at()).isEqualTo(at(1, 3));
        assertThat(problem("? {a: 1}\n: 1\n").at()).isEqualTo(at(1, 3));
        assertThat(problem("!secret x: 1\n").message()).contains("plain text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"k: !foo hunter2", "k: !!int 5", "k: !!binary aGk=", "k: !", "k: !hunter2", "k: !!map {a: 1}"})
    void anUnknownTagIsAnErrorAtTheValue(String text) {
        Problem problem = problem(text);
        assertThat(problem.at()).isEqualTo(at(1, 4));
        assertThat(problem.message()).contains("unknown tag").contains("quotes").doesNotContain("hunter2");
    }

    @Test
    void anAliasStandsForTheValueOfItsAnchor() {
        YamlNode.Mapping root = (YamlNode.Mapping) only("a: &x 0100\nk: *x\n");
        assertThat(((YamlNode.Scalar) root.mappingEntries().get(1).value()).text())
                .isEqualTo("0100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k: &a [*a]", "k: &a {b: *a}", "&a [[*a]]"})
    void anAliasThatContainsItselfIsAnError(String text) {
        assertThat(problem(text).message()).contains("inside its own anchor");
    }

    @Test
    void anAnchorEndsWithItsDocument() {
        assertThat(problem("a: &x 1\n---\nb: *x\n").at()).isEqualTo(at(3, 4));
    }

    @Test
    void fiftyAliasesAreAllowedAndOneMoreIsNot() {
        StringBuilder text = new StringBuilder("a: &x 1\nlist:\n");
        text.append("  - *x\n".repeat(50));
        assertThat(read(text.toString()).problems()).isEmpty();
        text.append("  - *x\n");
        Problem problem = problem(text.toString());
        assertThat(problem.message()).contains("more than 50 aliases");
        assertThat(problem.at()).isEqualTo(at(53, 5));
    }

    @Test
    void aliasesOfAliasesCostNothing() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i <= 16; i++) {
            text.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThat(read(text.toString()).problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*100", "%x", "@x", "`x", "!x", "*", "&", "&x", "[x", "{x", "'x", "\"x", "- x", ": x: y", "x: y"
            })
    void theMessageForAMisreadValueAdvisesQuotes(String value) {
        Problem problem = problem("a: 1\nauth_password: " + value + "\n");
        assertThat(problem.message()).containsAnyOf("quotes", "quote that opens");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*hunter2",
                "%hunter2",
                "@hunter2",
                "`hunter2",
                "!hunter2",
                "!a!hunter2",
                "!<hunter2",
                "&hunter2",
                "[hunter2",
                "{hunter2",
                "'hunter2",
                "\"hunter2",
                "\"\\hunter2\"",
                "- hunter2",
                "hunter2: y",
                "|hunter2",
                ">hunter2",
                "'a' hunter2",
                "{hunter2, hunter2}",
                "a\nhunter2",
                "a\n  b\nhunter2:\n hunter2",
                "\thunter2:\thunter2"
            })
    void noMessageRepeatsAPartOfTheFile(String value) {
        for (String text : List.of("a: 1\nk: " + value + "\nb: 2\n", "{a: 1, k: " + value + "}", "- " + value + "\n")) {
            for (Problem problem : read(text).problems()) {
                assertThat(problem.toString()).doesNotContain("hunter2");
            }
        }
    }

    @Test
    void aTabInTheIndentationIsNamed() {
        Problem problem = problem("a:\n\tb: 1\n");
        assertThat(problem.at().line()).isEqualTo(2);
        assertThat(problem.message()).contains("tabs");
    }

    @Test
    void anUnclosedQuoteIsFoundWhereItOpens() {
        assertThat(problem("a: 1\nb: \"x\nc: 2\nd: 3\n").at()).isEqualTo(at(2, 4));
        assertThat(problem("a: 1\nb: 'x\nc: 2\nd: 3\n").at()).isEqualTo(at(2, 4));
    }

    @Test
    void aFileThatEndsInsideAnEscapeIsAnError() {
        assertThat(problem("a: 1\nb: \"x\\u").at()).isEqualTo(at(2, 8));
        assertThat(problem("a: \"\\U99999999\"").message()).contains("escape");
    }

    @Test
    void aMissingColonAndAWrongIndentHaveTheirOwnMessages() {
        assertThat(problem("extension: 100\nlabel\npbx_ip: 1\n").message()).contains("':'");
        assertThat(problem("a: 1\n  b: 2\n").message()).contains("indentation");
        assertThat(problem("a:\n  b: 2\n c: 3\n").message()).contains("indentation");
    }

    @Test
    void aByteThatIsNotUtf8IsAnErrorAtItsPosition() {
        byte[] bytes = "a: ü\nb: Pe?a\nc: 1\n".getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '?') {
                bytes[i] = (byte) 0xF1;
            }
        }
        assertThat(problem(bytes).at()).isEqualTo(at(2, 6));
        assertThat(problem(bytes).message()).contains("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c3", "e282", "c080", "eda080", "f4908080", "ff", "fffe61003a00"})
    void malformedUtf8IsAnError(String hex) {
        byte[] bad = java.util.HexFormat.of().parseHex(hex);
        byte[] bytes = new byte[3 + bad.length];
        System.arraycopy("a: ".getBytes(UTF_8), 0, bytes, 0, 3);
        System.arraycopy(bad, 0, bytes, 3, bad.length);
        assertThat(problem(bytes).at()).isEqualTo(at(1, 4));
    }

    @Test
    void aTypedReplacementCharacterIsText() {
        assertThat(value("k: a\uFFFDb").text()).isEqualTo("a\uFFFDb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0007", "\u001b", "\u007f", "\u0085", "\u009f", "\u2028", "\u2029", "\uFFFE"})
    void aRawControlCharacterIsAnErrorAtItsPosition(String control) {
        assertThat(problem("a: ü😀\nb: 'x" + control + "y'\n").at()).isEqualTo(at(2, 6));
    }

    @Test
    void deepNestingIsAnErrorAndNotAStackOverflow() {
        for (String deep : List.of("[", "{a: ", "- ", "? ", "k:\n")) {
            assertThat(problem(deep.repeat(100_000)).message()).isNotEmpty();
        }
        assertThat(problem("[".repeat(40) + "]".repeat(40)).message()).contains("levels deep");
        assertThat(read("[".repeat(30) + "x" + "]".repeat(30)).problems()).isEmpty();
    }

    @Test
    void aFileThatIsTooLargeIsAnError() {
        byte[] bytes = new byte[(32 << 20) + 1];
        java.util.Arrays.fill(bytes, (byte) '#');
        assertThat(problem(bytes).message()).contains("32 MiB");
    }

    @Test
    void aLargeFileIsRead() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("---\nextension: ").append(i).append("\nphone: {mac: 000413246672}\n");
        }
        assertThat(read(text.toString()).documents()).hasSize(20_000);
        assertThat(problem("a: " + "[".repeat(1 << 20)).message()).isNotEmpty();
    }

    @Test
    void aNodePrintsNoText() {
        List<YamlNode> nodes =
                new ArrayList<>(read("auth_password: hunter2\nl: [hunter2]\n").documents());
        assertThat(nodes.toString()).doesNotContain("hunter2");
    }
}
