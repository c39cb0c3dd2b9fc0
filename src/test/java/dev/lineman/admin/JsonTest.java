package dev.lineman.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final org.openqa.selenium.json.Json READER = new org.openqa.selenium.json.Json();

    @Test
    void whatIsWrittenIsReadAgain() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0xd800; c++) {
            all.append(c);
        }
        all.append("\uD83D\uDE00");
        Map<?, ?> read = read(dev.lineman.admin.Json.object(json -> json.put("all", all.toString())
                .put("number", 7L)
                .put("yes", true)
                .put("nothing", (String) null)
                .texts("texts", List.of("a", "b\""))
                .objects("objects", List.of(1, 2), (value, member) -> member.put("value", value))
                .put("none", List.of().size() > 0, member -> {})
                .put("at", Instant.parse("2026-01-02T03:04:05.678Z"))));
        assertThat(read.get("all")).isEqualTo(all.toString());
        assertThat(read.get("number")).isEqualTo(7L);
        assertThat(read.get("yes")).isEqualTo(true);
        assertThat(read.get("nothing")).isNull();
        assertThat(read.get("texts")).isEqualTo(List.of("a", "b\""));
        assertThat(read.get("objects")).isEqualTo(List.of(Map.of("value", 1L), Map.of("value", 2L)));
        assertThat(read.get("none")).isNull();
        assertThat(read.get("at")).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void nothingInItOpensAnElement() {
        String json = dev.lineman.admin.Json.object(members -> members.put("<script>", "</script><!--"));
        assertThat(json).doesNotContain("<").contains("\\u003cscript>");
    }

    @Test
    void halfACharacterDoesNotSpoilTheRest() {
        assertThat(dev.lineman.admin.Json.object(members -> members.put("a", "x\uD83Dy\uDE00")))
                .isEqualTo("{\"a\":\"x\\ud83dy\\ude00\"}\n");
    }

    private static Map<?, ?> read(String json) {
        return READER.toType(json, Map.class);
    }
}
