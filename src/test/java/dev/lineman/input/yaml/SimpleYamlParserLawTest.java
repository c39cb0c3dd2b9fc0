package dev.lineman.input.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link SimpleYamlParser} takes the usual files, and what it takes has the nodes of SnakeYAML. */
class SimpleYamlParserLawTest {
    private static final String FILE = "extensions.d/100.yaml";

    /** Pieces of lines: usual ones, and all that YAML treats in a special way. */
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "key",
            "0100",
            "\u00e4\u00df",
            "\u20ac",
            "~",
            "null",
            "x y",
            "http://a:5/?b=c#d",
            "10:04:13:24:46:52",
            "::1",
            ": ",
            ": ",
            ": ",
            ":",
            " :",
            "- ",
            "-",
            "---",
            "...",
            "? ",
            "?",
            ", ",
            ",",
            "{",
            "}",
            "[",
            "]",
            "{a: b}",
            "[a, b]",
            "{}",
            "[]",
            "{a: {b: c}, d: [e]}",
            "\"",
            "'",
            "\"q\"",
            "'q'",
            "''",
            "\"\"",
            "\"a b \"",
            "'it''s'",
            "\"\\n\"",
            "# c",
            " # c",
            " #c",
            " #",
            "#",
            "!secret ",
            "!env ",
            "!secret pw",
            "!env PW",
            "!x ",
            "! ",
            "&a ",
            "*a",
            "|",
            ">",
            "%",
            "@",
            "`",
            " ",
            "  ",
            "\t",
            "\r",
            "\uD83D\uDE00",
            "\uFEFF",
            "<<",
            "=",
            "\\");

    /** Whole lines, so that many texts are simple. */
    private static final List<String> LINES = List.of(
            "a: 1",
            "b: \"2\"",
            "c: '3'",
            "d:",
            "e: ",
            "f: [x, y]",
            "g: {h: i}",
            "- a",
            "- a: 1",
            "- \"b\": 2",
            "-",
            "- ",
            "- - a",
            "# c",
            "",
            "k: v #cut",
            "l: v # c",
            "m: #cut",
            "n:  # c",
            "---",
            "--- # c",
            "--- a",
            "...",
            "o: !secret p",
            "- !env q",
            "r: ~",
            "s: null",
            "\"t\": u",
            "plain",
            "v: x: y",
            "w : x",
            "- {x: 1}",
            "- [1]",
            "y: |",
            "z: >",
            "- # c",
            "aa: \"\"",
            "bb: {c: [d, {e: f}], g: \"h\"}",
            "cc: a, b",
            "dd: -1",
            "- -1",
            "{a: b}",
            "[a]",
            "\"q\"",
            "ee: x  ",
            "ff:   y");

    /** Beginnings of lines that a value can follow. */
    private static final List<String> STARTS = List.of(
            "p: ", "q: ", "\"r\": ", "- ", "- s: ", "'t': ", "u: [", "v: {w: ", "x: {y: z, ", "... a: ", "--- ");

    /** Compares both parsers. Returns whether the simple one took the text. */
    private static boolean check(String text) {
        List<YamlNode> simple = SimpleYamlParser.documents(text);
        if (simple != null) {
            YamlFile expected = YamlReader.parse(FILE, text);
            assertThat(expected.problems()).as(text).isEmpty();
            assertThat(simple).as(text).isEqualTo(expected.documents());
        }
        return simple != null;
    }

    private static <T> T any(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int indent = 0;
        int lines = 1 + random.nextInt(6);
        for (int i = 0; i < lines; i++) {
            if (random.nextInt(3) == 0) {
                indent = 2 * random.nextInt(4) + (random.nextInt(8) == 0 ? 1 : 0);
            }
            text.append(" ".repeat(indent));
            switch (random.nextInt(4)) {
                case 0 -> text.append(any(random, PIECES)).append(any(random, PIECES));
                case 1 ->
                    text.append(any(random, STARTS)).append(any(random, PIECES)).append(any(random, PIECES));
                case 2 -> text.append(any(random, STARTS)).append(any(random, PIECES));
                default -> text.append(any(random, LINES));
            }
            text.append(random.nextInt(20) == 0 ? "" : "\n");
        }
        return text.toString();
    }

    @Test
    void theNodesOfEachTextAreThoseOfSnakeYaml() {
        int rounds = Rounds.of(30_000);
        int taken = 0;
        for (int seed = 0; seed < rounds; seed++) {
            taken += check(randomText(new Random(seed))) ? 1 : 0;
        }
        assertThat(taken).isGreaterThan(rounds / 20);
    }

    @Test
    void theNodesOfEachChangedFileAreThoseOfSnakeYaml() throws IOException {
        List<String> files = files();
        int rounds = Rounds.of(3_000);
        for (int seed = 0; seed < rounds; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(any(random, files));
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, any(random, PIECES));
                }
            }
            check(text.toString());
        }
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> models = Files.walk(Path.of("templates/models"));
                Stream<Path> extensions = Files.walk(Path.of("extensions.d"))) {
            return Stream.concat(models, extensions)
                    .filter(path -> path.toString().endsWith(".yaml"))
                    .map(path -> {
                        try {
                            return Files.readString(path);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();
        }
    }

    @Test
    void allFilesOfTheProgramAreSimple() throws IOException {
        assertThat(files()).isNotEmpty().allMatch(SimpleYamlParserLawTest::check);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "extension: 100\nfirst_name: H\u00e5kon\nauth_password: \"0000\"\nphone:\n  mac: 0004f2000000\nvars:\n  desk: '0-1'\n",
                "- extension: 100\n  phone: {mac: 0004f2000000, model: Snom320}\n- extension: 101\n  blf: [102, {number: 1}]\n",
                "---\nextension: 1\n---\n# two\nextension: 2\nblf:\n- 1\n- number: 2\n  label:\n",
                "auth_password: !secret pw # kept elsewhere\nurl: http://10.0.0.1:80/x?y=z#a\n",
            })
    void usualTextIsSimple(String text) {
        assertThat(check(text)).isTrue();
    }
}
