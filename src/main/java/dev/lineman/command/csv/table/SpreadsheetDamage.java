package dev.lineman.command.csv.table;

import dev.lineman.access.MacFinder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Detects MACs and numbers that a spreadsheet program has converted to numeric values. Stateless. */
public final class SpreadsheetDamage {
    private static final String PREVENTION = "; format the column as text before the values are typed or pasted";

    /** A number in scientific notation, in any spelling. */
    private static final Pattern POWER_OF_TEN = Pattern.compile("[+-]?\\d+([.,]\\d*)?[eE][+-]?\\d+");

    /**
     * Scientific notation exactly as spreadsheet programs write it. Stricter, since {@code 1e5} may be a real
     * extension.
     */
    private static final Pattern SPREADSHEET_POWER_OF_TEN = Pattern.compile("\\d([.,]\\d+)?E\\+\\d+");

    /** A MAC that lost leading zeros: fewer than 12 decimal digits. */
    private static final Pattern DIGITS = Pattern.compile("\\d{1,11}");

    private static final int MAC_DIGITS = 12;

    private SpreadsheetDamage() {}

    /** Returns the message for a damaged MAC; null if no damage is visible. */
    public static @Nullable String ofMac(String cell) {
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

    /** Returns the message for a damaged extension number; null if no damage is visible. */
    public static @Nullable String ofNumber(String cell) {
        return SPREADSHEET_POWER_OF_TEN.matcher(cell).matches()
                ? "a spreadsheet has written this number as a power of ten" + PREVENTION + ", or write "
                        + CsvCell.TEXT_MARK + " and a blank before it if it is meant so"
                : null;
    }
}
