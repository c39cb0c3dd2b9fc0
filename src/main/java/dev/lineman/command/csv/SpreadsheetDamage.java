package dev.lineman.command.csv;

import dev.lineman.access.MacFinder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What spreadsheets do to MACs and numbers that they take for quantities. */
final class SpreadsheetDamage {
    private static final String PREVENTION = "; format the column as text before the values are typed or pasted";
    private static final Pattern POWER_OF_TEN = Pattern.compile("[+-]?\\d+([.,]\\d*)?[eE][+-]?\\d+");
    private static final Pattern SPREADSHEET_POWER_OF_TEN = Pattern.compile("\\d([.,]\\d+)?E\\+\\d+");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,11}");
    private static final int MAC_DIGITS = 12;

    private SpreadsheetDamage() {}

    /** What has happened to a MAC; null when nothing has that shows. */
    static @Nullable String ofMac(String cell) {
        String digits = MacFinder.digits(cell);
        if (MacFinder.isMac(digits)) {
            return null;
        }
        if (POWER_OF_TEN.matcher(cell).matches()) {
            return "a spreadsheet has made a number of this MAC, and most of its digits are lost: take it from its source"
                    + " again" + PREVENTION + ", or write MACs with colons";
        }
        if (DIGITS.matcher(digits).matches()) {
            return "this MAC has only " + digits.length() + " of " + MAC_DIGITS
                    + " digits: a spreadsheet has probably dropped the zeros that it begins with" + PREVENTION
                    + ", or write MACs with colons";
        }
        return null;
    }

    /** What has happened to an extension's number; null when nothing has that shows. */
    static @Nullable String ofNumber(String cell) {
        return SPREADSHEET_POWER_OF_TEN.matcher(cell).matches()
                ? "a spreadsheet has written this number as a power of ten" + PREVENTION + ", or write "
                        + CellValue.CellValueKind.TEXT.mark() + " and a blank before it if it is meant so"
                : null;
    }
}
