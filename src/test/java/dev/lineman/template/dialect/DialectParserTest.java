package dev.lineman.template.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which text is a placeholder or a directive, and which text is literal. */
class DialectParserTest {

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
    void placeholdersMayFollowEachOtherDirectly() {
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
    void theNodesOfAnyTextCoverIt() {
        long seed = 33;
        Random random = new Random(seed);
        for (int i = 0; i < Rounds.of(5_000); i++) {
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
        assertThat(directives("{IF a}x{ELSEIF $b=1}y{elseif C}{Else}z{ENDIF}"))
                .isEqualTo("IF a[] x ELSEIF $b[1] y ELSEIF c[] ELSE z ENDIF");
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
    void aDirectiveAloneOnItsLineRemovesTheLine() {
        assertThat(directives("a\n  {IF a} \nb\n{ENDIF}\nc")).isEqualTo("a\n IF a[] b\n ENDIF c");
        assertThat(directives("{IF a}\nb\n {ELSEIF c}\t\nd\n{ENDIF}\n")).isEqualTo("IF a[] b\n ELSEIF c[] d\n ENDIF");
        assertThat(directives("{IF a}\n {ENDIF}\t")).isEqualTo("IF a[] ENDIF");
        assertThat(directives("a {IF a}\nb\n {ENDIF} c")).isEqualTo("a  IF a[] \nb\n  ENDIF  c");
        assertThat(directives(" {IF a}{ENDIF}\n")).isEqualTo("  IF a[] ENDIF \n");
    }

    @Test
    void directivesThatDoNotParseOrBalanceAreFaultsAtTheirPosition() {
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
                Map.entry("x{ELSEIF b}", "1 this {ELSEIF} has no {IF}; write {IF} in its place"),
                Map.entry("{IF a}{ENDIF}{ELSEIF b}", "13 this {ELSEIF} has no {IF}"),
                Map.entry("{IF a}{ELSE}{ELSEIF b}{ENDIF}", "12 this {ELSEIF} comes after the {ELSE}; move it"),
                Map.entry("{IF a}{ELSEIF}{ENDIF}", "6 this {ELSEIF} does not parse; write {ELSEIF name},"),
                Map.entry("{IF a}{ELSEIF b c}{ENDIF}", "6 this {ELSEIF} does not parse"),
                Map.entry("{IF a}{ELSEIF b\n}{ENDIF}", "6 this {ELSEIF has no '}'"),
                Map.entry("{IF a}{ELSE IF b}{ENDIF}", "6 {ELSE} stands alone in its braces; with a condition, write"),
                Map.entry("{SET}", "0 this {SET} does not parse"),
                Map.entry("{SET a=1}", "0 this {SET} does not parse"),
                Map.entry("{SET $a}", "0 this {SET} does not parse"));
        faults.forEach((text, fault) -> {
            List<DialectParser.DialectFault> found =
                    DialectParser.parseContent(text).faults();
            assertThat(found).as(text).hasSize(1);
            assertThat(found.get(0).offset() + " " + found.get(0).message()).startsWith(fault);
        });
    }

    @Test
    void aHundredThousandNestedIfsAreFewFaults() {
        assertThat(DialectParser.parseContent("{IF a}".repeat(100_000)).faults())
                .hasSize(20)
                .first()
                .extracting(DialectParser.DialectFault::message)
                .asString()
                .contains("deep");
        assertThat(DialectParser.parseContent("{ELSE}".repeat(100_000)).faults())
                .hasSize(20);
        assertThat(DialectParser.parseContent("{IF a}".repeat(250) + "{ENDIF}".repeat(250))
                        .faults())
                .isEmpty();
    }

    @Test
    void aPlaceholderInTheBlockOfAKeyReadsThatKey() {
        String text = "%%a%%{IF blf2}%%b%%{IF x}%%c%%{IF blf10=1}%%d%%{ELSE}%%e%%{ENDIF}{ENDIF}{ELSE}%%f%%{ENDIF}"
                + "{IF $blf3=1}%%g%%{ENDIF}";
        assertThat(read(text)).isEqualTo("<a>(<blf2/b>(<blf2/c>(<blf10/d>|<blf2/e>))|<f>)(<g>)");
    }

    @Test
    void anElseIfConditionReadsTheOuterKeyAndNotTheKeyOfItsIf() {
        String text = "{IF blf2}{IF blf3}%%a%%{ELSEIF b}%%c%%{ELSEIF blf4}%%d%%{ELSEIF e}{ENDIF}{ELSEIF f}%%g%%{ENDIF}";
        assertThat(read(text)).isEqualTo("((<blf3/a>|<blf2/c>|<blf4/d>|)|<g>)");
        DialectNode.Conditional outer = (DialectNode.Conditional)
                DialectParser.parseContent(text).nodes().get(0);
        DialectNode.Conditional inner =
                (DialectNode.Conditional) outer.cases().get(0).body().get(0);
        assertThat(Stream.concat(inner.cases().stream(), outer.cases().stream()))
                .extracting(next -> next.condition().reference().partName())
                .containsExactly("blf2/blf3", "blf2/b", "blf2/blf4", "blf2/e", null, null);
    }

    @Test
    void inAFileNameBracesAreText() {
        DialectTree name = DialectParser.parseFileName(" {IF a}%%b%% ");
        assertThat(name.nodes())
                .containsExactly(
                        new DialectNode.LiteralText(1, 7),
                        new DialectNode.Placeholder(new DialectNode.PlaceholderReference(0, "b", null), 7));
    }

    private static String directives(String text) {
        DialectTree tree = DialectParser.parseContent(text);
        assertThat(tree.faults()).as(text).isEmpty();
        return describe(tree.nodes(), text);
    }

    private static String describe(List<DialectNode> nodes, String text) {
        return nodes.stream().map(node -> describe(node, text)).collect(Collectors.joining(" "));
    }

    private static String describe(DialectNode node, String text) {
        if (node instanceof DialectNode.Assignment setting) {
            return "SET " + setting.variable() + "=" + setting.value();
        } else if (node instanceof DialectNode.LiteralText literal) {
            return text.substring(literal.start(), literal.end());
        }
        StringBuilder told = new StringBuilder();
        for (DialectNode.ConditionalCase next : ((DialectNode.Conditional) node).cases()) {
            DialectNode.DialectCondition asked = next.condition();
            told.append(
                    asked == null
                            ? "ELSE"
                            : (asked.first() ? "IF " : "ELSEIF ")
                                    + (asked.reference() == null ? "$" : "")
                                    + asked.name()
                                    + asked.values());
            told.append(' ')
                    .append(describe(next.body(), text))
                    .append(next.body().isEmpty() ? "" : " ");
        }
        return told.append("ENDIF").toString();
    }

    private static String read(String text) {
        return read(DialectParser.parseContent(text).nodes(), text);
    }

    /** Placeholders in angle brackets, by the names that are looked up first, and the cases of a conditional in round ones. */
    private static String read(List<DialectNode> nodes, String text) {
        StringBuilder read = new StringBuilder();
        for (DialectNode node : nodes) {
            if (node instanceof DialectNode.LiteralText literal) {
                read.append(text, literal.start(), literal.end());
            } else if (node instanceof DialectNode.Placeholder placeholder) {
                String own = placeholder.reference().partName();
                read.append('<')
                        .append(own == null ? placeholder.reference().name() : own)
                        .append('>');
            } else if (node instanceof DialectNode.Conditional conditional) {
                read.append(conditional.cases().stream()
                        .map(one -> read(one.body(), text))
                        .collect(Collectors.joining("|", "(", ")")));
            }
        }
        return read.toString();
    }
}
