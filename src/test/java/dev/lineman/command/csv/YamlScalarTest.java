package dev.lineman.command.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.input.ReadResult;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The extension reader reads back the text that the YAML writer wrote. */
class YamlScalarTest {
    private static final String LETTERS = "aZ09 :#'\"-~!&*%@`|>?{}[],=\\/._+<^();$\u00e4\u00df\u200d\ufeff\ufffd\u4e2d";

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '¤',
            value = {
                "0100§0100",
                "on§on",
                "1e5§1e5",
                "00:04:13:24:66:72§00:04:13:24:66:72",
                "http://10.0.0.1:5481/p§http://10.0.0.1:5481/p",
                "G722 (WideBand)§G722 (WideBand)",
                "null§'null'",
                "Ünal§Ünal",
                "a: b§'a: b'",
                "a:§'a:'",
                "a #b§'a #b'",
                "a#b§'a#b'",
                "- a§'- a'",
                "*x§'*x'",
                "~§'~'",
                "it's§'it''s'",
            })
    void quotesAreWrittenOnlyWhereNeeded(String text, String yaml) {
        assertThat(YamlWriter.scalar(text)).isEqualTo(yaml);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " x ",
                "x ",
                "~",
                "null",
                "Null",
                "on",
                "*x",
                "&x",
                "!x",
                "!secret x",
                "? x",
                "- x",
                "---",
                "...",
                "a: b",
                "a #b",
                "#",
                "'",
                "\"",
                "\\n",
                "{}",
                "[]",
                "{a: b}",
                "%x",
                "@x",
                "`x",
                "|",
                ">",
                "a\u00a0b",
                "\uFEFFx",
                "x\uFFFDy",
                "\uD83D\uDE00",
                "=",
                "<<",
                "a,b",
                ",",
                "2024-01-02",
                "a:b:c",
                ":",
                "::"
            })
    void typedTextIsReadBackUnchanged(String text) {
        assertReadBack(text);
    }

    @Test
    void randomTextIsReadBackUnchanged() {
        Random random = new Random(20260711);
        for (int i = 0; i < Rounds.of(1_000); i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(7); length >= 0; length--) {
                text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            assertReadBack(text.toString());
        }
    }

    private static void assertReadBack(String text) {
        // An empty item of a list has no effect.
        String item = text.isBlank() ? "x" : text;
        String yaml = "extension: 1\nlabel: " + YamlWriter.scalar(text) + "\noptions:\n  " + YamlWriter.scalar(text)
                + ": x\n" + "codecs:\n  - " + YamlWriter.scalar(item) + "\n";
        ReadResult readResult = new ExtensionReader().read("extensions.d/a.yaml", yaml.getBytes(UTF_8));
        assertThat(readResult.problems()).as(yaml).isEmpty();
        FieldValues entry = ((ExtensionFile) readResult.document()).entries().get(0);
        assertThat(entry.text("label")).as(yaml).isEqualTo(text);
        assertThat(entry.fields("options").key(0)).as(yaml).isEqualTo(text);
        assertThat(((FieldValues.Items) entry.get("codecs")).values()).as(yaml).isEqualTo(List.of(item));
    }
}
