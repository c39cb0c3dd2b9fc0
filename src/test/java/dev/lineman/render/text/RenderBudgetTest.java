package dev.lineman.render.text;

import static dev.lineman.render.TemplateSamples.config;
import static dev.lineman.render.TemplateSamples.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.render.Renderer;
import dev.lineman.render.TemplateSamples;
import dev.lineman.render.content.RenderJob;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.render.velocity.TextMethods;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.FragmentLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every method and operator is charged for the characters that it reads or writes. */
class RenderBudgetTest {
    private static final Renderer RENDERER = new Renderer();
    private static final String LONG = "#set($s = 'abcdefgh')#foreach($i in [1..13])#set($s = \"$s$s\")#end"
            + "#set($s = $s.substring(0, 60000))#set($t = $s.substring(0, 30000))#set($u = \"${t}x\")#set($v = \"${s}\")";

    /** Characters per step. */
    private static final int A_STEP = 64;

    /** Methods that search a text for another. */
    private static final List<String> SEARCHES = List.of("contains", "indexOf", "lastIndexOf", "replace");

    @Test
    @Timeout(60)
    void everyMethodIsChargedForItsWorstCase() {
        Random random = new Random(4);
        for (int round = 0; round < Rounds.of(150); round++) {
            String method = pick(
                    random, new ArrayList<>(TextMethods.NAMES.stream().sorted().toList()));
            String text = text(random);
            String other = text(random);
            List<String> arguments = SEARCHES.subList(0, 3).contains(method)
                    ? List.of("($o)")
                    : method.equals("replace")
                            ? List.of("($o, 'x')")
                            : method.equals("substring") ? List.of("(0, 1)", "(0)") : List.of("()", "($o)");
            String call = "#if($s." + method + pick(random, arguments) + ")#end";
            Map<String, Object> model = Map.of("s", text, "o", other);
            RenderResult<byte[]> renderResult = run(call, model);
            if (renderResult instanceof RenderResult.FailedRendering<byte[]> failed
                    && failed.problems().toString().contains("other arguments")) {
                continue;
            }
            long touched = switch (method) {
                case "length", "isEmpty", "toString" -> 0;
                case "contains", "indexOf", "lastIndexOf", "replace" ->
                    (long) Math.max(1, text.length() - other.length() + 1) * other.length();
                default -> text.length();
            };
            boolean refused = renderResult instanceof RenderResult.FailedRendering<byte[]>;
            assertThat(refused || renderResult.steps() >= touched / A_STEP)
                    .as(
                            "%s of %d and %d characters: %d steps",
                            call, text.length(), other.length(), renderResult.steps())
                    .isTrue();
            boolean near = touched > RenderJob.MAX_STEPS * A_STEP * 9 / 10;
            assertThat(refused && !near)
                    .as("%s of %d characters", call, text.length())
                    .isFalse();
            assertThat(refused || touched <= RenderJob.MAX_STEPS * A_STEP)
                    .as("%s of %d characters", call, text.length())
                    .isTrue();
        }
    }

    /** Endless loops over expensive operations: each is refused soon. */
    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "#if($s.contains($u))#end",
                "#if($s.indexOf($u) == 1)#end",
                "#if($s.lastIndexOf(\"x$t\") == 1)#end",
                "#if($s.replace($u, ''))#end",
                "#if($s.toUpperCase().toLowerCase())#end",
                "#if($s.equalsIgnoreCase($v))#end",
                "#if($s == $v)#end",
                "#if($s + $s + $s + $s + $s + $s + $s == 'a')#end",
                "#if(\"$s$s$s$s\" == 'a')#end",
                "#set($l = [$s, $s, $s, $s, $s, $s])#if($l == $s)#end",
                "#set($l = [$s, $s, $s])#if($l.contains($v))#end",
                "#set($l = [$s, $s, $s])#if($l == 'a')#end",
                "#set($l = [1..9999])#if($l == $s)#end",
                "#set($m = {\"$s\": 1})#if($m.get(\"$v\"))#end",
                "#if($vars.get(\"$i$s\"))#end",
                "#if($vars[\"$i$s\"])#end",
                "#if($vars.containsKey(\"$i$s\"))#end",
                "#set($n = 12345678901234567890123456789012345678)#set($n = $n * $n)#if($n * $n * $n * $n * $n == 1)#end",
            })
    void expensiveOperationsAreCharged(String body) {
        RenderResult<byte[]> renderResult =
                run(LONG + "#foreach($i in [1..99999999])" + body + "#end", Map.of("vars", Map.of("a", "b")));
        assertThat(TemplateSamples.problems(renderResult))
                .singleElement()
                .asString()
                .contains("too many steps");
        int turns = 20;
        RenderResult<byte[]> some =
                run(LONG + "#foreach($i in [1.." + turns + "])" + body + "#end", Map.of("vars", Map.of("a", "b")));
        assertThat(some.steps()).as("a turn").isGreaterThan(turns * 30L);
    }

    @Test
    @Timeout(60)
    void lowerCaseIsChargedForEachSigma() {
        RenderResult<byte[]> renderResult = run("#if($s.toLowerCase())#end", Map.of("s", "\u03a3".repeat(60_000)));
        assertThat(TemplateSamples.problems(renderResult))
                .singleElement()
                .asString()
                .contains("too many steps");
        assertThat(run("#if($s.toLowerCase())#end", Map.of("s", "\u039f\u0394\u039f\u03a3")))
                .isInstanceOf(RenderResult.RenderedFile.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#foreach($i in [1..99999999])#if(\"LITERAL$i\" == 'a')#end#end",
                "#foreach($i in [1..99999999])#if('LITERAL' == 'a')#end#end",
                "#macro(m)#if(\"LITERAL$s\" == 'a')#end#end#foreach($i in [1..99999999])#m()#end",
                "#foreach($i in [1..99999999])##LITERAL\n#end",
            })
    @Timeout(60)
    void literalTextIsChargedAtEachTurnOfALoop(String template) {
        RenderResult<byte[]> renderResult = run(template.replace("LITERAL", "y".repeat(60_000)), Map.of("s", "x"));
        assertThat(TemplateSamples.problems(renderResult))
                .singleElement()
                .asString()
                .contains("too many steps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#set($x = 1REST)", "#set($x = $s REST)", "#if((1 REST) == 1)#end"})
    void theNumberOfOperatorsInAnExpressionIsLimited(String template) {
        assertThat(TemplateSamples.problems(run(template.replace("REST", " + 1".repeat(60)), Map.of("s", "x"))))
                .singleElement()
                .asString()
                .contains("more than 50 operators");
        assertThat(run("#set($x = " + "1 + ".repeat(50) + "1)", Map.of()))
                .isInstanceOf(RenderResult.RenderedFile.class);
        assertThat(TemplateSamples.problems(run("#set($x = " + "9".repeat(100_000) + ")", Map.of())))
                .singleElement()
                .asString()
                .contains("digits");
    }

    @Test
    void theSameInputsAlwaysTakeTheSameSteps() {
        String template = LONG + "#foreach($i in [1..50])$i $s.length() #end";
        long steps = run(template, Map.of()).steps();
        for (int i = 0; i < 5; i++) {
            assertThat(run(template, Map.of()).steps()).isEqualTo(steps);
        }
    }

    @Test
    void conditionsOfTheDialectAreChargedToo() {
        DeviceConfig config = config("{IF pbx_ip}{ELSEIF a}{ENDIF}".repeat(10_000));
        RenderResult<byte[]> renderResult =
                RENDERER.renderContent(config, new RenderValues(names("pbx_ip", "10.0.0.1"), FragmentLookup.NONE));
        assertThat(renderResult.steps()).isBetween(RenderJob.MAX_STEPS / 10, RenderJob.MAX_STEPS);
    }

    private static String text(Random random) {
        int length = random.nextInt(4) == 0 ? 20_000 + random.nextInt(45_000) : random.nextInt(2_000);
        return "ab".repeat(length / 2) + "c".repeat(length % 2);
    }

    private static String pick(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static RenderResult<byte[]> run(String content, Map<String, Object> model) {
        return RENDERER.renderContent(
                config("filename='f' syntax='velocity'", content),
                new RenderValues(names(), model, FragmentLookup.NONE));
    }
}
