package dev.lineman.render.text;

import static dev.lineman.render.TemplateSamples.RENDERER;
import static dev.lineman.render.TemplateSamples.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.Rounds;
import dev.lineman.render.OutputFile;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.template.FragmentLookup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A view of a rendered file shows everything but secrets and what was computed from them. */
class SecretMasksTest {
    private static final String SECRET = String.valueOf("100".toCharArray());
    private static final String NUMBER = String.valueOf("100".toCharArray());
    private static final String NAME = "O'Neil";
    private static final Map<String, Object> MODEL = Map.of(
            "a",
            Map.of("pw", SECRET, "number", NUMBER, "name", NAME),
            "b",
            List.of(Map.of("name", "n0"), Map.of("name", "n1"), Map.of("name", "n2"), Map.of("name", "n3")));
    private static final NamedValues NAMES = new NamedValues() {
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
    void aValueComputedFromASecretIsASecret(String template, String shown) {
        assertThat(shown("syntax='velocity'", template.replace(';', ','))).isEqualTo(shown + "\n");
    }

    @Test
    void masksMoveWithTheCarriageReturnsOfAFile() {
        String template = "a\n$a.pw\nb\n$a.number $a.pw";
        assertThat(shown("syntax='velocity' lineEnd='crlf'", template)).isEqualTo("a\r\n•\r\nb\r\n100 •\r\n");
    }

    /** A list or map with a secret, and each of its elements, is masked; a loop counter is not. */
    @ParameterizedTest
    @CsvSource({
        "#set($l = [\"a$a.pw\"; \"b$a.pw\"])$l[0] $l.get(1) $a.name,• • O'Neil",
        "#set($m = {'k': \"a$a.pw\"; 'n': [\"b$a.pw\"]})$m.k $m['k'] $m.n[0],• • •",
        "#set($m = {'k': [$a.pw.length()]})#set($x = 'y')$m.k[0] $x,• y",
        "#foreach($x in [\"a$a.pw\"; \"b$a.pw\"; 'c'])$x $a.number;#end,• 100;• 100;• 100;",
        "#foreach($x in [\"a$a.pw\"; \"b$a.pw\"])#set($y = $x)$y#set($z = 'z')$z#end,•z•z",
        "#foreach($i in [1..2])#if($i == 2)$x#end#set($x = \"a$a.pw\")#set($w = 'w')#end$w,•w",
        "#set($l = [$a.pw])#foreach($x in $l)#set($y = \"<$x>\")#end#set($w = 'w')$y$w,•w",
        "#foreach($x in {'a': \"a$a.pw\"})$foreach.count$x#end,1•",
        "#set($n = $a.pw.length())#set($w = 'w')$n $w,• w",
        "#set($n = $a.pw.length() * 7 + 1)#set($w = 'w')#set($o = $n - 1)#set($w = 'w')$o $w,• w",
        "#set($n = $a.pw.length())#macro(m $n)($n)#end#m(1)$n,(1)•",
        "#set($n = \"a$a.pw\")#foreach($n in [1..2])$n#end$n,12•",
        "#set($v = 'v')#macro(m $v)($v)#end#m(\"a$a.pw\")$v #m($a.name)$v,(•)v (O'Neil)v",
        "#macro(o $k $v)#i($k)=$v;#end#macro(i $v)[$v]#end#o('k' $a.pw)#o('n' 'p'),[k]=•;[n]=p;",
        "#macro(m $v)#if($v.length() > 1)#m($v.substring(1))#end$v;#end#m(\"x$a.pw\"),•;•;•;•;",
        "#macro(m $v = \"x$a.pw\")#set($w = 'w')$v$w#end#m()#m('p'),•wpw",
        "#set($d = ['a'; 'b'; 'c'; 'd'])$d[$a.pw.length()] $d[0],• a",
        "#set($d = {'100': 'found'})$d.get($a.pw) $d[$a.pw] $d.get('100'),• • found",
        "$b[$a.pw.length()].name $b[0].name,• n0",
        "#set($c = $b[$a.pw.length()])#set($w = 'w')$c.name $w,• w",
        "#set($e = $a.pw.isEmpty())#set($w = 'w')$e $w,• w",
        "#set($x = $a.pw)$$x \\$x $!x ${x},$• $x • •",
        "#if($a.pw == '100')#set($n = $a.number.substring(1))$n#end,00",
        "#if($a.pw)#elseif($a.name)#end$a.number.substring(1),00",
        "#set($x = {\"k$a.pw\": 1})#foreach($k in $x.keySet())$k#end,•",
        "$!{a.none} ${a.none|$a.pw}x${a.none|'y'},•xy",
    })
    void aSecretStaysASecretThroughListsMapsLoopsAndNumbers(String template, String shown) {
        assertThat(shown("syntax='velocity'", template.replace(';', ','))).isEqualTo(shown.replace(';', ',') + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "p=%%pw%% n=%%number%%,p=• n=100",
        "%%pw%%%%number%%%%pw%%,•100•",
        "{IF pw}x%%pw%%{ENDIF} %%number%%,x• 100",
        "<a p='%%pw%%'>%%number%%</a>,<a p='•'>100</a>"
    })
    void secretsAreMaskedInTheDialectToo(String template, String shown) {
        assertThat(shown("", template)).isEqualTo(shown + "\n");
    }

    @Test
    void aPartOfATextIsMaskedToo() {
        SecretMasks.Spans masks = SecretMasks.ofSpans(2, 4, 8, 9).spans();
        assertThat(masks.mask("abSScdefTgh", 0, 11))
                .isEqualTo("ab" + SecretMasks.DOTS + "cdef" + SecretMasks.DOTS + "gh");
        assertThat(masks.mask("abSScdefTgh", 4, 8)).isEqualTo("cdef");
        assertThat(masks.startsWithin(4, 8)).isFalse();
        assertThat(masks.startsWithin(4, 9)).isTrue();
        assertThat(SecretMasks.ofSpans()).isSameAs(SecretMasks.NONE);
    }

    @Test
    void masksSurvivePacking() {
        Random random = new Random(9);
        for (int round = 0; round < Rounds.of(250); round++) {
            int[] spans = random.ints(2L * random.nextInt(20), 0, 1 << random.nextInt(31))
                    .sorted()
                    .toArray();
            SecretMasks secretMasks = SecretMasks.ofSpans(spans);
            assertThat(SecretMasks.unpack(secretMasks.packed())).isEqualTo(secretMasks);
            for (int i = 0; i < spans.length; i += 2) {
                assertThat(secretMasks.spans().startsWithin(spans[i], spans[i] + 1))
                        .isTrue();
            }
        }
        for (byte[] none : List.of(new byte[] {1}, new byte[] {1, -1}, new byte[] {9, -1, -1, -1, -1, 15})) {
            assertThatThrownBy(() -> SecretMasks.unpack(none)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static String shown(String attributes, String template) {
        RenderResult<OutputFile> renderResult = RENDERER.render(
                config("filename='f' " + attributes, template), new RenderValues(NAMES, MODEL, FragmentLookup.NONE));
        assertThat(renderResult).isInstanceOf(RenderResult.RenderedFile.class);
        OutputFile file = ((RenderResult.RenderedFile<OutputFile>) renderResult).result();
        String text = new String(file.bytes(), StandardCharsets.UTF_8);
        return file.secretMasks().spans().mask(text, 0, text.length()).replace(SecretMasks.DOTS, "•");
    }
}
