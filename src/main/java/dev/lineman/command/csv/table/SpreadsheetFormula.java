package dev.lineman.command.csv.table;

import java.util.regex.Pattern;

/** What a spreadsheet computes, instead of showing it (OWASP, CSV Injection). */
public final class SpreadsheetFormula {
    /**
     * The characters that begin a formula, also in their full width, behind blanks, control characters and quotes, which some
     * programs drop. A tab or line end alone is enough for OWASP.
     */
    private static final Pattern START =
            Pattern.compile("[\\t\\r\\n]|[\\s\\p{Z}\\p{C}\"']*[=+@\\-\uFF1D\uFF0B\uFF0D\uFF20\u2212]");

    private SpreadsheetFormula() {}

    /** Whether a spreadsheet may take this cell for a formula. */
    public static boolean isLike(String cell) {
        return START.matcher(cell).lookingAt();
    }
}
