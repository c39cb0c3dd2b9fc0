package dev.lineman.operator.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    @Test
    void membersAreWrittenInInsertionOrder() {
        JsonObject object = new JsonObject()
                .with("text", "é \"\\\n")
                .with("number", 7L)
                .with("yes", true)
                .with("nothing", null)
                .with("at", Instant.parse("2026-01-02T03:04:05Z"))
                .with("texts", Arrays.asList("b", null, "a"))
                .with("objects", JsonObject.all(List.of(1, 2), n -> new JsonObject().with("n", n)))
                .with("none", List.of());
        assertThat(object)
                .hasToString("{\"text\":\"é \\\"\\\\\\n\",\"number\":7,\"yes\":true,\"nothing\":null,"
                        + "\"at\":\"2026-01-02T03:04:05Z\",\"texts\":[\"b\",null,\"a\"],"
                        + "\"objects\":[{\"n\":1},{\"n\":2}],\"none\":[]}");
    }

    @Test
    void aWrittenObjectReadsBackEqual() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < Character.MIN_SURROGATE; c++) {
            all.append(c);
        }
        JsonObject object =
                new JsonObject().with("all", all.append("\uD83D\uDE00").toString());
        assertThat(JsonObject.read(object.toString())).isEqualTo(object);
    }

    @Test
    void aLessThanSignIsEscaped() {
        assertThat(new JsonObject().with("<script>", "</script><!--"))
                .hasToString("{\"\\u003cscript>\":\"\\u003c/script>\\u003c!--\"}");
    }

    @Test
    void anUnpairedSurrogateIsEscaped() {
        assertThat(new JsonObject().with("a", "x\uD83Dy\uDE00")).hasToString("{\"a\":\"x\\ud83dy\\ude00\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "[]",
                "null",
                "{} junk",
                "{}{}",
                "{",
                "{\"a\":[1,]}",
                "{\"a\" 1}",
                "{\"a\":nul}",
                "{\"a\":01x}",
                "{\"a\":\"\\u12"
            })
    void textThatIsNotAnObjectIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.read(text));
    }

    @Test
    void anObjectNestedTooDeeplyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.read("{\"a\":" + "[".repeat(5000)));
    }
}
