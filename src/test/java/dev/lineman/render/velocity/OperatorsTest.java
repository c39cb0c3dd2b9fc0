package dev.lineman.render.velocity;

import static dev.lineman.render.TemplateSamples.PATH;
import static dev.lineman.render.TemplateSamples.RENDERER;
import static dev.lineman.render.TemplateSamples.config;
import static dev.lineman.render.TemplateSamples.names;
import static dev.lineman.render.TemplateSamples.problems;
import static dev.lineman.render.TemplateSamples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.template.FragmentLookup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Operators, ranges, indexes and methods of templates with each kind of value. */
class OperatorsTest {
    private static final Map<String, Object> MODEL = Map.of(
            "t",
            Map.of(
                    "word", "abc",
                    "empty", "",
                    "five", "5",
                    "half", "0.5",
                    "huge", "1e999999999",
                    "tiny", "1e-999999999",
                    "digits", "9".repeat(30_000)),
            "l",
            List.of("a", "b"),
            "n",
            4);

    private static final String VARIABLES = """
            #set($own = ['a', 'b'])
            #set($map = {'a': 1})
            #set($range = [1..3])
            #set($word = 'abc')
            #set($big = 99999999999999999999 * 99999999999999999999)
            #set($zero = 0)
            """;

    private static final List<String> VALUES = List.of(
            "$t.word",
            "$t.five",
            "$t.half",
            "$t.huge",
            "$t.digits",
            "$t.nope",
            "$t",
            "$l",
            "$map",
            "$range",
            "$word",
            "$big",
            "$zero",
            "$foreach",
            "0",
            "7",
            "1.5",
            "99999999999999999999999",
            "1.5e300",
            "'a'",
            "true");

    /** LEFT and RIGHT stand for values. */
    private static final List<String> USES = List.of(
            "#set($x = LEFT + RIGHT)$x",
            "#set($x = LEFT - RIGHT)$x",
            "#set($x = LEFT * RIGHT)$x",
            "#set($x = LEFT * LEFT * RIGHT * RIGHT)$x",
            "#set($x = LEFT / RIGHT)$x",
            "#set($x = LEFT % RIGHT)$x",
            "#set($x = -RIGHT)$x",
            "#set($x = \"a${own.get(RIGHT)}b\")$x",
            "#if(LEFT < RIGHT)y#else n#end",
            "#if(LEFT >= RIGHT)y#else n#end",
            "#if(LEFT == RIGHT)y#else n#end",
            "#if(LEFT != RIGHT || !(LEFT % RIGHT))y#else n#end",
            "#if(LEFT && RIGHT)y#else n#end",
            "#set($a = LEFT)#set($b = RIGHT)#foreach($i in [$a..$b])x#break#end",
            "#set($a = LEFT)#set($b = RIGHT)#if($a[$b])y#else n#end",
            "#set($a = LEFT)#set($b = RIGHT)#if($a.get($b))y#else n#end",
            "#set($a = LEFT)#set($b = RIGHT)#if($a.contains($b))y#else n#end",
            "#set($a = LEFT)#set($b = RIGHT)#if($a.substring($b))y#else n#end",
            "#set($a = LEFT)#set($b = RIGHT)#if($word.substring($a, $b))y#else n#end",
            "#set($a = LEFT)#set($b = RIGHT)#if($word.replace($a, $b))y#else n#end",
            "#macro(twice $v)#set($x = $v * 2)$x#end#twice(RIGHT)",
            "#foreach($x in RIGHT)x#end");

    /** An exception, which the agent would report as its own fault, fails this test. */
    @Test
    void eachUseGivesAFileOrAProblemWithItsPlace() {
        Set<String> contents = USES.stream()
                .flatMap(use -> VALUES.stream()
                        .flatMap(left -> VALUES.stream()
                                .map(right -> use.replace("LEFT", left).replace("RIGHT", right))))
                .collect(Collectors.toSet());
        for (String content : contents) {
            RenderResult<byte[]> result = run(VARIABLES + content);
            if (result instanceof RenderResult.FailedRendering<byte[]>) {
                assertThat(problems(result))
                        .as(content)
                        .singleElement()
                        .asString()
                        .matches("(?s).*:(7:[0-9]+|1:20): error: .*")
                        .doesNotContain("null", "java", "class", "cannot be rendered");
            } else {
                assertThat(text(result)).as(content).doesNotContain("NaN", "Infinity", "$");
            }
        }
    }

    @Test
    void aTextThatIsANumberCalculatesAsThatNumber() {
        assertThat(made("$t.five % 2")).isEqualTo("1");
        assertThat(made("$t.five / 2")).isEqualTo("2");
        assertThat(made("$t.half - 2")).isEqualTo("-1.5");
        assertThat(made("$n - $t.five")).isEqualTo("-1");
        assertThat(made("-$t.five")).isEqualTo("-5");
        assertThat(made("$n + $t.five")).isEqualTo("45");
        assertThat(text(run("#foreach($i in [$t.five..7])$i#end"))).isEqualTo("567\n");
    }

    @Test
    void aValueThatAnOperatorCannotTakeIsAProblemAtTheValue() {
        String numberOrDefault = "has no value: ask for it first with #if, or give it a default";
        assertThat(problem("$t.nope % 8")).isEqualTo("2:11: error: '%' needs a number, and $t.nope " + numberOrDefault);
        assertThat(problem("'a' + $t.nope"))
                .isEqualTo("2:17: error: '+' needs a number or a text, and $t.nope " + numberOrDefault);
        assertThat(problem("$t.word % 8"))
                .isEqualTo("2:11: error: '%' needs a number, and $t.word is a text that is not a number: correct the"
                        + " value, or ask for it first with #if");
        assertThat(problem("8 / ($n - 4)"))
                .isEqualTo("2:16: error: '/' needs a number, and this is 0: ask for that first with #if");
        assertThat(problem("$l * 2")).isEqualTo("2:11: error: '*' needs a number, and $l is not a number");
        assertThat(problem("$l + 2"))
                .isEqualTo("2:11: error: '+' needs a number or a text, and $l is a list or a map: take an element or a"
                        + " key of it");
        assertThat(problem("$t.half % 2"))
                .isEqualTo("2:11: error: '%' cannot take these numbers: use whole numbers with fewer digits");
        assertThat(problem("1.5e300 * 1.5e300"))
                .isEqualTo("2:11: error: '*' cannot take these numbers: use whole numbers with fewer digits");
        assertThat(problem("$t.huge - 1")).contains("is a text that is not a number");
        assertThat(problem("$t.word < 2")).contains("'<' needs a number, and $t.word is a text");
        assertThat(problemOf("#foreach($i in [1..$t.word])#end"))
                .isEqualTo("2:20: error: '..' needs a number, and $t.word is a text that is not a number: correct the"
                        + " value, or ask for it first with #if");
        assertThat(problemOf("#set($n = 5000000000)#foreach($i in [1..$n])#end"))
                .contains("'..' needs a number, and $n is not a whole number between -1073741824 and 1073741824");
        assertThat(problemOf("#foreach($i in true)#end"))
                .contains("#foreach takes a list, a map or a range such as [1..5], and this is none of them");
        assertThat(problemOf("#set($a = $t.nope)#if($a[1])#end"))
                .isEqualTo("2:25: error: what stands before this has no value");
        assertThat(problemOf("$l[4294967296]")).contains("$l[4294967296] has no value");
    }

    @Test
    void aRangeThatIsTooLongEndsAtTheLimit() {
        assertThat(problemOf("#set($many = 1000000000)#foreach($i in [1..$many])#end"))
                .contains("too many steps");
    }

    private static RenderResult<byte[]> run(String content) {
        return RENDERER.renderContent(
                config("filename='f' syntax='velocity'", content),
                new RenderValues(names(), MODEL, FragmentLookup.NONE));
    }

    private static String made(String expression) {
        return text(run("#set($x = " + expression + ")$x")).strip();
    }

    private static String problem(String expression) {
        return problemOf("#set($x = " + expression + ")");
    }

    /** The problem of a content, with its place in the content. */
    private static String problemOf(String content) {
        List<String> problems = problems(run("\n" + content));
        assertThat(problems).hasSize(1);
        return problems.get(0).substring(PATH.length() + 1);
    }
}
