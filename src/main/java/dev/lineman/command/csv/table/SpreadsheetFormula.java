package dev.lineman.command.csv.table;

import java.util.regex.Pattern;

/** Detects cells that a spreadsheet program would run as a formula (OWASP, CSV Injection). Stateless. */
public final class SpreadsheetFormula {
    /**
     * Characters that start a formula, also in full width. Some programs drop blanks, control characters and quotes
     * before them.
     * For OWASP, a leading tab or line end is enough.
     */
    private static final Pattern START =
            Pattern.compile("[\\t\\r\\n]|[\\s\\p{Z}\\p{C}\"']*[=+@\\-\uFF1D\uFF0B\uFF0D\uFF20\u2212]");

    private SpreadsheetFormula() {}

    /** Returns whether a spreadsheet program may read this cell as a formula. */
    public static boolean isLike(String cell) {
        return START.matcher(cell).lookingAt();
    }
}
