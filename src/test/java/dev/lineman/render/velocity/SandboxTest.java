package dev.lineman.render.velocity;

import static dev.lineman.render.TemplateSamples.config;
import static dev.lineman.render.TemplateSamples.fragments;
import static dev.lineman.render.TemplateSamples.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.lineman.problem.Problem;
import dev.lineman.render.Renderer;
import dev.lineman.render.TemplateSamples;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.template.FragmentLookup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates are untrusted: what they cannot reach, and which limits they cannot pass. */
class SandboxTest {
    private static final Renderer RENDERER = new Renderer();

    private final Map<String, String> vars = new TreeMap<>(Map.of("a", "x"));
    private final List<String> list = new ArrayList<>(List.of("a", "b"));
    private final Map<String, Object> model =
            Map.of("text", "abc", "number", 7, "vars", vars, "list", list, "yes", true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$text.class",
                "$text.getClass()",
                "$text.class.forName('java.lang.Runtime')",
                "$list.class",
                "$vars.getClass()",
                "$number.class",
                "$number.getClass()",
                "$yes.class",
                "$foreach",
                "$text.bytes",
                "$text.getBytes()",
                "$text.chars()",
                "$text.repeat(500000000)",
                "$text.intern()",
                "$text.matches('(a+)+b')",
                "$text.replaceAll('a', 'b')",
                "$text.split('a')",
                "$text.format('%d', 1)",
                "#set($text.x = 1)",
                "#set($vars.a = 'y')",
                "#set($vars['a'] = 'y')",
                "#set($list[0] = 'y')",
                "$vars.put('a', 'y')",
                "$vars.clear()",
                "$vars.remove('a')",
                "$list.add('c')",
                "$list.clear()",
                "$list.iterator()",
                "$list.stream()",
                "$vars.entrySet()",
                "#set($l = [1])$l.add(2)",
                "#set($l = [1])$l.class",
                "#set($l = [1])$l.clear()",
                "#set($m = {})$m.put('a', 1)",
                "#set($m = {'a': 1})$m.class.classLoader",
                "#set($r = [1..3])$r.add(1)",
                "#foreach($i in [1])$foreach.class#end",
                "#foreach($i in [1])$foreach.stop()#end",
                "#foreach($i in [1])$foreach.owner#end",
                "#foreach($i in [1])$foreach.put('a', 1)#end",
                "#foreach($i in [1])$foreach.info.template#end",
                "#include('/etc/passwd')",
                "#include(\"lib/x\")",
                "#evaluate('$text')",
                "#parse('/etc/passwd')",
                "#parse('lib/../../x')",
                "#parse('templates/lib/x')",
                "#parse('velocimacros.vtl')",
                "#parse($list)",
                "#define($d)x#end$d",
                "#@m()x#end",
                "$template",
                "$macro",
                "$velocityCount",
                "$context",
                "$esc",
                "$class",
                "$runtime",
                "$System",
                "#set($x = \"#include('a')\")",
                "#set($x = \"#evaluate('a')\")",
                "#set($x = \"#foreach($i in [1..9])$i#end\")",
                "#set($x = \"#if(true)a#end\")",
                "#foreach($x in $text)#end",
                "#foreach($x in $number)#end",
                "#foreach($x in [1..$text])#end",
                "$text.compareTo('a')",
                "$number.intValue()",
                "$number.toString()",
                "$yes.toString()",
                "$yes.parseBoolean('true')",
                "$list.hashCode()",
                "$text.wait()",
                "$text.notify()",
                "$vars.keySet().iterator()",
                "$vars.keySet().class"
            })
    void aForbiddenOperationIsOneProblem(String content) {
        RenderResult<byte[]> renderResult = run(content, fragments("templates/lib/x", "x"));
        assertThat(renderResult).as("%s", shown(renderResult)).isInstanceOf(RenderResult.FailedRendering.class);
        List<Problem> problems = ((RenderResult.FailedRendering<byte[]>) renderResult).problems();
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).message())
                .doesNotContain("java.")
                .doesNotContain("dev.lineman")
                .doesNotContain("\n");
        assertThat(vars).isEqualTo(Map.of("a", "x"));
        assertThat(list).containsExactly("a", "b");
    }

    @ParameterizedTest
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ValueSource(
            strings = {
                "#foreach($i in [1..2000000000])#end",
                "#foreach($i in [-2147483647..2147483646])#end",
                "#set($r = [-2147483647..2147483646])#set($x = '' + $r)",
                "#set($r = [1..2000000000])\"$r\"",
                "#foreach($i in [1..9999])#foreach($j in [1..9999])#foreach($k in [1..9999])#end#end#end",
                "#foreach($i in [1..9999])#foreach($j in [1..9999])#if($i == $j)#end#end#end",
                "#set($s = 'x')#foreach($i in [1..99])#set($s = $s + $s)#end",
                "#set($s = 'x')#foreach($i in [1..99])#set($s = \"$s$s\")#end",
                "#set($s = 'x')#foreach($i in [1..99])#set($s = $s.replace('x', 'xxxxxxxxxx'))#end",
                "#set($s = 'x')#foreach($i in [1..99])#set($s = $s.replace('', 'xxxxxxxxxx'))#end",
                "#set($a = [1])#foreach($i in [1..99])#set($a = [$a, $a])#end",
                "#set($a = {})#foreach($i in [1..99])#set($a = {'a': $a, 'b': $a})#end",
                "#set($n = 7)#foreach($i in [1..99])#set($n = $n * $n)#end",
                "#set($n = 2000000000)#foreach($i in [1..99999])#set($n = $n * $n)#end",
                "#macro(m)#m()#end#m()",
                "#macro(m)#m()#m()#m()#m()#end#m()",
                "#macro(m $x)#if($x)#m($x)#m($x)#end#end#m(1)",
                "#macro(a)#b()#b()#end#macro(b)#a()#a()#end#a()",
                "#parse('lib/self.vm')",
                "#parse('lib/twice.vm')",
                "#set($s = 'xxxxxxxxxxxxxxxx')#foreach($i in [1..99999])$s$s$s$s$s$s$s$s$s$s#end",
                "#foreach($i in [1..999999])xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#end",
                "#set($x = \"\" + [1..2000000000])",
                "#if([1..2000000000] == 'x')#end",
                "$text.contains([1..2000000000])",
                "#macro(m $x)#set($y = '' + $x)#end#m([1..2000000000])",
                "#foreach($x in [[1..2000000000]])#set($y = '' + $x)#end",
                "#set($m = {'a': [1..2000000000]})",
            })
    void anEndlessOrHugeTemplateSoonIsOneProblem(String content) {
        FragmentLookup fragments = fragments(
                "templates/lib/self.vm", "a#parse('lib/self.vm')",
                "templates/lib/twice.vm", "#parse('lib/twice.vm')#parse('lib/twice.vm')");
        RenderResult<byte[]> renderResult = run(content, fragments);
        assertThat(renderResult).as("%s", shown(renderResult)).isInstanceOf(RenderResult.FailedRendering.class);
        assertThat(((RenderResult.FailedRendering<byte[]>) renderResult).problems())
                .hasSize(1);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aSourceThatOverflowsTheParserSoonIsOneProblem() {
        for (String hostile : List.of(
                "#if(true)".repeat(20_000),
                "#if(true)".repeat(2_000) + "x" + "#end".repeat(2_000),
                "#set($a = " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + ")",
                "#set($a = 1" + " + 1".repeat(20_000) + ")",
                "#set($a = " + "[".repeat(5_000) + "]".repeat(5_000) + ")",
                "$a" + ".b".repeat(20_000),
                "$a" + "[$a".repeat(5_000))) {
            RenderResult<byte[]> renderResult = run(hostile, FragmentLookup.NONE);
            assertThat(renderResult).as(hostile.substring(0, 20)).isInstanceOf(RenderResult.FailedRendering.class);
        }
        assertThatCode(() -> run("#foreach($i in [1..2])$i#end", FragmentLookup.NONE))
                .doesNotThrowAnyException();
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLongLoopBodyIsChargedMoreForEachTurn() {
        String content = "#foreach($i in [1..2000000])" + "#if(1==2)#end".repeat(20_000) + "#end";
        assertThat(run(content, FragmentLookup.NONE)).isInstanceOf(RenderResult.FailedRendering.class);
        String macro = "#macro(m)" + "#if(1==2)#end".repeat(20_000) + "#end#macro(n)" + "#m()".repeat(99) + "#end";
        assertThat(run(macro + "#n()".repeat(20), FragmentLookup.NONE))
                .isInstanceOf(RenderResult.FailedRendering.class);
        assertThat(run("#if(1==2)#end$text".repeat(20_000), FragmentLookup.NONE))
                .isInstanceOf(RenderResult.RenderedFile.class);
    }

    @Test
    void aSourceWithAHugeTreeSoonIsOneProblem() {
        for (String hostile : List.of("%%a%%", "{IF a}{ENDIF}", "{SET $a=1}")) {
            RenderResult<byte[]> made = RENDERER.renderContent(
                    config("filename='f' src='lib/hostile'", ""),
                    new RenderValues(names("a", "1"), fragments("templates/lib/hostile", hostile.repeat(500_000))));
            assertThat(TemplateSamples.problems(made))
                    .singleElement()
                    .asString()
                    .contains("too many");
        }
        for (String hostile : List.of("$a$a", "#if(1)#end", "#set($a = [" + "1,".repeat(10) + "1])")) {
            assertThat(TemplateSamples.problems(run(hostile.repeat(100_000), FragmentLookup.NONE)))
                    .singleElement()
                    .asString()
                    .contains("too many");
        }
    }

    @Test
    void aRenderingDoesNotSeeTheVariablesOfAnother() {
        assertThat(run("#set($left = 'behind')#macro(kept)x#end", FragmentLookup.NONE))
                .isInstanceOf(RenderResult.RenderedFile.class);
        assertThat(run("$left", FragmentLookup.NONE)).isInstanceOf(RenderResult.FailedRendering.class);
        assertThat(run("#kept()", FragmentLookup.NONE)).isInstanceOf(RenderResult.FailedRendering.class);
    }

    @Test
    void anAllowedTemplateStaysWithinItsLimits() {
        RenderResult<byte[]> renderResult = run("#foreach($i in [1..9999])$i $text\n#end", FragmentLookup.NONE);
        assertThat(shown(renderResult).lines().count()).isEqualTo(9_999);
    }

    private RenderResult<byte[]> run(String content, FragmentLookup fragments) {
        return RENDERER.renderContent(
                config("filename='f' syntax='velocity'", content), new RenderValues(names(), model, fragments));
    }

    private static String shown(RenderResult<byte[]> renderResult) {
        if (!(renderResult instanceof RenderResult.RenderedFile<byte[]> made)) {
            return renderResult.toString();
        }
        String text = new String(made.result(), StandardCharsets.UTF_8);
        return text.length() > 1_000_000 ? text.substring(0, 100) : text;
    }
}
