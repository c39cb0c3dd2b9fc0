package dev.lineman.render;

import static dev.lineman.render.Samples.RENDERER;
import static dev.lineman.render.Samples.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.resolve.Names;
import dev.lineman.template.Fragments;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people may see of a rendered file: all but what came of a secret. */
class MasksTest {
    private static final String SECRET = String.valueOf("100".toCharArray());
    private static final String NUMBER = String.valueOf("100".toCharArray());
    private static final String NAME = "O'Neil";
    private static final Map<String, Object> MODEL = Map.of("a", Map.of("pw", SECRET, "number", NUMBER, "name", NAME));
    private static final Names NAMES = new Names() {
        @Override
        public String valueOf(String name) {
            return name.equals("pw") ? SECRET : name.equals("number") ? NUMBER : null;
        }

        @Override
        @SuppressWarnings({"ReferenceEquality", "StringEquality"})
        public boolean isSecret(String value) {
            return value == SECRET;
        }
    };

    @ParameterizedTest
    @CsvSource({
        "p=$a.pw n=$a.number x=$a.name,p=• n=100 x=O'Neil",
        "#set($x = $a.pw)#set($n = $a.number)$x $n $x,• 100 •",
        "#set($x = \"<$a.pw>\")$x $a.number,• 100",
        "\"$a.pw\"$a.number,\"•\"100",
        "$a.pw.substring(1) $a.pw.length() $a.number.substring(1),• • 00",
        "#set($x = $a.pw.substring(0))#set($y = $x.toUpperCase())$y,•",
        "#set($x = $a.number + $a.pw)$x $a.name,• O'Neil",
        "#if($a.pw == '100')$a.number#end,100",
        "#foreach($x in [$a.number; $a.pw])[$x]#end,[•][•]",
        "#macro(m $v)($v)#end#m($a.pw)#m($a.number),(•)(100)"
    })
    void whatIsComputedOfASecretIsASecret(String template, String shown) {
        assertThat(shown("syntax='velocity'", template.replace(';', ','))).isEqualTo(shown + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "p=%%pw%% n=%%number%%,p=• n=100",
        "%%pw%%%%number%%%%pw%%,•100•",
        "{IF pw}x%%pw%%{ENDIF} %%number%%,x• 100",
        "<a p='%%pw%%'>%%number%%</a>,<a p='•'>100</a>"
    })
    void inTheOtherDialectToo(String template, String shown) {
        assertThat(shown("", template)).isEqualTo(shown + "\n");
    }

    @Test
    void onlyPiecesAreShownAsWell() {
        Masks.Spans masks = Masks.at(2, 4, 8, 9).spans();
        assertThat(masks.shown("abSScdefTgh", 0, 11)).isEqualTo("ab" + Masks.DOTS + "cdef" + Masks.DOTS + "gh");
        assertThat(masks.shown("abSScdefTgh", 4, 8)).isEqualTo("cdef");
        assertThat(masks.within(4, 8)).isFalse();
        assertThat(masks.within(4, 9)).isTrue();
        assertThat(Masks.at()).isSameAs(Masks.NONE);
    }

    @Test
    void packedTheyAreTheSame() {
        Random random = new Random(9);
        for (int round = 0; round < 1000; round++) {
            int[] spans = random.ints(2L * random.nextInt(20), 0, 1 << random.nextInt(31))
                    .sorted()
                    .toArray();
            Masks masks = Masks.at(spans);
            assertThat(Masks.of(masks.packed())).isEqualTo(masks);
            for (int i = 0; i < spans.length; i += 2) {
                assertThat(masks.spans().within(spans[i], spans[i] + 1)).isTrue();
            }
        }
        for (byte[] none : List.of(new byte[] {1}, new byte[] {1, -1}, new byte[] {9, -1, -1, -1, -1, 15})) {
            assertThatThrownBy(() -> Masks.of(none)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static String shown(String attributes, String template) {
        Outcome<OutputFile> outcome = RENDERER.render(
                config("filename='f' " + attributes, template), new Values(NAMES, MODEL, Fragments.NONE));
        assertThat(outcome).isInstanceOf(Outcome.Rendered.class);
        OutputFile file = ((Outcome.Rendered<OutputFile>) outcome).result();
        String text = new String(file.bytes(), StandardCharsets.UTF_8);
        return file.masks().spans().shown(text, 0, text.length()).replace(Masks.DOTS, "•");
    }
}
