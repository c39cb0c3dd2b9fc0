package dev.lineman.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> KNOWN =
            List.of("extension", "first_name", "last_name", "mac", "model", "label", "line", "x", "blf", "phone");

    @ParameterizedTest
    @CsvSource({
        "first_name,first_name",
        "frist_name,first_name",
        "FirstName,first_name",
        "last_nam,last_name",
        "extention,extension",
        "mca,mac",
        "max,mac",
        "lable,label",
        "pohne,phone",
        "modell,model",
        "MODEL,model",
        "X,x"
    })
    void aTypingErrorIsFound(String typed, String meant) {
        assertThat(NearestName.find(typed, KNOWN, 1)).contains(meant);
        assertThat(NearestName.hint(typed, KNOWN)).isEqualTo("; did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @CsvSource({
        "Berlin,Europe/Berlin",
        "new york,America/New_York",
        "NEW_YORK,America/New_York",
        "Calcutta,Asia/Calcutta",
        "Louisville,America/Kentucky/Louisville"
    })
    void theLastPartOfANameMeansTheWholeName(String typed, String meant) {
        List<String> zones = List.of(
                "America/Kentucky/Louisville",
                "America/New_York",
                "Asia/Calcutta",
                "Atlantic/Bermuda",
                "Europe/Berlin",
                "Europe/Dublin");
        assertThat(NearestName.hint(typed, zones)).isEqualTo("; did you mean '" + meant + "'?");
        assertThat(NearestName.find("ork", zones, 1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"colour", "''", "y", "ab", "first", "macaroni", "cam"})
    void aDistantNameIsNotFound(String typed) {
        assertThat(NearestName.find(typed, KNOWN, 1)).isEmpty();
        assertThat(NearestName.hint(typed, KNOWN)).isEmpty();
    }

    @Test
    void equallyNearNamesAreInAlphabeticalOrder() {
        assertThat(NearestName.find("model_c", List.of("model_b", "model_a"), 1))
                .contains("model_a");
        assertThat(NearestName.find("x", List.of(), 1)).isEmpty();
    }

    @Test
    void oneEditInALongNameIsAlwaysFound() {
        for (long seed = 0; seed < Rounds.of(500); seed++) {
            Random random = new Random(seed);
            StringBuilder name = new StringBuilder("provisioning_url");
            int at = random.nextInt(name.length() - 1);
            char letter = (char) ('a' + random.nextInt(26));
            switch (random.nextInt(4)) {
                case 0 -> name.deleteCharAt(at);
                case 1 -> name.insert(at, letter);
                case 2 -> name.setCharAt(at, letter);
                default -> {
                    char swapped = name.charAt(at);
                    name.setCharAt(at, name.charAt(at + 1));
                    name.setCharAt(at + 1, swapped);
                }
            }
            assertThat(NearestName.find(name.toString(), List.of("provisioning_port", "provisioning_url", "phones"), 1))
                    .as("seed %d: %s", seed, name)
                    .contains("provisioning_url");
        }
    }
}
