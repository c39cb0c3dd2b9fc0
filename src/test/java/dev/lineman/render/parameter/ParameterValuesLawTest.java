package dev.lineman.render.parameter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.render.text.PlacedValue;
import dev.lineman.template.parameter.ParameterFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/**
 * Law: the values of any upload are read or refused, in each format, and each value is at its place in the text. An upload
 * comes from outside.
 */
class ParameterValuesLawTest {
    private static final List<String> FILES = List.of(
            "#!version:1.0.0.1\naccount.1.label = 100\nphone.x=\n a = \"b\" \r\nsip line1 proxy ip: 10.0.0.1\nSET A \"b\"\nSET B c\nN=\"v\"",
            "<?xml version=\"1.0\"?><PHONE_CONFIG><!-- c --><O a.b=\"1\" c.d='R&amp;D &#x41; &lt;'/></PHONE_CONFIG>",
            "<device><flat-profile><A ua=\"na\">x</A><B/><C idx=\"2\">&quot;y&quot;</C><g><h index='1'>z</h></g></flat-profile></device>",
            "<config><section name=\"sip\"><entry name=\"e\" overwrite=\"true\">1</entry></section><item name=\"i\">2</item>"
                    + "<setting id=\"s\" value=\"3\"/><![CDATA[<x>]]></config>");
    private static final List<String> PIECES = List.of(
            "<",
            ">",
            "/>",
            "</",
            "\"",
            "'",
            "=",
            "&",
            "&amp;",
            "&#",
            "&#x110000;",
            "&#999999999;",
            "&;",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?",
            "<a",
            "</a>",
            "\n",
            "\r\n",
            "\t",
            "#",
            ":",
            "SET ",
            "\0",
            " = ",
            "\ud83d\ude00",
            "\ud83d");

    @Test
    void anyTextIsReadOrRefused() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < Rounds.of(2_500); i++) {
            String text = mutated(random);
            for (ParameterFormat format : ParameterFormat.values()) {
                SortedMap<String, List<PlacedValue>> values;
                try {
                    values = ParameterEditor.values(format, text);
                } catch (ParameterRefusedException e) {
                    continue;
                }
                read++;
                for (Map.Entry<String, List<PlacedValue>> each : values.entrySet()) {
                    for (PlacedValue value : each.getValue()) {
                        String written = text.substring(value.start(), value.end());
                        assertThat(written.indexOf('&') >= 0 || written.equals(value.text()))
                                .as("seed %d, case %d, %s: %s in %s", seed, i, format, value, text)
                                .isTrue();
                    }
                }
            }
        }
        assertThat(read).isPositive();
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(FILES.get(random.nextInt(FILES.size())));
        for (int i = random.nextInt(6); i > 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + random.nextInt(8));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, text.substring(at, to));
                case 2 -> text.setLength(at);
                case 3 -> {
                    byte[] noise = new byte[random.nextInt(6)];
                    random.nextBytes(noise);
                    text.insert(at, new String(noise, ISO_8859_1));
                }
                default -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return text.toString();
    }

    @Test
    void referencesOfXmlAreResolved() {
        String text = "<c><o a=\"R&amp;D &lt;&gt;&quot;&apos; &#65;&#x42; &no; &#x110000; &\"/></c>";
        assertThat(ParameterEditor.values(ParameterFormat.ATTRIBUTES, text).get("a"))
                .extracting(PlacedValue::text)
                .containsExactly("R&D <>\"' AB &no; &#x110000; &");
    }
}
