package dev.lineman.problem;

import java.util.Locale;

/** How severe a {@link Problem} is. */
public enum Severity {
    /** An output is missing or keeps its last good content until the problem is corrected. */
    ERROR,
    /** The output is made, but it may not be what the administrator wants. */
    WARNING;

    /** The lower-case word for a problem's line, such as {@code error}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
