package dev.lineman.template.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Contract 3.3, what is a placeholder and what is text. */
class DialectTest {

    @Test
    void aNameIsLettersDigitsAndFourSigns() {
        assertThat(read("a%%param::sip-port_1.x%%b")).isEqualTo("a<param::sip-port_1.x>b");
        assertThat(read("%%größe%%")).isEqualTo("<größe>");
    }

    @Test
    void namesAreLookedUpWithoutRegardToCase() {
        assertThat(read("%%MAC_Address%%")).isEqualTo("<mac_address>");
    }

    @Test
    void theyMayAdjoin() {
        assertThat(read("%%a%%%%b%%")).isEqualTo("<a><b>");
    }

    @Test
    void anyOtherPercentIsText() {
        for (String text : new String[] {"50 %", "%%", "%%%%", "%a%", "%%a b%%", "%%a%b%%", "%%a", "a%%", "%%{a}%%"}) {
            assertThat(read(text)).isEqualTo(text);
        }
    }

    @Test
    void theLeftmostMatchCounts() {
        assertThat(read("%%%a%%")).isEqualTo("%<a>");
        assertThat(read("%%a%%%")).isEqualTo("<a>%");
        assertThat(read("%%a%%b%%")).isEqualTo("<a>b%%");
        assertThat(read("%%a %%b%%")).isEqualTo("%%a <b>");
        assertThat(read("%%%%a%%%%")).isEqualTo("%%<a>%%");
    }

    @Test
    void theTokensOfAnyTextCoverIt() {
        long seed = 33;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                text.append("%%%ab \n".charAt(random.nextInt(7)));
            }
            String expected = text.toString().replaceAll("%%([ab]+)%%", "<$1>");
            assertThat(read(text.toString()))
                    .as("seed %d, %d: %s", seed, i, text)
                    .isEqualTo(expected);
        }
    }

    @Test
    void directivesAreReadInAnyCase() {
        assertThat(directives("{IF a}x{ELSE}y{ENDIF}")).isEqualTo("IF a[] x ELSE y ENDIF");
        assertThat(directives("{if A=B c, D }{set $X = \"y z\"}{EndIf}")).isEqualTo("IF a[B c, D] SET x=y z ENDIF");
        assertThat(directives("{IF $x=1}{ENDIF }")).isEqualTo("IF $x[1] ENDIF");
        assertThat(directives("{ IF param::a-b }{ ENDIF }")).isEqualTo("IF param::a-b[] ENDIF");
        assertThat(directives("{SET $x=}{SET $y=a=b}{SET $z=\"\"}")).isEqualTo("SET x= SET y=a=b SET z=");
    }

    @Test
    void allOtherBracesAreText() {
        for (String text : List.of(
                "{",
                "}",
                "{}",
                "{a}",
                "{ x+ | \\+x+ }",
                "{IFx}",
                "{ifconfig}",
                "{ELSE_}",
                "{set-cookie}",
                "{$x}",
                "{%%a}",
                "{\"if\": 1}",
                "{\nIF a}",
                "IF a}",
                "(IF a)",
                "{END}",
                "{FOR x}",
                "{if(x)}")) {
            assertThat(directives(text)).as(text).isEqualTo(text);
        }
    }

    @Test
    void aDirectiveAloneOnItsLineTakesTheLineWithIt() {
        assertThat(directives("a\n  {IF a} \nb\n{ENDIF}\nc")).isEqualTo("a\n IF a[] b\n ENDIF c");
        assertThat(directives("{IF a}\n {ENDIF}\t")).isEqualTo("IF a[] ENDIF");
        assertThat(directives("a {IF a}\nb\n {ENDIF} c")).isEqualTo("a  IF a[] \nb\n  ENDIF  c");
        assertThat(directives(" {IF a}{ENDIF}\n")).isEqualTo("  IF a[] ENDIF \n");
    }

    @Test
    void whatDoesNotParseOrBalanceIsAFaultAtItsPlace() {
        Map<String, String> faults = Map.ofEntries(
                Map.entry("x{IF}", "1 this {IF} does not parse"),
                Map.entry("x{IF a b}", "1 this {IF} does not parse"),
                Map.entry("{IF !a}", "0 this {IF} does not parse"),
                Map.entry("{IF %%a%%}", "0 this {IF} does not parse"),
                Map.entry("{IF a\n}", "0 this {IF has no '}'"),
                Map.entry("{IF a", "0 this {IF has no '}'"),
                Map.entry("{endif", "0 this {ENDIF has no '}'"),
                Map.entry("{IF a}", "0 this {IF} has no {ENDIF}"),
                Map.entry("{IF a}{IF b}{ENDIF}", "0 this {IF} has no {ENDIF}"),
                Map.entry("{ELSE}", "0 this {ELSE} has no {IF}"),
                Map.entry("{ENDIF}", "0 this {ENDIF} has no {IF}"),
                Map.entry("{IF a}{ELSE}{ELSE}{ENDIF}", "12 this {IF} has an {ELSE} already"),
                Map.entry("{IF a}{ELSE a}{ENDIF}", "6 {ELSE} stands alone"),
                Map.entry("{IF a}{ENDIF a}", "6 {ENDIF} stands alone"),
                Map.entry("{IF a}{ELSEIF b}{ENDIF}", "6 there is no {ELSEIF}"),
                Map.entry("{SET}", "0 this {SET} does not parse"),
                Map.entry("{SET a=1}", "0 this {SET} does not parse"),
                Map.entry("{SET $a}", "0 this {SET} does not parse"));
        faults.forEach((text, fault) -> {
            List<Dialect.Fault> found = Dialect.content(text).faults();
            assertThat(found).as(text).hasSize(1);
            assertThat(found.get(0).offset() + " " + found.get(0).message()).startsWith(fault);
        });
    }

    @Test
    void aHundredThousandNestedIfsAreFewFaults() {
        assertThat(Dialect.content("{IF a}".repeat(100_000)).faults())
                .hasSize(20)
                .first()
                .extracting(Dialect.Fault::message)
                .asString()
                .contains("deep");
        assertThat(Dialect.content("{ELSE}".repeat(100_000)).faults()).hasSize(20);
        assertThat(Dialect.content("{IF a}".repeat(250) + "{ENDIF}".repeat(250)).faults())
                .isEmpty();
    }

    @Test
    void aPlaceholderKnowsTheKeyInWhoseBlockItStands() {
        String text = "%%a%%{IF blf2}%%b%%{IF x}%%c%%{IF blf10=1}%%d%%{ELSE}%%e%%{ENDIF}{ENDIF}{ELSE}%%f%%{ENDIF}"
                + "{IF $blf3=1}%%g%%{ENDIF}";
        assertThat(Dialect.content(text).tokens())
                .filteredOn(Token.Placeholder.class::isInstance)
                .extracting(token -> ((Token.Placeholder) token).name() + ((Token.Placeholder) token).key())
                .containsExactly("a0", "b2", "c2", "d10", "e2", "f0", "g0");
    }

    @Test
    void inAFileNameBracesAreText() {
        assertThat(Dialect.name("{IF a}%%b%%"))
                .containsExactly(new Token.Literal(0, 6), new Token.Placeholder("b", 6, 0));
    }

    private static String directives(String text) {
        Dialect.Parsed parsed = Dialect.content(text);
        assertThat(parsed.faults()).as(text).isEmpty();
        return parsed.tokens().stream()
                .map(token -> {
                    if (token instanceof Token.If start) {
                        Token.Condition asked = start.condition();
                        return "IF " + (asked.variable() ? "$" : "") + asked.name() + asked.values();
                    } else if (token instanceof Token.Set setting) {
                        return "SET " + setting.variable() + "=" + setting.value();
                    } else if (token instanceof Token.Literal literal) {
                        return text.substring(literal.start(), literal.end());
                    }
                    return token instanceof Token.Else ? "ELSE" : "ENDIF";
                })
                .collect(Collectors.joining(" "));
    }

    private static String read(String text) {
        return Dialect.content(text).tokens().stream()
                .map(token -> token instanceof Token.Literal literal
                        ? text.substring(literal.start(), literal.end())
                        : "<" + ((Token.Placeholder) token).name() + ">")
                .collect(Collectors.joining());
    }
}
