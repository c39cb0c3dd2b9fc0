package dev.lineman.input.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of scalars, and that the cost of a file is proportional to its size. */
class YamlLimitsTest {
    private static final String FILE = "extensions.d/100.yaml";
    private static final int MOST = 64 << 10;
    private static final int HUGE = 4 << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static YamlFile read(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return assertTimeoutPreemptively(DEADLINE, () -> YamlReader.read(FILE, bytes));
    }

    private static void assertTooLong(String text, int line, int column) {
        YamlFile file = read(text);
        assertThat(file.documents()).isEmpty();
        assertThat(file.problems()).extracting(Problem::at).containsExactly(new Position(FILE, line, column));
        assertThat(file.problems().get(0).message()).contains("64 KiB");
    }

    /** {@code #} stands for the long text, {@code $} for a line break. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "k: #$, 2, 4",
                "k: '#'$, 2, 4",
                "k: \"#\"$, 2, 4",
                "k: |$  #$, 2, 4",
                "k: |+$  one$  #$, 2, 4",
                "k: >-$  #$, 2, 4",
                "k: >2$    #$, 2, 4",
                "k: {a: #}$, 2, 8",
                "`k: [1, '#']$`, 2, 8",
                "`k: [1, #]$`, 2, 8",
                "k:$  - #$, 3, 5",
                "#: 1$, 2, 1",
                "'#': 1$, 2, 1",
                "? #$: 1$, 2, 3",
                "k:$  #: 1$, 3, 3",
                "k: {#: 1}$, 2, 5",
                "k: 1$---$k: #$, 4, 4",
            })
    void aScalarOfMoreThan64KiBIsAnErrorWhereItBegins(String form, int line, int column) {
        for (int length : List.of(MOST + 1, HUGE)) {
            String text = form.replace('$', '\n').replace("#", "x".repeat(length));
            assertTooLong("first: 1\n" + text, line, column);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"k: &a #", "k: !secret #", "k: ! '#'"})
    void aScalarWithATagOrAnAnchorIsMeasuredWithoutIt(String form) {
        assertThat(read(form.replace("#", "x".repeat(MOST))).problems()).isEmpty();
        assertTooLong(form.replace("#", "x".repeat(MOST + 1)), 1, 4);
    }

    @Test
    void sixteenMegabytesOfOneScalarCostLittle() {
        assertTooLong("k: " + "x".repeat(16 << 20), 1, 4);
    }

    @Test
    void aScalarAfterALongCommentIsFound() {
        String comment = "# " + "x".repeat(HUGE) + "\n";
        assertTooLong("k: 1\n" + comment + "l: '" + "x".repeat(HUGE) + "'", 3, 4);
        assertTooLong(comment.repeat(2) + "'" + "x".repeat(HUGE) + "': 1", 3, 1);
    }

    @Test
    void aScalarOfManyLinesIsMeasuredAsAWhole() {
        String lines = "some words\n  ".repeat(10_000);
        assertTooLong("k: " + lines + "\n", 1, 4);
        assertTooLong("k: '" + lines + "'\n", 1, 4);
        assertTooLong("k: \"" + lines + "\"\n", 1, 4);
        assertTooLong("k: |\n  " + lines + "\n", 1, 4);
        assertTooLong("k: >\n  " + lines + "\n", 1, 4);
        assertTooLong("k: |+\n  a\n" + "\n".repeat(100_000) + "l: 1\n", 1, 4);
        assertTooLong("k: \"a\n" + "\n".repeat(2_000_000) + "\"\n", 1, 4);
    }

    @Test
    void bytesCountAndNotCharacters() {
        assertTooLong("k: " + "ü".repeat(MOST / 2 + 1), 1, 4);
        assertTooLong("k: '" + "😀".repeat(MOST / 4 + 1) + "'", 1, 4);
        assertThat(read("k: " + "😀".repeat(MOST / 4)).problems()).isEmpty();
        assertTooLong("ü: '😀'\nl: {m: '😀', n: \"" + "x".repeat(HUGE) + "\"}", 2, 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k: #", "k: '#'", "k: \"#\"", "k: |-\n  #\n", "k: >-\n  #\n", "k: [#]", "? #\n: 1"})
    void aScalarOf64KiBIsRead(String form) {
        assertThat(read(form.replace("#", "x".repeat(MOST))).problems()).isEmpty();
    }

    @Test
    void escapesAndIndentationAreNotPartOfAScalar() {
        YamlNode.Mapping escaped = (YamlNode.Mapping) read("k: \"" + "\\U0001F600".repeat(MOST / 4) + "\"")
                .documents()
                .get(0);
        assertThat(((YamlNode.Scalar) escaped.mappingEntries().get(0).value()).text())
                .isEqualTo("😀".repeat(MOST / 4));
        assertThat(read("k: |\n" + "          x\n".repeat(MOST / 2)).problems()).isEmpty();
    }

    @Test
    void aQuoteThatIsNeverClosedCostsLittle() {
        assertTooLong("k: 1\nl: \"" + "auth_id: 100\n".repeat(HUGE / 13), 2, 4);
        assertTooLong("k: 1\nl: 'a" + " ".repeat(HUGE), 2, 4);
    }

    @Test
    void namesOfAnchorsAliasesAndTagsAreBounded() {
        for (int length : List.of(MOST + 1, HUGE)) {
            String name = "x".repeat(length);
            for (String form :
                    List.of("k: &# 1", "k: *#", "k: !# 1", "k: !<#> 1", "k: !#! 1", "k: !!# 1", "%#\n---\n1\n")) {
                YamlFile file = read(form.replace("#", name));
                assertThat(file.documents().size() + file.problems().size()).isEqualTo(1);
                assertThat(file.problems().toString()).hasSizeLessThan(1_000);
            }
        }
    }

    @Test
    void commentsAndBlanksMayBeLong() {
        assertThat(read("k: 1 # " + "x".repeat(HUGE) + "\nl: 2\n").problems()).isEmpty();
        assertThat(read("# " + "x".repeat(HUGE) + "\nk: 1\n").problems()).isEmpty();
        assertThat(read("# comment\n".repeat(HUGE / 10) + "k: 1\n").problems()).isEmpty();
        assertThat(read("k:" + " ".repeat(HUGE) + "1\n").problems()).isEmpty();
        assertThat(read("k: 1" + " ".repeat(100_000) + "\nl: 1\n").problems()).isEmpty();
        assertThat(read("k: 1\n" + "\n".repeat(100_000) + "l: 1\n").problems()).isEmpty();
        assertThat(read("k: [" + " ".repeat(HUGE) + "]\n").problems()).isEmpty();
    }

    @Test
    void manySmallTokensCostInProportionToTheirSize() {
        StringBuilder keys = new StringBuilder();
        StringBuilder anchors = new StringBuilder("[");
        for (int i = 0; i < 300_000; i++) {
            keys.append("k").append(i).append(": 1\n");
            anchors.append("&a").append(i).append(" x,");
        }
        assertThat(read(keys.toString()).problems()).isEmpty();
        assertThat(read(anchors + "]\n" + "--- &a x\n".repeat(200_000)).documents())
                .hasSize(200_001);
        assertThat(read(("k: '" + "x".repeat(MOST) + "'\n---\n").repeat(200)).documents())
                .hasSize(200);
    }

    @Test
    void theDirectivesOfADocumentCostNothingInLaterOnes() {
        StringBuilder handles = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            handles.append("%TAG !h").append(i).append("! !\n");
        }
        assertThat(read(handles + "--- x\n".repeat(100_000)).problems())
                .extracting(Problem::at)
                .containsExactly(new Position(FILE, 1, 1));
        assertThat(read("%TAG !h! !\n--- !h!secret x\n").problems()).isEmpty();
    }

    @Test
    void moreThanTwoMillionValuesAreAnErrorAtTheFirstOneAboveTheLimit() {
        assertThat(read("[" + "a,".repeat(2_000_000) + "]").problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.at()).isEqualTo(new Position(FILE, 1, 2 * 1_999_999 + 2));
                    assertThat(problem.message()).isEqualTo("more than 2000000 values and keys in one file; split it");
                });
        assertThat(read("[" + "a,".repeat(1_999_999) + "]").problems()).isEmpty();
    }
}
