package dev.lineman.render;

import static dev.lineman.render.TemplateSamples.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.render.content.RenderValues;
import dev.lineman.template.FragmentLookup;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Literal text reaches the phone unchanged, also text with a meaning for the engine. */
class LiteralLawTest {
    private static final RenderValues ANY = new RenderValues(name -> "<" + name + ">", FragmentLookup.NONE);
    private static final List<String> PIECES = List.of(
            "#",
            "##",
            "#*",
            "*#",
            "**",
            "#**",
            "*",
            "#[[",
            "]]#",
            "]]",
            "]",
            "[",
            "#if",
            "#if(",
            "#end",
            "#else",
            "#{end}",
            "#set($x=1)",
            "#stop",
            "#@",
            "#@x",
            "#foreach($a in $b)",
            "#macro(a)",
            "#parse('x')",
            "$",
            "$x",
            "${x}",
            "${v0}",
            "$v0",
            "$!x",
            "$!{x}",
            "\\",
            "\\$",
            "\\\\$v0",
            "\\#",
            "\\#if",
            "%",
            "%%",
            "%x%",
            "(",
            ")",
            "{",
            "}",
            "$MA",
            "[PHONE_MAC_ADDRESS]",
            "{ x+ | \\+x+ }",
            "(?'mac'.*)",
            "“",
            "”",
            "’",
            "，",
            "：",
            "ü",
            "😀",
            "&amp;",
            "<a>",
            "</a>",
            "\"",
            "'",
            "a",
            "1",
            ".",
            ",",
            ";",
            " ",
            "  ",
            "\t",
            "\n",
            "\n\n",
            "\r\n",
            "|",
            "-",
            "_",
            "$:",
            "$1",
            "\u0085",
            "\u2028",
            "\u00a0",
            "]]>");

    @Test
    void literalTextIsWrittenUnchanged() {
        long seed = 240_000;
        Random random = new Random(seed);
        for (int i = 0; i < Rounds.of(5_000); i++) {
            StringBuilder text = new StringBuilder("^");
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            String lines = text.append('.').toString().replace("\r\n", "\n").replaceAll("(?md)^[ \t]+$", "");
            String expected = lines.replaceAll("%%([\\p{L}\\p{Nd}_.:-]+)%%", "<$1>") + "\n";
            assertThat(rendered(TemplateSamples.config(text.toString()), ANY))
                    .as("seed %d, text %d: %s", seed, i, text)
                    .isEqualTo(expected);
        }
    }

    @Test
    void literalTextBetweenValuesIsWrittenUnchanged() {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < Rounds.of(5_000); i++) {
            StringBuilder text = new StringBuilder("^");
            StringBuilder expected = new StringBuilder("^");
            for (int n = random.nextInt(5); n >= 0; n--) {
                String piece = PIECES.get(random.nextInt(PIECES.size())).replaceAll("[%\\s]", "~");
                piece += PIECES.get(random.nextInt(PIECES.size())).replaceAll("[%\\s]", "~");
                text.append(piece).append("%%val%%");
                expected.append(piece).append("$#*##]]#");
            }
            assertThat(rendered(text.toString(), "val", "$#*##]]#"))
                    .as("seed %d, text %d: %s", seed, i, text)
                    .isEqualTo(expected + "\n");
        }
    }
}
