package dev.lineman.template.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The white space of a rendered file. */
class WhitespaceLayoutTest {

    @Test
    void theCommonIndentIsRemoved() {
        assertThat(layOut("    a\n      b\n    c")).isEqualTo("a\n  b\nc\n");
    }

    @Test
    void tabsAndBlanksAreDifferentBlanks() {
        assertThat(layOut("\t a\n\t\tb")).isEqualTo("a\n\tb\n");
        assertThat(layOut("x\n\t a\n\t\tb")).isEqualTo("x\n\t a\n\t\tb\n");
    }

    @Test
    void linesOfBlanksAreEmptiedAndDoNotCountForTheIndent() {
        assertThat(layOut("  a\n\n \n      \n  b")).isEqualTo("a\n\n\n\nb\n");
    }

    @Test
    void whiteSpaceBeforeTheFirstAndAfterTheLastVisibleCharacterIsRemoved() {
        assertThat(layOut("\n \n   a b  \n\n  ")).isEqualTo("a b\n");
        assertThat(layOut("\uFEFF<a/>")).isEqualTo("<a/>\n");
    }

    @Test
    void blanksAtTheEndsOfInnerLinesStay() {
        assertThat(layOut("a  \nb  \nc  ")).isEqualTo("a  \nb  \nc\n");
    }

    @Test
    void theFirstLineCountsForTheIndentToo() {
        assertThat(layOut("a\n  b")).isEqualTo("a\n  b\n");
    }

    @Test
    void nothingVisibleIsOneLineFeed() {
        assertThat(layOut("")).isEqualTo("\n");
        assertThat(layOut(" \n\t\n")).isEqualTo("\n");
    }

    @Test
    void aValueIsVisibleEvenWhenItIsEmptyOrBlank() {
        assertThat(layOut("  [  ]\n  []\n    x")).isEqualTo("[  ]\n[]\n  x\n");
        assertThat(layOut("   []   ")).isEqualTo("[]\n");
        assertThat(layOut("\n[\n]\n[]a\n ")).isEqualTo("[\n]\n[]a\n");
    }

    @Test
    void randomTextsAreLaidOutAsByANaiveImplementation() {
        long seed = 20261122;
        Random random = new Random(seed);
        for (int i = 0; i < Rounds.of(12_500); i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(14); n > 0; n--) {
                text.append("ab \t\n\n  ".charAt(random.nextInt(8)));
            }
            assertThat(layOut(text.toString())).as("seed %d, %d", seed, i).isEqualTo(naiveLayout(text.toString()));
        }
    }

    private static String naiveLayout(String text) {
        String[] lines = text.split("\n", -1);
        String indent = null;
        for (String line : lines) {
            if (!line.isBlank()) {
                String blanks = line.replaceFirst("[^ \t].*", "");
                while (indent != null && !blanks.startsWith(indent)) {
                    indent = indent.substring(0, indent.length() - 1);
                }
                indent = indent == null ? blanks : indent;
            }
        }
        StringBuilder out = new StringBuilder();
        for (String line : lines) {
            out.append(line.isBlank() || indent == null ? "" : line.substring(indent.length()))
                    .append('\n');
        }
        return out.toString().strip() + "\n";
    }

    /** Lays out a text in which values stand in brackets. */
    private static String layOut(String text) {
        int[] values = new int[text.length() + 2];
        int count = 0;
        for (int open = text.indexOf('['); open >= 0; open = text.indexOf('[', open + 1)) {
            values[count++] = open;
            values[count++] = text.indexOf(']', open) + 1;
        }
        StringBuilder out = new StringBuilder();
        WhitespaceLayout.layOut(text, values, count, new WhitespaceLayout.LayoutOutput() {
            @Override
            public void text(int start, int end) {
                out.append(text, start, end);
            }

            @Override
            public void value(int start, int end) {
                out.append(text, start, end);
            }

            @Override
            public void lineFeed() {
                out.append('\n');
            }
        });
        return out.toString();
    }
}
