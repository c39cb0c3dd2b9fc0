package dev.lineman.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Contract 3.3, what is a placeholder and what is text. */
class DialectTest {

    @Test
    void aNameIsLettersDigitsAndFourSigns() {
        assertThat(read("a%%param::sip-port_1.x%%b")).isEqualTo("a<param::sip-port_1.x>b");
        assertThat(read("%%größe%%")).isEqualTo("<größe>");
    }

    @Test
    void namesAreLookedUpWithoutRegardToCase() {
        assertThat(read("%%MAC_Address%%")).isEqualTo("<mac_address>");
    }

    @Test
    void theyMayAdjoin() {
        assertThat(read("%%a%%%%b%%")).isEqualTo("<a><b>");
    }

    @Test
    void anyOtherPercentIsText() {
        for (String text : new String[] {"50 %", "%%", "%%%%", "%a%", "%%a b%%", "%%a%b%%", "%%a", "a%%", "%%{a}%%"}) {
            assertThat(read(text)).isEqualTo(text);
        }
    }

    @Test
    void theLeftmostMatchCounts() {
        assertThat(read("%%%a%%")).isEqualTo("%<a>");
        assertThat(read("%%a%%%")).isEqualTo("<a>%");
        assertThat(read("%%a%%b%%")).isEqualTo("<a>b%%");
        assertThat(read("%%a %%b%%")).isEqualTo("%%a <b>");
        assertThat(read("%%%%a%%%%")).isEqualTo("%%<a>%%");
    }

    @Test
    void theTokensOfAnyTextCoverIt() {
        long seed = 33;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                text.append("%%%ab \n".charAt(random.nextInt(7)));
            }
            String expected = text.toString().replaceAll("%%([ab]+)%%", "<$1>");
            assertThat(read(text.toString()))
                    .as("seed %d, %d: %s", seed, i, text)
                    .isEqualTo(expected);
        }
    }

    private static String read(String text) {
        return Dialect.tokens(text).stream()
                .map(token -> token instanceof Token.Literal literal
                        ? text.substring(literal.start(), literal.end())
                        : "<" + ((Token.Placeholder) token).name() + ">")
                .collect(Collectors.joining());
    }
}
