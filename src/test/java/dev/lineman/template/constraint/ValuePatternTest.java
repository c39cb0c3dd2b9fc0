package dev.lineman.template.constraint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns for values, compared with the regular expressions of Java. */
class ValuePatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "[A-Za-z0-9]+ abC9 abc-9",
                "[0-9]{4,8} 0815 081",
                "\\d{4} 0815 08155",
                "on|off off of",
                "(ab|c)*d ababcd abad",
                "a{2,} aaaa a",
                "a?b? b ba",
                "[^ab]+ cd ca",
                "[a-] - b",
                "[]a]+ ]a b",
                "\\.\\[\\\\ .[\\ a[\\",
                "[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\] [::1] [::1",
                "((a|b){2}|c){2} abc a",
                ".\\w ä_ ää",
                "a||b a ab",
                "(?i)abc AbC abd",
                "\\S+ aä `a b`",
                "^a$ a ab",
            })
    void aValueMatchesAsAWholeOrNotAtAll(String pattern, String right, String wrong) {
        ValuePattern compiled = requireNonNull(ValuePattern.of(pattern));
        assertThat(compiled.matches(right)).as(right).isTrue();
        assertThat(compiled.matches(wrong)).as(wrong).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "a)",
                "[",
                "[a",
                "a**",
                "*",
                "+a",
                "a{3,2}",
                "\\",
                "\\q",
                "a{9999}",
                "(a{99}){99}",
                "((a{1000}){1000}){1000}",
                "(((a{30}){30,}){1,30}){30}",
                "[(](([]({3}]{1000}){1000}){1000}",
                "\\((\\(a{1000}){1000}{1000}",
                "(?=a)a",
                "(a)\\1",
            })
    void whatIsNoPatternOrTooLargeIsRefused(String pattern) {
        assertThat(ValuePattern.of(pattern)).isNull();
    }

    @Test
    void aPatternHasAtMostAThousandCharacters() {
        assertThat(ValuePattern.of("a".repeat(1000))).isNotNull();
        assertThat(ValuePattern.of("a".repeat(1001))).isNull();
    }

    @Test
    void aPatternThatJavaWouldTryForHoursTakesNoTime() {
        String value = "a".repeat(5000) + "b";
        for (String pattern : List.of("(a*)*", "(a|a)*", "(a|aa)+", "(()?)*", "((a?){20}){20}", "(a*){100}")) {
            ValuePattern compiled = requireNonNull(ValuePattern.of(pattern));
            Assertions.assertTimeout(
                    Duration.ofSeconds(20),
                    () -> assertThat(compiled.matches(value)).isFalse());
        }
    }

    @Test
    void randomPatternsAreThoseOfJava() {
        Random random = new Random(7);
        int matching = 0;
        for (int i = 0; i < 3000; i++) {
            String pattern = random(random, 3);
            Pattern java = Pattern.compile(pattern, Pattern.DOTALL);
            ValuePattern compiled = ValuePattern.of(pattern);
            assertThat(compiled).as(pattern).isNotNull();
            for (String value : values(random)) {
                boolean expected = java.matcher(value).matches();
                matching += expected ? 1 : 0;
                assertThat(requireNonNull(compiled).matches(value))
                        .as(pattern + " " + value)
                        .isEqualTo(expected);
            }
        }
        assertThat(matching).isGreaterThan(1000);
        assertThatCode(() -> ValuePattern.of("")).doesNotThrowAnyException();
    }

    private static List<String> values(Random random) {
        List<String> values = new ArrayList<>(List.of("", "a", "b", "ab"));
        for (int i = 0; i < 6; i++) {
            StringBuilder value = new StringBuilder();
            for (int n = random.nextInt(7); n > 0; n--) {
                value.append("abc".charAt(random.nextInt(3)));
            }
            values.add(value.toString());
        }
        return values;
    }

    private static String random(Random random, int depth) {
        StringBuilder text = new StringBuilder();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            text.append(
                    switch (random.nextInt(depth == 0 ? 4 : 6)) {
                        case 0 -> "a";
                        case 1 -> "b";
                        case 2 -> "[^a]";
                        case 3 -> ".";
                        case 4 -> "(" + random(random, depth - 1) + ")";
                        default -> "(" + random(random, depth - 1) + "|" + random(random, depth - 1) + ")";
                    });
            text.append(
                    List.of("", "", "", "*", "+", "?", "{2}", "{1,2}", "{2,}").get(random.nextInt(9)));
        }
        return text.toString();
    }
}
