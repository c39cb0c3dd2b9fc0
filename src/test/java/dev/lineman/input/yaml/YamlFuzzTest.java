package dev.lineman.input.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.problem.Problem;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any bytes give nodes or one problem, and the problem has a position inside the file. */
class YamlFuzzTest {
    private static final String GOOD = """
            # fleet
            extension: &n 100
            first_name: "Jörg \\u00e4"
            last_name: 'O\''Neil'
            auth_password: !secret pbx
            phone:
              mac: 00:04:13:24:66:72
              blf: [{number: *n}, {type: line}]
            vars: {a: 1, b: ~, c: ""}
            note: |-
              one
              two
            ---
            - extension: 101
            - extension: 102
            ...
            """;
    private static final String ALPHABET =
            " \t\n\r:-?[]{},#&*!|>'\"%@`~<=\\/.0123456789abcnulxUu\u0085\u00e9\u2028😀\uFEFF";

    private static void holds(byte[] bytes, long seed) {
        YamlFile file;
        try {
            file = YamlReader.read("f.yaml", bytes);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("seed " + seed + ": " + HexFormat.of().formatHex(bytes), e);
        }
        assertThat(file.documents().isEmpty())
                .as("seed %d", seed)
                .isNotEqualTo(file.problems().isEmpty());
        for (Problem problem : file.problems()) {
            int lines = 1
                    + (int) new String(bytes, UTF_8)
                            .chars()
                            .filter(c -> c == '\n' || c == '\r')
                            .count();
            assertThat(problem.at().line()).as("seed %d", seed).isBetween(1, lines);
            assertThat(problem.at().column()).as("seed %d", seed).isBetween(1, bytes.length + 1);
            assertThat(problem.message()).doesNotContain("\n");
        }
    }

    @Test
    void randomBytesGiveNodesOrAProblem() {
        for (long seed = 0; seed < Rounds.of(1_250); seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            holds(bytes, seed);
        }
    }

    @Test
    void randomTextGivesNodesOrAProblem() {
        int[] alphabet = ALPHABET.codePoints().toArray();
        for (long seed = 0; seed < Rounds.of(3_750); seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
            }
            holds(text.toString().getBytes(UTF_8), seed);
        }
    }

    @Test
    void mutationsOfAGoodFileGiveNodesOrAProblem() {
        byte[] alphabet = ALPHABET.getBytes(UTF_8);
        byte[] good = GOOD.getBytes(UTF_8);
        assertThat(YamlReader.read("f.yaml", good).problems()).isEmpty();
        for (long seed = 0; seed < Rounds.of(2_500); seed++) {
            Random random = new Random(seed);
            byte[] bytes = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = random.nextBoolean() ? alphabet[random.nextInt(alphabet.length)] : (byte) random.nextInt();
            }
            holds(bytes, seed);
        }
    }
}
