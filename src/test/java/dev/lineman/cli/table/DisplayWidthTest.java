package dev.lineman.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisplayWidthTest {
    @Test
    void wideCharactersTakeTwoColumnsAndMarksNone() {
        assertThat(DisplayWidth.of("John Doe")).isEqualTo(8);
        assertThat(DisplayWidth.of("Jörg")).isEqualTo(4);
        assertThat(DisplayWidth.of("Jo\u0308rg")).isEqualTo(4);
        assertThat(DisplayWidth.of("田中太郎")).isEqualTo(8);
        assertThat(DisplayWidth.of("김철수")).isEqualTo(6);
        assertThat(DisplayWidth.of("☎️ 📞")).isEqualTo(5);
        assertThat(DisplayWidth.of("สมชาย ใจดี")).isEqualTo(9);
        assertThat(DisplayWidth.of("…")).isEqualTo(1);
    }

    @Test
    void aTextIsCutBetweenCharacters() {
        assertThat(DisplayWidth.shortenEnd("John Doe", 8)).isEqualTo("John Doe");
        assertThat(DisplayWidth.shortenEnd("John Doe", 7)).isEqualTo("John D…");
        assertThat(DisplayWidth.shortenEnd("田中太郎", 6)).isEqualTo("田中…");
        assertThat(DisplayWidth.shortenEnd("Jo\u0308rg Mu\u0308ller", 3)).isEqualTo("Jo\u0308…");
        assertThat(DisplayWidth.shortenEnd("📞📞", 2)).isEqualTo("…");
        assertThat(DisplayWidth.shortenMiddle("2001:db8:1:2:3:4:5:6", 11)).isEqualTo("2001:…4:5:6");
        assertThat(DisplayWidth.shortenMiddle("aeo\u0308u\u0308x", 4)).isEqualTo("ae…x");
        assertThat(DisplayWidth.shortenMiddle("田中太郎", 5)).isEqualTo("田…郎");
    }

    @Test
    void linesBreakAtBlanksAndInsideLongWords() {
        assertThat(DisplayWidth.wrap("one two three", 9, "  ")).containsExactly("one two", "  three");
        assertThat(DisplayWidth.wrap("one abcdefghijklmn o", 8, "  "))
                .containsExactly("one", "  abcdef", "  ghijkl", "  mn o");
        assertThat(DisplayWidth.wrap("田中太郎", 5, " ")).containsExactly("田中", " 太郎");
        assertThat(DisplayWidth.wrap("", 5, " ")).containsExactly("");
    }

    @Test
    void charactersThatWouldMoveTheCursorOrTurnTheTextAreReplaced() {
        assertThat(DisplayWidth.printable("a\nb\u001b[2Jc\u2028d\u202ee\u0000"))
                .isEqualTo("a\uFFFDb\uFFFD[2Jc\uFFFDd\uFFFDe\uFFFD");
        assertThat(DisplayWidth.printable("\uD83Dx")).isEqualTo("\uFFFDx");
        assertThat(DisplayWidth.printable("می\u200Cخواهم")).isEqualTo("می\u200Cخواهم");
    }
}
