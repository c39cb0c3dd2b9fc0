package dev.lineman.command.csv.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetFormulaTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+49301234",
                "-1",
                "@SUM(A1)",
                "=cmd|' /C calc'!A0",
                " =1",
                "\t1",
                "\r1",
                "\n1",
                "\u00a0=1",
                "\ufeff=1",
                "\"=1",
                "'+1",
                "\uff1d1+1",
                "-"
            })
    void aFormulaIsDetectedByItsStart(String cell) {
        assertThat(SpreadsheetFormula.isLike(cell)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "100",
                "0049",
                "a=b",
                "a@b",
                "*21",
                "!text =1",
                "00:04:13:24:66:72",
                "{}",
                "J\u00f6rg-M",
                "'x"
            })
    void otherTextIsNoFormula(String cell) {
        assertThat(SpreadsheetFormula.isLike(cell)).isFalse();
    }
}
