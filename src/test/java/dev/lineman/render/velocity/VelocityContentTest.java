package dev.lineman.render.velocity;

import static dev.lineman.render.TemplateSamples.PATH;
import static dev.lineman.render.TemplateSamples.RENDERER;
import static dev.lineman.render.TemplateSamples.config;
import static dev.lineman.render.TemplateSamples.fragments;
import static dev.lineman.render.TemplateSamples.names;
import static dev.lineman.render.TemplateSamples.problems;
import static dev.lineman.render.TemplateSamples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.render.content.ReadNames;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.FragmentLookup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Velocity templates can do. */
class VelocityContentTest {
    private static final String VELOCITY = "filename='f' syntax='velocity'";
    private static final Map<String, Object> MODEL = Map.of(
            "phone", Map.of("mac", "000413246672", "model", "Snom 320"),
            "accounts",
                    List.of(
                            Map.of("line", 1, "number", "100", "lastName", "O'Neil & <Söhne>"),
                            Map.of("line", 2, "number", "101", "lastName", "Doe")),
            "account", Map.of("line", 1, "number", "100", "vars", Map.of("a b", "x")),
            "vars", Map.of("param::sipport", "5060", "empty", ""),
            "pbxIp", "10.0.0.1");

    @Test
    void referencesLoopsAndConditionsWork() {
        assertThat(made("""
                mac=${phone.mac}
                #foreach($account in $accounts)
                  #if($foreach.first)
                  first
                  #end
                user$account.line=$account.number#if($foreach.hasNext),#end

                #end
                port=$vars['param::sipport'] ${pbxIp} $account.vars['a b'] $accounts[1].number $accounts.size()
                """)).isEqualTo("""
                mac=000413246672
                  first
                user1=100,

                user2=101

                port=5060 10.0.0.1 x 101 2
                """);
    }

    @Test
    void theSyntaxOfTheDialectIsText() {
        assertThat(made("%%mac_address%% {IF a} {ENDIF} 50 %")).isEqualTo("%%mac_address%% {IF a} {ENDIF} 50 %\n");
    }

    @Test
    void aReferenceIsEscapedOnceAndSetKeepsTheRawValue() {
        String set = "#set($n = $accounts[0].lastName)#set($m = \"<$n>\")";
        assertThat(made(set + "<?xml?><a>$n$m</a>"))
                .isEqualTo("<?xml?><a>O&apos;Neil &amp; &lt;Söhne&gt;&lt;O&apos;Neil &amp; &lt;Söhne&gt;&gt;</a>\n");
        assertThat(made(set + "n=$n $m")).isEqualTo("n=O'Neil & <Söhne> <O'Neil & <Söhne>>\n");
        assertThat(made("#if(\"$accounts[0].number\" == '100')<a>yes#end")).isEqualTo("<a>yes\n");
        assertThat(made("#set($q = '\"')\n\n  {\"k\": \"$q\"}")).isEqualTo("{\"k\": \"\\\"\"}\n");
        assertThat(text(run(config("filename='a.json' syntax='velocity'", "#set($q='\"')[$q]"), FragmentLookup.NONE)))
                .isEqualTo("[\\\"]\n");
        assertThat(text(run(
                        config("filename='a' syntax='velocity' escape='xml'", "#set($q='&')[$q]"),
                        FragmentLookup.NONE)))
                .isEqualTo("[&amp;]\n");
    }

    @Test
    void aValueIsNeverRunAsATemplate() {
        Map<String, Object> hostile = Map.of("x", "$phone #set($a=1) #end %%a%% ${x}");
        assertThat(text(RENDERER.renderContent(
                        config(VELOCITY, "$x"), new RenderValues(names(), hostile, FragmentLookup.NONE))))
                .isEqualTo("$phone #set($a=1) #end %%a%% ${x}\n");
    }

    @Test
    void whiteSpaceIsLaidOutAfterTheDirectives() {
        assertThat(made("\n  #set($a = 1)\n\n  #foreach($i in [1..2])\n    a\n      b\n  #end\n  \n"))
                .isEqualTo("a\n  b\na\n  b\n");
        assertThat(made("#set($a = ' ')\n$a\n  x")).isEqualTo(" \n  x\n");
    }

    @Test
    void textNumbersAndListsCanBeComputed() {
        assertThat(made("#set($l = ['a', 'b'])#set($m = {'k': 'v'})$l[1] $l.get(0) $l.size() $m.k $m.get('k') $m['k']"))
                .isEqualTo("b a 2 v v v\n");
        assertThat(made("#set($n = 7)#set($n = $n * 3 + 1)$n #if($n > 21)more#end"))
                .isEqualTo("22 more\n");
        assertThat(
                        made(
                                "#set($s = 'Abc')$s.toUpperCase() $s.substring(1) $s.length() $s.replace('b', '--') $s.substring(0, 1)"))
                .isEqualTo("ABC bc 3 A--c A\n");
        assertThat(made("#macro(row $a)<$a>#end#row('x')#row(\"y\")")).isEqualTo("<x><y>\n");
        assertThat(made("#foreach($k in {'a': 1})$k#end #foreach($i in [1..5])#if($i == 3)#break#end$i#end"))
                .isEqualTo("1 12\n");
        assertThat(made("a#stop b")).isEqualTo("a\n");
        assertThat(made("#if($vars['nope'])a#{else}b#end ${vars.nope|'c'} #if($vars.empty)d#end"))
                .isEqualTo("b c\n");
    }

    @Test
    void aFileNameCanBeVelocity() {
        DeviceConfig config = config("filename='cfg${phone.mac}%%x%%.xml' syntax='velocity'", "");
        RenderResult<String> made = RENDERER.renderName(config, values(FragmentLookup.NONE));
        assertThat(made)
                .isEqualTo(new RenderResult.RenderedFile<>(
                        "cfg000413246672%%x%%.xml",
                        new ReadNames(List.of("phone", "phone.mac"), List.of()), made.steps()));
        assertThat(nameProblem("$phone.max")).isEqualTo(PATH + ":1:44: error: $phone.max has no value");
        assertThat(nameProblem("#set($a=\"/etc\")$a")).contains("holds a '/'");
        assertThat(nameProblem("../a")).contains("'..'");
    }

    @Test
    void aFragmentWithTheExtensionVmIsVelocity() {
        FragmentLookup fragments = fragments("templates/lib/x.vm", "$phone.mac");
        assertThat(text(run(config("filename='f' src='lib/x.vm'", ""), fragments)))
                .isEqualTo("000413246672\n");
    }

    @Test
    void parseRunsAFragmentInPlaceAndMakesItsMacrosAvailable() {
        FragmentLookup fragments = fragments(
                "templates/lib/a.vm", "#macro(row $x)[$x]#end\na${phone.mac}\n#parse('lib/b.vm')\n",
                "templates/lib/b.vm", "#set($b = 'set in b')b\n");
        RenderResult<byte[]> renderResult = run(config(VELOCITY, "#parse(\"lib/a.vm\")\n#row($b)"), fragments);
        assertThat(text(renderResult)).isEqualTo("a000413246672\nb\n[set in b]\n");
        assertThat(renderResult.reads().fragments()).containsExactly("templates/lib/a.vm", "templates/lib/b.vm");
    }

    @Test
    void aMissingFragmentIsAProblemAndARead() {
        RenderResult<byte[]> renderResult = run(config(VELOCITY, "a\n #parse('lib/no.vm')"), FragmentLookup.NONE);
        assertThat(problems(renderResult))
                .containsExactly(PATH
                        + ":2:2: error: templates/lib/no.vm is not there, or cannot be read; create it, or correct the"
                        + " name");
        assertThat(renderResult.reads().fragments()).containsExactly("templates/lib/no.vm");
    }

    @Test
    void anErrorInAFragmentIsReportedInTheFragment() {
        FragmentLookup fragments = fragments("templates/lib/a.vm", "x\n\t $nope", "templates/lib/b.vm", "\n #if(");
        assertThat(problem("#parse('lib/a.vm')", fragments))
                .isEqualTo("templates/lib/a.vm:2:3: error: $nope is unknown");
        assertThat(problem("#parse('lib/b.vm')", fragments))
                .startsWith("templates/lib/b.vm:2:")
                .contains("not Velocity");
    }

    @Test
    void anUnknownNameIsAProblemAtItsPosition() {
        assertThat(problem("a\n\t$acount.line"))
                .isEqualTo(PATH + ":2:2: error: $acount is unknown; did you mean $account?");
        assertThat(problem("a\n  ${account.lime}")).isEqualTo(PATH + ":2:3: error: ${account.lime} has no value");
        assertThat(problem("$account.a.b")).contains("there is no 'b', since what stands before it has no value");
        assertThat(problem("$phone.mac.nope")).isEqualTo(PATH + ":1:85: error: there is no 'nope' here");
        assertThat(problem("$phone.mac.split('')")).contains("there is no method 'split'");
        assertThat(problem("#nope('a')")).contains("there is no macro or directive #nope");
        assertThat(problem("$accounts")).contains("$accounts is a list or a map, not a text");
        assertThat(problem("x\n #set($a=['b'])\n $a")).startsWith(PATH + ":3:2: error: $a is a list");
        assertThat(problem("#foreach($a in $pbxIp)#end")).contains("error");
        assertThat(problem("$phone.mac.substring(3, 99)")).contains(":1:85:").contains("substring(3, 99)");
    }

    @Test
    void aSyntaxErrorIsAProblemAtItsPosition() {
        assertThat(problem("a\n#if($a)\nb")).startsWith(PATH + ":").contains("not Velocity");
        assertThat(problem("\n\n  #set($a = )")).startsWith(PATH + ":3:").contains("not Velocity");
        assertThat(problem("#foreach(")).contains("not Velocity");
    }

    @Test
    void eachReadPathIsRecordedOnce() {
        RenderResult<byte[]> renderResult = run(
                config(VELOCITY, "#foreach($a in $accounts)$a.number#end$accounts[0].line #if($vars.x)#end"),
                FragmentLookup.NONE);
        assertThat(renderResult.reads().names())
                .contains("accounts", "accounts[]", "accounts[].number", "accounts[].line", "vars", "vars.x")
                .doesNotHaveDuplicates();
    }

    private static String made(String content) {
        return text(run(config(VELOCITY, content), FragmentLookup.NONE));
    }

    private static RenderResult<byte[]> run(DeviceConfig config, FragmentLookup fragments) {
        return RENDERER.renderContent(config, values(fragments));
    }

    private static RenderValues values(FragmentLookup fragments) {
        return new RenderValues(names(), MODEL, fragments);
    }

    private static String problem(String content) {
        return problem(content, FragmentLookup.NONE);
    }

    private static String problem(String content, FragmentLookup fragments) {
        List<String> problems = problems(run(config(VELOCITY, content), fragments));
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private static String nameProblem(String filename) {
        DeviceConfig config = config("filename='" + filename + "' syntax='velocity'", "");
        List<String> problems = problems(RENDERER.renderName(config, values(FragmentLookup.NONE)));
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }
}
