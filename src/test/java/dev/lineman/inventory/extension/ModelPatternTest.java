package dev.lineman.inventory.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelPatternTest {

    @ParameterizedTest
    @CsvSource({
        "Snom 320,snom320",
        "SNOM-320,snom320",
        "snom_320,snom320",
        "GXP2170 (v2),gxp2170v2",
        "DP750+,dp750+",
        "Çelik İ,çeliki",
        "' ',''"
    })
    void modelsAreComparedWithoutCaseBlanksAndPunctuation(String model, String normalised) {
        assertThat(ModelPattern.normalise(model)).isEqualTo(normalised);
    }

    @ParameterizedTest
    @CsvSource({
        "Fanvil X*,Fanvil X3S,true",
        "Fanvil X*,FANVIL-X,true",
        "Fanvil X*,Fanvil V62,false",
        "*X3*,Fanvil X3S,true",
        "*,anything,true",
        "*,'',true",
        "snom320,Snom 320,true",
        "snom32,Snom 320,false",
        "snom*2*0,Snom D120,true"
    })
    void aStarMatchesAnyText(String pattern, String model, boolean matches) {
        assertThat(ModelPattern.of(pattern).matches(ModelPattern.normalise(model)))
                .isEqualTo(matches);
    }

    @Test
    void patternsMatchLikeRegularExpressions() {
        for (long seed = 0; seed < Rounds.of(1_250); seed++) {
            Random random = new Random(seed);
            String pattern = word(random, "ab*");
            String model = word(random, "ab");
            boolean expected = Pattern.matches(pattern.replace("*", ".*"), model);
            assertThat(ModelPattern.of(pattern).matches(model))
                    .as("seed %d: %s on %s", seed, pattern, model)
                    .isEqualTo(expected);
        }
    }

    @Test
    void manyStarsMatchQuickly() {
        assertThat(ModelPattern.of("*a".repeat(200) + "b").matches("a".repeat(5_000)))
                .isFalse();
    }

    private static String word(Random random, String letters) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }
}
