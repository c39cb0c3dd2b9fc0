package dev.lineman.render;

import static dev.lineman.render.TemplateSamples.RENDERER;
import static dev.lineman.render.TemplateSamples.config;
import static dev.lineman.render.TemplateSamples.fragments;
import static dev.lineman.render.TemplateSamples.names;
import static dev.lineman.render.TemplateSamples.problems;
import static dev.lineman.render.TemplateSamples.rendered;
import static dev.lineman.render.TemplateSamples.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.FragmentLookup;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Conditions and assignments of the {@code %%…%%} dialect. */
class DirectivesTest {

    @Test
    void aConditionOnANameIsTrueIfItsValueIsNotEmpty() {
        assertThat(rendered("{IF a}1{ELSE}2{ENDIF}", "a", "x")).isEqualTo("1\n");
        assertThat(rendered("{IF a}1{ELSE}2{ENDIF}", "a", "")).isEqualTo("2\n");
        assertThat(rendered("{IF a}1{ELSE}2{ENDIF}")).isEqualTo("2\n");
        assertThat(rendered("{IF A}1{ENDIF}.", "a", "0")).isEqualTo("1.\n");
    }

    @Test
    void aConditionOnAKeyIsTrueIfTheKeyExists() {
        assertThat(rendered("{IF blf1}1{ELSE}2{ENDIF}", "blf1", "")).isEqualTo("1\n");
        assertThat(rendered("{IF blf1}1{ELSE}2{ENDIF}", "blf2", "")).isEqualTo("2\n");
    }

    @Test
    void aComparisonAcceptsAnyOfItsValuesAndIgnoresCase() {
        String text = "{IF a=X Y,z}1{ELSE}2{ENDIF}";
        assertThat(rendered(text, "a", "x y")).isEqualTo("1\n");
        assertThat(rendered(text, "a", "Z")).isEqualTo("1\n");
        assertThat(rendered(text, "a", "y")).isEqualTo("2\n");
        assertThat(rendered(text, "a", "X Y,z")).isEqualTo("2\n");
        assertThat(rendered(text)).isEqualTo("2\n");
        assertThat(rendered("{IF a=}1{ELSE}2{ENDIF}", "a", "")).isEqualTo("1\n");
    }

    @Test
    void aVariableHasTheValueThatWasAssignedLast() {
        assertThat(rendered("{SET $v=1}{IF $v=1}a{ENDIF}{SET $V=\"b c\"}{IF $v=B C}b{ENDIF}{IF $v=1}c{ENDIF}"))
                .isEqualTo("ab\n");
        assertThat(rendered("{IF x}{SET $v=1}{ENDIF}{IF $v=1}a{ELSE}b{ENDIF}")).isEqualTo("b\n");
        assertThat(rendered("{IF $v=1}a{ELSE}b{ENDIF}", "v", "1", "$v", "1")).isEqualTo("b\n");
    }

    @Test
    void conditionsNest() {
        String text = "{IF a}{IF b}1{ELSE}2{ENDIF}{ELSE}{IF b}3{ELSE}4{ENDIF}{ENDIF}";
        assertThat(rendered(text, "a", "x", "b", "x")).isEqualTo("1\n");
        assertThat(rendered(text, "a", "x")).isEqualTo("2\n");
        assertThat(rendered(text, "b", "x")).isEqualTo("3\n");
        assertThat(rendered(text)).isEqualTo("4\n");
        String deep = "{IF a}".repeat(250) + "x" + "{ENDIF}".repeat(250);
        assertThat(rendered(deep, "a", "1")).isEqualTo("x\n");
    }

    @Test
    void theFirstTrueCaseApplies() {
        String text = "{IF a}1{ELSEIF b=x}2{ELSEIF b}3{ELSE}4{ENDIF}";
        assertThat(rendered(text, "a", "x", "b", "x")).isEqualTo("1\n");
        assertThat(rendered(text, "b", "X")).isEqualTo("2\n");
        assertThat(rendered(text, "b", "y")).isEqualTo("3\n");
        assertThat(rendered(text)).isEqualTo("4\n");
        assertThat(rendered(".{IF a}1{ELSEIF b}2{ENDIF}")).isEqualTo(".\n");
        assertThat(rendered("{SET $v=1}{IF a}1{ELSEIF $v=2}2{ELSEIF $v=1}{IF b}3{ELSE}4{ENDIF}{ENDIF}"))
                .isEqualTo("4\n");
        assertThat(rendered("{IF a}\n1\n  {ELSEIF b} \n  2\n{ELSE}\n3\n{ENDIF}\n  4", "b", "x"))
                .isEqualTo("2\n4\n");
        assertThat(rendered(
                        "{IF blf1}%%v%%{ELSEIF blf2}%%v%%{ELSEIF c}%%v%%{ENDIF}",
                        "blf2", "", "blf2/v", "own", "v", "everywhere"))
                .isEqualTo("own\n");
        assertThat(rendered("{IF blf1}%%v%%{ELSEIF c}%%v%%{ENDIF}", "c", "x", "blf1/v", "own", "v", "everywhere"))
                .isEqualTo("everywhere\n");
        assertThat(RENDERER.renderContent(config("{IF a}{ELSEIF b}{ELSEIF c}%%d%%{ENDIF}"), values("b", "1"))
                        .reads()
                        .names())
                .containsExactly("a", "b");
    }

    @Test
    void whiteSpaceIsLaidOutAfterTheDirectives() {
        String text = """
                {IF a}
                    <?xml version="1.0"?>
                {ENDIF}
                    {IF b}
                  b
                    {ENDIF}
                    %%v%%
                """;
        assertThat(rendered(text, "a", "1", "b", "1", "v", " <")).isEqualTo("<?xml version=\"1.0\"?>\nb\n   &lt;\n");
        assertThat(rendered(text, "v", "<")).isEqualTo("&lt;\n");
        assertThat(rendered(text, "a", "1", "v", "")).isEqualTo("<?xml version=\"1.0\"?>\n\n");
    }

    @Test
    void theFormatIsDetectedWithoutTheDirectives() {
        assertThat(rendered("{IF a}\n{ENDIF}\n<a>%%v%%", "v", "&")).isEqualTo("<a>&amp;\n");
        assertThat(rendered("{SET $a=1}{\"k\":\"%%v%%\"}", "v", "\"")).isEqualTo("{\"k\":\"\\\"\"}\n");
        assertThat(rendered("{IF a}{ENDIF}k=%%v%%", "v", "\"")).isEqualTo("k=\"\n");
    }

    @Test
    void aNameInASkippedPartNeedsNoValue() {
        assertThat(rendered("{IF a}%%nope%%{ENDIF}x")).isEqualTo("x\n");
        RenderResult<byte[]> renderResult =
                RENDERER.renderContent(config("{IF a}%%nope%%{ENDIF}\n%%b%%"), values("a", "1"));
        assertThat(problems(renderResult)).hasSize(2);
        assertThat(renderResult.reads().names()).containsExactly("a", "nope", "b");
        assertThat(RENDERER.renderContent(config("{IF a}%%b%%{ELSE}%%c%%{ENDIF}"), values("c", "1"))
                        .reads()
                        .names())
                .containsExactly("a", "c");
    }

    @Test
    void insideTheBlockOfAKeyTheNamesOfTheKeyComeFirst() {
        String text = "{IF blf1}%%value%%{ENDIF}{IF blf2}%%value%%%%x%%{ELSE}%%value%%{ENDIF}";
        assertThat(rendered(text, "blf1", "", "blf2", "", "blf1/value", "a", "blf2/value", "b", "x", "c", "value", "d"))
                .isEqualTo("abc\n");
        assertThat(rendered(text, "blf1", "", "blf1/value", "a", "value", "d")).isEqualTo("ad\n");
    }

    @Test
    void anErrorInAFragmentIsAProblemOfTheOutputsThatUseIt() {
        FragmentLookup fragments = fragments("templates/lib/x", "a\n {ENDIF}");
        assertThat(problems(RENDERER.renderContent(
                        config("filename='f' src='lib/x'", ""), new RenderValues(names(), fragments))))
                .containsExactly("templates/lib/x:2:2: error: this {ENDIF} has no {IF}");
    }

    @Test
    void theOutputEqualsThatOfANaiveInterpreter() {
        for (long seed = 1; seed <= Rounds.of(1_000); seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            grow(random, text, 3);
            DeviceConfig config = config("filename='f' escape='none'", text.toString());
            for (int phone = 0; phone < 3; phone++) {
                Map<String, String> map = new HashMap<>();
                for (String name : List.of("a", "b", "c")) {
                    if (random.nextInt(4) > 0) {
                        map.put(
                                name,
                                List.of("", "1", "2 x", " ", "{IF a}", "%%b%%", "<&")
                                        .get(random.nextInt(7)));
                    }
                }
                RenderValues values = new RenderValues(
                        name -> map.getOrDefault(name, name.equals("b") ? "B" : null), FragmentLookup.NONE);
                String expected = naive(text.toString(), values);
                RenderResult<byte[]> renderResult = RENDERER.renderContent(config, values);
                if (expected.contains("<MISSING>")) {
                    assertThat(renderResult)
                            .as("seed %d: %s", seed, text)
                            .isInstanceOf(RenderResult.FailedRendering.class);
                } else {
                    assertThat(TemplateSamples.text(renderResult))
                            .as("seed %d: %s", seed, text)
                            .isEqualTo(expected);
                }
            }
        }
    }

    private static void grow(Random random, StringBuilder text, int depth) {
        for (int n = random.nextInt(6); n > 0; n--) {
            switch (random.nextInt(depth > 0 ? 12 : 9)) {
                case 0 -> text.append("\n");
                case 1 -> text.append("  ");
                case 2 -> text.append("\n    ");
                case 3 ->
                    text.append("%%").append(pick(random, "a", "b", "c", "B")).append("%%");
                case 4 -> text.append(pick(random, "x", "#", "{y}", "$a", "##", "\t", "%"));
                case 5 -> text.append("{SET $v=").append(random.nextInt(3)).append("}");
                case 6 ->
                    text.append("\n  {SET $v=\"").append(random.nextInt(3)).append("\"} \n");
                case 7, 8 -> text.append(pick(random, "word", "word\n", "\n word"));
                default -> {
                    String line = random.nextBoolean() ? "\n" : "";
                    text.append(line).append(pick(random, "", "  "));
                    text.append(
                            pick(random, "{IF a}", "{if b=1,2 X}", "{IF $v=1}", "{IF c}", "{IF nope}", "{IF $v=2,0}"));
                    text.append(line);
                    grow(random, text, depth - 1);
                    for (int more = random.nextInt(6) - 3; more > 0; more--) {
                        text.append(line).append(pick(random, "", "  "));
                        text.append(pick(random, "{ELSEIF a}", "{elseif b=1,2 X}", "{ELSEIF $v=1}", "{ELSEIF nope}"));
                        text.append(line);
                        grow(random, text, depth - 1);
                    }
                    if (random.nextBoolean()) {
                        text.append(line).append("{ELSE}").append(line);
                        grow(random, text, depth - 1);
                    }
                    text.append(line).append("{ENDIF}").append(line);
                }
            }
        }
    }

    private static String pick(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    /** A naive interpreter of the dialect, with regular expressions. */
    private static String naive(String text, RenderValues values) {
        String directive = "\\{(?:(?i:IF |ELSEIF |SET )[^\\n}]*|ELSE|ENDIF)\\}";
        String lines = Pattern.compile("(?md)^[ \\t]*(" + directive + ")[ \\t]*(?:\\n|\\z)")
                .matcher(text)
                .replaceAll("$1");
        StringBuilder resolved = new StringBuilder();
        StringBuilder on = new StringBuilder("1");
        Map<String, String> variables = new HashMap<>();
        Matcher matcher = Pattern.compile(directive).matcher(lines);
        int from = 0;
        while (matcher.find()) {
            // For each {IF} around: 1 inside the case that applies, 0 before the first true case, 2 after it.
            boolean counts = !on.toString().matches(".*[02].*");
            resolved.append(counts ? lines.substring(from, matcher.start()) : "");
            from = matcher.end();
            String inner = matcher.group().substring(1, matcher.group().length() - 1);
            if (inner.equals("ELSE")) {
                int last = on.length() - 1;
                on.setCharAt(last, on.charAt(last) == '0' ? '1' : '2');
            } else if (inner.equals("ENDIF")) {
                on.setLength(on.length() - 1);
            } else if (inner.startsWith("SET ")) {
                if (counts) {
                    variables.put("v", inner.substring(inner.indexOf('=') + 1).replace("\"", ""));
                }
            } else {
                String[] parts = inner.substring(inner.indexOf(' ') + 1).split("=", 2);
                String value = parts[0].startsWith("$")
                        ? variables.get("v")
                        : values.names().valueOf(parts[0].toLowerCase(Locale.ROOT));
                boolean holds = value != null
                        && (parts.length == 1
                                ? !value.isEmpty()
                                : List.of(parts[1].toLowerCase(Locale.ROOT).split(",", -1))
                                        .contains(value.toLowerCase(Locale.ROOT)));
                if (inner.toUpperCase(Locale.ROOT).startsWith("IF ")) {
                    on.append(holds ? '1' : '0');
                } else {
                    int last = on.length() - 1;
                    on.setCharAt(last, on.charAt(last) != '0' ? '2' : holds ? '1' : '0');
                }
            }
        }
        resolved.append(lines.substring(from));
        String laidOut = TemplateSamples.laidOut(resolved.toString());
        return Pattern.compile("%%([abcB])%%").matcher(laidOut).replaceAll(placeholder -> {
            String value = values.names().valueOf(placeholder.group(1).toLowerCase(Locale.ROOT));
            return Matcher.quoteReplacement(value == null ? "<MISSING>" : value);
        });
    }
}
